"""Free text: one line, and the lines of an address."""

from forms.answers import Value
from forms.inputs import Typed, first, reader_length
from forms.item import Item
from forms.kinds.kind import Kind
from forms.problem import ProblemCode, Refused
from forms.ticket.packed import Packed
from forms.ticket.reason import TicketError, TicketReason
from forms.ticket.texts import TextReader, TextWriter

LONGEST_SHORT = 20
"""Characters of a text or number that finds room in half a row."""


def not_too_long(item: Item, text: str) -> str:
    """Return the text. Raise Refused if it is wider than `item.longest` kanji."""
    if reader_length(text) > item.longest or len(text) > 2 * item.longest:
        raise too_long(item)
    return text


def too_long(item: Item) -> Refused:
    """Return what a person is told whose text is longer than the item allows."""
    return Refused(ProblemCode.TOO_LONG, "%(most)s文字までで入れてください。", most=str(item.longest))


class Text(Kind):
    """One line, at most `longest` characters as a reader counts them."""

    name = "text"
    macro = "text"
    column_share = 2.0
    is_measured = True

    def read(self, item: Item, typed: Typed, name: str) -> Value | None:
        return not_too_long(item, first(typed, name)) or None

    def pack(self, item: Item, value: object, texts: TextWriter) -> Packed:
        if not isinstance(value, str):
            raise TicketError(TicketReason.BAD_CONTENTS)
        return texts.packed(value)

    def unpack(self, item: Item, packed: object, texts: TextReader) -> str:
        return texts.text(packed)

    def example(self, item: Item) -> Value:
        return "見本の文字"[: item.longest]

    def fits_half_row(self, item: Item) -> bool:
        return item.longest <= LONGEST_SHORT


class Address(Text):
    """Text, never rewritten (GIF DS-433 連結表記)."""

    name = "address"
    macro = "address"
    usual_longest = 120
    cell = "address"
    column_share = 4.0
    is_measured = False

    def example(self, item: Item) -> Value:
        return "北海道架空郡みどり野町中央一丁目２番地３"

    def fits_half_row(self, item: Item) -> bool:
        return False
