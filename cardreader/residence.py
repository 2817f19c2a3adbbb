"""What all cards of the Immigration Services Agency have in common: the printed number opens them."""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from cardreader import ber, card, errors

FACE = bytes.fromhex("D392F0004F0200000000000000000000")
LATER = bytes.fromhex("D392F0004F0300000000000000000000")
SIGNED = bytes.fromhex("D392F0004F0400000000000000000000")
"""The applications: what is printed on the card, what was written in later, the signature."""
_LONG = 0xDF
"""What tags of two bytes begin with."""
_NUMBER_FILE, _TYPE_FILE = 0x06, 0x0A
_TYPE_BYTES, _TYPE = 4, 0xC1
_NUMBER = re.compile(rb"[A-Z]{2}[0-9]{8}[A-Z]{2}")
_DAY = re.compile(r"([0-9]{4})(0[0-9]|1[0-2])([0-2][0-9]|3[01])")


class CardNumber(card.PinFile):
    """The number on the face, two letters, eight digits, two letters."""

    def accepts(self, pin: bytes) -> bool:
        """Return whether `pin` looks like the number of such a card."""
        return _NUMBER.fullmatch(pin) is not None


class ResidencePaper(card.CardType):
    """One kind of residence paper; `codes` are those of the file that tells the kinds apart."""

    codes: ClassVar[frozenset[bytes]]
    paper = "residence_card"
    application = FACE
    pins = (
        CardNumber(
            card.MASTER_FILE_BY_ID,
            _NUMBER_FILE,
            12,
            12,
            name="カードの番号（12けた）",
            told="券面の右上にある、英字2つ・数字8つ・英字2つの番号です。",
            is_printed=True,
        ),
    )
    telling = card.DataFile(card.MASTER_FILE_BY_ID, _TYPE_FILE, _TYPE_BYTES, card.Access.BY_SHORT_ID)
    words: ClassVar[Mapping[errors.CardReason, errors.Words]] = {
        errors.CardReason.PIN_SHAPE: (
            "カードの番号は、英字2つ・数字8つ・英字2つです。",
            "券面の右上の番号をもう一度入力してください。",
        ),
        errors.CardReason.WRONG_PIN: (
            "カードの番号が違います。",
            "券面の右上の番号をお確かめください。何度でも入れ直せます。",
        ),
    }

    def is_told_by(self, content: bytes) -> bool:
        """Return whether the card is of this kind; another code, or none, is another card."""
        found = ber.byte_tagged(content)
        return any(element.tag == _TYPE and element.value in self.codes for element in found)


def entries_of(contents: Sequence[bytes]) -> dict[int, bytes]:
    """Return the entries of these files, each tag once. Raises CardError(CARD_UNREADABLE)."""
    found: dict[int, bytes] = {}
    for element in (element for content in contents for element in ber.byte_tagged(content, long=_LONG)):
        if element.tag in found:
            raise errors.CardError(errors.CardReason.CARD_UNREADABLE)
        found[element.tag] = element.value
    return found


def judged(verify: Callable[[], None]) -> card.Signature:
    """Return whether the signature fits contents and certificate; who issued that certificate is not known."""
    try:
        verify()
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return card.Signature.BROKEN
    return card.Signature.CONSISTENT


def plain_text(value: bytes) -> str:
    """Return a text in UTF-8 without what fills it up. Raises CardError(CARD_UNREADABLE)."""
    try:
        text = value.rstrip(b"\x00 ").decode("utf-8")
    except UnicodeDecodeError:
        raise errors.CardError(errors.CardReason.CARD_UNREADABLE) from None
    if not text.isprintable():
        raise errors.CardError(errors.CardReason.CARD_UNREADABLE)
    return text


def western_day(value: bytes, *, is_whole: bool = False) -> str:
    """Return YYYYMMDD as YYYY-MM-DD; `is_whole`: it must be a day of the calendar.

    Raises CardError(CARD_UNREADABLE).
    """
    matched = _DAY.fullmatch(plain_text(value))
    if matched is None:
        raise errors.CardError(errors.CardReason.CARD_UNREADABLE)
    day = "-".join(matched.groups())
    if is_whole:
        try:
            datetime.date.fromisoformat(day)
        except ValueError:
            raise errors.CardError(errors.CardReason.CARD_UNREADABLE) from None
    return day
