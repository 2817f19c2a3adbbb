"""What an IPP message is made of: groups of named attributes with tagged values (source: RFC 8010)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum


class GroupTag(IntEnum):
    """Delimiters between groups."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Tag(IntEnum):
    """Kinds of value."""

    UNSUPPORTED = 0x10
    UNKNOWN = 0x12
    NO_VALUE = 0x13
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTETS = 0x30
    DATE_TIME = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    COLLECTION = 0x34
    TEXT_LANGUAGE = 0x35
    NAME_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    URI_SCHEME = 0x46
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER_NAME = 0x4A


@dataclass(frozen=True, slots=True)
class Message:
    """One request or response.

    `code` is the operation of a request or the status of a response; `data` is the document behind it.
    """

    code: int
    request_id: int
    groups: tuple["Group", ...]
    data: bytes = b""
    version: tuple[int, int] = (2, 0)

    def of(self, tag: int) -> Iterator["Group"]:
        """The groups of one kind, in order."""
        return (group for group in self.groups if group.tag == tag)


@dataclass(frozen=True, slots=True)
class Group:
    """The attributes that belong to one thing: the operation, the job, the printer."""

    tag: int
    attributes: tuple["Attribute", ...]

    def get(self, name: str) -> tuple["Value", ...]:
        """The values of the attribute, nothing when the group does not have it."""
        return next((each.values for each in self.attributes if each.name == name), ())

    def words(self, name: str) -> tuple[str, ...]:
        """The values that are words of any kind (keyword, name, text, URI …)."""
        data = (value.data for value in self.get(name))
        return tuple(word for each in data if (word := as_word(each)) is not None)

    def numbers(self, name: str) -> tuple[int, ...]:
        """The values that are integers or enums."""
        data = (value.data for value in self.get(name))
        return tuple(each for each in data if isinstance(each, int) and not isinstance(each, bool))

    def number(self, name: str) -> int | None:
        """The first integer, or None when the attribute is missing, unknown or of another kind."""
        return next(iter(self.numbers(name)), None)

    def flag(self, name: str) -> bool | None:
        """The boolean, or None when the attribute is missing or of another kind."""
        return next((value.data for value in self.get(name) if isinstance(value.data, bool)), None)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One name and its values; the values of one attribute may have different tags."""

    name: str
    values: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Value:
    """One value with the tag it was (or will be) sent with."""

    tag: int
    data: "Data"


@dataclass(frozen=True, slots=True)
class Range:
    """rangeOfInteger: both ends belong to it."""

    lower: int
    upper: int


@dataclass(frozen=True, slots=True)
class Resolution:
    """Dots across and along the feed; `units` 3 is per inch, 4 is per centimetre."""

    across: int
    along: int
    units: int


@dataclass(frozen=True, slots=True)
class Localized:
    """A text or name that says its language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """A value made of attributes, such as media-col."""

    members: tuple[Attribute, ...]


# None stands for "no value", "unknown" and "unsupported"; bytes for octets and for every tag not known here.
Data = bool | int | str | bytes | Range | Resolution | Localized | Collection | None


def as_word(data: Data) -> str | None:
    """The text of those kinds of value that are words, None for all others."""
    if isinstance(data, Localized):
        return data.text
    return data if isinstance(data, str) else None


def attribute(name: str, tag: Tag, *data: Data) -> Attribute:
    """An attribute whose values all have one tag."""
    return Attribute(name, tuple(Value(tag, each) for each in data))


def collection(name: str, members: Sequence[Attribute]) -> Attribute:
    """An attribute with one collection as its value."""
    return attribute(name, Tag.COLLECTION, Collection(tuple(members)))
