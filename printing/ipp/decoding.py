"""Bytes to IPP messages, bounded and forgiving (source: RFC 8010 §3).

A printer may send any attribute of any later standard, so an unknown tag is kept as bytes. What cannot be
followed at all (a length that points past the end, nesting without end) is `MalformedMessageError`.
"""

import struct

from printing.ipp.message import (
    Attribute,
    Collection,
    Data,
    Group,
    Localized,
    Message,
    Range,
    Resolution,
    Value,
)
from printing.ipp.tags import GroupTag, Tag
from printing.ipp.wire import MalformedMessageError, Reader

DEEPEST = 8
MOST_VALUES = 20_000
LAST_DELIMITER = 0x0F
NO_VALUES = frozenset({Tag.UNSUPPORTED, Tag.UNKNOWN, Tag.NO_VALUE})
NUMBERS = frozenset({Tag.INTEGER, Tag.ENUM})
LOCALIZED = frozenset({Tag.TEXT_LANGUAGE, Tag.NAME_LANGUAGE})
WORDS = range(0x40, 0x50)


def decode(content: bytes) -> Message:
    """Reads one message.

    Raises:
        MalformedMessageError: the bytes are not an IPP message, or one nested or long beyond reason.
    """
    reader = Reader(content)
    major, minor, code, request_id = struct.unpack(">BBHI", reader.take(8))
    groups: list[Group] = []
    tag = reader.byte()
    budget = _Budget()
    while tag != GroupTag.END:
        if tag > LAST_DELIMITER:
            raise MalformedMessageError("an attribute before the first group")
        budget.spend()
        attributes, following = _read_attributes(reader, budget)
        groups.append(Group(tag, attributes))
        tag = following
    return Message(code, request_id, tuple(groups), reader.rest(), (major, minor))


class _Budget:
    """Counts the groups and values of one message, so that a hostile one ends early."""

    def __init__(self) -> None:
        self.left = MOST_VALUES

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise MalformedMessageError("more groups and values than any printer sends")


def _read_attributes(reader: Reader, budget: _Budget) -> tuple[tuple[Attribute, ...], int]:
    """The attributes up to the next delimiter, and that delimiter."""
    found: list[tuple[str, list[Value]]] = []
    while (tag := reader.byte()) > LAST_DELIMITER:
        name = reader.word()
        value = _read_value(reader, tag, budget, depth=0)
        if name:
            found.append((name, [value]))
        elif found:
            found[-1][1].append(value)
        else:
            raise MalformedMessageError("a further value without an attribute")
    return tuple(Attribute(name, tuple(values)) for name, values in found), tag


def _read_value(reader: Reader, tag: int, budget: _Budget, depth: int) -> Value:
    budget.spend()
    content = reader.chunk()
    if tag == Tag.COLLECTION:
        return Value(tag, _read_collection(reader, budget, depth + 1))
    return Value(tag, _data(tag, content))


def _read_collection(reader: Reader, budget: _Budget, depth: int) -> Collection:
    """Members follow the opening value as a run of nameless attributes up to the closing one."""
    if depth > DEEPEST:
        raise MalformedMessageError("nested too deeply")
    found: list[tuple[str, list[Value]]] = []
    while True:
        tag = reader.byte()
        if tag <= LAST_DELIMITER or reader.chunk():
            raise MalformedMessageError("a collection that is not closed")
        if tag == Tag.END_COLLECTION:
            reader.chunk()
            return Collection(tuple(Attribute(name, tuple(values)) for name, values in found))
        if tag == Tag.MEMBER_NAME:
            budget.spend()
            found.append((reader.word(), []))
        elif found:
            found[-1][1].append(_read_value(reader, tag, budget, depth))
        else:
            raise MalformedMessageError("a collection value without a name")


def _data(tag: int, content: bytes) -> Data:
    """The value in Python's terms; bytes where the length does not fit the tag."""
    if tag in NO_VALUES:
        return None
    if tag in NUMBERS and len(content) == 4:
        return int.from_bytes(content, "big", signed=True)
    if tag == Tag.BOOLEAN and len(content) == 1:
        return content != b"\0"
    if tag == Tag.RANGE and len(content) == 8:
        return Range(*struct.unpack(">ii", content))
    if tag == Tag.RESOLUTION and len(content) == 9:
        return Resolution(*struct.unpack(">iib", content))
    if tag in LOCALIZED:
        return _localized(content)
    return content.decode("utf-8", "replace") if tag in WORDS else content


def _localized(content: bytes) -> Localized:
    reader = Reader(content)
    return Localized(reader.word(), reader.word())
