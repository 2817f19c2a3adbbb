"""Answers as plain data, as JSON, CBOR and TOML hold it."""

from collections.abc import Mapping
from datetime import date

from forms.answers import UNKNOWN, Cell, Row, Unknown, Value, codes_of, rows_of


def value_of(plain: object) -> Value | None:
    """Return a value from JSON or TOML data; None for what no item can hold.

    Dates of TOML become ISO texts; null is what is not known yet.
    """
    if plain is None:
        return UNKNOWN
    if isinstance(plain, date):
        return plain.isoformat()
    if isinstance(plain, str | bool | int):
        return plain
    if not isinstance(plain, list | tuple):
        return None
    codes = tuple(each for each in plain if isinstance(each, str))
    if len(codes) == len(plain):
        return codes
    rows = tuple(row for each in plain if (row := _row(each)) is not None)
    return rows if len(rows) == len(plain) else None


def plain_of(value: Value) -> object:
    """Return the value as JSON data; null for what is not known yet."""
    if value is UNKNOWN:
        return None
    if not isinstance(value, tuple):
        return value
    rows = rows_of(value)
    return [{name: plain_of(cell) for name, cell in row.items()} for row in rows] or list(value)


def _row(plain: object) -> Row | None:
    """One person of a list; None if it is none, or one of its fields is nothing a field can hold."""
    if not isinstance(plain, Mapping):
        return None
    row: dict[str, Cell] = {}
    for name, entry in plain.items():
        value = value_of(entry)
        if not isinstance(name, str) or value is None or rows_of(value):
            return None
        row[name] = value if isinstance(value, str | int | Unknown) else codes_of(value)
    return row
