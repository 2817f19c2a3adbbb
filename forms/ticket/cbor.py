"""CBOR (RFC 8949) in the narrow subset a ticket uses, read with bounds."""

import cbor2

from forms.ticket.reason import TicketError, TicketReason

DEEPEST = 6
MOST_ITEMS = 8_192

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _SIMPLE = 0, 1, 2, 3, 4, 7
_FALSE_TRUE_NULL = (20, 21, 22)
_ARGUMENT_BYTES = {24: 1, 25: 2, 26: 4, 27: 8}


def write_cbor(value: object) -> bytes:
    """Shortest form. Raise TicketError(bad_contents) for a text that is not Unicode."""
    try:
        return cbor2.dumps(value)
    except (cbor2.CBOREncodeError, ValueError):
        raise TicketError(TicketReason.BAD_CONTENTS) from None


def read_cbor(data: bytes) -> object:
    """Return one value of integers, texts, bytes, arrays, false, true, null.

    Raise TicketError(bad_contents).

    The heads are walked before anything is built, so tags, maps, floats, indefinite lengths and counts beyond the
    data cost nothing.
    """
    _check_heads(data)
    try:
        return cbor2.loads(data, max_depth=DEEPEST, allow_indefinite=False)
    except (cbor2.CBORDecodeError, ValueError):
        raise TicketError(TicketReason.BAD_CONTENTS) from None


def _check_heads(data: bytes) -> None:
    place, awaited, seen = 0, 1, 0
    while awaited:
        major, argument, place = _head(data, place)
        awaited, seen = awaited - 1, seen + 1
        if major in (_BYTES, _TEXT):
            place += argument
        elif major == _ARRAY:
            awaited += argument
        elif major not in (_UNSIGNED, _NEGATIVE) and not (major == _SIMPLE and argument in _FALSE_TRUE_NULL):
            raise TicketError(TicketReason.BAD_CONTENTS)
        if place > len(data) or seen + awaited > MOST_ITEMS:
            raise TicketError(TicketReason.BAD_CONTENTS)
    if place != len(data):
        raise TicketError(TicketReason.BAD_CONTENTS)


def _head(data: bytes, place: int) -> tuple[int, int, int]:
    """Major type, argument, and where the head ends."""
    if place >= len(data):
        raise TicketError(TicketReason.BAD_CONTENTS)
    major, info = data[place] >> 5, data[place] & 0x1F
    if info < 24:
        return major, info, place + 1
    end = place + 1 + _ARGUMENT_BYTES.get(info, 0)
    if info not in _ARGUMENT_BYTES or end > len(data) or major == _SIMPLE:
        raise TicketError(TicketReason.BAD_CONTENTS)
    return major, int.from_bytes(data[place + 1 : end]), end
