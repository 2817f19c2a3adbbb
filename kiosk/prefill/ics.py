"""A calendar file (RFC 5545) with one day in it. It travels through other people's clouds: it names nobody."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

PRODUCT = "-//kakanai-madoguchi//prefill//JA"
LONGEST_LINE = 75
"""Octets, without the line break (3.1)."""


@dataclass(frozen=True, slots=True)
class DayEntry:
    """A day to remember; the phone reminds of it the morning before."""

    day: date
    summary: str
    description: str
    place: str


def write_calendar(entry: DayEntry, uid: str, written: datetime) -> bytes:
    """Return the file: `uid` is unique in the world, `written` an aware moment."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{written.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escape(entry.summary)}",
        f"DESCRIPTION:{_escape(entry.description)}",
        *([f"LOCATION:{_escape(entry.place)}"] if entry.place else []),
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escape(entry.summary)}",
        "TRIGGER:-PT15H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_fold(line)}\r\n" for line in lines).encode()


def _escape(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _fold(line: str) -> str:
    """Break a long line between characters: each further one begins with a space, which counts."""
    folded, length = "", 0
    for sign in line:
        size = len(sign.encode())
        if length + size > LONGEST_LINE:
            folded, length = f"{folded}\r\n ", 1
        folded, length = folded + sign, length + size
    return folded
