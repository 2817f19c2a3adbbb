"""How values lie in a ticket: numbers, texts and days as few bytes.

Works on code points and keeps every one of them, variation selectors and non-BMP characters included.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from forms.ticket.reason import TicketError, TicketReason

EPOCH = date(1900, 1, 1)
MINUTE = timedelta(minutes=1)
UNIX = datetime(1970, 1, 1, tzinfo=UTC)
LATEST_MINUTE = (1 << 31) - 1
PHONE_BYTES = 5
PHONE_SHAPES = ((3, 4, 4), (2, 4, 4), (3, 3, 4), (4, 2, 4), (5, 1, 4), (4, 3, 3), (11,), (10,))
"""Lengths of the groups between hyphens; the place here is the lowest three bits."""
LONGEST_DIGITS = 18
LARGEST_NUMBER = 2**53 - 1

_UNKNOWN_DAY = re.compile(r"([0-9]{4})-(0[0-9]|1[0-2])-00")
_DIGITS = re.compile(r"[0-9]+")


def pack_date(value: str) -> int | list[int] | str:
    """Days since 1900-01-01; [year, month] or [year] where the day or the month is 00."""
    if unknown := _UNKNOWN_DAY.fullmatch(value):
        year, month = int(unknown[1]), int(unknown[2])
        return [year, month] if month else [year]
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return (day - EPOCH).days if day.isoformat() == value else value


def unpack_date(packed: object) -> str:
    """Return the day in ISO form, 00 for what nobody knows of it. Raise TicketError(bad_contents)."""
    match packed:
        case str():
            return packed
        case [year]:
            return f"{_within(year, 0, 9999):04d}-00-00"
        case [year, month]:
            return f"{_within(year, 0, 9999):04d}-{_within(month, 1, 12):02d}-00"
        case int() if not isinstance(packed, bool):
            try:
                return (EPOCH + timedelta(days=packed)).isoformat()
            except OverflowError:
                pass
    raise TicketError(TicketReason.BAD_CONTENTS)


def pack_moment(moment: datetime) -> int:
    """Return the whole minutes since 1970 in UTC.

    Raise TicketError(bad_contents) for a moment before or far off.
    """
    return _within((moment - UNIX) // MINUTE, 0, LATEST_MINUTE)


def unpack_moment(packed: object) -> datetime:
    """Return the moment in UTC. Raise TicketError(bad_contents)."""
    return UNIX + _within(packed, 0, LATEST_MINUTE) * MINUTE


def pack_phone(value: str) -> bytes | str:
    """Five bytes: the digits after the leading 0 as a number, times 8, plus the shape."""
    groups = value.split("-")
    shape = tuple(map(len, groups))
    digits = "".join(groups)
    if shape not in PHONE_SHAPES or not _DIGITS.fullmatch(digits) or digits[0] != "0":
        return value
    return (int(digits) * 8 + PHONE_SHAPES.index(shape)).to_bytes(PHONE_BYTES)


def unpack_phone(packed: object) -> str:
    """Return the number as it was written. Raise TicketError(bad_contents)."""
    match packed:
        case str():
            return packed
        case bytes() if len(packed) == PHONE_BYTES:
            number, shape = divmod(int.from_bytes(packed), 8)
            lengths = PHONE_SHAPES[shape]
            digits = str(number).zfill(sum(lengths))
            if len(digits) == sum(lengths) and digits[0] == "0":
                ends = [sum(lengths[: place + 1]) for place in range(len(lengths))]
                return "-".join(digits[end - length : end] for end, length in zip(ends, lengths, strict=True))
    raise TicketError(TicketReason.BAD_CONTENTS)


def pack_digits(value: str) -> int | str:
    """Return the number with a 1 written before it, so that leading zeros count."""
    return int("1" + value) if len(value) <= LONGEST_DIGITS and _DIGITS.fullmatch(value) else value


def unpack_digits(packed: object) -> str:
    """Return the digits with their leading zeros. Raise TicketError(bad_contents)."""
    match packed:
        case str():
            return packed
        case int() if not isinstance(packed, bool) and packed >= 0:
            digits = str(packed)
            if 2 <= len(digits) <= LONGEST_DIGITS + 1 and digits[0] == "1":
                return digits[1:]
    raise TicketError(TicketReason.BAD_CONTENTS)


def whole(value: object) -> int:
    """Return a count or an amount, the same packed and unpacked."""
    return _within(value, -LARGEST_NUMBER, LARGEST_NUMBER)


def _within(value: object, least: int, most: int) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    raise TicketError(TicketReason.BAD_CONTENTS)


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


Packed = int | bool | str | bytes | None | Sequence["Packed"]
"""One answer as CBOR writes it."""


def several(packed: object, most: int) -> list[object]:
    """Return the list of at most so many values. Raise TicketError(bad_contents) for anything else."""
    if isinstance(packed, list) and len(packed) <= most:
        return packed
    raise TicketError(TicketReason.BAD_CONTENTS)


def trimmed(values: list[Packed]) -> list[Packed]:
    """Return the list without the nulls at its end."""
    while values and values[-1] is None:
        values.pop()
    return values


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
