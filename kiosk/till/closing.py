"""The closing of a till's day: counted by denomination, compared with what must be there, confirmed by a second person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.till.refusal import TillError, TillReason

DENOMINATIONS = (10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1)
"""In yen, as they are counted."""

MOST_PIECES = 9_999

DIFFERENCE_REASONS: Mapping[str, str] = {
    "change": "つり銭の渡し間違い",
    "not_recorded": "記録し忘れた支払い・取り消し",
    "float": "はじめのつり銭の数え間違い",
    "unknown": "調べたが分からない",
}


@dataclass(frozen=True, slots=True)
class Count:
    """What lies in the till, by denomination."""

    pieces: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, pieces: Mapping[int, int]) -> "Count":
        """Return the count; what is not named is not there. Raise TillError(count_impossible)."""
        if not set(pieces) <= set(DENOMINATIONS) or not all(0 <= each <= MOST_PIECES for each in pieces.values()):
            raise TillError(TillReason.COUNT_IMPOSSIBLE)
        return cls(tuple((each, pieces.get(each, 0)) for each in DENOMINATIONS))

    @property
    def total(self) -> int:
        return sum(value * pieces for value, pieces in self.pieces)


@dataclass(frozen=True, slots=True)
class Closing:
    """How a day ended. After it nothing changes any more."""

    at: datetime
    by: int
    checked_by: int
    expected: int
    count: Count
    reason: str = ""
    """Why there is a difference; empty without one."""

    @property
    def difference(self) -> int:
        """Return how much more lies there than must; below zero for less."""
        return self.count.total - self.expected
