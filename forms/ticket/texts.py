"""Texts inside a ticket: each written once, in the shorter of two spellings, and after that only pointed at."""

from forms.ticket.compact import compact, expanded
from forms.ticket.reason import TicketError, TicketReason

PackedText = str | bytes | int
"""UTF-8 text, compact bytes, or the place of the same text among those written before."""


class TextWriter:
    """Remembers the texts written so far, across all answers of the ticket."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def packed(self, text: str) -> PackedText:
        """Return the text as the ticket carries it. Raise TicketError(bad_contents) for a lone surrogate."""
        if (place := self._places.get(text)) is not None:
            return place
        short = compact(text)
        self._places[text] = len(self._places)
        return short if len(short) < len(text.encode("utf-8")) else text


class TextReader:
    """The same from the other side."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def text(self, packed: object) -> str:
        """Return the text again. Raise TicketError(bad_contents) for anything that is no packed text."""
        match packed:
            case bool():
                raise TicketError(TicketReason.BAD_CONTENTS)
            case int():
                if not 0 <= packed < len(self._texts):
                    raise TicketError(TicketReason.BAD_CONTENTS)
                return self._texts[packed]
            case bytes():
                self._texts.append(expanded(packed))
            case str():
                self._texts.append(packed)
            case _:
                raise TicketError(TicketReason.BAD_CONTENTS)
        return self._texts[-1]
