"""The margin (欄外) of a paper of several pages: which page it is and, after the first, whose, should they get parted."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from printing.fit import Fitted, Room, fit
from printing.fonts import Repertoire
from printing.ink import PADDING, Ink, Rect, set_type
from printing.marginplace import margin_area
from printing.measure import MM
from printing.sheet import Area, Sheet
from printing.values import SheetValues

SIZE, FLOOR, LINES = 9.0, 6.0, 2
GAP = 4.0
"""Millimetres between whose page it is and which."""
SEE_FIRST = "氏名は1枚目のとおり"
"""For a name too long for the margin of a small page: a name is never cut."""


def margin_inks(
    sheet: Sheet, values: SheetValues, receipt: str, number: int, count: int, fonts: Repertoire
) -> tuple[Ink, ...]:
    """What the margin of page `number` (from 1) of `count` says, continuation sheets included; nothing on a single
    page. `receipt` is the visit's receipt number, empty if there is none."""
    if count == 1:
        return ()
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
