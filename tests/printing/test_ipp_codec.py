"""IPP messages survive the way to bytes and back, and hostile bytes end in one kind of refusal."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from printing.ipp.codec import MalformedMessageError, decode, encode
from printing.ipp.message import (
    Attribute,
    Collection,
    Group,
    GroupTag,
    Localized,
    Message,
    Range,
    Resolution,
    Tag,
    Value,
    attribute,
    collection,
)

INT32 = st.integers(-(2**31), 2**31 - 1)
TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
PLAIN_VALUES = st.one_of(
    st.builds(Value, st.sampled_from([Tag.UNKNOWN, Tag.NO_VALUE, Tag.UNSUPPORTED]), st.none()),
    st.builds(Value, st.sampled_from([Tag.INTEGER, Tag.ENUM]), INT32),
    st.builds(Value, st.just(Tag.BOOLEAN), st.booleans()),
    st.builds(Value, st.sampled_from([Tag.OCTETS, Tag.DATE_TIME, 0x7F]), st.binary(max_size=40)),
    st.builds(Value, st.sampled_from([Tag.TEXT, Tag.NAME, Tag.KEYWORD, Tag.URI, Tag.MIME_TYPE]), TEXT),
    st.builds(Value, st.just(Tag.RANGE), st.builds(Range, INT32, INT32)),
    st.builds(Value, st.just(Tag.RESOLUTION), st.builds(Resolution, INT32, INT32, st.sampled_from([3, 4]))),
    st.builds(Value, st.sampled_from([Tag.TEXT_LANGUAGE, Tag.NAME_LANGUAGE]), st.builds(Localized, TEXT, TEXT)),
)


def attributes_of(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Attribute]:
    names = TEXT.filter(bool)
    return st.builds(Attribute, names, st.lists(values, min_size=1, max_size=3).map(tuple))


def collections_of(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    members = st.lists(attributes_of(values), max_size=3).map(tuple)
    return st.builds(Value, st.just(Tag.COLLECTION), st.builds(Collection, members))


VALUES = st.recursive(PLAIN_VALUES, collections_of, max_leaves=6)
GROUPS = st.builds(Group, st.sampled_from([1, 2, 4, 5]), st.lists(attributes_of(VALUES), max_size=4).map(tuple))
MESSAGES = st.builds(
    Message,
    code=st.integers(0, 0xFFFF),
    request_id=st.integers(0, 0xFFFFFFFF),
    groups=st.lists(GROUPS, max_size=3).map(tuple),
    data=st.binary(max_size=60),
    version=st.sampled_from([(1, 1), (2, 0)]),
)


def test_a_request_works() -> None:
    sides = attribute("sides", Tag.KEYWORD, "one-sided")
    message = Message(0x0005, 7, (Group(GroupTag.JOB, (sides,)),), b"%PDF")
    assert encode(message) == (b"\x02\x00\x00\x05\x00\x00\x00\x07\x02\x44\x00\x05sides\x00\x09one-sided\x03%PDF")
    assert decode(encode(message)) == message


@given(MESSAGES)
def test_every_message_comes_back_as_it_was(message: Message) -> None:
    assert decode(encode(message)) == message


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    refuse_or_read(content)


@given(MESSAGES, st.data())
def test_a_damaged_message_is_read_or_refused(message: Message, data: st.DataObject) -> None:
    content = bytearray(encode(message))
    position = data.draw(st.integers(0, len(content) - 1))
    content[position] ^= data.draw(st.integers(1, 255))
    refuse_or_read(bytes(content[: data.draw(st.integers(0, len(content)))]))


def refuse_or_read(content: bytes) -> None:
    with suppress(MalformedMessageError):
        decode(content)


def test_a_collection_nested_without_end_is_refused_at_once() -> None:
    opening = b"\x34\x00\x00\x00\x00\x4a\x00\x00\x00\x01a"
    content = b"\x02\x00\x00\x00\x00\x00\x00\x01\x04\x34\x00\x01a\x00\x00\x4a\x00\x00\x00\x01a" + opening * 5000
    started = time.process_time()
    with pytest.raises(MalformedMessageError, match="nested"):
        decode(content)
    assert time.process_time() - started < 0.2


@pytest.mark.parametrize(
    "flood", [b"\x04\x21\x00\x01a\x00\x00" + b"\x21\x00\x00\x00\x00" * 200_000, b"\x04" * 1_000_000]
)
def test_a_million_values_or_groups_are_refused(flood: bytes) -> None:
    with pytest.raises(MalformedMessageError, match="more groups and values"):
        decode(b"\x02\x00\x00\x00\x00\x00\x00\x01" + flood + b"\x03")


def test_an_attribute_gives_its_values_by_kind() -> None:
    group = Group(
        GroupTag.PRINTER,
        (
            Attribute("name", (Value(Tag.NAME_LANGUAGE, Localized("ja", "プリンター")),)),
            Attribute("mixed", (Value(Tag.KEYWORD, "none"), Value(Tag.INTEGER, 3), Value(Tag.NO_VALUE, None))),
            attribute("accepting", Tag.BOOLEAN, True),
            collection("col", (attribute("x", Tag.INTEGER, 1),)),
        ),
    )
    assert group.words("name") == ("プリンター",)
    assert (group.words("mixed"), group.numbers("mixed"), group.number("mixed")) == (("none",), (3,), 3)
    assert (group.flag("accepting"), group.numbers("accepting"), group.flag("col")) == (True, (), None)
    assert (group.get("missing"), group.number("missing")) == ((), None)


def test_a_value_longer_than_the_format_allows_is_refused() -> None:
    message = Message(2, 1, (Group(1, (attribute("a", Tag.TEXT, "x" * 70_000),)),))
    with pytest.raises(ValueError, match="longer"):
        encode(message)
