"""The margin (欄外): the receipt number, of several pages which one it is and, after the first, whose, should they
get parted."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

from printing.drawing.fit import Fitted, Room, fit
from printing.drawing.ink import PADDING, Ink, Rect, set_type
from printing.fonts import Repertoire
from printing.sheets.boxes import TextBox
from printing.sheets.geometry import MM, Area
from printing.sheets.parts import Page
from printing.sheets.sheet import Sheet
from printing.sheets.values import SheetValues

EDGE = 4.0
"""Millimetres from the edge of the paper, where most printers cannot print."""
HEIGHT = 6.0
SIDE = 15.0
"""Left and right; less on a small page."""
SMALL_PAGE = 100.0
PAGES_KEPT = 256


@lru_cache(maxsize=PAGES_KEPT)
def margin_area(sheet: Sheet, number: int) -> Area | None:
    """The place on page `number` (from 1), continuation sheets included, as an area of a page of the sheet.

    None on the first page, on a page that has no room, and on one of the town's own form with a box for the name.
    """
    if number == 1:
        return None
    if number > len(sheet.pages):
        return foot(sheet.pages[0])
    page = sheet.pages[number - 1]
    if page.template and _says_whose(sheet, number):
        return None
    taken = [thing.area for thing in (*sheet.drawings, *sheet.boxes) if thing.area.page == number]
    strips = (foot(page, number), _strip(page, number, EDGE))
    return next((strip for strip in strips if not any(_touch(strip, area) for area in taken)), None)


def foot(page: Page, number: int = 1) -> Area:
    """The strip at the lower edge of a page, which is page `number` of its sheet."""
    return _strip(page, number, page.height - EDGE - HEIGHT)


def _says_whose(sheet: Sheet, number: int) -> bool:
    """Whether the page prints the name that stands first on the sheet."""
    boxes = (box for box in sheet.boxes if isinstance(box, TextBox))
    return any(box.area.page == number and box.item in sheet.names[:1] for box in boxes)


def _strip(page: Page, number: int, y: float) -> Area:
    side = SIDE if page.width > SMALL_PAGE else EDGE
    return Area(number, side, y, page.width - 2 * side, HEIGHT)


def _touch(one: Area, other: Area) -> bool:
    return (
        one.x < other.x + other.w
        and other.x < one.x + one.w
        and one.y < other.y + other.h
        and other.y < one.y + one.h
    )


SIZE, FLOOR, LINES = 9.0, 6.0, 2
GAP = 4.0
"""Millimetres between whose page it is and which."""
SEE_FIRST = "氏名は1枚目のとおり"
"""For a name too long for the margin of a small page: a name is never cut."""


def margin_inks(
    sheet: Sheet, values: SheetValues, receipt: str, number: int, count: int, fonts: Repertoire
) -> tuple[Ink, ...]:
    """What the margin of page `number` (from 1) of `count` says, continuation sheets included; of a single page only
    the receipt number, where the sheet has a place for it. `receipt` is empty if there is none."""
    if count == 1:
        return _corner(sheet, number, (f"受付番号 {receipt}",), fonts) if receipt and sheet.page_mark else ()
    mark = f"{count}枚中{number}枚目"
    marks = (f"受付番号 {receipt}　{mark}", mark) if receipt else (mark,)
    area = margin_area(sheet, number)
    if area is not None:
        return _line(sheet, values, marks, area, fonts)
    if count > len(sheet.pages) or (number == 1 and sheet.page_mark):
        return _corner(sheet, number, marks, fonts)
    return ()


def _line(
    sheet: Sheet, values: SheetValues, marks: Sequence[str], area: Area, fonts: Repertoire
) -> tuple[Ink, ...]:
    """The form's title and the name at the left, the fullest mark there is room for at the right."""
    rect = Rect.of(area, sheet.pages[area.page - 1].height)
    item, name = _name(sheet, values)
    people = (f"{sheet.title}　{name}", name) if name else (sheet.title,)
    for mark, whose in (*product(marks, people), (marks[-1], SEE_FIRST)):
        which = _fitted(mark, rect, fonts)
        left = replace(rect, w=rect.w - (max(which.widths) if which else rect.w) - GAP * MM)
        fitted = _fitted(whose, left, fonts)
        if which and fitted:
            named = Ink(item, "欄外の氏名", set_type(fitted, left, "left"), margin=True)
            return named, Ink("", "枚数", set_type(which, rect, "right"), margin=True)
    return ()


def _corner(sheet: Sheet, number: int, marks: Sequence[str], fonts: Repertoire) -> tuple[Ink, ...]:
    """The mark alone where the sheet wants it, else in the upper right corner."""
    page = sheet.pages[number - 1]
    rect = Rect.of(sheet.page_mark or Area(1, page.width - 62, 6, 50, 6), page.height)
    fits = (_fitted(mark, rect, fonts) for mark in marks)
    return tuple(Ink("", "枚数", set_type(each, rect, "right"), margin=True) for each in fits if each)[:1]


def _name(sheet: Sheet, values: SheetValues) -> tuple[str, str]:
    """The item and the name of the first person on the sheet who has one."""
    return next(((item, values.texts[item]) for item in sheet.names if values.texts.get(item)), ("", ""))


def _fitted(text: str, rect: Rect, fonts: Repertoire) -> Fitted | None:
    return fit(text, Room(rect.w - 2 * PADDING * MM, rect.h, SIZE, FLOOR, LINES), fonts)
