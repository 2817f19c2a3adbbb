"""Answers as positional values, each packed by the kind of its item, and back."""

from collections.abc import Callable, Mapping, Sequence

from forms.answers import Answers, Value
from forms.item import Item, Kind
from forms.ticket.choosing import pack_choice, pack_choices, unpack_choice, unpack_choices
from forms.ticket.numbers import (
    pack_date,
    pack_digits,
    pack_phone,
    unpack_date,
    unpack_digits,
    unpack_phone,
    whole,
)
from forms.ticket.reason import TicketError, TicketReason
from forms.ticket.schema import TicketSchema
from forms.ticket.texts import TextReader, TextWriter

Packed = int | bool | str | bytes | None | Sequence["Packed"]

Cell = str | int | bool | tuple[str, ...]
"""One answer inside a row."""

MOST_ROWS = 50

_TEXTS = {Kind.NAME, Kind.KANA, Kind.ADDRESS, Kind.TEXT}
_FROM_TEXT: Mapping[Kind, Callable[[str], Packed]] = {
    Kind.DATE: pack_date,
    Kind.PHONE: pack_phone,
    Kind.POSTAL_CODE: pack_digits,
    Kind.DIGITS: pack_digits,
}
_TO_TEXT: Mapping[Kind, Callable[[object], str]] = {
    Kind.DATE: unpack_date,
    Kind.PHONE: unpack_phone,
    Kind.POSTAL_CODE: unpack_digits,
    Kind.DIGITS: unpack_digits,
}


def pack_answers(answers: Answers, schema: TicketSchema) -> list[Packed]:
    """One value for each field of the schema, null where nothing was answered, without the nulls at the end.

    Raises TicketError(bad_contents) for an answer that is not in the schema or not of its item's type.
    """
    if not answers.keys() <= {field.key for field in schema}:
        raise TicketError(TicketReason.BAD_CONTENTS)
    texts = TextWriter()
    return _trimmed([_pack(field.item, answers.get(field.key), texts) for field in schema])


def unpack_answers(packed: object, schema: TicketSchema) -> dict[str, Value]:
    """The inverse. Raises TicketError(bad_contents)."""
    values = _several(packed, len(schema))
    texts = TextReader()
    answers: dict[str, Value] = {}
    for field, value in zip(schema, values, strict=False):
        if value is not None:
            answers[field.key] = _unpack(field.item, value, texts)
    return answers


def _pack(item: Item, value: object, texts: TextWriter) -> Packed:
    match value:
        case None:
            return None
        case str() if item.kind in _TEXTS:
            return texts.packed(value)
        case str() if item.kind in _FROM_TEXT:
            return _FROM_TEXT[item.kind](value)
        case tuple() if item.kind is Kind.PEOPLE and len(value) <= MOST_ROWS:
            return [_pack_row(item, row, texts) for row in value]
    return _pack_other(item, value)


def _pack_other(item: Item, value: object) -> Packed:
    match item.kind:
        case Kind.COUNT | Kind.MONEY:
            return whole(value)
        case Kind.CHOICE:
            return pack_choice(item, value)
        case Kind.CHOICES:
            return pack_choices(item, value)
        case Kind.YES_NO | Kind.CONSENT:
            return _yes_no(item, value)
    raise TicketError(TicketReason.BAD_CONTENTS)


def _pack_row(item: Item, row: object, texts: TextWriter) -> Packed:
    if not isinstance(row, Mapping) or not row.keys() <= {field.name for field in item.fields}:
        raise TicketError(TicketReason.BAD_CONTENTS)
    return _trimmed([_pack(_no_people(field), row.get(field.name), texts) for field in item.fields])


def _unpack(item: Item, packed: object, texts: TextReader) -> Value:
    if item.kind is Kind.PEOPLE:
        return tuple(_unpack_row(item, row, texts) for row in _several(packed, MOST_ROWS))
    return _unpack_cell(item, packed, texts)


def _unpack_row(item: Item, packed: object, texts: TextReader) -> dict[str, Cell]:
    cells = zip(item.fields, _several(packed, len(item.fields)), strict=False)
    return {field.name: _unpack_cell(field, value, texts) for field, value in cells if value is not None}


def _unpack_cell(item: Item, packed: object, texts: TextReader) -> Cell:
    if item.kind in _TEXTS:
        return texts.text(packed)
    if item.kind in _TO_TEXT:
        return _TO_TEXT[item.kind](packed)
    match item.kind:
        case Kind.COUNT | Kind.MONEY:
            return whole(packed)
        case Kind.CHOICE:
            return unpack_choice(item, packed)
        case Kind.CHOICES:
            return unpack_choices(item, packed)
        case Kind.YES_NO | Kind.CONSENT:
            return _yes_no(item, packed)
    raise TicketError(TicketReason.BAD_CONTENTS)


def _yes_no(item: Item, value: object) -> bool:
    """The same packed and unpacked. A consent is given or is not there at all."""
    if isinstance(value, bool) and (value or item.kind is Kind.YES_NO):
        return value
    raise TicketError(TicketReason.BAD_CONTENTS)


def _no_people(field: Item) -> Item:
    """People hold no people."""
    if field.kind is Kind.PEOPLE:
        raise TicketError(TicketReason.BAD_CONTENTS)
    return field


def _several(packed: object, most: int) -> list[object]:
    if isinstance(packed, list) and len(packed) <= most:
        return packed
    raise TicketError(TicketReason.BAD_CONTENTS)


def _trimmed(values: list[Packed]) -> list[Packed]:
    while values and values[-1] is None:
        values.pop()
    return values
