"""住民票の写し等交付請求書: a full request stands on one page, and a large family continues."""

from itertools import combinations
from pathlib import Path

import pytest

import forms
from forms.answers import Value
from forms.condition import holds
from printing import SheetJob, SheetValues, read_sheet, render
from printing.sheets.boxes import BlankBox, CombBox, TextBox
from printing.sheets.parts import Area
from printing.sheets.sheet import Sheet
from tests.printing.paper import pdfium_text, qpdf_finds_nothing, words
from tests.printing.samples import DAY
from tests.residents import HOME, MARIA, TAKASAKI_FAMILY, WATANABE, YOSHIDA

FILE = Path(forms.__file__).parent / "catalogue" / "resident_record_copy" / "sheet.toml"

ANSWERS: dict[str, Value] = {
    "basis": "letter",
    "claimant.name": YOSHIDA,
    "claimant.address": HOME,
    "resident_record.kind": "current",
    "visitor.name": WATANABE,
    "resident_record.scope": "named",
    "subject": ({"name": YOSHIDA, "birth_date": "昭和30年2月17日"}, {"name": MARIA}),
    "resident_record.count": "2",
    "resident_record.entries": ("relation", "origin"),
}


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    """As somebody with a letter of authority gets it."""
    words = {"addressee": "みどり野町長"}
    held = frozenset(each for each in read_sheet(FILE, words).conditions if holds(each, ANSWERS, DAY))
    return read_sheet(FILE, words, held=held)


def test_it_works(sheet: Sheet, tmp_path: Path) -> None:
    result = render([SheetJob(sheet, SheetValues.of(ANSWERS))])
    text = words(pdfium_text(result.pdf))
    assert result.page_count == 1
    assert result.notices == ()
    assert all(words(answer) in text for answer in (YOSHIDA, HOME, WATANABE, MARIA, "みどり野町長"))
    assert qpdf_finds_nothing(result.pdf, tmp_path)


def test_a_family_of_eight_continues_on_a_second_page(sheet: Sheet) -> None:
    family = tuple({"name": name, "birth_date": day} for name, day in TAKASAKI_FAMILY)
    result = render([SheetJob(sheet, SheetValues.of(ANSWERS | {"subject": family}))])
    text = words(pdfium_text(result.pdf))
    assert result.page_count == 2
    assert all(text.count(words(name)) == 1 for name, _ in TAKASAKI_FAMILY)
    assert "2枚中1枚目" in text
    assert "2枚中2枚目" in text


def test_no_two_places_for_text_overlap(sheet: Sheet) -> None:
    areas = [box.area for box in sheet.boxes if isinstance(box, TextBox | CombBox)]
    areas += [box.area for box in sheet.boxes if isinstance(box, BlankBox)]
    assert not [pair for pair in combinations(areas, 2) if overlap(*pair)]


def overlap(one: Area, other: Area) -> bool:
    return (
        one.page == other.page
        and min(one.x + one.w, other.x + other.w) - max(one.x, other.x) > 0.1
        and min(one.y + one.h, other.y + other.h) - max(one.y, other.y) > 0.1
    )
