"""Reads the boxes of `sheet.toml`; boxes that bring their own ink along add it to the drawings."""

from collections.abc import Callable
from dataclasses import replace

from forms.mistake import MistakeKind
from forms.tomlfile import Table
from forms.wareki import ERAS
from printing.drawing.ink import HEADROOM
from printing.sheets.geometry import MM, Area
from printing.sheets.parts import Reading, read_room, read_size, read_words
from printing.sheets.sheet import (
    FLOOR,
    BlankBox,
    Box,
    Cell,
    CodeBox,
    CombBox,
    Drawing,
    Frame,
    Label,
    Line,
    MarkBox,
    RowsBox,
    TextBox,
)
from printing.sheets.values import SHOWS

INK = 0.5
"""Weight of the squares and cells that boxes bring along, in points."""

AT_THE_COUNTER = "窓口でご記入ください"
NUMBER_CELLS = 12
"""Digits of a 個人番号; its cells are drawn and never filled."""


def comb_drawings(area: Area, cells: int) -> list[Drawing]:
    """A frame parted into equal cells."""
    pitch = area.w / cells
    parts = [Line(Area(area.page, area.x + n * pitch, area.y, 0, area.h), INK / 2) for n in range(1, cells)]
    return [*parts, Frame(area, INK)]


def number_drawings(area: Area) -> list[Drawing]:
    """Cells for a 個人番号 with a line above that says where it is written in."""
    hint = replace(area, h=min(3.0, area.h * 0.4))
    cells = replace(area, y=area.y + hint.h, h=area.h - hint.h)
    words = Label(hint, AT_THE_COUNTER, hint.h * MM * 0.8, "center", grey=0.35)
    return [words, *comb_drawings(cells, NUMBER_CELLS)]


def _code(table: Table, reading: Reading) -> list[Box]:
    return [CodeBox(read_room(table, reading))]


def _signature(table: Table, reading: Reading) -> list[Box]:
    """Left blank for the resident's own hand."""
    return [BlankBox(read_room(table, reading), read_words(table, reading, "label"), "signature")]


def _staff(table: Table, reading: Reading) -> list[Box]:
    """Left blank for the office."""
    return [BlankBox(read_room(table, reading), read_words(table, reading, "label"), "staff")]


def _number(table: Table, reading: Reading) -> list[Box]:
    """個人番号: cells that are never filled, only written into at the counter (番号法20条)."""
    area, label = read_room(table, reading), read_words(table, reading, "label", "個人番号")
    if table.boolean("frame", True):
        reading.drawings += number_drawings(area)
    return [BlankBox(area, label, "number")]


BLANK_READERS: dict[str, Callable[[Table, Reading], list[Box]]] = {
    "code": _code,
    "signature": _signature,
    "staff": _staff,
    "number": _number,
}


MOST_ROWS, MOST_CELLS, MOST_LINES = 60, 60, 40
ERA_LETTERS = {era.code: era.name[0] for era in ERAS}


def _text(table: Table, reading: Reading) -> list[Box]:
    area = read_room(table, reading)
    size, floor = _sizes(table, area)
    return [
        TextBox(
            area, table.text("item"), read_words(table, reading, "label"), table.choice("show", SHOWS, "text"),
            size, floor, table.integer("lines", 1, least=1, most=MOST_LINES),
            table.choice("align", ("left", "center", "right"), "left"),
        )
    ]  # fmt: skip


def _comb(table: Table, reading: Reading) -> list[Box]:
    area = read_room(table, reading)
    size, floor = _sizes(table, area)
    cells = table.integer("cells", least=1, most=MOST_CELLS)
    if table.boolean("frame", True):
        reading.drawings += comb_drawings(area, cells)
    return [
        CombBox(
            area, table.text("item"), read_words(table, reading, "label"), cells,
            table.choice("show", SHOWS, "text"), size, floor, table.choice("align", ("left", "right"), "left"),
        )
    ]  # fmt: skip


def _tick(table: Table, reading: Reading) -> list[Box]:
    """A square to tick, with its words on the right unless the form has them already."""
    area = read_room(table, reading)
    words, size = read_words(table, reading, "words", ""), read_size(table, "size", 9.0)
    if table.boolean("frame", True):
        reading.drawings.append(Frame(area, INK))
    if words:
        reading.drawings.append(Label(Area(area.page, area.x + area.w + 1.2, area.y, 0, area.h), words, size))
    return [_mark(table, area, read_words(table, reading, "label", words), is_circle=False)]


