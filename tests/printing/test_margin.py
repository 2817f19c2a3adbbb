"""Pages of one paper that get parted find together again: each says in its margin whose it is and which."""

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, strategies as st

from printing import NoticeKind, Printed, SheetJob, SheetValues, render
from printing.drawing.margin import SEE_FIRST, margin_area
from printing.sheets.boxes import Box, StaffBox, TextBox
from printing.sheets.parts import Area, Label, Page
from printing.sheets.sheet import Sheet
from tests.printing.paper import A4, qpdf_finds_nothing, words
from tests.printing.rowsheets import CLOSING, MEMBERS, PERSON, overlap, places, read
from tests.printing.samples import every_sample, sheet_of
from tests.printing.templates import drawn_form
from tests.residents import MARIA, WATANABE, YOSHIDA

RECEIPT = "A-012"
NAME = TextBox(Area(1, 20, 30, 160, 10), "name", "氏名")
LONG = {"name": YOSHIDA, "wish": "長い願い" * 200}


def form(*boxes: Box, second: Page = A4, **more: tuple[Label, ...]) -> Sheet:
    """Two pages with the name on the first."""
    wish = TextBox(Area(1, 20, 50, 60, 8), "wish", "願い")
    return Sheet(
        "trial", "試験の様式", (A4, second), more.get("drawings", ()), (NAME, wish, *boxes), names=("name",)
    )


def printed(sheet: Sheet, answers: dict[str, str], receipt: str = RECEIPT) -> Printed:
    return render([SheetJob(sheet, SheetValues.of(answers), receipt=receipt)])


def page_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [words(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def test_it_works() -> None:
    first, second = page_texts(printed(form(), {"name": YOSHIDA}).pdf)
    assert second == words(f"試験の様式 {YOSHIDA} 受付番号 {RECEIPT} 2枚中2枚目")
    assert "試験の様式" not in first


def test_continuation_sheets_are_counted_with_the_form() -> None:
    first, second, third = page_texts(printed(form(), LONG).pdf)
    assert f"受付番号{RECEIPT}3枚中1枚目" in first
    for number, page in ((2, second), (3, third)):
        assert words(f"試験の様式　{YOSHIDA}受付番号{RECEIPT}3枚中{number}枚目") in page


def test_a_single_page_has_the_receipt_number_alone(tmp_path: Path) -> None:
    sheet = read(tmp_path, PERSON + CLOSING)
    [only] = page_texts(printed(sheet, {"claimant.name": YOSHIDA}).pdf)
    assert only.count(RECEIPT) == 1
    assert "枚中" not in only
    [nameless] = page_texts(printed(sheet, {"claimant.name": YOSHIDA}, receipt="").pdf)
    assert "受付番号" not in nameless.removesuffix("受付番号").replace(
        "職員記入欄（記入しないでください）受付番号", ""
    )


def test_without_a_receipt_number_or_a_name_the_rest_is_said() -> None:
    assert page_texts(printed(form(), {"name": YOSHIDA}, receipt="").pdf)[1] == words(
        f"試験の様式{YOSHIDA}2枚中2枚目"
    )
    assert page_texts(printed(form(), {}).pdf)[1] == f"試験の様式受付番号{RECEIPT}2枚中2枚目"


@pytest.mark.parametrize("name", [WATANABE, MARIA])
def test_the_name_has_the_very_shapes_that_were_typed(name: str) -> None:
    assert words(name) in page_texts(printed(form(), {"name": name}).pdf)[1]


@given(st.text("𠮷田髙﨑葛渡邉永", min_size=1, max_size=150), st.sampled_from([60.0, 148.0, 210.0]))
def test_a_name_stands_whole_or_the_line_points_to_the_first_page(name: str, width: float) -> None:
    second = page_texts(printed(form(second=Page(width, 100)), {"name": name}).pdf)[1]
    assert words(name) in second or SEE_FIRST in second
    assert SEE_FIRST not in second or not set(name) & set(second)
    assert "2枚中2枚目" in second


def test_a_shape_the_fonts_lack_is_told_for_this_page_too() -> None:
    result = printed(form(), {"name": "辻\U000e0100"})
    assert [(notice.kind, notice.page) for notice in result.notices] == [
        (NoticeKind.VARIATION, 1),
        (NoticeKind.VARIATION, 2),
    ]


def test_the_line_goes_where_nothing_of_the_sheet_stands() -> None:
    foot, head = StaffBox(Area(2, 20, 285, 60, 8), "役場"), Label(Area(2, 20, 4, 60, 8), "見出し", 9)
    ways = (form(), form(foot), form(foot, drawings=(head,)))
    areas = [margin_area(sheet, 2) for sheet in ways]
    assert [area and area.y for area in areas] == [287, 4, None]


def test_a_towns_own_page_with_a_box_for_the_name_is_left_alone(tmp_path: Path) -> None:
    own = Page(210, 297, drawn_form(tmp_path / "template.pdf"))
    again = TextBox(Area(2, 20, 30, 80, 10), "name", "氏名")
    answers = {"name": YOSHIDA}
    assert page_texts(printed(form(again, second=own), answers).pdf)[1] == words(f"Form page 1 {YOSHIDA}")
    assert RECEIPT in page_texts(printed(form(second=own), answers).pdf)[1]
    assert "3枚中2枚目" in page_texts(printed(form(again, second=own), LONG).pdf)[1]


def test_the_first_person_on_the_form_who_has_a_name_is_meant(tmp_path: Path) -> None:
    sheet = read(tmp_path, PERSON.replace("claimant", "visitor") + PERSON + MEMBERS.format(rows=20) + CLOSING)
    assert sheet.names == ("visitor.name", "claimant.name")
    assert words(WATANABE) in page_texts(printed(sheet, {"claimant.name": WATANABE, "visitor.name": ""}).pdf)[1]


def test_no_shipped_form_has_anything_where_the_line_goes() -> None:
    several = [sheet for sheet in map(sheet_of, {id for id, _ in every_sample()}) if len(sheet.pages) > 1]
    assert several
    for sheet in several:
        line = margin_area(sheet, 2)
        assert line
        assert line.y > 280
        things = [*places(sheet), *(drawing.area for drawing in sheet.drawings)]
        assert not [area for area in things if overlap(line, area)]


def test_the_line_is_marked_as_no_part_of_the_text_itself(tmp_path: Path) -> None:
    """A screen reader walks the answers, not the margin of every page (ISO 32000-1 §14.8.2.2)."""
    result = printed(form(), {"name": YOSHIDA})
    assert qpdf_finds_nothing(result.pdf, tmp_path)
    with pikepdf.open(tmp_path / "paper.pdf") as pdf:
        [first, second] = [page.Contents.read_bytes() for page in pdf.pages]
        tags = [len(section.get("/K", [])) for section in pdf.Root.StructTreeRoot.K.K]
    assert second.count(b"/Artifact <</Type/Pagination>> BDC") == 2
    assert b"/Pagination" not in first
    assert tags == [1, 0]
