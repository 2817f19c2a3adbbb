"""Raw deflate (RFC 1951) with a preset dictionary of generic Japanese, inflated with a bound."""

import zlib
from functools import cache
from pathlib import Path

from forms.ticket.compact import compact
from forms.ticket.reason import TicketError, TicketReason

LARGEST_CONTENTS = 32_768
"""Bytes after inflating; two full codes of real answers stay below a quarter of it."""

_DICTIONARY = Path(__file__).parent / "dictionary1.txt"
_RAW = -15


@cache
def dictionary() -> bytes:
    """Return the lines of the dictionary joined without their line ends, in compact bytes.

    Never changes in format 1.
    """
    return compact(_DICTIONARY.read_text(encoding="utf-8").replace("\n", ""))


def squeezed(data: bytes) -> bytes:
    """Return the contents deflated. Raise TicketError(too_large) if opening would refuse it."""
    if len(data) > LARGEST_CONTENTS:
        raise TicketError(TicketReason.TOO_LARGE)
    deflate = zlib.compressobj(9, zlib.DEFLATED, _RAW, 9, zlib.Z_DEFAULT_STRATEGY, dictionary())
    return deflate.compress(data) + deflate.flush()


def unsqueezed(data: bytes) -> bytes:
    """Return the contents inflated.

    Raise TicketError(bad_contents) if it is no whole deflate stream or grows beyond the bound.
    """
    inflate = zlib.decompressobj(_RAW, dictionary())
    try:
        found = inflate.decompress(data, LARGEST_CONTENTS + 1)
    except zlib.error:
        raise TicketError(TicketReason.BAD_CONTENTS) from None
    if not inflate.eof or inflate.unused_data or len(found) > LARGEST_CONTENTS:
        raise TicketError(TicketReason.BAD_CONTENTS)
    return found
