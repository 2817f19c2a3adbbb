"""Texts of the police's cards: JIS X 0208, two bytes a character without escapes; days with their era's number."""

import re

from cardreader.card import UNTOLD
from cardreader.errors import CardError, CardReason

ERAS = {b"1": 1867, b"2": 1911, b"3": 1925, b"4": 1988, b"5": 2018}
"""明治, 大正, 昭和, 平成, 令和 by the card's number: the year before the first."""

_ALSO_WITHOUT_A_CODE = range(0xFFF1, 0xFFFB)
"""外字 1 to 7, whose pictures lie in files of their own, and FFFA, a character the card has not at all."""
_DAY = re.compile(rb"([1-5])([0-9]{2})(0[0-9]|1[0-2])([0-2][0-9]|3[01])")


def jis_text(value: bytes, longest: int) -> str:
    """Return the text; a character without a code is UNTOLD, never a guess.

    Raises CardError(CARD_UNREADABLE) for half a character, a code that JIS X 0208 has not, or more than `longest`
    characters.
    """
    if len(value) % 2 or len(value) // 2 > longest:
        raise CardError(CardReason.CARD_UNREADABLE)
    return "".join(_character(value[at : at + 2]) for at in range(0, len(value), 2))


def era_day(value: bytes) -> str:
    """Return 元号YYMMDD as YYYY-MM-DD, unknown months and days as 00. Raises CardError(CARD_UNREADABLE).

    Not checked against the calendar: family registers do hold days such as 30 February.
    """
    matched = _DAY.fullmatch(value)
    if matched is None or matched[2] == b"00":
        raise CardError(CardReason.CARD_UNREADABLE)
    return f"{ERAS[matched[1]] + int(matched[2])}-{matched[3].decode()}-{matched[4].decode()}"


def _character(code: bytes) -> str:
    if int.from_bytes(code, "big") in _ALSO_WITHOUT_A_CODE:
        return UNTOLD
    if not all(0x21 <= byte <= 0x7E for byte in code):
        raise CardError(CardReason.CARD_UNREADABLE)
    try:
        return bytes(byte | 0x80 for byte in code).decode("euc_jp")
    except UnicodeDecodeError:
        raise CardError(CardReason.CARD_UNREADABLE) from None
