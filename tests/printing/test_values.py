"""What goes on a sheet, in the words the office uses."""

import pytest

from forms.answers import Answers
from printing import SheetValues
from printing.sheets.values import with_western_births


@pytest.mark.parametrize(
    ("nationality", "is_western"), [("ブラジル連邦共和国", True), ("日本", False), ("日本国", False), ("", False)]
)
def test_a_foreigner_is_born_in_a_western_year(nationality: str, is_western: bool) -> None:
    claimant: Answers = {"claimant.nationality": nationality, "claimant.birth_date": "1989-01-07"}
    movers: Answers = {"movers": ({"nationality": nationality, "birth_date": "1989-01-07"},)}
    values = with_western_births(SheetValues.of({**claimant, **movers}))
    expected = "1989年1月7日" if is_western else "1989-01-07"
    assert values.texts["claimant.birth_date"] == expected
    assert values.rows["movers"][0].texts["birth_date"] == expected
    assert values.rows["movers"][0].codes["birth_date"] == ("1989-01-07",)


def test_whose_birth_date_is_not_known_stays_without() -> None:
    assert (
        "claimant.birth_date"
        not in with_western_births(SheetValues.of({"claimant.nationality": "ブラジル"})).texts
    )
