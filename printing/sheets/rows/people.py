"""Rows that stand for people: one person in the usual rows, or a table of several."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import ClassVar

from forms import Condition, Item, MistakeKind, Table, Vocabulary, condition, kinds
from printing.sheets.boxes import BLANKS, AnswerBox, TableBox, marks
from printing.sheets.parts import Align, Area, Drawing, read_words
from printing.sheets.rows import closing, contents, form
from printing.sheets.rows.cells import ALIGNS, KANA_LABEL, WIDEST, Cell, CellsRow, Part, usual_cell
from printing.sheets.values import SHOWS, Show

USUAL_PARTS = ("name", "kana", "postal_code", "address", "building", "birth_date", "phone")
IN_NAME_AND_ADDRESS = ("name", "kana", "address", "postal_code", "building")
SHARES = {"sex": 0.62}
"""How wide a part is beside others; 1 if not said."""


def read_person(table: Table, context: form.Context) -> tuple[contents.Band, ...]:
    """`person = "claimant"` stands for `claimant.name`, `claimant.address` …; `parts` says which of them."""
    person = table.text("person")
    parts = table.texts("parts", USUAL_PARTS)
    items = _without_whose({part: form.known_item(table, "parts", f"{person}.{part}", context) for part in parts})
    rows: list[contents.Band] = []
    if "name" in parts:
        label = read_words(table, context.reading, "label", items["name"].label)
        rows.append(CellsRow((_name(items["name"], label, items.get("kana"), context),)))
    if "address" in parts:
        rows.append(CellsRow((_address(items, context),)))
    others = [part for part in parts if part not in IN_NAME_AND_ADDRESS]
    in_a_row = 3 if "sex" in others else 2
    for start in range(0, len(others), in_a_row):
        rows.append(
            CellsRow(tuple(_plain(items[part], part, context) for part in others[start : start + in_a_row]))
        )
    return tuple(rows)


def _without_whose(items: Mapping[str, Item]) -> dict[str, Item]:
    """「死亡者の氏名」「死亡者の住所」 are 「氏名」「住所」: the heading says whose they are."""
    name = items["name"].label if "name" in items else ""
    whose = name[: name.rfind("の") + 1]
    return {
        part: replace(item, label=item.label.removeprefix(whose) or item.label) for part, item in items.items()
    }


def _name(item: Item, label: str, kana: Item | None, context: form.Context) -> Cell:
    part = Part(label, contents.Text(item.name, context.named(label), 13.0, least=contents.NAME_ROW))
    if kana is None:
        return Cell((part,))
    above = contents.Text(kana.name, context.named(KANA_LABEL), 9.0, least=contents.KANA_ROW)
    return Cell((Part(KANA_LABEL, above, minor=True), part))


def _address(items: Mapping[str, Item], context: form.Context) -> Cell:
    label = items["address"].label
    postal, building = (items[part].name if part in items else "" for part in ("postal_code", "building"))
    return Cell((Part(label, contents.Address(items["address"].name, context.named(label), postal, building)),))


def _plain(item: Item, part: str, context: form.Context) -> Cell:
    return Cell(usual_cell(item, context).parts, SHARES.get(part, 1.0))


REST = 4.8
"""Height of the line that sends people to a continuation sheet."""
HEAD, LINE, KANA = 4.8, 7.6, 4.7
KANA_FLOOR = 4.2
"""Points: as small as ruby, so that a very long reading stays in the table, on two lines."""
"""Heights of a line of headings, of a line of fields, and of フリガナ above a name."""
NUMBER_LINE = 9.6
"""Of a line with cells for a 個人番号: as high as a hand writes them even where rows shrink."""
FURTHER = 3.2
"""What each further line of a heading adds, where a narrow column folds it."""
HEAD_EDGE = 0.6
NUMBER = 7.0
"""Width of the column with the person's number."""


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the person, or with `blank` one nobody prints into but the `words` to choose from. `kana` is the
    field set above in small type."""

    label: str
    field: str = ""
    share: float = 1.0
    kana: str = ""
    show: Show = "text"
    align: Align = "left"
    blank: closing.BlankKind | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """`lines` are the lines of columns of one person, whom `counter` counts. `first` stand before on the form; with
    `has_rest` there are more than it has rows."""

    item: str
    label: str
    rows: int
    lines: tuple[tuple[Column, ...], ...]
    counter: str = "人"
    has_rest: bool = False
    first: int = 0
    rigid: ClassVar[bool] = False

    def height(self, width: float) -> float:
        head, person = self.heights(width)
        return head + self.rows * person + (REST if self.has_rest else 0.0)

    def heights(self, width: float) -> tuple[float, float]:
        return sum(self._heads(width)), sum(map(_line_height, self.lines))

    def place_further(self, area: Area, first: int, count: int) -> tuple[list[Drawing], TableBox]:
        placed = contents.Placed()
        replace(self, rows=count, first=first, has_rest=False).place(area, placed)
        [box] = (each for each in placed.boxes if isinstance(each, TableBox))
        return placed.drawings, box

    def _heads(self, width: float) -> list[float]:
        return [_head_height(line, width - self._numbers) for line in self.lines]

    def place(self, area: Area, placed: contents.Placed) -> None:
        head = sum(self._heads(area.w)) * area.h / self.height(area.w)
        self._place_head(contents.part(area, h=head), placed)
        rest = REST * area.h / self.height(area.w) if self.has_rest else 0.0
        body = contents.part(area, y=head, h=area.h - head - rest)
        height = body.h / self.rows
        persons = [contents.part(body, y=number * height, h=height) for number in range(self.rows)]
        rows = tuple(
            self._place_person(person, number, placed)
            for number, person in enumerate(persons, start=self.first + 1)
        )
        if self._numbers:
            placed.drawings.append(contents.upright(contents.part(area, h=area.h - rest), self._numbers))
        if self.has_rest:
            placed.drawings.append(contents.level(area, area.h - rest))
        if rows[0]:
            inside = contents.part(body, x=self._numbers)
            row = tuple(cell.moved(-inside.x, -inside.y) for cell in rows[0])
            under = contents.part(area, y=area.h - rest) if self.has_rest else None
            placed.boxes.append(TableBox(inside, self.item, self.label, self.rows, row, self.counter, under, self))

    @property
    def _numbers(self) -> float:
        """Width of the column of numbers; one person needs none."""
        return NUMBER if self.rows > 1 or self.first else 0.0

    def _place_head(self, area: Area, placed: contents.Placed) -> None:
        natural, y = self._heads(area.w), 0.0
        for line, height in zip(self.lines, natural, strict=True):
            row = contents.part(area, x=self._numbers, y=y, h=height * area.h / sum(natural))
            for column, room in _columns(row, line, placed):
                placed.drawings.append(
                    contents.label(contents.inset(room, HEAD_EDGE), column.label, contents.SMALL, "center")
                )
            if y:
                placed.drawings.append(contents.level(row, 0, contents.HAIR, dashed=True))
            y += row.h

    def _place_person(self, area: Area, number: int, placed: contents.Placed) -> tuple[AnswerBox, ...]:
        placed.drawings.append(contents.level(area, 0))
        if self._numbers:
            placed.drawings.append(
                contents.label(contents.part(area, w=self._numbers), str(number), align="center")
            )
        cells: list[AnswerBox] = []
        y = 0.0
        natural = sum(map(_line_height, self.lines))
        for position, line in enumerate(self.lines):
            row = contents.part(area, x=self._numbers, y=y, h=_line_height(line) * area.h / natural)
            if position:
                placed.drawings.append(contents.level(row, 0, contents.HAIR, dashed=True))
            for column, room in _columns(row, line, placed):
                cells += self._field(column, room, number, placed)
            y += row.h
        return tuple(cells)

    def _field(self, column: Column, area: Area, number: int, placed: contents.Placed) -> list[AnswerBox]:
        name = column.label.replace("\n", "")
        if column.blank == "number":
            closing.place_number(area, f"{self.label}{number}{self.counter}目の{name}", placed)
            return []
        if column.blank:
            if column.words:
                placed.drawings.append(
                    contents.label(contents.inset(area, HEAD_EDGE), column.words, contents.SMALL, "center")
                )
            placed.boxes.append(BLANKS[column.blank](area, f"{self.label}{number}{self.counter}目の{name}"))
            return []
        above = KANA * area.h / _column_height(column) if column.kana else 0.0
        cells: list[AnswerBox] = []
        if column.kana:
            cells.append(
                contents.text_box(
                    contents.part(area, h=above), column.kana, f"{name}のフリガナ", 7.5, floor=KANA_FLOOR
                )
            )
        size = 12.0 if column.kana else 10.5
        cells.append(
            contents.text_box(contents.part(area, y=above), column.field, name, size, column.show, column.align)
        )
        return cells


def _columns(area: Area, line: tuple[Column, ...], placed: contents.Placed) -> list[tuple[Column, Area]]:
    """Each column with its part of the line; the rules between them are drawn."""
    whole, x = sum(column.share for column in line), 0.0
    rooms: list[tuple[Column, Area]] = []
    for column in line:
        width = area.w * column.share / whole
        if width < contents.NARROWEST:
            raise contents.TooLong(column.label)
        if x:
            placed.drawings.append(contents.upright(area, x))
        rooms.append((column, contents.part(area, x=x, w=width)))
        x += width
    return rooms


def _head_height(line: tuple[Column, ...], width: float) -> float:
    whole = sum(column.share for column in line)
    rooms = [max(width * column.share / whole - 2 * HEAD_EDGE, contents.NARROWEST) for column in line]
    folds = [
        ceil(contents.width_of(column.label, contents.TINIEST) / room)
        for column, room in zip(line, rooms, strict=True)
    ]
    return HEAD + FURTHER * max(0, max(folds) - 1)


def _line_height(line: tuple[Column, ...]) -> float:
    return max(map(_column_height, line))


def _column_height(column: Column) -> float:
    if column.blank == "number":
        return NUMBER_LINE
    return LINE + (KANA - 1.0 if column.kana else 0.0)


USUAL_ROWS, MOST_COLUMNS, MOST_LINES = 4, 12, 4
COLUMN_BLANKS: tuple[closing.BlankKind, ...] = ("number", "staff", "hand", "choose")


def read_people(table: Table, context: form.Context) -> People:
    """`people = "family"`, `rows`, `most`, and `columns` or several lines of them as `[[section.row.line]]`."""
    name = table.text("people")
    item = context.vocabulary.get(name)
    if item is None:
        table.refuse(MistakeKind.UNKNOWN_ITEM, "people", name)
    if item.kind is not kinds.PEOPLE:
        table.refuse(MistakeKind.NOT_ALLOWED, "people", "何人分も答える項目（kind = people）")
    label = read_words(table, context.reading, "label", context.heading or item.label)
    counter = read_words(table, context.reading, "counter", "人")
    rows, has_rest = _rows(table, name, context)
    places = [table, *table.tables("line")] if table.has("columns") else list(table.tables("line"))
    lines = tuple(_line(place, item, context) for place in places)
    if not lines:
        table.refuse(
            MistakeKind.MISSING_KEY, "columns", '例 columns = [{ field = "name" }, { field = "birth_date" }]'
        )
    if len(lines) > MOST_LINES:
        table.refuse(MistakeKind.OUT_OF_RANGE, "line", f"{MOST_LINES}段まで")
    for place in places[1:] if table.has("columns") else places:
        place.finish()
    return People(name, label, rows, lines, counter, has_rest)


def _rows(table: Table, name: str, context: form.Context) -> tuple[int, bool]:
    """How many rows the table has: `rows`, or as many as there are people, up to `most`; and if there are more."""
    rows = table.integer("rows", USUAL_ROWS, least=1, most=marks.MOST_ROWS)
    most = table.integer("most", rows, least=rows, most=marks.MOST_ROWS)
    needed = [count for count in range(rows + 1, most + 2) if _are_as_many(name, count, context)]
    return min(most, max([rows, *needed])), most + 1 in needed


def _are_as_many(name: str, count: int, context: form.Context) -> bool:
    """Whether there are that many people; a sheet that depends on it is read for each case."""
    as_many = Condition(((condition.Test(name, condition.Operator.AT_LEAST, (count,)),),))
    context.reading.conditions.append(as_many)
    held = context.reading.held
    return held is not None and as_many in held


def _line(table: Table, item: Item, context: form.Context) -> tuple[Column, ...]:
    columns = table.tables("columns")
    if not 1 <= len(columns) <= MOST_COLUMNS:
        table.refuse(MistakeKind.OUT_OF_RANGE, "columns", f"1個から{MOST_COLUMNS}個まで")
    return tuple(_column(column, item, context) for column in columns)


def _column(table: Table, item: Item, context: form.Context) -> Column:
    if table.has("blank"):
        column = Column(
            read_words(table, context.reading, "label"),
            share=table.number("width", 1.0, least=0.1, most=WIDEST),
            blank=table.choice("blank", COLUMN_BLANKS),
            words=read_words(table, context.reading, "words", ""),
        )
    else:
        field = _field(table, "field", item, context.vocabulary)
        column = Column(
            read_words(table, context.reading, "label", field.label),
            field.name,
            table.number("width", field.kind.column_share, least=0.1, most=WIDEST),
            _field(table, "kana", item, context.vocabulary).name if table.has("kana") else "",
            table.choice("show", SHOWS, "text"),
            table.choice("align", ALIGNS, "left"),
        )
    table.finish()
    return column


def _field(table: Table, key: str, item: Item, vocabulary: Vocabulary) -> Item:
    name = table.text(key)
    field = form.field_of_people(item, name, vocabulary)
    if field is None:
        known = "、".join(each.name for each in item.fields)
        table.refuse(MistakeKind.NOT_ALLOWED, key, known)
    return field
