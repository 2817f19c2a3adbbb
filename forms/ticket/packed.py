"""Packed answers and the lists they come in."""

from collections.abc import Sequence

from forms.ticket.reason import TicketError, TicketReason

Packed = int | bool | str | bytes | None | Sequence["Packed"]
"""One answer as CBOR writes it."""


def several(packed: object, most: int) -> list[object]:
    """Return the list of at most so many values. Raise TicketError(bad_contents) for anything else."""
    if isinstance(packed, list) and len(packed) <= most:
        return packed
    raise TicketError(TicketReason.BAD_CONTENTS)


def trimmed(values: list[Packed]) -> list[Packed]:
    """Return the list without the nulls at its end."""
    while values and values[-1] is None:
        values.pop()
    return values
