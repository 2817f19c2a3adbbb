"""Boxes that mark a choice, and boxes of several people with the same cells for each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, Protocol, Self

from forms import Item, MistakeKind, Table, kinds, wareki
from printing.drawing.ink import Ink, Rect, circle, margin_mark, tick
from printing.fonts import Repertoire
from printing.sheets import parts
from printing.sheets.boxes.base import AnswerBox, Box, Fault, ItemBox, Takes, finish_box
from printing.sheets.boxes.text import CombBox, TextBox
from printing.sheets.parts import Drawing
from printing.sheets.values import SHOWS, SheetValues, Show, find_shown

ERA_LETTERS = {era.code: era.name[0] for era in wareki.ERAS}
ERAS = ("T", "S", "H", "R")
"""Those a date of somebody alive can be in."""
RING_GAP = 2.2
"""Points between the two circles of a ◎."""
BESIDE = 1.2
"""Millimetres between a square and its words."""


@dataclass(frozen=True, slots=True)
class MarkBox(AnswerBox):
    """A mark in, or around, the area if the item has the code `value`; `words` are drawn unless the form has them."""

    value: str = ""
    words: str = ""
    show: Show = "code"
    size: float = 9.0

    look: ClassVar[Literal["text", "mark", "blank"]] = "mark"
    takes: ClassVar[Takes] = "choices"

    def usual_label(self, item: Item | None) -> str:
        return (self.words or values_of_item(item).get(self.value, item.label)) if item else ""

    def answer_faults(self, item: Item) -> Iterator[str]:
        if self.show == "code" and self.value not in values_of_item(item):
            yield "印をつける選択肢を選んでください。"

    def shown_in(self, values: SheetValues) -> tuple[str, ...]:
        return find_shown(values, self.item, self.show)

    def codes(self) -> frozenset[str] | None:
        return frozenset([self.value])

    def has_ink(self, found: tuple[str, ...]) -> bool:
        return self.value in found

    def counter_ink(self, rect: Rect, item: str, label: str) -> Ink:
        """The choices have their squares already."""
        return Ink(item, label, path=margin_mark(rect), alt=f"{label}：窓口で記入")

    def ink(self, found: tuple[str, ...], rect: Rect, fonts: Repertoire, item: str, label: str) -> Ink | None:
        path = self.mark(rect) if self.value in found else ""
        return Ink(item, label, path=path, alt=f"{label}：選択" if path else "")

    def mark(self, rect: Rect) -> str:
        """Return the path of the mark."""
        return circle(rect)


@dataclass(frozen=True, slots=True)
class TickBox(MarkBox):
    """A square to tick, with its words on the right."""

    frame: bool = True

    kind: ClassVar[str] = "tick"
    name: ClassVar[str] = "チェック（✓）"

    @classmethod
    def read(cls, table: Table, reading: parts.Reading) -> Self:
        return cls(*_read_mark(table, reading), table.boolean("frame", True))

    def drawings(self) -> Iterator[Drawing]:
        area = self.area
        if self.frame:
            yield parts.Frame(area, parts.INK)
        if self.words:
            yield parts.Label(
                parts.Area(area.page, area.x + area.w + BESIDE, area.y, 0, area.h), self.words, self.size
            )

    def mark(self, rect: Rect) -> str:
        return tick(rect)


@dataclass(frozen=True, slots=True)
class CircleBox(MarkBox):
    """A circle around a choice."""

    kind: ClassVar[str] = "circle"
    name: ClassVar[str] = "丸囲み（○）"

    @classmethod
    def read(cls, table: Table, reading: parts.Reading) -> Self:
        return cls(*_read_mark(table, reading))

    def drawings(self) -> Iterator[Drawing]:
        if self.words:
            yield parts.Label(self.area, self.words, self.size, "center")


@dataclass(frozen=True, slots=True)
class RingBox(MarkBox):
    """Two circles around the square of the choice that matters most (◎). Sheets in rows set it."""

    kind: ClassVar[str] = "ring"

    @classmethod
    def read(cls, table: Table, reading: parts.Reading) -> Self:
        return cls(*_read_mark(table, reading))

    def mark(self, rect: Rect) -> str:
        inner = Rect(rect.x + RING_GAP, rect.y + RING_GAP, rect.w - 2 * RING_GAP, rect.h - 2 * RING_GAP)
        return circle(rect) + circle(inner)


@dataclass(frozen=True, slots=True)
class ErasBox(AnswerBox):
    """Letters 明 大 昭 平 令 side by side, with a circle around the era of the date."""

    eras: tuple[str, ...] = ERAS
    size: float = 9.0
    frame: bool = True

    kind: ClassVar[str] = "eras"
    name: ClassVar[str] = "元号の丸囲み"
    look: ClassVar[Literal["text", "mark", "blank"]] = "mark"
    takes: ClassVar[Takes] = "date"

    @classmethod
    def read(cls, table: Table, reading: parts.Reading) -> Self:
        eras = table.texts("eras", ERAS)
        if not eras or not set(eras) <= set(ERA_LETTERS):
            table.refuse(MistakeKind.NOT_ALLOWED, "eras", "、".join(ERA_LETTERS))
        return cls(
            parts.read_room(table, reading), parts.read_item(table, reading), parts.read_label(table, reading), eras,
            parts.read_size(table, "size", 9.0), table.boolean("frame", True),
        )  # fmt: skip

    def answer_faults(self, item: Item) -> Iterator[str]:
        if item.kind is not kinds.DATE:
            yield "元号の丸囲みには、日付の項目を選んでください。"

    def drawings(self) -> Iterator[Drawing]:
        """The letters, unless the form has them already."""
        area, pitch = self.area, self.area.w / len(self.eras)
        for position, code in enumerate(self.eras if self.frame else ()):
            cell = parts.Area(area.page, area.x + position * pitch, area.y, pitch, area.h)
            yield parts.Label(cell, ERA_LETTERS[code], self.size, "center")

    def shown_in(self, values: SheetValues) -> tuple[str, ...]:
        return find_shown(values, self.item, "era")

    def codes(self) -> frozenset[str] | None:
        return frozenset(self.eras)

    def counter_ink(self, rect: Rect, item: str, label: str) -> Ink:
        return Ink(item, label, path=margin_mark(rect), alt=f"{label}：窓口で記入")

    def ink(self, found: tuple[str, ...], rect: Rect, fonts: Repertoire, item: str, label: str) -> Ink | None:
        pitch = rect.w / len(self.eras)
        side = min(rect.h, pitch, self.size * 1.5)
        circled = [
            circle(Rect(rect.x + n * pitch + (pitch - side) / 2, rect.y + (rect.h - side) / 2, side, side))
            for n, code in enumerate(self.eras)
            if code in found
        ]
        return Ink(item, label, path="".join(circled), alt=f"{label}：選択" if circled else "")


def values_of_item(item: Item) -> dict[str, str]:
    """Return the answers a mark can stand for, with their official words."""
    return dict(item.kind.marks(item))


def _read_mark(table: Table, reading: parts.Reading) -> tuple[parts.Area, str, str, str, str, Show, float]:
    """What ticks and circles have in common, in the order of their fields."""
    area, words = parts.read_room(table, reading), parts.read_plain_words(table, reading, "words", "")
    label = parts.read_label(table, reading, "" if reading.is_draft else words)
    if not label and not reading.is_draft:
        table.refuse(MistakeKind.MISSING_KEY, "label", '例 label = "世帯全員"')
    show = table.choice("show", SHOWS, "code")
    size = parts.read_size(table, "size", 9.0)
    return area, parts.read_item(table, reading), label, parts.read_value(table, reading), words, show, size


MOST_ROWS = 60

CELL_KINDS: dict[str, type[AnswerBox]] = {
    each.kind: each for each in (TextBox, CombBox, TickBox, CircleBox, ErasBox)
}
"""What may stand in a row."""


@dataclass(frozen=True, slots=True)
class RowsBox(ItemBox):
    """`count` rows of equal height; `row` are the cells of one, measured from its corner. Further people go on a
    continuation sheet."""

    count: int = 1
    row: tuple[AnswerBox, ...] = ()
    counter: str = "人"
    """How the rows are counted in words: 3人目, 3件目."""

    kind: ClassVar[str] = "rows"
    name: ClassVar[str] = "くり返しの行（世帯員など）"
    takes: ClassVar[Takes] = "people"

    @classmethod
    def read(cls, table: Table, reading: parts.Reading) -> Self:
        area, item, label = (
            parts.read_room(table, reading),
            parts.read_item(table, reading),
            parts.read_label(table, reading),
        )
        count = table.integer("count", least=1, most=MOST_ROWS)
        inside = replace(reading, within=parts.Area(area.page, 0, 0, area.w, area.h / count))
        cells = tuple(read_cell(entry, inside) for entry in table.tables("cell"))
        return cls(area, item, label, count, cells, table.text("counter", "人"))

    @property
    def rows(self) -> tuple[tuple[AnswerBox, ...], ...]:
        """The cells of every row, where they stand on the page."""
        height = self.area.h / self.count
        return tuple(
            tuple(cell.moved(self.area.x, self.area.y + number * height) for cell in self.row)
            for number in range(self.count)
        )

    def plain(self, *, with_page: bool = False) -> dict[str, object]:
        return {**Box.plain(self, with_page=with_page), "cell": [cell.plain() for cell in self.row]}

    def rounded(self) -> Self:
        return replace(Box.rounded(self), row=tuple(cell.rounded() for cell in self.row))

    def labelled(self, items: Mapping[str, Item]) -> Self:
        fields = self.fields(items)
        return replace(ItemBox.labelled(self, items), row=tuple(cell.labelled(fields) for cell in self.row))

    def fields(self, items: Mapping[str, Item]) -> dict[str, Item]:
        """Return the items its cells may show: the fields of its people."""
        item = items.get(self.item)
        return {field.name: field for field in item.fields} if item else {}

    def faults(self, width: float, height: float) -> Iterator[Fault]:
        yield from Box.faults(self, width, height)
        if not self.row:
            yield Fault(
                MistakeKind.MISSING_KEY, "cell", "1人分の枠", "1行目の中に、項目ごとの欄を描いてください。"
            )

    def drawings(self) -> Iterator[Drawing]:
        for row in self.rows:
            for cell in row:
                yield from cell.drawings()


class Rows(Protocol):
    """The table of a row sheet, which can be set again for those it had no room for."""

    def heights(self, width: float) -> tuple[float, float]:
        """Return how high its headings are, and one person, in mm."""

    def place_further(self, area: parts.Area, first: int, count: int) -> "tuple[list[Drawing], TableBox]":
        """Set it for `count` people after the `first` ones."""


@dataclass(frozen=True, slots=True)
class TableBox(RowsBox):
    """The rows of a sheet in rows. `rest` is the room below the last row for the words that send the others to a
    continuation sheet, where `table` is set again for them."""

    rest: parts.Area | None = None
    table: Rows | None = None


def read_cell(table: Table, reading: parts.Reading) -> AnswerBox:
    """Return one `[[box.cell]]` of a row, measured from the row's corner. Raise DataMistake."""
    box = CELL_KINDS[table.choice("kind", CELL_KINDS, TextBox.kind)].read(table, reading)
    finish_box(table, box, reading)
    return box