def _circle(table: Table, reading: Reading) -> list[Box]:
    """A circle around a choice, whose words are drawn unless the form has them already."""
    area = read_room(table, reading)
    words, size = read_words(table, reading, "words", ""), read_size(table, "size", 9.0)
    if words:
        reading.drawings.append(Label(area, words, size, "center"))
    return [_mark(table, area, read_words(table, reading, "label", words), is_circle=True)]


def _mark(table: Table, area: Area, label: str, *, is_circle: bool) -> MarkBox:
    if not label:
        table.refuse(MistakeKind.MISSING_KEY, "label", '例 label = "世帯全員"')
    show = table.choice("show", SHOWS, "code")
    return MarkBox(area, table.text("item"), label, table.text("value"), is_circle, show)


def _eras(table: Table, reading: Reading) -> list[Box]:
    """Letters 明 大 昭 平 令 side by side, with a circle around the era of the date."""
    area, item = read_room(table, reading), table.text("item")
    label, size = read_words(table, reading, "label"), read_size(table, "size", 9.0)
    codes = table.texts("eras", ("T", "S", "H", "R"))
    if not codes or not set(codes) <= set(ERA_LETTERS):
        table.refuse(MistakeKind.NOT_ALLOWED, "eras", "、".join(ERA_LETTERS))
    draws_letters = table.boolean("frame", True)
    boxes: list[Box] = []
    pitch = area.w / len(codes)
    round_side = min(area.h, pitch, size / MM * 1.5)
    for position, code in enumerate(codes):
        cell = Area(area.page, area.x + position * pitch, area.y, pitch, area.h)
        if draws_letters:
            reading.drawings.append(Label(cell, ERA_LETTERS[code], size, "center"))
        boxes.append(MarkBox(_square_in(cell, round_side), item, label, code, circle=True, show="era"))
    return boxes


def _rows(table: Table, reading: Reading) -> list[Box]:
    area, item, label = read_room(table, reading), table.text("item"), read_words(table, reading, "label")
    count = table.integer("count", least=1, most=MOST_ROWS)
    height = area.h / count
    rows: list[tuple[Cell, ...]] = []
    for number in range(count):
        inside = replace(
            reading, within=Area(area.page, area.x, area.y + number * height, area.w, height), boxes=[]
        )
        rows.append(tuple(cell for entry in table.tables("cell") for cell in _cell(entry, inside)))
    if not rows[0]:
        table.refuse(MistakeKind.MISSING_KEY, "cell", "1人分の枠")
    return [RowsBox(area, item, label, tuple(rows))]


def _cell(table: Table, reading: Reading) -> list[Cell]:
    kind = table.choice("kind", CELL_KINDS, "text")
    boxes = BOX_READERS[kind](table, reading)
    table.finish()
    return [box for box in boxes if isinstance(box, TextBox | CombBox | MarkBox)]


def _sizes(table: Table, area: Area) -> tuple[float, float]:
    size = read_size(table, "size", 11.0)
    floor = read_size(table, "floor", min(FLOOR, size))
    if floor > size:
        table.refuse(MistakeKind.OUT_OF_RANGE, "floor", f"size の {size:g} 以下")
    least = floor / MM + 2 * HEADROOM
    if area.h < least:
        table.refuse(MistakeKind.OUT_OF_RANGE, "at", f"高さは{least:.1f}mm以上（floor の大きさの字が入る高さ）")
    return size, floor


def _square_in(cell: Area, side: float) -> Area:
    return Area(cell.page, cell.x + (cell.w - side) / 2, cell.y + (cell.h - side) / 2, side, side)


BOX_READERS: dict[str, Callable[[Table, Reading], list[Box]]] = {
    "text": _text,
    "comb": _comb,
    "tick": _tick,
    "circle": _circle,
    "eras": _eras,
    "rows": _rows,
    **BLANK_READERS,
}

CELL_KINDS = ("text", "comb", "tick", "circle", "eras")
"""The kinds of boxes a row may have."""
