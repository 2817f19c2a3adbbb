"""Dates, phone numbers, postal codes and account numbers as small numbers. What has no such form stays text."""

import re
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
