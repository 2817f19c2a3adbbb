"""Rows of people: which of their fields are asked, and which of them a paper is about."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from forms import kinds
from forms.answers import UNKNOWN, Row, Unknown, Value, codes_of, rows_of
from forms.condition import Condition, holds
from forms.item import Item


def with_fields(item: Item, names: Iterable[str]) -> Item:
    """Return the PEOPLE item with these fields only, in the vocabulary's order; the item itself for no names."""
    wanted = set(names)
    if not wanted:
        return item
    return replace(item, fields=tuple(field for field in item.fields if field.name in wanted))


def narrowed(item: Item, value: Value) -> Value | None:
    """Return the value without fields the item does not ask, or does not let anybody leave for the counter.

    Persons of whom nothing is left are left out.
    """
    if item.kind is not kinds.PEOPLE or not rows_of(value):
        return value
    asked = {field.name: field.may_be_unknown for field in item.fields}
    rows = (
        {name: cell for name, cell in row.items() if name in asked and (cell is not UNKNOWN or asked[name])}
        for row in rows_of(value)
    )
    return tuple(row for row in rows if row) or None


def open_cells(item: Item, value: Value | None) -> Iterator[tuple[int, Item]]:
    """Yield the place of the person and the field of everything in the list that is left for the counter."""
    for place, row in enumerate(rows_of(value)):
        yield from ((place, field) for field in item.fields if row.get(field.name) is UNKNOWN)


def with_cell(value: Value | None, place: int, field: str, entry: Value) -> Value:
    """Return the list with this field of the person at that place answered."""
    cell = entry if isinstance(entry, str | int | Unknown) else codes_of(entry)
    return tuple({**row, field: cell} if at == place else row for at, row in enumerate(rows_of(value)))


def selected(value: Value | None, where: Condition, today: date) -> tuple[Row, ...]:
    """Return the persons whose own fields meet the condition."""
    return tuple(row for row in rows_of(value) if holds(where, row, today))
