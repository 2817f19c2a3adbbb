"""A box for several people: the same cells for each of them, one row below the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Protocol, Self

from forms.item import Item
from forms.mistake import MistakeKind
from forms.tomlfile import Table
from printing.sheets.boxes.base import AnswerBox, Box, Fault, ItemBox, Takes, finish_box
from printing.sheets.boxes.marks import CircleBox, ErasBox, TickBox
from printing.sheets.boxes.text import CombBox, TextBox
from printing.sheets.geometry import Area
from printing.sheets.parts import Drawing, Reading, read_item, read_label, read_room

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
    def read(cls, table: Table, reading: Reading) -> Self:
        area, item, label = read_room(table, reading), read_item(table, reading), read_label(table, reading)
        count = table.integer("count", least=1, most=MOST_ROWS)
        inside = replace(reading, within=Area(area.page, 0, 0, area.w, area.h / count))
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

    def place_further(self, area: Area, first: int, count: int) -> "tuple[list[Drawing], TableBox]":
        """Set it for `count` people after the `first` ones."""


@dataclass(frozen=True, slots=True)
class TableBox(RowsBox):
    """The rows of a sheet in rows. `rest` is the room below the last row for the words that send the others to a
    continuation sheet, where `table` is set again for them."""

    rest: Area | None = None
    table: Rows | None = None


def read_cell(table: Table, reading: Reading) -> AnswerBox:
    """Return one `[[box.cell]]` of a row, measured from the row's corner. Raise DataMistake."""
    box = CELL_KINDS[table.choice("kind", CELL_KINDS, TextBox.kind)].read(table, reading)
    finish_box(table, box, reading)
    return box
