"""A tolerant reader for the BER-TLV files on cards (ISO/IEC 7816-4, ISO/IEC 8825-1 definite forms).

Strict DER libraries refuse what cards really hold: two-byte tags with a number below 31 (FF20, DF22)
and lengths written longer than needed (82 00 65). Both are read here; every bound is still checked.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cardreader.errors import CardError, CardReason

HEADER_BYTES = 7
"""Enough for a two-byte tag and the longest length form accepted (84 xx xx xx xx)."""

_MOST_TAG_BYTES = 3
_MOST_LENGTH_BYTES = 4
_MOST_ELEMENTS = 64
_NUL = 0x00
_FILLER = 0xFF


@dataclass(frozen=True, slots=True)
class Element:
    """One TLV: the tag's bytes as a number (0xDF22) and the value."""

    tag: int
    value: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """Tag, value length and the number of bytes both took, all in bytes."""

    tag: int
    length: int
    size: int


def read_header(data: bytes) -> Header:
    """Return tag and length at the start of `data`; the value need not be there.

    Raises CardError(CARD_UNREADABLE) for an indefinite, too long or cut off header.
    """
    tag_size = _tag_size(data)
    length, length_size = _length(data[tag_size:])
    return Header(int.from_bytes(data[:tag_size], "big"), length, tag_size + length_size)


def elements(data: bytes) -> tuple[Element, ...]:
    """Return all TLVs in `data`, in order; 00 between and FF after them is filler.

    Raises CardError(CARD_UNREADABLE) when a TLV is malformed or reaches beyond `data`.
    """
    found: list[Element] = []
    for element in _walk(data):
        found.append(element)
        if len(found) > _MOST_ELEMENTS:
            raise _unreadable()
    return tuple(found)


def written_length(size: int) -> bytes:
    """Return a length in as few bytes as it takes, for a value below 64 KiB."""
    if size < 0x80:
        return bytes([size])
    return bytes([0x81, size]) if size < 0x100 else b"\x82" + size.to_bytes(2, "big")


def byte_tagged(data: bytes, *, long: int | None = None) -> tuple[Element, ...]:
    """Return the TLVs of a file whose tags are one byte each, even 1F; FF or a rest of 00 ends them.

    Tags that begin with `long` have two bytes, whatever BER makes of the second. Raises CardError(CARD_UNREADABLE)
    when a TLV is malformed or reaches beyond `data`.
    """
    found: list[Element] = []
    position = 0
    while data[position:].strip(b"\x00\xff") and data[position] != _FILLER:
        tag_size = 2 if data[position] == long else 1
        length, size = _length(data[position + tag_size :])
        start = position + tag_size + size
        tag = int.from_bytes(data[position : position + tag_size], "big")
        position = start + length
        found.append(Element(tag, data[start:position]))
        if position > len(data) or len(found) > _MOST_ELEMENTS:
            raise _unreadable()
    return tuple(found)


def _walk(data: bytes) -> Iterator[Element]:
    position = 0
    while position < len(data):
        if data[position] == _NUL:
            position += 1
            continue
        if data[position] == _FILLER and data[position + 1 : position + 2] in (b"", b"\xff"):
            return
        header = read_header(data[position : position + HEADER_BYTES + 1])
        start = position + header.size
        position = start + header.length
        if position > len(data):
            raise _unreadable()
        yield Element(header.tag, data[start:position])


def _tag_size(data: bytes) -> int:
    if not data:
        raise _unreadable()
    if data[0] & 0x1F != 0x1F:
        return 1
    for size in range(2, _MOST_TAG_BYTES + 1):
        if len(data) >= size and not data[size - 1] & 0x80:
            return size
    raise _unreadable()


def _length(data: bytes) -> tuple[int, int]:
    if not data:
        raise _unreadable()
    first = data[0]
    if first < 0x80:
        return first, 1
    count = first & 0x7F
    if not 1 <= count <= _MOST_LENGTH_BYTES or len(data) < 1 + count:
        raise _unreadable()
    return int.from_bytes(data[1 : 1 + count], "big"), 1 + count


def _unreadable() -> CardError:
    return CardError(CardReason.CARD_UNREADABLE)
