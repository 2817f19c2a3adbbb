"""One till on one day: opened with a float, then payments and their counter-entries, then closed for good.

Pure: what may happen is decided here, `kiosk.till.tills` keeps it. Nothing is ever taken out of the journal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from kiosk import clock, staff
from kiosk.till.payment import VOID_REASONS, Entry, Method, Payment, Serial
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


MOST_FLOAT = 1_000_000


@dataclass(frozen=True, slots=True)
class Act:
    """Something a member of staff does at the till: who, when, and how the entry made by it is named."""

    by: staff.Staff
    at: datetime
    id: str = ""


@dataclass(frozen=True, slots=True)
class TillDay:
    """`entries` are in the order in which they were made."""

    till: str
    day: date
    float_yen: int
    opened_by: int
    opened_at: datetime
    entries: tuple[Entry, ...] = ()
    closing: Closing | None = None

    @classmethod
    def opened(cls, till: str, float_yen: int, act: Act) -> "TillDay":
        """Return a new day. Raise TillError: no_cashier, float_impossible."""
        check_cashier(act)
        if not 0 <= float_yen <= MOST_FLOAT:
            raise TillError(TillReason.FLOAT_IMPOSSIBLE)
        return cls(till, clock.day_in_japan(act.at), float_yen, act.by.id, act.at)

    def take(self, payment: Payment, act: Act, serial: Serial, already: int = 0) -> Entry:
        """Return the entry of a payment; `already` is how many entries its visit has. Raise TillError."""
        check_cashier(act)
        self._check_today(act)
        payment.check()
        if payment.visit is not None and payment.seen != already:
            raise TillError(TillReason.PAID_MEANWHILE)
        return Entry(act.id, act.at, act.by.id, payment, serial)

    def void(self, entry_id: str, reason: str, act: Act) -> Entry:
        """Return the counter-entry of a payment of today. Whoever took it may, and an administrator. Raise TillError."""
        check_cashier(act)
        if reason not in VOID_REASONS:
            raise TillError(TillReason.REASON_MISSING)
        entry = next((each for each in self.entries if each.id == entry_id and each.voids is None), None)
        if entry is None:
            raise TillError(TillReason.ENTRY_UNKNOWN)
        if clock.day_in_japan(act.at) != self.day:
            raise TillError(TillReason.ENTRY_OF_ANOTHER_DAY)
        self._check_today(act)
        if self.is_void(entry_id):
            raise TillError(TillReason.ALREADY_VOID)
        if entry.staff_id != act.by.id and not act.by.is_admin:
            raise TillError(TillReason.NOT_YOURS)
        return Entry(act.id, act.at, act.by.id, entry.payment, None, voids=entry_id, reason=reason)

    def close(self, count: Count, reason: str, act: Act, second: staff.Staff, expected: int) -> "TillDay":
        """Return the closed day. `expected` is what the screen said must be there: money that moved since then makes the
        count worthless. A day that was forgotten may be closed later. Raise TillError."""
        check_cashier(act)
        if self.closing is not None:
            raise TillError(TillReason.DAY_CLOSED)
        if second.id == act.by.id or second.disabled:
            raise TillError(TillReason.SAME_PERSON)
        if expected != self.expected:
            raise TillError(TillReason.MONEY_MOVED)
        closing = Closing(act.at, act.by.id, second.id, expected, count)
        if closing.difference and reason not in DIFFERENCE_REASONS:
            raise TillError(TillReason.DIFFERENCE_UNEXPLAINED)
        return replace(self, closing=replace(closing, reason=reason if closing.difference else ""))

    def with_entry(self, entry: Entry) -> "TillDay":
        """Return the day with one more entry."""
        return replace(self, entries=(*self.entries, entry))

    @property
    def expected(self) -> int:
        """Return the yen that must lie in the till: float and cash."""
        return self.float_yen + sums_by_method(self.entries)[Method.CASH]

    @property
    def deposit(self) -> int:
        """Return what goes to the bank: all that was counted but the float."""
        return max(0, self.closing.count.total - self.float_yen) if self.closing else 0

    def is_void(self, entry_id: str) -> bool:
        """Return whether a counter-entry has taken it back."""
        return any(each.voids == entry_id for each in self.entries)

    def _check_today(self, act: Act) -> None:
        if self.closing is not None:
            raise TillError(TillReason.DAY_CLOSED)
        if clock.day_in_japan(act.at) != self.day:
            raise TillError(TillReason.EARLIER_OPEN)


@dataclass(frozen=True, slots=True)
class FeeSum:
    """A line of 日計表 and 月計表: what was taken for one fee at one price in one way."""

    fee: str
    unit: int
    method: Method
    count: int
    yen: int


def sums_by_fee(entries: Iterable[Entry]) -> tuple[FeeSum, ...]:
    """Return what was taken, voided payments left out; what is free has a count and no yen."""
    counts: dict[tuple[str, int, Method], int] = {}
    for entry in entries:
        for line in entry.payment.lines:
            key = (line.fee, line.unit, entry.payment.method)
            counts[key] = counts.get(key, 0) + entry.sign * line.count
    return tuple(
        FeeSum(fee, unit, method, count, 0 if method is Method.FREE else count * unit)
        for (fee, unit, method), count in sorted(counts.items())
        if count
    )


def sums_by_method(entries: Iterable[Entry]) -> Mapping[Method, int]:
    """Return the yen in each way of paying, voided ones taken off."""
    sums = dict.fromkeys(Method, 0)
    for entry in entries:
        sums[entry.payment.method] += entry.amount
    return sums


@dataclass(frozen=True, slots=True)
class StaffSum:
    """What one member of staff took, less what they gave back: where a difference is looked for."""

    staff_id: int
    count: int
    cash: int
    yen: int


def sums_by_staff(entries: Iterable[Entry]) -> tuple[StaffSum, ...]:
    """Return what each took, in the order in which they began."""
    own: dict[int, list[Entry]] = {}
    for entry in entries:
        own.setdefault(entry.staff_id, []).append(entry)
    return tuple(
        StaffSum(
            staff_id,
            sum(each.sign for each in kept),
            sums_by_method(kept)[Method.CASH],
            sum(each.amount for each in kept),
        )
        for staff_id, kept in own.items()
    )


def check_cashier(act: Act) -> None:
    """Raise TillError(no_cashier) unless they may take money."""
    if not act.by.takes_money or act.by.disabled:
        raise TillError(TillReason.NO_CASHIER)
