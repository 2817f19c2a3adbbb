"""Japanese text in few bytes: one for katakana and what fills addresses, two for kanji.

Works on code points and keeps every one of them, variation selectors and non-BMP characters included.
"""

from forms.ticket.reason import TicketError, TicketReason

SINGLES = "".join(map(chr, range(0x30A0, 0x3100))) + "\u30000123456789-０１２３４５６７８９－丁目番地号の市区町"
"""Bytes 00 to 7F."""

KANJI_FIRST, KANJI_LAST = 0x4E00, 0x9FFF
KANJI_LEAD, KANJI_LEAD_LAST = 0x80, 0xD1
"""Two bytes from 80 00: the unified ideographs in order."""

LEADS = {0xD2: 0x3000, 0xD3: 0xFF00, 0xD4: 0x0000}
"""Two bytes: this lead, then the low byte within the block that begins here."""

ANY = 0xD5
"""Four bytes: this lead, then the code point in three bytes, big-endian."""

_SINGLE = {sign: bytes([place]) for place, sign in enumerate(SINGLES)}
_LEAD = {block >> 8: lead for lead, block in LEADS.items()}


def compact(text: str) -> bytes:
    """Return the bytes of the text, `SINGLES` before the others.

    Raise TicketError(bad_contents) for a lone surrogate.
    """
    return b"".join(_SINGLE.get(sign) or _several(ord(sign)) for sign in text)


def expanded(data: bytes) -> str:
    """Return the text of the bytes. Raise TicketError(bad_contents) for bytes that no text gives."""
    signs: list[str] = []
    place = 0
    try:
        while place < len(data):
            lead = data[place]
            if lead < KANJI_LEAD:
                signs.append(SINGLES[lead])
                place += 1
            elif lead <= KANJI_LEAD_LAST:
                signs.append(chr(KANJI_FIRST + (lead - KANJI_LEAD << 8) + data[place + 1]))
                place += 2
            elif lead == ANY:
                signs.append(_scalar(data[place + 1], data[place + 2], data[place + 3]))
                place += 4
            else:
                signs.append(chr(LEADS[lead] + data[place + 1]))
                place += 2
    except (LookupError, ValueError):
        raise TicketError(TicketReason.BAD_CONTENTS) from None
    return "".join(signs)


def _several(point: int) -> bytes:
    if KANJI_FIRST <= point <= KANJI_LAST:
        return (point - KANJI_FIRST + (KANJI_LEAD << 8)).to_bytes(2)
    if lead := _LEAD.get(point >> 8):
        return bytes([lead, point & 0xFF])
    if 0xD800 <= point <= 0xDFFF:
        raise TicketError(TicketReason.BAD_CONTENTS)
    return bytes([ANY]) + point.to_bytes(3)


def _scalar(high: int, middle: int, low: int) -> str:
    point = high << 16 | middle << 8 | low
    if 0xD800 <= point <= 0xDFFF:
        raise ValueError
    return chr(point)
