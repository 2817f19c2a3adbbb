"""Head and foot of a row sheet: to whom it goes, its number and notes, and what the desk knows in the office's fields."""

from pathlib import Path

import pytest

from forms.condition import holds
from printing import SheetJob, SheetValues, read_sheet, render
from printing.sheets.boxes import StaffBox
from printing.sheets.parts import Frame, Label
from tests.printing.paper import pdfium_text, words
from tests.printing.rowsheets import CLOSING, HEAD, PERSON, WORDS, read
from tests.printing.samples import DAY

TO_THE_UNION = """
[[addressee]]
words = "（あて先）{elderly_union}"
when = { "deceased.insurance" = "elderly" }
"""


def texts(tmp_path: Path, body: str, head: str = HEAD) -> list[str]:
    return [each.text for each in read(tmp_path, body, head).drawings if isinstance(each, Label)]


@pytest.mark.parametrize(
    ("insurance", "addressee"),
    [("elderly", "北海道後期高齢者医療広域連合長"), ("national", "みどり野町長")],
)
def test_the_case_says_to_whom_the_sheet_goes(tmp_path: Path, insurance: str, addressee: str) -> None:
    file = tmp_path / "sheet.toml"
    file.write_text(HEAD + TO_THE_UNION + PERSON, encoding="utf-8")
    whole = read_sheet(file, WORDS, "trial")
    held = frozenset(each for each in whole.conditions if holds(each, {"deceased.insurance": insurance}, DAY))
    sheet = read_sheet(file, WORDS, "trial", held=held)
    assert f"（あて先）{addressee}" in [each.text for each in sheet.drawings if isinstance(each, Label)]


def test_number_and_notes_stand_on_the_form(tmp_path: Path) -> None:
    head = 'title = "試験の届"\n[layout]\nnumber = "様式第1号（第3条関係）"\n'
    notes = 'notes = "※ 14日以内に届け出てください。\\n※ 偽りの届出は、過料の対象です。"\n'
    found = texts(tmp_path, PERSON + CLOSING + notes, head)
    assert "様式第1号（第3条関係）" in found
    assert any("14日以内" in text and "\n" in text for text in found)


def test_the_office_has_a_shaded_field_with_room_for_its_stamp(tmp_path: Path) -> None:
    sheet = read(tmp_path, PERSON + CLOSING)
    stamp = next(box for box in sheet.boxes if isinstance(box, StaffBox) and "受付印" in box.label)
    assert stamp.area.w >= 20
    assert stamp.area.h >= 19.99
    shaded = [each.area for each in sheet.drawings if isinstance(each, Frame) and 0.9 < each.fill < 1]
    assert any(area.y < stamp.area.y and area.h > stamp.area.h for area in shaded)


def test_the_desk_fills_in_what_it_knows(tmp_path: Path) -> None:
    sheet = read(tmp_path, PERSON + CLOSING + 'staff = ["受付", "手数料"]\n')
    known = {"sheet.receipt": "A-012", "sheet.fee": "600円", "sheet.other_papers": "資格確認書"}
    text = words(pdfium_text(render([SheetJob(sheet, SheetValues.of(known))]).pdf))
    assert all(each in text for each in known.values())
    nothing, ticked = (
        render([SheetJob(sheet, SheetValues.of(shown))]).pdf
        for shown in ({}, {"sheet.papers": ("my_number_card", "passport")})
    )
    assert len(ticked) > len(nothing)
