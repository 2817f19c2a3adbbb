"""The driver's licence with a chip (IC運転免許証): what PIN 1 opens, with its later changes; never the 本籍."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from cardreader import ber
from cardreader.card import MASTER_FILE, CardHolder, CardType, DataFile, PinFile
from cardreader.errors import CardError, CardReason, Words
from cardreader.jistext import era_day, jis_text

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


class DrivingLicence(CardType):
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
        PinFile(
            MASTER_FILE,
            _FIRST_PIN,
            4,
            4,
            name="暗証番号1（4けた）",
            told="免許証をつくったときに決めた、1つめの番号です。",
            unset=b"****",
            setting=DataFile(MASTER_FILE, _PIN_SETTING, _SETTING_BYTES),
        ),
    )
    files = (
        DataFile(_APPLICATION, _ENTRIES, _ENTRIES_BYTES),
        DataFile(_APPLICATION, _CHANGES, _CHANGES_BYTES),
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

    def holder(self, contents: Sequence[bytes]) -> CardHolder:
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
        return CardHolder(
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
