"""A sheet: its pages, what is printed on each of them always, and the boxes that answers go into.

All lengths are millimetres from the top left corner of the page, type sizes are points.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from forms.condition import Condition
from printing.ipp.options import Sides, Staple
from printing.sheets.geometry import AS_DRAWN, Align, Area, Placement
from printing.sheets.values import SheetValues, Show, people_and_field, shown

LabelAlign = Literal["left", "center", "right", "spread"]
"""`spread` fills the width (均等割り付け)."""
BlankKind = Literal["signature", "number", "staff", "hand", "seal", "seal_print", "photo"]

FLOOR = 6.0
"""The smallest type on a form, in points, if the sheet does not say otherwise."""


@dataclass(frozen=True, slots=True)
class Page:
    """`template_page` counts from 1 in the file `template`, which lies under everything else."""

    width: float
    height: float
    template: Path | None = None
    template_page: int = 1


@dataclass(frozen=True, slots=True)
class Label:
    """Fixed words in an area; newlines part lines."""

    area: Area
    text: str
    size: float
    align: LabelAlign = "left"
    bold: bool = False
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """From the top left to the bottom right of the area; `h` or `w` is 0 for a straight rule."""

    area: Area
    weight: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle; `fill` is a grey from 0 (black) to 1 (white)."""

    area: Area
    weight: float
    fill: float = 1.0
    dashed: bool = False


Drawing = Label | Line | Frame


@dataclass(frozen=True, slots=True)
class TextBox:
    """The official text of the item, or the part of it that `show` names (`printing.sheets.values`)."""

    area: Area
    item: str
    label: str
    show: Show = "text"
    size: float = 11.0
    floor: float = FLOOR
    lines: int = 1
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class CombBox:
    """One character in each of `cells` equal cells."""

    area: Area
    item: str
    label: str
    cells: int
    show: Show = "text"
    size: float = 11.0
    floor: float = FLOOR
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class MarkBox:
    """A tick in, or a circle around, the area if the item has the code `value`."""

    area: Area
    item: str
    label: str
    value: str
    circle: bool = False
    show: Show = "code"


Cell = TextBox | CombBox | MarkBox


@dataclass(frozen=True, slots=True)
class RowsBox:
    """`rows[n]` are the cells of the n-th person; further people go on a continuation sheet."""

    area: Area
    item: str
    label: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class CodeBox:
    """A QR for the back office, drawn if the job has one."""

    area: Area


@dataclass(frozen=True, slots=True)
class BlankBox:
    """An area that is never printed into: a signature, 個人番号, an official's field."""

    area: Area
    label: str
    kind: BlankKind


Box = TextBox | CombBox | MarkBox | RowsBox | CodeBox | BlankBox


@dataclass(frozen=True, slots=True)
class PaperWish:
    """What the printer is asked for; `source` is a tray by the printer's own keyword, empty for its usual one."""

    source: str = ""
    sides: Sides = Sides.ONE
    staple: Staple | None = None


@dataclass(frozen=True, slots=True, eq=False)
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
    conditions: frozenset[Condition] = frozenset()
    """On which its sections and rows depend; some may be left out of this sheet."""
    names: tuple[str, ...] = ()
    """The items on the first page that are names of people, in reading order: the first one answered names every
    further page."""

    def items(self) -> frozenset[str]:
        """Every item that has a place on the paper; a field of people as `item.field`."""
        return frozenset(self._items())

    def _items(self) -> Iterator[str]:
        for box in self.boxes:
            if isinstance(box, RowsBox):
                yield box.item
                yield from (f"{box.item}.{cell.item}" for row in box.rows for cell in row)
            elif isinstance(box, TextBox | CombBox | MarkBox):
                person = people_and_field(box.item)
                yield from (person[0], f"{person[0]}.{person[2]}") if person else (box.item,)


def not_printed(sheet: Sheet, values: SheetValues) -> tuple[str, ...]:
    """The items whose answer appears nowhere on the sheet: no box, or only marks and none for what was chosen.

    A field of people is `item.field`, an unmarked choice `item=code`. Items of the office itself (`sheet.…`) are left
    out.
    """
    cells = [box for box in sheet.boxes if isinstance(box, TextBox | CombBox | MarkBox)]
    missing = list(_missing(cells, values, ""))
    tables = {box.item: box for box in sheet.boxes if isinstance(box, RowsBox)}
    joined = {box.item for box in cells if isinstance(box, TextBox)} - tables.keys()
    for item, people in values.rows.items():
        if item in joined:
            continue
        inside = tables[item].rows[0] if item in tables else ()
        for number, person in enumerate(people, start=1):
            missing += _missing([*inside, *_cells_of(cells, item, number)], person, f"{item}.")
    return tuple(dict.fromkeys(missing))


def _cells_of(cells: Iterable[Cell], people: str, number: int) -> Iterator[Cell]:
    """The cells outside a table that show a field of the person of this number."""
    for cell in cells:
        found = people_and_field(cell.item)
        if found and found[:2] == (people, number):
            yield replace(cell, item=found[2])


def _missing(cells: Iterable[Cell], values: SheetValues, prefix: str) -> Iterator[str]:
    boxes: dict[str, list[Cell]] = {}
    for cell in cells:
        boxes.setdefault(cell.item, []).append(cell)
    for item, text in values.texts.items():
        found = boxes.get(item, [])
        if not text or item in values.rows or item.startswith("sheet."):
            continue
        if not found:
            yield prefix + item
        elif all(isinstance(box, MarkBox) for box in found):
            marked = {box.value for box in found if isinstance(box, MarkBox)}
            given = {code for box in found for code in shown(values, item, box.show)}
            yield from (f"{prefix}{item}={code}" for code in sorted(given - marked))


def within(whole: str, part: str) -> str:
    """The name of a part without the name of the whole in front: 異動する方の氏名 is the 氏名 within 異動する方."""
    short = part.removeprefix(whole).removeprefix("の")
    return short or part
