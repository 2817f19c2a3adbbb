"""One value of the file: a number, a day or a text, and what is wrong with it."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from operator import mul

from forms import wareki, writtendate
from kiosk.register import csvfile, layout
from kiosk.register.refusal import TroubleKind

DIGITS = re.compile("[0-9]{1,20}")
UNKNOWN_PART = 99
"""What some systems write for a month or day nobody knows; others write 00."""
LONGEST_TEXT = 200
PATTERNS = {
    layout.DateForm.HYPHENS: re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00:00)?", re.ASCII),
    layout.DateForm.SLASHES: re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?: 0?0:00:00)?", re.ASCII),
    layout.DateForm.DIGITS: re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
}
UNSET = re.compile("[09]*|0000([-/.])00\\1 *00|9999([-/.])99\\2 *99")
"""What stands where there is no date."""
WEIGHTS = (2, 3, 4, 5, 6, 7) * 4
WEIGHED = tuple(sum(WEIGHTS[:length]) for length in range(len(WEIGHTS) + 1))
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_LOST = re.compile("[\ufffd〓]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_PLAIN = re.compile("[ -~ぁ-ゖァ-ヺー一-鿿々０-９－\u3000]*")
"""What nearly every text is made of: none of these signs is invisible or lost."""
_PART_UNKNOWN = re.compile("(?<=[-/.年月])99(?=[-/.月日]|$)|(?<=[0-9]{5})99$")
_ISO = re.compile(r"(?:1[89]|2[01])\d\d-\d\d-\d\d", re.ASCII)
Found = tuple[str, TroubleKind | None]


def read_number(text: str, otherwise: TroubleKind) -> Found:
    """Return a number without the zeros before it, and what is wrong with it.

    A spreadsheet may have taken the zeros in one file and not in the other.
    """
    if not DIGITS.fullmatch(text):
        return layout.plain_code(text), otherwise
    return text.lstrip("0") or "0", None if has_check_digit(text) else TroubleKind.CHECK_DIGIT


def find_doubt(text: str) -> TroubleKind | None:
    """Return what must be looked at in a text that is taken all the same."""
    return TroubleKind.PRIVATE_SIGN if _PRIVATE.search(text) else None


def find_trouble(text: str) -> TroubleKind | None:
    """Return what makes a text impossible in any column."""
    if len(text) > LONGEST_TEXT:
        return TroubleKind.TOO_LONG
    is_plain = _PLAIN.fullmatch(text)
    if not is_plain and _INVISIBLE.search(text):
        return TroubleKind.INVISIBLE_SIGN
    if len(text) >= csvfile.SHORTEST and csvfile.holds_personal_number(text):
        return TroubleKind.LOOKS_LIKE_PERSONAL_NUMBER
    return TroubleKind.LOST_SIGN if not is_plain and _LOST.search(text) else None


def read_date(text: str, forms: Sequence[layout.DateForm]) -> Found:
    """Return the day as ISO text, empty where there is none, and what is wrong with it."""
    if layout.DateForm.HYPHENS in forms and _ISO.fullmatch(text):
        try:
            return date.fromisoformat(text).isoformat(), None
        except ValueError:
            return _day(int(text[:4]), int(text[5:7]), int(text[8:]))
    text = unicodedata.normalize("NFKC", text)
    if UNSET.fullmatch(text):
        return "", None
    for form, pattern in PATTERNS.items():
        found = pattern.fullmatch(text) if form in forms else None
        if found:
            year, month, day = (int(part) for part in found.groups())
            return _day(year, month, day)
    return _day_in_words(text) if layout.DateForm.ERA in forms else ("", TroubleKind.NO_DATE)


def _day_in_words(text: str) -> Found:
    """As people and registers write it; the register's own words stay."""
    try:
        found = writtendate.iso_written(_PART_UNKNOWN.sub("00", text), unknown_day=True)
    except wareki.WrongDate:
        return "", TroubleKind.NO_DATE
    return found, TroubleKind.DAY_UNKNOWN if found.endswith("-00") else None


def _day(year: int, month: int, day: int) -> Found:
    month, day = (0 if part == UNKNOWN_PART else part for part in (month, day))
    if not (1800 <= year <= 2200 and 0 <= month <= 12 and 0 <= day <= 31):
        return "", TroubleKind.NO_DATE
    if not month or not day:
        return f"{year:04}-{month:02}-00", TroubleKind.DAY_UNKNOWN
    try:
        return date(year, month, day).isoformat(), None
    except ValueError:
        return f"{year:04}-{month:02}-00", TroubleKind.NOT_IN_CALENDAR


def has_check_digit(number: str) -> bool:
    """Whether the last digit is that of modulus 11, weights 2 to 7 from the right (M11W2–7)."""
    last = int(number[-1])
    weighed = _weigh(number[:-1])
    # What stands for a remainder of one is not laid down in what is public.
    return (weighed + last) % 11 == 0 or weighed % 11 == 1


def _weigh(serial: str) -> int:
    # The codes of digits begin at 48, which every weight took with it.
    weighed: int = sum(map(mul, serial.encode()[::-1], WEIGHTS))
    return weighed - 48 * WEIGHED[len(serial)]


def with_check_digit(serial: str) -> str:
    """Return the number of a serial; its check digit is 0 where the remainder is one."""
    rest = _weigh(serial) % 11
    return serial + str(0 if rest <= 1 else 11 - rest)
