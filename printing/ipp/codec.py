"""IPP messages as bytes, and back by a bounded reader (source: RFC 8010 §3)."""

import struct
from collections.abc import Iterable

from printing.ipp import message
from printing.ipp.message import GroupTag


class MalformedMessageError(ValueError):
    """The bytes cannot be followed as an IPP message; the text says where, never what was inside."""


class Reader:
    """Takes exact lengths from the front and refuses to go past the end."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def take(self, length: int) -> bytes:
        """The next `length` bytes."""
        if self._at + length > len(self._content):
            raise MalformedMessageError("the message ends too early")
        taken = self._content[self._at : self._at + length]
        self._at += length
        return taken

    def byte(self) -> int:
        """The next byte as a number."""
        return self.take(1)[0]

    def chunk(self) -> bytes:
        """A two-byte length and that many bytes."""
        return self.take(int.from_bytes(self.take(2), "big"))

    def word(self) -> str:
        """A chunk as text; bytes that are not UTF-8 become U+FFFD."""
        return self.chunk().decode("utf-8", "replace")

    def rest(self) -> bytes:
        """Everything not taken yet."""
        return self._content[self._at :]


def encode(message: message.Message) -> bytes:
    """The message as it goes over the wire, document included.

    Raises:
        ValueError: a name or value is longer than the format allows (65535 bytes).
    """
    out = bytearray(struct.pack(">BBHI", *message.version, message.code, message.request_id))
    for group in message.groups:
        out.append(group.tag)
        for each in group.attributes:
            out += _attribute_bytes(each)
    out.append(GroupTag.END)
    return bytes(out) + message.data


def _attribute_bytes(attribute: message.Attribute) -> bytes:
    out = bytearray()
    name = attribute.name.encode()
    for value in attribute.values:
        out += bytes((value.tag,)) + _sized(name) + _value_bytes(value)
        name = b""
    return bytes(out)


def _value_bytes(value: message.Value) -> bytes:
    if isinstance(value.data, message.Collection):
        return _sized(b"") + _members_bytes(value.data.members)
    return _sized(_content(value.data))


def _members_bytes(members: Iterable[message.Attribute]) -> bytes:
    out = bytearray()
    for member in members:
        out += bytes((message.Tag.MEMBER_NAME,)) + _sized(b"") + _sized(member.name.encode())
        for value in member.values:
            out += bytes((value.tag,)) + _sized(b"") + _value_bytes(value)
    return bytes(out) + bytes((message.Tag.END_COLLECTION,)) + _sized(b"") + _sized(b"")


def _content(data: message.Data) -> bytes:
    match data:
        case None:
            return b""
        case bool():
            return b"\1" if data else b"\0"
        case int():
            return struct.pack(">i", data)
        case str():
            return data.encode()
        case bytes():
            return data
        case message.Range(lower, upper):
            return struct.pack(">ii", lower, upper)
        case message.Resolution(across, along, units):
            return struct.pack(">iib", across, along, units)
        case message.Localized(language, text):
            return _sized(language.encode()) + _sized(text.encode())
        case message.Collection():
            raise ValueError("a collection is written by its members")


def _sized(content: bytes) -> bytes:
    if len(content) > 0xFFFF:
        raise ValueError("longer than an IPP value can be")
    return struct.pack(">H", len(content)) + content


DEEPEST = 8
MOST_VALUES = 20_000
LAST_DELIMITER = 0x0F
NO_VALUES = frozenset({message.Tag.UNSUPPORTED, message.Tag.UNKNOWN, message.Tag.NO_VALUE})
NUMBERS = frozenset({message.Tag.INTEGER, message.Tag.ENUM})
LOCALIZED = frozenset({message.Tag.TEXT_LANGUAGE, message.Tag.NAME_LANGUAGE})
WORDS = range(0x40, 0x50)


def decode(content: bytes) -> message.Message:
    """Reads one message.

    Raises:
        MalformedMessageError: the bytes are not an IPP message, or one nested or long beyond reason.
    """
    reader = Reader(content)
    major, minor, code, request_id = struct.unpack(">BBHI", reader.take(8))
    groups: list[message.Group] = []
    tag = reader.byte()
    budget = _Budget()
    while tag != GroupTag.END:
        if tag > LAST_DELIMITER:
            raise MalformedMessageError("an attribute before the first group")
        budget.spend()
        attributes, following = _read_attributes(reader, budget)
        groups.append(message.Group(tag, attributes))
        tag = following
    return message.Message(code, request_id, tuple(groups), reader.rest(), (major, minor))


class _Budget:
    """Counts the groups and values of one message, so that a hostile one ends early."""

    def __init__(self) -> None:
        self.left = MOST_VALUES

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise MalformedMessageError("more groups and values than any printer sends")


def _read_attributes(reader: Reader, budget: _Budget) -> tuple[tuple[message.Attribute, ...], int]:
    """The attributes up to the next delimiter, and that delimiter."""
    found: list[tuple[str, list[message.Value]]] = []
    while (tag := reader.byte()) > LAST_DELIMITER:
        name = reader.word()
        value = _read_value(reader, tag, budget, depth=0)
        if name:
            found.append((name, [value]))
        elif found:
            found[-1][1].append(value)
        else:
            raise MalformedMessageError("a further value without an attribute")
    return tuple(message.Attribute(name, tuple(values)) for name, values in found), tag


def _read_value(reader: Reader, tag: int, budget: _Budget, depth: int) -> message.Value:
    budget.spend()
    content = reader.chunk()
    if tag == message.Tag.COLLECTION:
        return message.Value(tag, _read_collection(reader, budget, depth + 1))
    return message.Value(tag, _data(tag, content))


def _read_collection(reader: Reader, budget: _Budget, depth: int) -> message.Collection:
    """Members follow the opening value as a run of nameless attributes up to the closing one."""
    if depth > DEEPEST:
        raise MalformedMessageError("nested too deeply")
    found: list[tuple[str, list[message.Value]]] = []
    while True:
        tag = reader.byte()
        if tag <= LAST_DELIMITER or reader.chunk():
            raise MalformedMessageError("a collection that is not closed")
        if tag == message.Tag.END_COLLECTION:
            reader.chunk()
            return message.Collection(tuple(message.Attribute(name, tuple(values)) for name, values in found))
        if tag == message.Tag.MEMBER_NAME:
            budget.spend()
            found.append((reader.word(), []))
        elif found:
            found[-1][1].append(_read_value(reader, tag, budget, depth))
        else:
            raise MalformedMessageError("a collection value without a name")


def _data(tag: int, content: bytes) -> message.Data:
    """The value in Python's terms; bytes where the length does not fit the tag."""
    if tag in NO_VALUES:
        return None
    if tag in NUMBERS and len(content) == 4:
        return int.from_bytes(content, "big", signed=True)
    if tag == message.Tag.BOOLEAN and len(content) == 1:
        return content != b"\0"
    if tag == message.Tag.RANGE and len(content) == 8:
        return message.Range(*struct.unpack(">ii", content))
    if tag == message.Tag.RESOLUTION and len(content) == 9:
        return message.Resolution(*struct.unpack(">iib", content))
    if tag in LOCALIZED:
        return _localized(content)
    return content.decode("utf-8", "replace") if tag in WORDS else content


def _localized(content: bytes) -> message.Localized:
    reader = Reader(content)
    return message.Localized(reader.word(), reader.word())
