"""A PIN as it was typed, kept out of every log and every repr."""

from typing import NoReturn

from cardreader import cards
from cardreader.errors import CardError, CardReason

_MOST = 16
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


class Pin:
    """What was typed for a card.

    Full-width digits, as a Japanese keyboard types them, are folded; nothing else is. Raises CardError(PIN_SHAPE)
    for anything that no kind of card has as its PIN.
    """

    __slots__ = ("_bytes",)

    def __init__(self, typed: str) -> None:
        folded = typed[: _MOST + 1].translate(_FULL_WIDTH).encode("utf-8", "replace")
        if not any(file.accepts(folded) for card_type in cards.CARD_TYPES for file in card_type.pins):
            raise CardError(CardReason.PIN_SHAPE)
        self._bytes = folded

    def for_card(self) -> bytes:
        """Return the bytes the card compares; only the VERIFY command asks for them."""
        return self._bytes

    def __repr__(self) -> str:
        return "Pin(****)"

    def __reduce__(self) -> NoReturn:
        # A pickled PIN could end in a session file or a message queue.
        raise TypeError("a Pin is never serialised")
