"""The My Number card (個人番号カード): the four items (基本4情報) of its 券面事項入力補助AP, never the number."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import ClassVar

from cardreader import ber, card, errors

LONGEST_NAME = 400
LONGEST_ADDRESS = 1000
SEX_CODES = {b"1": card.Sex.MALE, b"2": card.Sex.FEMALE, b"9": card.Sex.NOT_APPLICABLE, b"0": card.Sex.UNKNOWN}
"""As the card codes it; an unlisted code reads as unknown."""

_APPLICATION = bytes.fromhex("D3921000310001010408")
_TEMPLATE, _NAME, _ADDRESS, _BIRTH_DATE, _SEX = 0xFF20, 0xDF22, 0xDF23, 0xDF24, 0xDF25
_DAY = re.compile(rb"([0-9]{4})(0[0-9]|1[0-2])([0-2][0-9]|3[01])")


class MyNumberCard(card.CardType):
    """EF 0011 is the four-digit PIN, EF 0002 holds the four items.

    EF 0001 of the same application holds the 個人番号, which the same PIN opens: it must not appear here, because
    番号法 (行政手続における特定の個人を識別するための番号の利用等に関する法律) allows nobody to read it for
    filling in a form.
    """

    kind = "my_number_card"
    title = "マイナンバーカード"
    paper = "my_number_card"
    number_paper = "number_card"
    gives = "氏名、住所、生年月日、性別"
    limits: ClassVar[tuple[str, ...]] = (
        "個人番号は読みません。",
        "電子署名は確かめていません。署名のファイルから個人番号を割り出せるため、読まないことにしています。",
        "カードの有効期限と失効は確かめていません。券面で見てください。",
    )
    is_for_lobby = True
    application = _APPLICATION
    pins: ClassVar[tuple[card.PinFile, ...]] = (
        card.PinFile(
            _APPLICATION,
            0x0011,
            4,
            4,
            name="4桁の暗証番号",
            told="カードを受け取ったときに決めた、4桁の数字です。",
        ),
    )
    files: ClassVar[tuple[card.DataFile, ...]] = (card.DataFile(_APPLICATION, 0x0002),)
    words: ClassVar[Mapping[errors.CardReason, errors.Words]] = {
        errors.CardReason.PIN_SHAPE: (
            "暗証番号は4桁の数字です。",
            "券面事項入力補助用の暗証番号（数字4けた）を入力してください。",
        ),
        errors.CardReason.WRONG_PIN: (
            "暗証番号が違います。",
            "券面事項入力補助用の暗証番号（数字4けた）をお確かめください。",
        ),
    }

    def holder(self, contents: Sequence[bytes]) -> card.CardHolder:
        """Return the holder from EF 0002.

        The offsets the file also carries (DF21) are not used: the tags say the same and cannot lie. Raises
        CardError(CARD_UNREADABLE) when an item is missing or is not what it should be.
        """
        outer = ber.elements(contents[0])
        if not outer or outer[0].tag != _TEMPLATE:
            raise _unreadable()
        items: dict[int, bytes] = {}
        for element in ber.elements(outer[0].value):
            items.setdefault(element.tag, element.value)
        name = _text(items.get(_NAME), LONGEST_NAME)
        if not name.strip():
            raise _unreadable()
        return card.CardHolder(
            kind=self.kind,
            name=name,
            address=_text(items.get(_ADDRESS), LONGEST_ADDRESS),
            birth_date=_birth_date(items.get(_BIRTH_DATE)),
            sex=SEX_CODES.get(items.get(_SEX, b"0"), card.Sex.UNKNOWN),
        )


def _text(value: bytes | None, longest: int) -> str:
    try:
        text = (value if value is not None else b"\xff").decode("utf-8")
    except UnicodeDecodeError:
        raise _unreadable() from None
    if len(text) > longest or any(unicodedata.category(character) == "Cc" for character in text):
        raise _unreadable()
    return text


def _birth_date(value: bytes | None) -> str:
    matched = _DAY.fullmatch(value or b"")
    if matched is None:
        raise _unreadable()
    # Not checked against the calendar: family registers do hold days such as 30 February.
    return "-".join(part.decode("ascii") for part in matched.groups())


def _unreadable() -> errors.CardError:
    return errors.CardError(errors.CardReason.CARD_UNREADABLE)


class SpecifiedResidenceCard(MyNumberCard):
    """It tells itself by the application of the residence card, and is read as the My Number card that it is.

    The residence application wants a session key sealed to a public key that is handed out on request only: none
    of its files may appear here.
    """

    kind = "specified_residence_card"
    title = "特定在留カード・特定特別永住者証明書"
    paper = "residence_card_with_number"
    limits = (
        *MyNumberCard.limits,
        "在留カードとしての情報（在留資格、在留期間など）は読みません。開ける鍵が公開されていません。",
        "失効していないかは、入管庁の「在留カード等番号失効情報照会」で調べてください。",
    )
    application = bytes.fromhex("D392F0004F0100000000000000000000")
