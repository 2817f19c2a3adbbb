"""The four-digit PIN (券面事項入力補助用暗証番号), kept out of every log and every repr."""

from typing import NoReturn

from cardreader.reasons import CardError, CardReason

PIN_LENGTH = 4
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


class Pin:
    """Four digits. Full-width digits, as a Japanese keyboard types them, are folded; nothing else is.

    Raises CardError(PIN_SHAPE) for anything that is not exactly four digits.
    """

    __slots__ = ("_digits",)

    def __init__(self, typed: str) -> None:
        digits = typed.translate(_FULL_WIDTH) if len(typed) == PIN_LENGTH else ""
        if len(digits) != PIN_LENGTH or not (digits.isascii() and digits.isdigit()):
            raise CardError(CardReason.PIN_SHAPE)
        self._digits = digits

    def for_card(self) -> bytes:
        """The four ASCII bytes the card compares; only the VERIFY command asks for them."""
        return self._digits.encode("ascii")

    def __repr__(self) -> str:
        return "Pin(****)"

    def __reduce__(self) -> NoReturn:
        # A pickled PIN could end in a session file or a message queue.
        raise TypeError("a Pin is never serialised")
