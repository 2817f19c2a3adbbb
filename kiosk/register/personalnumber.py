"""個人番号 must not come in: what looks like a column of them is recognised by its check digits, whatever its name."""

import re
import unicodedata
from collections.abc import Sequence

HEADER = re.compile("個人番号|マイナンバー|mynumber|individualnumber", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s\u3000・‐‑–—―−ー－_.'=\"-]")
_TWELVE = re.compile(r"(?<!\d)\d{12}(?!\d)")
_WORD = re.compile("[ぁ-ゖァ-ヺ一-鿿]")
"""What neither is a digit nor stands between digits, in whatever form."""
_BLANKS = re.compile(r"[\s_-]")
_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
SHORTEST, LONGEST = 12, 20
"""Characters a number may have, with what people put between its digits."""


def names_personal_number(header: str) -> bool:
    """Whether a column says by its name that it holds the number."""
    return bool(HEADER.search(_BLANKS.sub("", unicodedata.normalize("NFKC", header))))


def is_personal_number(value: str) -> bool:
    """Whether these are the twelve digits of a number with the right check digit.

    Source: 行政手続における特定の個人を識別するための番号の利用等に関する法律施行令8条, 総務省令5条.
    """
    digits = value
    if not (value.isascii() and value.isdigit()):
        if _WORD.match(value):
            return False
        digits = _BETWEEN.sub("", unicodedata.normalize("NFKC", value))
    if len(digits) != 12 or not digits.isascii() or not digits.isdigit() or not digits.strip("0"):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(digits[:11], _WEIGHTS, strict=True)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def holds_personal_number(text: str) -> bool:
    """Whether the number stands in the text, alone or among other words."""
    return is_personal_number(text) or any(map(is_personal_number, _TWELVE.findall(text)))


class NumberWatch:
    """Counts, column by column, how many values there are and how many of them could be the number."""

    def __init__(self, columns: int) -> None:
        self._filled = [0] * columns
        self._right = [0] * columns

    def look(self, rows: Sequence[Sequence[str]]) -> None:
        """Take more rows into account; column by column, because most columns hold nothing so long."""
        for place, column in enumerate(zip(*rows, strict=False)):
            if place >= len(self._filled):
                return
            if not any(column):
                continue
            lengths = [*map(len, column)]
            self._filled[place] += len(column) - lengths.count(0)
            if max(lengths) >= SHORTEST:
                # Nothing but digits, and not twelve of them, is another number.
                possible = [
                    value
                    for value in column
                    if SHORTEST <= len(value) <= LONGEST and (len(value) == SHORTEST or not value.isdigit())
                ]
                self._right[place] += sum(map(is_personal_number, possible))

    def suspicious(self) -> int | None:
        """Return the first column more than half of whose values are right numbers; None if there is none.

        Any twelve digits are right by chance once in ten times.
        """
        pairs = enumerate(zip(self._filled, self._right, strict=True))
        return next((place for place, (filled, right) in pairs if right * 2 > filled), None)
