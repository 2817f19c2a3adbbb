"""A sheet: its pages, what is printed on each of them always, and the boxes that answers go into.

All lengths are millimetres from the top left corner of the page, type sizes are points.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from forms.condition import Condition
from printing.ipp.options import Sides, Staple
from printing.sheets.boxes import AnswerBox, Box, CodeBox, RowsBox, TextBox
from printing.sheets.parts import AS_DRAWN, Area, Drawing, Page, Placement
from printing.sheets.values import SheetValues, people_and_field


@dataclass(frozen=True, slots=True)
class PaperWish:
    """What the printer is asked for; `source` is a tray by the printer's own keyword, empty for its usual one.

    A form of two pages is printed on both sides of one leaf where `sides` says nothing.
    """

    source: str = ""
    sides: Sides | None = None
    staple: Staple | None = None


@dataclass(frozen=True, eq=False)
class Sheet:
    """Compared by identity: a sheet is read once and its static part is built once."""

    name: str
    title: str
    pages: tuple[Page, ...]
    drawings: tuple[Drawing, ...]
    boxes: tuple[Box, ...]
    page_mark: Area | None = None
    """Where 「n枚中m枚目」 is printed on the first page; if not said, in the upper right corner of a form that continues."""
    paper: PaperWish = PaperWish()
    placement: Placement = AS_DRAWN
    conditions: tuple[Condition, ...] = ()
    """On which its sections and rows depend; some may be left out of this sheet."""
    names: tuple[str, ...] = ()
    """The items on the first page that are names of people, in reading order: the first one answered names every
    further page."""

    @cached_property
    def codes(self) -> tuple[CodeBox, ...]:
        """The boxes for its QR."""
        return tuple(box for box in self.boxes if isinstance(box, CodeBox))

    def items(self) -> frozenset[str]:
        """Every item that has a place on the paper; a field of people as `item.field`."""
        return frozenset(self._items())

    def _items(self) -> Iterator[str]:
        for box in self.boxes:
            if isinstance(box, RowsBox):
                yield box.item
                yield from (f"{box.item}.{cell.item}" for cell in box.row)
            elif isinstance(box, AnswerBox):
                person = people_and_field(box.item)
                yield from (person[0], f"{person[0]}.{person[2]}") if person else (box.item,)


def not_printed(sheet: Sheet, values: SheetValues) -> tuple[str, ...]:
    """The items whose answer appears nowhere on the sheet: no box, or only marks and none for what was chosen.

    A field of people is `item.field`, an unmarked choice `item=code`. Items of the office itself (`sheet.…`) are left
    out.
    """
    cells = [box for box in sheet.boxes if isinstance(box, AnswerBox)]
    missing = list(_missing(cells, values, ""))
    tables = {box.item: box for box in sheet.boxes if isinstance(box, RowsBox)}
    joined = {box.item for box in cells if isinstance(box, TextBox)} - tables.keys()
    for item, people in values.rows.items():
        if item in joined:
            continue
        inside = tables[item].row if item in tables else ()
        for number, person in enumerate(people, start=1):
            missing += _missing([*inside, *_cells_of(cells, item, number)], person, f"{item}.")
    return tuple(dict.fromkeys(missing))


def _cells_of(cells: Iterable[AnswerBox], people: str, number: int) -> Iterator[AnswerBox]:
    """The cells outside a table that show a field of the person of this number."""
    for cell in cells:
        found = people_and_field(cell.item)
        if found and found[:2] == (people, number):
            yield replace(cell, item=found[2])


def _missing(cells: Iterable[AnswerBox], values: SheetValues, prefix: str) -> Iterator[str]:
    boxes: dict[str, list[AnswerBox]] = {}
    for cell in cells:
        boxes.setdefault(cell.item, []).append(cell)
    for item, text in values.texts.items():
        found = boxes.get(item, [])
        if not text or item in values.rows or item.startswith("sheet."):
            continue
        if not found:
            yield prefix + item
            continue
        marked = [box.codes() for box in found]
        if None not in marked:
            given = {code for box in found for code in box.shown_in(values)}
            yield from (f"{prefix}{item}={code}" for code in sorted(given.difference(*filter(None, marked))))


def shorten_label(whole: str, part: str) -> str:
    """The name of a part without the name of the whole in front: 異動する方の氏名 is the 氏名 within 異動する方."""
    short = part.removeprefix(whole).removeprefix("の")
    return short or part
