"""Row sheets for tests: a small vocabulary-wide form written on the spot."""

from collections.abc import Iterator
from pathlib import Path

from printing import read_sheet
from printing.sheets.boxes import BlankBox, Box, CodeBox, CombBox, MarkBox, RowsBox, StaffBox, TextBox
from printing.sheets.parts import Area
from printing.sheets.sheet import Sheet

WORDS = {
    "addressee": "みどり野町長",
    "town": "みどり野町",
    "governor": "北海道知事",
    "elderly_union": "北海道後期高齢者医療広域連合長",
    "water_manager": "みどり野町長",
}

HEAD = 'title = "試験の届"\n[layout]\ndate = "届出日"\n'

PERSON = '[[section]]\nheading = "届け出る方"\n[[section.row]]\nperson = "claimant"\n'

MEMBERS = """[[section]]
heading = "異動する方"
[[section.row]]
people = "family"
rows = {rows}
columns = [{{ field = "name", kana = "kana" }}, {{ field = "birth_date" }}, {{ blank = "number", label = "個人番号", width = 4 }}]
"""

CLOSING = '[closing]\nwords = "上記のとおり届け出ます。"\nsignature = "署名（届出人）"\n'


def read(tmp_path: Path, body: str, head: str = HEAD) -> Sheet:
    file = tmp_path / "sheet.toml"
    file.write_text(head + body, encoding="utf-8")
    return read_sheet(file, WORDS, "trial")


def places(sheet: Sheet) -> Iterator[Area]:
    """Every area that is printed into, or that must never be."""
    for box in sheet.boxes:
        if isinstance(box, RowsBox):
            yield from (cell.area for row in box.rows for cell in row)
        elif isinstance(box, TextBox | CombBox | MarkBox | BlankBox):
            yield box.area


OF_THE_DESK = {"sheet.date", "sheet.receipt", "sheet.staff", "sheet.papers", "sheet.other_papers"}
"""What the desk itself fills in on every row sheet."""


def own_boxes(sheet: Sheet) -> list[Box]:
    """The boxes but for the code and what the office has on every sheet."""
    return [
        box
        for box in sheet.boxes
        if not isinstance(box, CodeBox | StaffBox) and getattr(box, "item", "") not in OF_THE_DESK
    ]


def overlap(one: Area, other: Area) -> bool:
    return (
        one.page == other.page
        and min(one.x + one.w, other.x + other.w) - max(one.x, other.x) > 0.05
        and min(one.y + one.h, other.y + other.h) - max(one.y, other.y) > 0.05
    )


def is_inside(area: Area, sheet: Sheet) -> bool:
    page = sheet.pages[area.page - 1]
    return area.x >= 0 and area.y >= 0 and area.x + area.w <= page.width and area.y + area.h <= page.height
