"""Reads a row that is a table of people."""

from forms.item import Item, Kind
from forms.mistake import MistakeKind
from forms.tomlfile import Table
from printing.readingboxes import MOST_ROWS
from printing.readingparts import read_words
from printing.rows.context import Context
from printing.rows.people import Column, People
from printing.rows.readingcells import ALIGNS, WIDEST
from printing.sheet import BlankKind
from printing.shown import SHOWS

USUAL_ROWS, MOST_COLUMNS, MOST_LINES = 4, 12, 4
BLANKS: tuple[BlankKind, ...] = ("number", "staff", "hand")
SHARES = {Kind.NAME: 3.0, Kind.ADDRESS: 4.0, Kind.TEXT: 2.0, Kind.KANA: 3.0, Kind.DATE: 1.8}
"""How wide a column is beside the others unless the sheet says so."""


def read_people(table: Table, context: Context) -> People:
    """`people = "household.members"`, `rows`, and `columns` or several lines of them as `[[section.row.line]]`."""
    name = table.text("people")
    item = context.vocabulary.get(name)
    if item is None:
        table.refuse(MistakeKind.UNKNOWN_ITEM, "people", name)
    if item.kind is not Kind.PEOPLE:
        table.refuse(MistakeKind.NOT_ALLOWED, "people", "何人分も答える項目（kind = people）")
    label = read_words(table, context.reading, "label", item.label)
    rows = table.integer("rows", USUAL_ROWS, least=1, most=MOST_ROWS)
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
    return People(name, label, rows, lines)


def _line(table: Table, item: Item, context: Context) -> tuple[Column, ...]:
    columns = table.tables("columns")
    if not 1 <= len(columns) <= MOST_COLUMNS:
        table.refuse(MistakeKind.OUT_OF_RANGE, "columns", f"1個から{MOST_COLUMNS}個まで")
    return tuple(_column(column, item, context) for column in columns)


def _column(table: Table, item: Item, context: Context) -> Column:
    if table.has("blank"):
        column = Column(
            read_words(table, context.reading, "label"),
            share=table.number("width", 1.0, least=0.1, most=WIDEST),
            blank=table.choice("blank", BLANKS),
        )
    else:
        field = _field(table, "field", item)
        column = Column(
            read_words(table, context.reading, "label", field.label),
            field.name,
            table.number("width", SHARES.get(field.kind, 1.0), least=0.1, most=WIDEST),
            _field(table, "kana", item).name if table.has("kana") else "",
            table.choice("show", SHOWS, "text"),
            table.choice("align", ALIGNS, "left"),
        )
    table.finish()
    return column


def _field(table: Table, key: str, item: Item) -> Item:
    name = table.text(key)
    field = item.field(name)
    if field is None:
        known = "、".join(each.name for each in item.fields)
        table.refuse(MistakeKind.NOT_ALLOWED, key, known)
    return field
