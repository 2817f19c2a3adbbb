"""Answers: what a resident typed, by the vocabulary's item names."""

from collections.abc import Mapping
from dataclasses import dataclass
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
