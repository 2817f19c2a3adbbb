"""A payment, and its entry in the till's journal; an entry is never changed or deleted, only voided by another one."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from forms.wareki import wareki
from kiosk.till.refusal import TillError, TillReason

SERIAL_CODE = re.compile(r"(?P<till>[a-z0-9_-]{1,20})\.(?P<year>[0-9]{4})\.(?P<number>[0-9]{1,9})")
AMOUNT_CODE = re.compile(
    r"KT1:(?P<serial>[a-z0-9_-]{1,20}\.[0-9]{4}\.[0-9]{1,9}):(?P<amount>[0-9]{1,9}):(?P<check>[0-9]{3})"
)


def fiscal_year(day: date) -> int:
    """Return the year whose April began the fiscal year of the day."""
    return day.year if day.month >= 4 else day.year - 1


@dataclass(frozen=True, slots=True)
class Serial:
    """領収書番号: counts without gaps, for each till and fiscal year; a receipt number is a visit's."""

    till: str
    year: int
    number: int

    @property
    def code(self) -> str:
        """Return it for programs: `counter-1.2026.12`."""
        return f"{self.till}.{self.year}.{self.number}"

    def words(self, till: str) -> str:
        """Return it as receipts say it, with what the town calls the till."""
        return f"{wareki(f'{self.year}-04-01').partition('年')[0]}年度　{till}　第{self.number}号"

    @classmethod
    def of(cls, code: str) -> "Serial | None":
        """Return the serial of a code for programs; None if it is none of ours."""
        found = SERIAL_CODE.fullmatch(code)
        return cls(found["till"], int(found["year"]), int(found["number"])) if found else None


@dataclass(frozen=True, slots=True)
class AmountCode:
    """What a POS or semi-self register scans: how much, and for which receipt. Fits a Code 128 and a QR."""

    serial: str
    amount: int

    @property
    def text(self) -> str:
        """Return it with a check of three digits."""
        said = f"KT1:{self.serial}:{self.amount}"
        return f"{said}:{_check(said)}"

    @classmethod
    def of(cls, text: str) -> "AmountCode | None":
        """Return what a scanned text says; None if it is no such code, or was read wrongly."""
        found = AMOUNT_CODE.fullmatch(text)
        if found is None or _check(text.rpartition(":")[0]) != found["check"]:
            return None
        return cls(found["serial"], int(found["amount"]))


def _check(said: str) -> str:
    return f"{zlib.crc32(said.encode('ascii')) % 1000:03d}"


MOST_COUNT = 999
MOST_LINES = 30
MOST_YEN = 1_000_000
"""One payment; more than any bill of fees."""


class Method(StrEnum):
    """How it is paid: one way a payment."""

    CASH = "cash"
    CODE = "code"
    EMONEY = "emoney"
    CARD = "card"
    """On the terminal of the register: we never see a card number."""
    ELQR = "elqr"
    FREE = "free"

    @property
    def words(self) -> str:
        """Return what staff and receipts call it."""
        return METHODS[self]


METHODS: Mapping[Method, str] = {
    Method.CASH: "現金",
    Method.CODE: "QRコード決済",
    Method.EMONEY: "電子マネー",
    Method.CARD: "クレジットカード",
    Method.ELQR: "eL-QR（納付書）",
    Method.FREE: "免除",
}

FREE_REASONS: Mapping[str, str] = {
    "public_use": "官公署の公用",
    "welfare": "生活保護を受けている",
    "pension": "年金・手当の手続に使う",
    "disaster": "災害にあった",
    "town_mistake": "町の間違いによる出し直し",
    "ordinance": "ほかの、条例・規則による免除",
}
VOID_REASONS: Mapping[str, str] = {
    "amount": "手数料や数の間違い",
    "method": "支払方法の間違い",
    "cancelled": "ご本人が取りやめた",
    "not_settled": "決済できていなかった",
    "number": "受付番号の間違い",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One fee, its price copied when it is paid. `procedure` is empty where nothing but the fee was chosen."""

    procedure: str
    fee: str
    count: int
    unit: int
    """In yen."""

    @property
    def amount(self) -> int:
        return self.count * self.unit


@dataclass(frozen=True, slots=True)
class VisitNumber:
    """Which visit is paid for: its receipt number, and the day on which that was given out."""

    day: date
    number: str


@dataclass(frozen=True, slots=True)
class Payment:
    """What somebody pays now. `reason` says why nothing, if it is free."""

    lines: tuple[Line, ...]
    method: Method
    visit: VisitNumber | None = None
    reason: str = ""
    seen: int = 0
    """How many entries the visit had when the cashier looked: another one since then is told first."""

    @property
    def total(self) -> int:
        """Return the yen to be taken."""
        return 0 if self.method is Method.FREE else sum(line.amount for line in self.lines)

    def check(self) -> None:
        """Raise TillError if it cannot be taken as it is."""
        if not self.lines:
            raise TillError(TillReason.NOTHING_TO_PAY)
        if len(self.lines) > MOST_LINES or not all(0 < line.count <= MOST_COUNT for line in self.lines):
            raise TillError(TillReason.COUNT_IMPOSSIBLE)
        if any(line.unit < 0 for line in self.lines) or self.total > MOST_YEN:
            raise TillError(TillReason.TOO_MUCH)
        if self.method is Method.FREE and self.reason not in FREE_REASONS:
            raise TillError(TillReason.REASON_MISSING)
        if self.method is not Method.FREE and not self.total:
            raise TillError(TillReason.NOTHING_TO_PAY)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the till's journal: a payment taken, with its receipt's serial, or the counter-entry that voids one."""

    id: str
    at: datetime
    staff_id: int
    payment: Payment
    serial: Serial | None
    voids: str | None = None
    """The entry that this one takes back."""
    reason: str = ""
    """Why it takes it back."""

    @property
    def amount(self) -> int:
        """Return the yen by which the till grows."""
        return -self.payment.total if self.voids else self.payment.total

    @property
    def sign(self) -> int:
        return -1 if self.voids else 1
