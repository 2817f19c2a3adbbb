"""Answers as positional values, each packed by the kind of its item, and back."""

from forms.answers import UNKNOWN, Answers, Value
from forms.item import Item
from forms.ticket.packed import Packed, several, trimmed
from forms.ticket.reason import TicketError, TicketReason
from forms.ticket.schema import TicketSchema
from forms.ticket.texts import TextReader, TextWriter

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
