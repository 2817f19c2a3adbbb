"""Whether answers are complete, legal and free of contradictions; and answers as JSON."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from forms.answers import Answers
from forms.checking import MISSING_CHOICE, problems_of
from forms.doubts import doubts_of
from forms.doubts.doubt import Municipality
from forms.exchange import ExchangeError, ExchangeReason, application_from_json, application_to_json
from forms.journey import Journey
from forms.procedures import Catalogue, read_catalogue, shipped_catalogue
from forms.samples import read_sample, sample_names
from forms.told import ProblemCode
from tests.forms.datafiles import ITEMS, PROCEDURE, town_folder

TODAY = date(2026, 4, 1)
GOOD: Answers = {"colour@paint": "blue", "amount": 2}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return read_catalogue(town_folder(tmp_path_factory.mktemp("town")))


def found(catalogue: Catalogue, answers: Answers) -> list[tuple[str, ProblemCode, str]]:
    each = problems_of(Journey(catalogue.chosen(["paint"]), answers, TODAY))
    return [(problem.item, problem.code, problem.input) for problem in each]


def test_it_works(town: Catalogue) -> None:
    assert found(town, GOOD) == []


def test_a_consent_is_chosen_and_not_typed() -> None:
    chosen = shipped_catalogue().chosen(["child_allowance"])
    found = problems_of(Journey(chosen, {"whom": "self"}, TODAY))
    consent = next(each for each in found if "consent" in each.item)
    assert consent.sentence == MISSING_CHOICE


def test_missing_answers_are_named_in_the_order_of_the_journey(town: Catalogue) -> None:
    assert [item for item, _, _ in found(town, {})] == ["colour@paint", "amount"]


def test_a_question_that_appears_must_be_answered_too(town: Catalogue) -> None:
    assert found(town, {**GOOD, "colour@paint": "red"}) == [("shade", ProblemCode.MISSING, "shade")]


@pytest.mark.parametrize(
    "answers",
    [
        {"amount": 10},
        {"amount": True},
        {"amount": "2"},
        {"colour@paint": "pink"},
        {"colour@paint": ("red",)},
        {"who": ({"name": "髙﨑", "shoe": "x"}, {"name": ""})},
        {"who": ({"name": "髙﨑", "born": "2026-13-01"},)},
        {"who": tuple({"name": "髙﨑"} for _ in range(4))},
        {"who": ("髙﨑",)},
    ],
)
def test_what_typing_could_not_have_given_is_not_legal(town: Catalogue, answers: Answers) -> None:
    assert found(town, {**GOOD, **answers})


def test_a_birthday_in_the_future_is_pointed_at(town: Catalogue) -> None:
    people = ({"name": "髙﨑　蓮", "born": "2019-05-01"}, {"name": "髙﨑　凜", "born": "2026-04-02"})
    assert found(town, {**GOOD, "who": people}) == [("who", ProblemCode.FUTURE, "who.1.born")]


CHECKS = [
    ('kind = "among"\nitem = "shade"\npeople = "who"\nfield = "name"', {"shade": "別人"}, {"shade": "髙﨑　健一"}),
    (
        'kind = "younger"\nitem = "who"\nfield = "born"\nthan = "day"\nyears = 12',
        {"day": "1970-01-01"},
        {"day": "1966-12-31"},
    ),
    (
        'kind = "one_in"\nitem = "who"\nfield = "part"\ncode = "head"',
        {},
        {"who": ({"name": "髙﨑", "part": "head"},)},
    ),
    (
        'kind = "at_most_one_in"\nitem = "who"\nfield = "part"\ncode = "head"',
        {"who": ({"name": "髙﨑", "part": "head"}, {"name": "𠮷田", "part": "head"})},
        {},
    ),
    (
        'kind = "different"\nitem = "shade"\nthan = "tint"',
        {"shade": "朱", "tint": "朱"},
        {"shade": "朱", "tint": "紅"},
    ),
    (
        'kind = "not_before"\nitem = "later"\nthan = "day"',
        {"day": "2026-04-02", "later": "2026-04-01"},
        {"day": "2026-04-02", "later": "2026-04-02"},
    ),
]
UNKNOWN_DAYS = [("2026-04-00", False), ("2026-00-00", False), ("2026-03-00", True), ("2025-00-00", True)]
MORE_ITEMS = """
[tint]
kind = "text"
ask = "薄い色"
[day]
kind = "date"
ask = "日"
[later]
kind = "date"
ask = "後の日"
unknown_day = true
[who.fields.part]
kind = "choice"
ask = "続柄"
choices = [ { code = "head", ask = "世帯主" }, { code = "child", ask = "子" } ]
"""
MORE_ASKS = "".join(f'[[page.ask]]\nitem = "{name}"\nrequired = false\n' for name in ("tint", "day", "later"))


@pytest.mark.parametrize(("check", "wrong", "right"), CHECKS, ids=[each[0].split('"')[1] for each in CHECKS])
def test_each_cross_check(tmp_path: Path, check: str, wrong: Answers, right: Answers) -> None:
    catalogue = town_that_checks(tmp_path, check)
    people = ({"name": "髙﨑　健一", "born": "1978-06-15"},)
    assert [code for _, code, _ in found(catalogue, {**GOOD, "who": people, **wrong})] == [
        ProblemCode.CONTRADICTION
    ]
    assert found(catalogue, {**GOOD, "who": people, **right}) == []


@pytest.mark.parametrize(("later", "is_too_early"), UNKNOWN_DAYS)
def test_a_day_nobody_knows_is_before_another_only_if_it_must_be(
    tmp_path: Path, later: str, is_too_early: bool
) -> None:
    catalogue = town_that_checks(tmp_path, 'kind = "not_before"\nitem = "later"\nthan = "day"')
    assert bool(found(catalogue, {**GOOD, "day": "2026-04-02", "later": later})) is is_too_early


def test_a_check_asks_back_unless_it_is_impossible(tmp_path: Path) -> None:
    different = 'kind = "different"\nitem = "shade"\nthan = "tint"'
    catalogue = town_that_checks(tmp_path, different, impossible=False)
    answers: Answers = {**GOOD, "shade": "ROSE 2", "tint": "Rose2"}
    assert found(catalogue, answers) == []
    journey = Journey(catalogue.chosen(["paint"]), answers, TODAY)
    (doubt,) = doubts_of(journey, Municipality("北海道", "架空郡", "みどり野町"))
    assert (doubt.item, doubt.sentence) == ("shade", "確かめてください。")


def town_that_checks(tmp_path: Path, check: str, *, impossible: bool = True) -> Catalogue:
    before, pages = PROCEDURE.replace('when = { colour = "red" }', "required = false").split("\n[[page]]", 1)
    rest = f'impossible = {str(impossible).lower()}\ntext = "確かめてください。"\n'
    procedure = f"{before}\n[[check]]\n{check}\n{rest}[[page]]{pages}{MORE_ASKS}"
    return read_catalogue(town_folder(tmp_path, procedure, ITEMS + MORE_ITEMS))


@pytest.mark.parametrize("id", shipped_catalogue().current)
def test_samples_come_back_from_json(id: str) -> None:
    catalogue = shipped_catalogue()
    procedure = catalogue.current[id]
    for name in sample_names(procedure):
        application = read_sample(procedure, name)
        text = json.dumps(application_to_json(application, TODAY), ensure_ascii=False)
        assert application_from_json(text, catalogue, TODAY) == application


def refused(catalogue: Catalogue, text: str | bytes) -> ExchangeReason:
    with pytest.raises(ExchangeError) as caught:
        application_from_json(text, catalogue, TODAY)
    assert str(caught.value).endswith("。")
    return caught.value.reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", ExchangeReason.NOT_JSON),
        (b"\xff\xfe\xfa", ExchangeReason.NOT_JSON),
        ("9" * 5000, ExchangeReason.NOT_JSON),
        ("[" * 100_000, ExchangeReason.NOT_JSON),
        ('"' + "x" * 1_000_001 + '"', ExchangeReason.WRONG_SHAPE),
        ("null", ExchangeReason.WRONG_SHAPE),
        ('{"procedures": [], "answers": {}}', ExchangeReason.WRONG_SHAPE),
        ('{"procedures": ["paint"], "answers": []}', ExchangeReason.WRONG_SHAPE),
        ('{"procedures": [["paint"]], "answers": {}}', ExchangeReason.WRONG_SHAPE),
        ('{"procedures": ["x\\ud800"], "answers": {}}', ExchangeReason.UNKNOWN_PROCEDURE),
        ('{"procedures": ["paint"], "answers": {"shoe": 1}}', ExchangeReason.UNKNOWN_ITEM),
        ('{"procedures": ["paint"], "answers": {"amount": 1.0}}', ExchangeReason.ILLEGAL_ANSWER),
        ('{"procedures": ["paint"], "answers": {"amount": true}}', ExchangeReason.ILLEGAL_ANSWER),
        ('{"procedures": ["paint"], "answers": {"amount": null}}', ExchangeReason.ILLEGAL_ANSWER),
        ('{"procedures": ["paint"], "answers": {"shade": "\\ud800"}}', ExchangeReason.ILLEGAL_ANSWER),
        ('{"procedures": ["paint"], "answers": {"who": [{"name": 1}]}}', ExchangeReason.ILLEGAL_ANSWER),
        ('{"procedures": ["paint"], "answers": {"amount": 2}}', ExchangeReason.INCOMPLETE),
    ],
)
def test_every_reason_to_refuse_json(town: Catalogue, text: str | bytes, reason: ExchangeReason) -> None:
    assert refused(town, text) is reason


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=9)
    | st.sampled_from(["red", "2026-04-01"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "born", "x"]) | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(["colour", "colour@paint", "shade", "amount", "who"]) | st.text(max_size=4)
SHAPED = st.fixed_dictionaries(
    {"procedures": st.just(["paint"]), "answers": st.dictionaries(KEYS, PLAIN, max_size=5)}
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=PLAIN | SHAPED)
def test_any_json_is_an_application_or_an_exchange_error(town: Catalogue, data: object) -> None:
    try:
        application = application_from_json(json.dumps(data), town, TODAY)
    except ExchangeError:
        return
    assert application_from_json(json.dumps(application_to_json(application, TODAY)), town, TODAY) == application


@given(st.binary(max_size=200))
def test_any_bytes_are_an_application_or_an_exchange_error(town: Catalogue, raw: bytes) -> None:
    with pytest.raises(ExchangeError):
        application_from_json(raw, town, TODAY)
