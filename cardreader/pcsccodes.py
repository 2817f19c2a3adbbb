"""Result codes of the PC/SC service (PC/SC part 5, pcsclite.h) and what they mean to us."""

from cardreader.reasons import CardError, CardReason

NOT_POWERED_YET = frozenset({0x80100067, 0x80100066})
CANCELLED = frozenset({0x80100002, 0x8010000A})
"""Cancelled, or timed out."""
NO_READERS = 0x8010002E
_MASK = 0xFFFFFFFF

_REASONS = {
    0x80100003: CardReason.NO_SERVICE,  # invalid handle: the service was restarted
    0x80100009: CardReason.NO_READER,
    0x8010000B: CardReason.READER_BUSY,
    0x8010000C: CardReason.NO_CARD,
    0x8010000F: CardReason.OTHER_CARD,
    0x80100013: CardReason.READER_FAILED,
    0x80100016: CardReason.CARD_REMOVED,
    0x80100017: CardReason.NO_READER,
    0x8010001D: CardReason.NO_SERVICE,
    0x8010001E: CardReason.NO_SERVICE,
    0x8010002E: CardReason.NO_READER,
    0x80100066: CardReason.CARD_UNRESPONSIVE,
    0x80100067: CardReason.CARD_UNRESPONSIVE,
    0x80100068: CardReason.READER_BUSY,  # another program reset the card
    0x80100069: CardReason.CARD_REMOVED,
}


def code_of(result: int) -> int:
    """The code without the sign that some platforms give it."""
    return result & _MASK


def check(result: int) -> None:
    """Raise CardError for anything but success; an unlisted code is READER_FAILED."""
    code = code_of(result)
    if code:
        raise CardError(_REASONS.get(code, CardReason.READER_FAILED), detail=f"0x{code:08X}")
