"""IPP messages to bytes (source: RFC 8010 §3)."""

import struct
from collections.abc import Iterable

from printing.ipp.message import Attribute, Collection, Data, Localized, Message, Range, Resolution, Value
from printing.ipp.tags import GroupTag, Tag


def encode(message: Message) -> bytes:
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


def _attribute_bytes(attribute: Attribute) -> bytes:
    out = bytearray()
    name = attribute.name.encode()
    for value in attribute.values:
        out += bytes((value.tag,)) + _sized(name) + _value_bytes(value)
        name = b""
    return bytes(out)


def _value_bytes(value: Value) -> bytes:
    if isinstance(value.data, Collection):
        return _sized(b"") + _members_bytes(value.data.members)
    return _sized(_content(value.data))


def _members_bytes(members: Iterable[Attribute]) -> bytes:
    out = bytearray()
    for member in members:
        out += bytes((Tag.MEMBER_NAME,)) + _sized(b"") + _sized(member.name.encode())
        for value in member.values:
            out += bytes((value.tag,)) + _sized(b"") + _value_bytes(value)
    return bytes(out) + bytes((Tag.END_COLLECTION,)) + _sized(b"") + _sized(b"")


def _content(data: Data) -> bytes:
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
        case Range(lower, upper):
            return struct.pack(">ii", lower, upper)
        case Resolution(across, along, units):
            return struct.pack(">iib", across, along, units)
        case Localized(language, text):
            return _sized(language.encode()) + _sized(text.encode())
        case Collection():
            raise ValueError("a collection is written by its members")


def _sized(content: bytes) -> bytes:
    if len(content) > 0xFFFF:
        raise ValueError("longer than an IPP value can be")
    return struct.pack(">H", len(content)) + content
