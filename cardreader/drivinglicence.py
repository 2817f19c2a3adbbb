"""The driver's licences: a chip card (IC運転免許証), or on a My Number card (マイナ免許証); never the 本籍."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from cardreader import ber, card, mynumbercard
from cardreader.errors import CardError, CardReason, Words

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
        return card.UNTOLD
    if not all(0x21 <= byte <= 0x7E for byte in code):
        raise CardError(CardReason.CARD_UNREADABLE)
    try:
        return bytes(byte | 0x80 for byte in code).decode("euc_jp")
    except UnicodeDecodeError:
        raise CardError(CardReason.CARD_UNREADABLE) from None


LONGEST_NAME = 100
LONGEST_ADDRESS = 200

_APPLICATION = bytes.fromhex("A0000002310100000000000000000000")
_PIN_SETTING, _FIRST_PIN = 0x000A, 0x0001
_ENTRIES, _CHANGES = 0x0001, 0x0004
_SETTING_BYTES, _ENTRIES_BYTES, _CHANGES_BYTES = 3, 880, 640
_SETTINGS = {bytes.fromhex("050101"): True, bytes.fromhex("050100"): False}
_NAME, _KANA, _BIRTH_DATE, _ADDRESS, _EXPIRES = 0x12, 0x13, 0x16, 0x17, 0x1B
_NEW_NAMES, _NEW_KANA, _NEW_ADDRESSES = range(0x60, 0x68), range(0x68, 0x70), range(0x70, 0x78)
_BEFORE, _AFTER = 15, 10
"""The bytes around the text of a change: the year of its JIS X 0208 and its day, and who wrote it."""
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


class DrivingLicence(card.CardType):
    """PIN 1 (master file, EF 0001) opens the entries (EF 0001 of the application) and their changes (EF 0004).

    本籍 needs PIN 2 as well, and a photo nobody asks for: neither EF may appear here, nor the signature, whose
    issuer's certificate is not published. Of the entries only what a form asks is taken, never the number.
    """

    kind = "driving_licence"
    title = "運転免許証"
    paper = "driving_licence"
    gives = "氏名、フリガナ、住所、生年月日"
    limits = (
        "性別はカードに入っていません。本籍、免許証の番号、写真は読みません。",
        "裏に書き足された新しい住所や氏名は、チップにも書き込まれていれば、それを使います。",
        "電子署名は確かめていません（確かめるための証明書が公開されていません）。失効も分かりません。券面を見てください。",
    )
    application = _APPLICATION
    pins = (
        card.PinFile(
            card.MASTER_FILE,
            _FIRST_PIN,
            4,
            4,
            name="暗証番号1（4けた）",
            told="免許証をつくったときに決めた、1つめの番号です。",
            unset=b"****",
            setting=card.DataFile(card.MASTER_FILE, _PIN_SETTING, _SETTING_BYTES),
        ),
    )
    files = (
        card.DataFile(_APPLICATION, _ENTRIES, _ENTRIES_BYTES),
        card.DataFile(_APPLICATION, _CHANGES, _CHANGES_BYTES),
    )
    words: ClassVar[Mapping[CardReason, Words]] = {
        CardReason.PIN_SHAPE: (
            "暗証番号は4桁の数字です。",
            "免許証の暗証番号1（数字4けた）を入力してください。",
        ),
        CardReason.WRONG_PIN: ("暗証番号が違います。", "免許証の暗証番号1（数字4けた）をお確かめください。"),
        CardReason.PIN_BLOCKED: (
            "免許証の暗証番号がロックされています。",
            "警察署か運転免許センターで解除できます。きょうは画面で入力できます。",
        ),
    }

    def is_pin_set(self, setting: bytes) -> bool:
        """Return whether the holder chose PINs when the licence was made. Raises CardError(CARD_UNREADABLE)."""
        if setting not in _SETTINGS:
            raise CardError(CardReason.CARD_UNREADABLE)
        return _SETTINGS[setting]

    def holder(self, contents: Sequence[bytes]) -> card.CardHolder:
        """Return the holder as the newest change of each entry says.

        A reading is that of the name beside it: where the name was changed and the reading was not, there is none.
        Raises CardError(CARD_UNREADABLE) when an entry is missing or is not what it should be.
        """
        entries, changes = (_entries_of(content) for content in contents)
        changed_name = _newest(changes, _NEW_NAMES, LONGEST_NAME)
        name = changed_name or jis_text(entries.get(_NAME, b""), LONGEST_NAME)
        if not name.strip():
            raise CardError(CardReason.CARD_UNREADABLE)
        kana = "" if changed_name else jis_text(entries.get(_KANA, b""), LONGEST_NAME)
        address = jis_text(entries.get(_ADDRESS, b""), LONGEST_ADDRESS)
        return card.CardHolder(
            kind=self.kind,
            name=name,
            kana=_newest(changes, _NEW_KANA, LONGEST_NAME) or kana,
            address=_newest(changes, _NEW_ADDRESSES, LONGEST_ADDRESS) or address,
            birth_date=era_day(entries.get(_BIRTH_DATE, b"")),
            expires=era_day(entries.get(_EXPIRES, b"")),
        )


def _entries_of(content: bytes) -> Mapping[int, bytes]:
    found: dict[int, bytes] = {}
    for element in ber.byte_tagged(content):
        if element.tag in found:
            raise CardError(CardReason.CARD_UNREADABLE)
        found[element.tag] = element.value
    return found


def _newest(changes: Mapping[int, bytes], slots: range, longest: int) -> str:
    """Return the text of the last slot that is filled, or nothing.

    A slot holds the year of its JIS X 0208, seven full-width digits of a day, the text, and five characters of who
    wrote it; what does not look so is refused, for a text cut in the wrong place would be somebody else's address.
    """
    filled = [changes[slot] for slot in slots if changes.get(slot)]
    if not filled:
        return ""
    value = filled[-1]
    day = jis_text(value[1:_BEFORE], _BEFORE)
    if len(value) <= _BEFORE + _AFTER or day.translate(_DIGITS).strip("0123456789"):
        raise CardError(CardReason.CARD_UNREADABLE)
    text, by = jis_text(value[_BEFORE:-_AFTER], longest), jis_text(value[-_AFTER:], _AFTER)
    if not text.strip() or not by.strip():
        raise CardError(CardReason.CARD_UNREADABLE)
    return text


_MYNA_APPLICATION = bytes.fromhex("A0000002310600000000000000000000")
_MYNA_PIN, _MYNA_SETTING, _LICENCE = 0x0006, 0x001A, 0x001B
_MYNA_SETTING_BYTES, _LICENCE_BYTES = 3, 4096
_MYNA_SETTINGS = {bytes.fromhex("C10101"): True, bytes.fromhex("C10100"): False}
_UNTIL = 0xC5


class MynaLicence(mynumbercard.MyNumberCard):
    """The licence has neither name nor address: those are the My Number card's, behind that card's own PIN.

    Its last day is behind a PIN of the licence (ten entries), which may be left out. Number, conditions, photo and
    signature are not taken.
    """

    kind = "my_number_card_with_licence"
    title = "マイナンバーカード（マイナ免許証）"
    gives = "氏名、住所、生年月日、性別。免許の暗証番号も入れたときは、免許の有効期限"
    limits = (
        *mynumbercard.MyNumberCard.limits,
        "免許の番号、条件、写真は読みません。免許の電子署名は確かめていません（証明書が公開されていません）。",
    )
    application = _MYNA_APPLICATION
    pins = (
        *mynumbercard.MyNumberCard.pins,
        card.PinFile(
            _MYNA_APPLICATION,
            _MYNA_PIN,
            4,
            4,
            name="免許の暗証番号（4けた）",
            told="免許の有効期限も見るときだけ入れます。空けておくと、免許の情報は読みません。",
            unset=b"****",
            setting=card.DataFile(_MYNA_APPLICATION, _MYNA_SETTING, _MYNA_SETTING_BYTES),
            is_optional=True,
            if_wrong=("免許の暗証番号が違います。", "空けておくと、マイナンバーカードの情報だけを読みます。"),
        ),
    )
    files = (*mynumbercard.MyNumberCard.files, card.DataFile(_MYNA_APPLICATION, _LICENCE, _LICENCE_BYTES))

    def is_pin_set(self, setting: bytes) -> bool:
        """Return whether the holder chose a PIN for the licence. Raises CardError(CARD_UNREADABLE)."""
        if setting not in _MYNA_SETTINGS:
            raise CardError(CardReason.CARD_UNREADABLE)
        return _MYNA_SETTINGS[setting]

    def holder(self, contents: Sequence[bytes]) -> card.CardHolder:
        """Return the holder of the card, with the last day of the licence where it was opened."""
        return replace(super().holder(contents[:1]), licence_until=_until(contents[1]))


def _until(content: bytes) -> str:
    """Return the last day of the licence; nothing where it was not read, or cannot be true."""
    try:
        days = [element.value for element in ber.byte_tagged(content) if element.tag == _UNTIL]
        return era_day(days[0]) if len(days) == 1 else ""
    except CardError:
        return ""
