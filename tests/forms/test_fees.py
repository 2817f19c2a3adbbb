"""What a visit costs."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from forms.answers import Answers
from forms.fees import FeeLine, Fees, Place, apart, fee_lines, free_mistakes, read_fees, total_of
from forms.journey import Journey
from forms.mistake import DataMistake, MistakeKind
from forms.procedure import FeeRule
from forms.procedures import read_catalogue
from tests.forms.datafiles import PROCEDURE, town_folder

FEES = """
[paint]
name = "絵の具"
price = [ { since = 2024-04-01, counter = 300 }, { since = 2026-04-01, counter = 400, lobby = 350 } ]
[brush]
name = "筆"
price = { since = 2024-04-01, counter = 50 }
"""
RULES = """
[[fee]]
key = "paint"
count = "amount"
free = { colour = "blue" }
[[fee]]
key = "brush"
when = { amount = { at_least = 5 } }
"""


def fees(tmp_path: Path, source: str = FEES) -> Fees:
    tmp_path.mkdir(exist_ok=True)
    file = tmp_path / "fees.toml"
    file.write_text(source, encoding="utf-8")
    return read_fees(file)


def lines_of(
    tmp_path: Path, answers: Answers, place: Place, today: date, source: str = FEES, rules: str = RULES
) -> tuple[FeeLine, ...]:
    before, pages = PROCEDURE.split("\n[[page]]", 1)
    catalogue = read_catalogue(town_folder(tmp_path, f"{before}\n{rules}\n[[page]]{pages}"))
    return fee_lines(Journey(catalogue.chosen(["paint"]), answers, today), fees(tmp_path, source), place)


def bill(tmp_path: Path, colour: str, amount: int, place: Place, today: date) -> list[tuple[str, int, int | None]]:
    answers: Answers = {"colour@paint": colour, "amount": amount}
    return [(line.name, line.unit, line.total) for line in lines_of(tmp_path, answers, place, today)]


def test_it_works(tmp_path: Path) -> None:
    assert bill(tmp_path, "red", 3, Place.COUNTER, date(2026, 4, 1)) == [("絵の具", 400, 1200)]


def test_prices_change_on_their_day(tmp_path: Path) -> None:
    assert bill(tmp_path, "red", 3, Place.COUNTER, date(2026, 3, 31)) == [("絵の具", 300, 900)]


def test_the_lobby_may_be_cheaper(tmp_path: Path) -> None:
    assert bill(tmp_path, "red", 3, Place.LOBBY, date(2026, 4, 1)) == [("絵の具", 350, 1050)]


def test_a_free_reason_costs_nothing_and_is_still_shown(tmp_path: Path) -> None:
    assert bill(tmp_path, "blue", 3, Place.COUNTER, date(2026, 4, 1)) == [("絵の具", 0, 0)]


def test_a_procedure_may_have_several_fees(tmp_path: Path) -> None:
    found = bill(tmp_path, "red", 5, Place.COUNTER, date(2026, 4, 1))
    assert found == [("絵の具", 400, 2000), ("筆", 50, 50)]


def test_before_the_first_price_there_is_none(tmp_path: Path) -> None:
    assert bill(tmp_path, "red", 1, Place.COUNTER, date(2024, 3, 31)) == []


TODAY = date(2026, 4, 1)


def test_a_fee_whose_case_does_not_hold_costs_nothing(tmp_path: Path) -> None:
    only = '[[fee]]\nkey = "brush"\nwhen = { amount = { at_least = 5 } }'
    lines = lines_of(tmp_path, {"amount": 1}, Place.COUNTER, TODAY, rules=only)
    assert total_of(lines) == 0


def test_what_is_not_counted_yet_leaves_the_total_open(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, {"colour@paint": "red"}, Place.COUNTER, TODAY)
    assert total_of(lines) is None


def test_what_is_free_is_free_whatever_the_count(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, {"colour@paint": "blue"}, Place.COUNTER, TODAY)
    assert total_of(lines) == 0


def test_what_the_office_counts_leaves_the_total_open(tmp_path: Path) -> None:
    counted = FEES.replace('name = "絵の具"', 'name = "絵の具"\ncounted = "office"')
    lines = lines_of(tmp_path, {"colour@paint": "red", "amount": 3}, Place.COUNTER, TODAY, counted)
    assert [(line.count, line.unit) for line in lines] == [(None, 400)]
    assert total_of(lines) is None


def test_in_some_cases_the_office_has_to_count_first(tmp_path: Path) -> None:
    rules = '[[fee]]\nkey = "paint"\ncount = "amount"\noffice_counts_when = { colour = "red" }'
    red, blue = (
        lines_of(tmp_path / colour, {"colour@paint": colour, "amount": 3}, Place.COUNTER, TODAY, rules=rules)
        for colour in ("red", "blue")
    )
    assert (total_of(red), total_of(blue)) == (None, 1200)


def test_the_town_may_ask_for_nothing_by_its_ordinance(tmp_path: Path) -> None:
    free = FEES.replace('name = "絵の具"', 'name = "絵の具"\nfree = { colour = "red" }')
    lines = lines_of(tmp_path, {"colour@paint": "red", "amount": 3}, Place.COUNTER, TODAY, free)
    assert [(line.name, line.unit) for line in lines] == [("絵の具", 0)]


@pytest.mark.parametrize(
    ("free", "kind"),
    [
        ('{ colour = "green" }', MistakeKind.UNKNOWN_CHOICE),
        ('{ purpose = "pension" }', MistakeKind.NEVER_ASKED),
    ],
)
def test_free_speaks_of_what_is_asked(tmp_path: Path, free: str, kind: MistakeKind) -> None:
    source = FEES.replace('name = "絵の具"', f'name = "絵の具"\nfree = {free}')
    before, pages = PROCEDURE.split("\n[[page]]", 1)
    catalogue = read_catalogue(town_folder(tmp_path, f"{before}\n{RULES}\n[[page]]{pages}"))
    found = free_mistakes(fees(tmp_path, source), catalogue.chosen(["paint"]), catalogue.vocabulary)
    assert [(mistake.kind, mistake.line) for mistake in found] == [(kind, 4)]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ('[paint]\nname = "x"\n', MistakeKind.MISSING_KEY),
        ('[paint]\nname = "x"\nprice = { since = 2024-04-01, counter = -1 }', MistakeKind.OUT_OF_RANGE),
        ('[paint]\nname = "x"\nprice = { counter = 1 }', MistakeKind.MISSING_KEY),
        (
            '[paint]\nname = "x"\n'
            "price = [ { since = 2024-04-01, counter = 1 }, { since = 2024-04-01, counter = 2 } ]",
            MistakeKind.DUPLICATE,
        ),
        ("paint = 1", MistakeKind.WRONG_TYPE),
    ],
)
def test_mistakes_in_fees_are_refused(tmp_path: Path, source: str, kind: MistakeKind) -> None:
    with pytest.raises(DataMistake) as caught:
        fees(tmp_path, source)
    assert caught.value.mistake.kind is kind


def test_what_no_procedure_charges_is_set_apart(tmp_path: Path) -> None:
    (procedure,) = read_catalogue(town_folder(tmp_path / "town", PROCEDURE)).chosen(["paint"])
    own = fees(tmp_path, FEES + '[frame]\nname = "額"\nprice = { since = 2024-04-01, counter = 900 }\n')
    charging = replace(procedure, fees=tuple(FeeRule(key) for key in ("paint", "brush")))
    assert [fee.name for fee in apart(own, [charging])] == ["額"]
