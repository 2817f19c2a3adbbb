"""A receipt: its serial, and the code from which a register reads amount and receipt. Whom it is for is written by hand."""

import re
import zlib
from dataclasses import dataclass
from datetime import date

from forms.wareki import wareki

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

    @property
    def words(self) -> str:
        """Return it as receipts say it."""
        return f"{wareki(f'{self.year}-04-01').partition('年')[0]}年度　{self.till}　第{self.number}号"


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
