"""Answers: what a resident typed, by the vocabulary's item names."""

from collections.abc import Mapping

Row = Mapping[str, "str | int | bool | tuple[str, ...]"]
"""One person of a PEOPLE item, by field name."""

Value = str | int | bool | tuple[str, ...] | tuple[Row, ...]
"""By kind: COUNT and MONEY int; YES_NO and CONSENT bool; CHOICES a tuple of codes; PEOPLE a tuple of rows; the rest str."""

Answers = Mapping[str, Value]
"""Only what was answered: no empty texts, no empty tuples."""

OWN = "@"
"""Joins item and procedure in the key of an answer that belongs to one procedure alone, `purpose@resident_record_copy`."""


def rows_of(value: Value | None) -> tuple[Row, ...]:
    """The rows of a PEOPLE answer, none for anything else."""
    if not isinstance(value, tuple):
        return ()
    return tuple(row for row in value if isinstance(row, Mapping))


def codes_of(value: Value | None) -> tuple[str, ...]:
    """The chosen codes of a CHOICE or CHOICES answer, none for anything else."""
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, tuple):
        return ()
    return tuple(code for code in value if isinstance(code, str))
