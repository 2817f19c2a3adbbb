"""Answers: what a resident typed, by the vocabulary's item names, and the same as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, final


@final
@dataclass(frozen=True, slots=True)
class Unknown:
    """The one answer that says that the person does not know yet and will write it at the counter: `UNKNOWN`."""

    def __new__(cls) -> "Unknown":
        return _UNKNOWN[0] if _UNKNOWN else object.__new__(cls)

    def __str__(self) -> str:
        """Return nothing: wherever a text is wanted, nothing is known."""
        return ""


_UNKNOWN: list[Unknown] = []
_UNKNOWN.append(Unknown())
UNKNOWN: Final = _UNKNOWN[0]

Cell = str | int | bool | tuple[str, ...] | Unknown
"""One answer inside a row; UNKNOWN where `Item.may_be_unknown` allows it."""

Row = Mapping[str, Cell]
"""One person of a PEOPLE item, by field name."""

Value = str | int | bool | tuple[str, ...] | tuple[Row, ...] | Unknown
"""COUNT and MONEY int; YES_NO and CONSENT bool; CHOICES a tuple of codes; PEOPLE a tuple of rows; the rest
str. UNKNOWN of any kind, where `Ask.may_be_unknown` allows it."""

Answers = Mapping[str, Value]
"""Only what was answered: no empty texts, no empty tuples."""

OWN = "@"
"""Joins item and procedure in the key of an answer of one procedure alone, `purpose@resident_record_copy`."""


def rows_of(value: Value | None) -> tuple[Row, ...]:
    """Return the rows of a PEOPLE answer, none for anything else."""
    if not isinstance(value, tuple):
        return ()
    return tuple(row for row in value if isinstance(row, Mapping))


def codes_of(value: Value | None) -> tuple[str, ...]:
    """Return the chosen codes of a CHOICE or CHOICES answer, none for anything else."""
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, tuple):
        return ()
    return tuple(code for code in value if isinstance(code, str))


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
