"""ゆうちょ銀行: a passbook's 記号 and 番号 as other banks and offices need them, 店番 and a number of seven digits.

By the bank's published rule: of the 記号 the second and third digit, then 8 for a savings account (記号 begins with 1, the
番号 ends with 1, which is dropped) or 9 for a transfer account (記号 begins with 0).
"""

import re
import unicodedata
from dataclasses import dataclass

ACCOUNT_DIGITS = 7

_SAVINGS = re.compile(r"1(\d\d)\d0(?: +\d(?= ))?\D*?(\d{1,7})1", re.ASCII)
"""Some passbooks have a digit of their own between 記号 and 番号; it is no part of the account."""
_TRANSFER = re.compile(r"0(\d\d)\d\d(?: +\d)? +(\d{2,6})", re.ASCII)
"""The single digit between them is a check digit and no part of the number."""
_WORDS = re.compile(r"記号|番号|[\s:：-]")
_DASHES = re.compile("[‐‑‒–—―−ー－]")


@dataclass(frozen=True, slots=True)
class PostalAccount:
    """How a transfer names the account."""

    branch: str
    """店番."""
    number: str
    kind: str
    """口座種別."""


def postal_account(typed: str) -> PostalAccount | None:
    """Return the account of `11940-12345671` or `記号11940 番号12345671`; None if the text is no 記号 and 番号."""
    plain = _WORDS.sub(" ", _DASHES.sub("-", unicodedata.normalize("NFKC", typed))).strip()
    if len(plain) <= ACCOUNT_DIGITS:
        return None
    if found := _SAVINGS.fullmatch(plain):
        return PostalAccount(f"{found[1]}8", found[2].zfill(ACCOUNT_DIGITS), "普通")
    if found := _TRANSFER.fullmatch(plain):
        return PostalAccount(f"{found[1]}9", found[2].zfill(ACCOUNT_DIGITS), "当座")
    return None
