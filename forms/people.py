"""Rows of people: which of their fields are asked, and which of them a paper is about."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from forms import kinds
from forms.answers import Row, Value, rows_of
from forms.condition import Condition, holds
from forms.item import Item


def with_fields(item: Item, names: Iterable[str]) -> Item:
    """Return the PEOPLE item with these fields only, in the vocabulary's order; the item itself for no names."""
    wanted = set(names)
    if not wanted:
        return item
    return replace(item, fields=tuple(field for field in item.fields if field.name in wanted))


def narrowed(item: Item, value: Value) -> Value | None:
    """Return the value without fields the item does not ask; persons of whom nothing is left are left out."""
    if item.kind is not kinds.PEOPLE or not rows_of(value):
        return value
    asked = {field.name for field in item.fields}
    rows = ({name: entry for name, entry in row.items() if name in asked} for row in rows_of(value))
    return tuple(row for row in rows if row) or None


def selected(value: Value | None, where: Condition, today: date) -> tuple[Row, ...]:
    """Return the persons whose own fields meet the condition."""
    return tuple(row for row in rows_of(value) if holds(where, row, today))
