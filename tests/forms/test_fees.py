"""What a visit costs."""

from datetime import date
from pathlib import Path

import pytest

from forms.answers import Answers
from forms.fees import Fees, Place, fee_lines, read_fees
from forms.journey import Journey
from forms.mistake import DataMistake, MistakeKind
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
    file = tmp_path / "fees.toml"
    file.write_text(source, encoding="utf-8")
    return read_fees(file)


def bill(tmp_path: Path, colour: str, amount: int, place: Place, today: date) -> list[tuple[str, int, int]]:
    before, pages = PROCEDURE.split("\n[[page]]", 1)
    catalogue = read_catalogue(town_folder(tmp_path, f"{before}\n{RULES}\n[[page]]{pages}"))
    answers: Answers = {"colour@paint": colour, "amount": amount}
    lines = fee_lines(Journey(catalogue.chosen(["paint"]), answers, today), fees(tmp_path), place)
    return [(line.name, line.unit, line.total) for line in lines]


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
