"""When something applies."""

from datetime import date
from pathlib import Path

import pytest

from forms.answers import Answers
from forms.condition import age_on, holds, read_condition
from forms.mistake import DataMistake, MistakeKind
from forms.tomlfile import parse_toml

TODAY = date(2026, 4, 1)


def applies(when: str, answers: Answers) -> bool:
    root = parse_toml(f"when = {when}".encode(), Path("p.toml"))
    condition = read_condition(root)
    root.finish()
    return holds(condition, answers, TODAY)


def test_it_works() -> None:
    assert applies('{ role = "proxy" }', {"role": "proxy"})
    assert not applies('{ role = "proxy" }', {"role": "self"})


def test_without_a_condition_everything_applies() -> None:
    assert holds(read_condition(parse_toml(b"", Path("p.toml"))), {}, TODAY)


@pytest.mark.parametrize(
    ("when", "answers", "expected"),
    [
        ('{ role = ["a", "b"] }', {"role": "b"}, True),
        ('{ role = ["a", "b"] }', {}, False),
        ('{ "x.y" = true }', {"x.y": True}, True),
        ('{ "x.y" = true }', {"x.y": False}, False),
        ("{ n = 2 }", {"n": 2}, True),
        ('{ many = "a" }', {"many": ("b", "a")}, True),
        ('{ a = "1", b = "2" }', {"a": "1"}, False),
        ('[{ a = "1" }, { b = "2" }]', {"b": "2"}, True),
        ('{ role = { none_of = ["a"] } }', {}, True),
        ('{ role = { none_of = ["a"] } }', {"role": "a"}, False),
        ("{ role = { answered = true } }", {"role": "a"}, True),
        ("{ role = { answered = false } }", {}, True),
        ("{ n = { at_least = 2, at_most = 3 } }", {"n": 3}, True),
        ("{ n = { at_least = 2, at_most = 3 } }", {"n": 4}, False),
        ("{ people = { at_least = 2 } }", {"people": ({}, {})}, True),
        ("{ n = { at_least = 0 } }", {}, False),
        ("{ born = { age_at_least = 65 } }", {"born": "1961-04-01"}, True),
        ("{ born = { age_at_least = 65 } }", {"born": "1961-04-02"}, True),
        ("{ born = { age_at_least = 65 } }", {"born": "1961-04-03"}, False),
        ("{ born = { age_at_most = 17 } }", {"born": "2008-04-03"}, True),
        ("{ born = { age_at_most = 17 } }", {"born": "2008-04-02"}, False),
        ("{ moved = { days_ago_at_least = 15 } }", {"moved": "2026-03-17"}, True),
        ("{ moved = { days_ago_at_least = 15 } }", {"moved": "2026-03-18"}, False),
        ("{ moved = { days_ago_at_most = -1 } }", {"moved": "2026-04-02"}, True),
        ("{ moved = { days_ago_at_most = -1 } }", {"moved": "2026-00-00"}, False),
    ],
)
def test_each_operator(when: str, answers: Answers, expected: bool) -> None:
    assert applies(when, answers) is expected


@pytest.mark.parametrize(
    ("when", "kind"),
    [
        ("{ n = { more_than = 2 } }", MistakeKind.UNKNOWN_KEY),
        ('{ n = { at_least = "2" } }', MistakeKind.WRONG_TYPE),
        ("{ n = { answered = 1 } }", MistakeKind.WRONG_TYPE),
        ("{ n = 1.5 }", MistakeKind.WRONG_TYPE),
        ("true", MistakeKind.WRONG_TYPE),
        ("{ n = { at_least = -1 } }", MistakeKind.OUT_OF_RANGE),
        ("{ born = { age_at_least = 1990 } }", MistakeKind.OUT_OF_RANGE),
        ("{ moved = { days_ago_at_most = 1000000 } }", MistakeKind.OUT_OF_RANGE),
    ],
)
def test_mistakes_in_conditions_are_refused(when: str, kind: MistakeKind) -> None:
    with pytest.raises(DataMistake) as caught:
        applies(when, {})
    assert caught.value.mistake.kind is kind


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("2000-04-01", 26),
        ("2000-04-02", 26),
        ("2000-04-03", 25),
        ("2000-00-00", 25),
        ("2000-04-00", 25),
        ("x", None),
        ("2000-01", None),
    ],
)
def test_a_year_of_age_is_reached_the_day_before_the_latest_possible_birthday(born: str, age: int | None) -> None:
    assert age_on(born, TODAY) == age


PEOPLE = {"who": ({"name": "髙﨑　健一", "part": "head"}, {"name": "髙﨑　蓮", "part": "child"})}


@pytest.mark.parametrize(
    ("when", "answers", "expected"),
    [
        ('{ who = { has = "part=head" } }', PEOPLE, True),
        ('{ who = { has = "part=wife" } }', PEOPLE, False),
        ('{ who = { has = "part=head" } }', {}, False),
        ('{ who = { lacks = "part=wife" } }', PEOPLE, True),
        ('{ who = { lacks = "part=head" } }', {}, True),
    ],
)
def test_people_can_be_looked_through(when: str, answers: Answers, expected: bool) -> None:
    assert applies(when, answers) is expected
