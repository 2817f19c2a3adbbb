"""Tables of people on a drafted sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from forms import Item, Kind
from kiosk.sheetdraft.canvas import LEFT, WIDTH, Canvas

HEAD = 4.6
ROW, LOW_ROW = 8.9, 6.5
"""Height of a person with a reading above the name, and without."""
KANA = 3.6
"""Height of the reading above a name."""
PLACE = 8.0
"""Width of the column that counts the people."""
NUMBER = 42.0
WIDTHS = {"birth_date": 29.0, "sex": 10.0, "relation": 17.0, "nationality": 22.0, "other_name": 30.0}
WIDTHS |= {"apart": 12.0, "kind": 20.0}


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """A table for `count` people; `number` adds blank cells for 個人番号."""

    item: Item
    fields: Sequence[str]
    count: int
    number: bool

    @property
    def has_kana(self) -> bool:
        return "kana" in self.fields

    @property
    def row(self) -> float:
        return ROW if self.has_kana or self.number else LOW_ROW

    @property
    def height(self) -> float:
        return HEAD + self.row * self.count

    def columns(self) -> list[tuple[Item, float]]:
        """The fields that have a column of their own, and its width."""
        width = WIDTH - PLACE - (NUMBER if self.number else 0)
        shown = [field for field in self.item.fields if field.name in self.fields and field.name != "kana"]
        wide = [field for field in shown if field.name not in WIDTHS]
        share = (width - sum(WIDTHS.get(field.name, 0.0) for field in shown)) / max(len(wide), 1)
        return [(field, round(WIDTHS.get(field.name, share), 1)) for field in shown]


def draw_table(canvas: Canvas, table: PeopleTable) -> None:
    canvas.make_room(table.height)
    columns = table.columns()
    widths = [PLACE, *(width for _, width in columns), *([NUMBER] if table.number else [])]
    heights = [HEAD, *[table.row] * table.count]
    canvas.drawing("grid", [LEFT, canvas.y], columns=widths, rows=heights, outer=0.8)
    _headings(canvas, table)
    for place in range(table.count):
        _place(canvas, table, place)
    people = [LEFT + PLACE, canvas.y + HEAD, sum(width for _, width in columns), table.row * table.count]
    canvas.box("rows", people, item=table.item.name, label=table.item.label, count=table.count)
    _cells(canvas, table)
    canvas.y += table.height


def _headings(canvas: Canvas, table: PeopleTable) -> None:
    x = LEFT + PLACE
    for field, width in table.columns():
        reading = "（フリガナ）" if table.has_kana else ""
        words = f"{table.item.label}の氏名{reading}" if field.name == "name" else field.label
        canvas.label([x, canvas.y, width, HEAD], words, size=7.5, align="center")
        x += width
    if table.number:
        canvas.label([x, canvas.y, NUMBER, HEAD], "個人番号", size=7.5, align="center")


def _place(canvas: Canvas, table: PeopleTable, place: int) -> None:
    y = canvas.y + HEAD + place * table.row
    canvas.label([LEFT, y, PLACE, table.row], str(place + 1), align="center")
    if table.number:
        at = [LEFT + WIDTH - NUMBER + 1, y + 1.7, NUMBER - 2, table.row - 3.4]
        canvas.box("number", at, label=f"{table.item.label}{place + 1}の個人番号")


def _cells(canvas: Canvas, table: PeopleTable) -> None:
    x = 0.0
    for field, width in table.columns():
        if field.name == "name" and table.has_kana:
            canvas.cell([x, 0.1, width, KANA], "kana", "フリガナ", size=7)
            canvas.cell([x, KANA + 0.1, width, table.row - KANA - 0.2], "name", field.label, size=11, lines=2)
        else:
            size = 11 if field.kind is Kind.NAME else 9
            canvas.cell([x, 0.2, width, table.row - 0.4], field.name, field.label, size=size, lines=2)
        x += width
