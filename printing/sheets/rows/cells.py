"""A row of cells: a label on the left of each, rules between them; their wording and how they are set come from the
vocabulary unless the sheet says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from forms import Item, Table, kinds
from printing.sheets.boxes.text import MOST_CELLS as MOST_COMB_CELLS
from printing.sheets.parts import Align, Area, read_size, read_words
from printing.sheets.rows import closing, contents, form
from printing.sheets.rows.marks import Mark, Marks, read_marks, usual_marks
from printing.sheets.values import SHOWS, Show

NARROWEST_LABEL = 13.0
MINOR_GROWTH = 1.3
"""A minor part grows no further when its cell has to be higher."""
LABEL_LINE, SMALLEST_LINE = 4.0, 0.75
"""Height of a line of a label; and down to which part of its size a label stays on one line."""
WIDEST_SHARE = 0.5
"""Of a cell, that its label may take."""


@dataclass(frozen=True, slots=True)
class Part:
    """A label and what belongs to it. `minor` is set in small type (フリガナ)."""

    label: str
    content: contents.Band
    minor: bool = False

    def height(self, width: float, side: float) -> float:
        """`width` is what the content has, `side` what the label has."""
        lines = sum(
            1 + (contents.width_of(line, contents.LABEL_SIZE * SMALLEST_LINE) > side - 6.0)
            for line in self.label.split("\n")
        )
        return max(self.content.height(width), lines * LABEL_LINE + 1.0 if lines > 1 and side else 0.0)


@dataclass(frozen=True, slots=True)
class Cell:
    """Usually one part; a name has its フリガナ as a part above. `share` is its width beside the other cells."""

    parts: tuple[Part, ...]
    share: float = 1.0

    def label_width(self, width: float, *, is_first: bool) -> float:
        texts = [line for each in self.parts for line in each.label.split("\n")]
        longest = max((contents.width_of(text, contents.LABEL_SIZE) for text in texts), default=0.0)
        if not any(texts):
            return 0.0
        wished = (
            contents.LABEL_WIDTH if is_first else min(contents.LABEL_WIDTH, max(NARROWEST_LABEL, longest + 5.0))
        )
        return min(wished, width * WIDEST_SHARE)

    def heights(self, width: float, side: float) -> list[float]:
        return [each.height(width, side) for each in self.parts]


@dataclass(frozen=True, slots=True)
class CellsRow:
    """All cells are as high as the highest; `least` is the height somebody asked for."""

    cells: tuple[Cell, ...]
    least: float = 0.0

    @property
    def rigid(self) -> bool:
        return any(each.content.rigid for cell in self.cells for each in cell.parts)

    def height(self, width: float) -> float:
        return max(
            self.least, *(sum(cell.heights(room - side, side)) for cell, room, side in self._columns(width))
        )

    def place(self, area: Area, placed: contents.Placed) -> None:
        x = 0.0
        for position, (cell, width, side) in enumerate(self._columns(area.w)):
            if position:
                placed.drawings.append(contents.upright(area, x))
            _place_cell(cell, contents.part(area, x=x, w=width), side, placed)
            x += width

    def _columns(self, width: float) -> Sequence[tuple[Cell, float, float]]:
        """Each cell with its width and the width of its label."""
        whole = sum(cell.share for cell in self.cells)
        widths = [width * cell.share / whole for cell in self.cells]
        return [
            (cell, each, cell.label_width(each, is_first=position == 0))
            for position, (cell, each) in enumerate(zip(self.cells, widths, strict=True))
        ]


def _place_cell(cell: Cell, area: Area, side: float, placed: contents.Placed) -> None:
    if area.w - side < contents.NARROWEST:
        raise contents.TooLong(cell.parts[-1].label)
    heights = cell.heights(area.w - side, side)
    y, minor = 0.0, sum(height for each, height in zip(cell.parts, heights, strict=True) if each.minor)
    growth = min(area.h / sum(heights), MINOR_GROWTH)
    for position, (each, height) in enumerate(zip(cell.parts, heights, strict=True)):
        major = (area.h - minor * growth) * height / (sum(heights) - minor)
        row = contents.part(area, y=y, h=height * growth if each.minor else major)
        if position:
            placed.drawings.append(contents.level(area, y, contents.INNER))
        if side:
            placed.drawings.append(contents.upright(row, side))
            _place_label(contents.part(row, w=side), each, placed)
        each.content.place(contents.part(row, x=side), placed)
        y += row.h


def _place_label(area: Area, each: Part, placed: contents.Placed) -> None:
    if each.label:
        size = contents.SMALL if each.minor else contents.LABEL_SIZE
        room = contents.inset(area, min(3.0, area.w * 0.1), 0.0 if each.minor else 0.6)
        placed.drawings.append(
            contents.label(room, each.label, size, "spread" if "\n" not in each.label else "center")
        )


KINDS = ("text", "ticks", "circles", "comb", "address")
"""How an item is set; its kind in the vocabulary decides if the sheet does not."""
ALIGNS: tuple[Align, ...] = get_args(Align)
KANA_LABEL = "フリガナ"
WIDEST = 100.0
MOST_PEOPLE = 60
"""The highest number of a person that a cell may name."""
MOST_TICKS = 10
"""An item with more choices than this is written out rather than ticked, unless the sheet names those it has."""


def plain_cell(table: Table, key: str, name: str, context: form.Context) -> Cell:
    """The item as its kind is usually set, under its own official label."""
    return usual_cell(form.known_item(table, key, name, context), context)


def usual_cell(item: Item, context: form.Context) -> Cell:
    return Cell((Part(item.label, _content(_Settings(item, item.label, _usual(item), context))),))


def read_cell(table: Table, context: form.Context) -> Cell:
    """A cell: an `item`, a `blank`, or fixed `text`."""
    share = table.number("width", 1.0, least=0.1, most=WIDEST)
    parts: tuple[Part, ...]
    if table.has("blank"):
        label = read_words(table, context.reading, "label")
        kind = table.choice("blank", closing.HEIGHTS)
        parts = (
            Part(
                label, closing.Blank(kind, context.named(label), read_words(table, context.reading, "words", ""))
            ),
        )
    elif table.has("text"):
        label, text = (read_words(table, context.reading, key) for key in ("label", "text"))
        parts = (Part(label, contents.Words(text)),)
    else:
        parts = _item_parts(table, context)
    table.finish()
    return Cell(parts, share)


@dataclass(frozen=True, slots=True)
class _Settings:
    """An item and how it is to be set."""

    item: Item
    label: str
    kind: str
    context: form.Context
    postal: str = ""
    building: str = ""
    detail: Item | None = None
    most: str = ""
    marks: tuple[Mark, ...] = ()
    cells: int = 0
    size: float = 0.0
    show: Show = "text"
    align: Align | None = None
    lines: int = contents.MOST_LINES


def _item_parts(table: Table, context: form.Context) -> tuple[Part, ...]:
    number = table.integer("person", 1, least=1, most=MOST_PEOPLE)
    item = form.read_item(table, "item", context, number)
    label = read_words(table, context.reading, "label", item.label)
    kind = table.choice("kind", KINDS, item.kind.cell if table.has("only") else _usual(item))
    settings = _Settings(
        item, label, kind, context,
        postal=_other(table, "postal", context, number),
        building=_other(table, "building", context, number),
        detail=form.read_item(table, "detail", context, number) if table.has("detail") else None,
        most=_other(table, "most", context, number),
        marks=read_marks(table, item, context.reading) if kind in ("ticks", "circles") else (),
        cells=table.integer("digits", 0, least=1, most=MOST_COMB_CELLS) if table.has("digits") else 0,
        size=read_size(table, "size", 0.0) if table.has("size") else 0.0,
        show=table.choice("show", SHOWS, "text"),
        align=table.choice("align", ALIGNS) if table.has("align") else None,
        lines=table.integer("lines", contents.MOST_LINES, least=1, most=contents.MOST_LINES),
    )  # fmt: skip
    part = Part(label, _content(settings))
    if not table.has("kana"):
        return (part,)
    kana = form.read_item(table, "kana", context, number).name
    return (
        Part(KANA_LABEL, contents.Text(kana, context.named(KANA_LABEL), 9.0, least=contents.KANA_ROW), minor=True),
        part,
    )


def _content(settings: _Settings) -> contents.Band:
    item, name = settings.item, settings.context.named(settings.label)
    match settings.kind:
        case "address":
            return contents.Address(item.name, name, settings.postal, settings.building)
        case "comb":
            return contents.Comb(
                item.name, name, settings.cells or item.longest, settings.show, settings.align or "right"
            )
        case "ticks" | "circles":
            detail = settings.detail
            marks = Marks(item.name, name, settings.marks or usual_marks(item), settings.kind == "circles")
            marks = replace(marks, most=settings.most)
            if detail is None:
                return marks
            return replace(
                marks,
                detail=detail.name,
                detail_label=settings.context.named(detail.label),
                detail_longest=detail.longest,
            )
        case _:
            is_name = item.kind is kinds.NAME
            return contents.Text(
                item.name, name, settings.size or (13.0 if is_name else 11.0), settings.show, settings.align or "left",
                contents.NAME_ROW if is_name else contents.ROW, item.longest if item.kind.is_measured else 0, settings.lines,
            )  # fmt: skip


def _usual(item: Item) -> str:
    return item.kind.cell if len(item.choices) <= MOST_TICKS else "text"


def _other(table: Table, key: str, context: form.Context, number: int) -> str:
    return form.read_item(table, key, context, number).name if table.has(key) else ""
