"""The inside of a ticket: answers by position, as CBOR (RFC 8949), squeezed (RFC 1951)."""

import zlib
from functools import cache
from pathlib import Path

import cbor2

from forms.answers import UNKNOWN, Answers, Value
from forms.item import Item
from forms.ticket.contents import TicketSchema
from forms.ticket.packed import Packed, TextReader, TextWriter, compact, several, trimmed
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


NOT_KNOWN = b""
"""UNKNOWN in a ticket, whatever the kind; no kind packs anything into no bytes."""


def pack_answers(answers: Answers, schema: TicketSchema) -> list[Packed]:
    """Return one value for each field of the schema, null where nothing was answered, none at the end.

    Raise TicketError(bad_contents) for an answer that is not in the schema or not of its item's type.
    """
    if not answers.keys() <= {field.key for field in schema}:
        raise TicketError(TicketReason.BAD_CONTENTS)
    texts = TextWriter()
    return trimmed([pack_value(field.item, answers.get(field.key), texts) for field in schema])


def unpack_answers(packed: object, schema: TicketSchema) -> dict[str, Value]:
    """Return the answers again. Raise TicketError(bad_contents)."""
    values = several(packed, len(schema))
    texts = TextReader()
    answers: dict[str, Value] = {}
    for field, value in zip(schema, values, strict=False):
        if value is not None:
            answers[field.key] = unpack_value(field.item, value, texts)
    return answers


def pack_value(item: Item, value: object, texts: TextWriter) -> Packed:
    """Return one answer packed, null where there is none. Raise TicketError(bad_contents)."""
    if value is None:
        return None
    return NOT_KNOWN if value is UNKNOWN else item.kind.pack(item, value, texts)


def unpack_value(item: Item, packed: object, texts: TextReader) -> Value:
    """Return the answer again. Raise TicketError(bad_contents)."""
    return UNKNOWN if packed == NOT_KNOWN else item.kind.unpack(item, packed, texts)
