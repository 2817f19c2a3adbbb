"""The driver's licence on a My Number card (マイナ免許証): the card's four items, and until when one may drive."""

from collections.abc import Sequence
from dataclasses import replace

from cardreader import ber
from cardreader.card import CardHolder, DataFile, PinFile
from cardreader.errors import CardError, CardReason
from cardreader.jistext import era_day
from cardreader.mynumbercard import MyNumberCard

_APPLICATION = bytes.fromhex("A0000002310600000000000000000000")
_PIN, _SETTING, _LICENCE = 0x0006, 0x001A, 0x001B
_SETTING_BYTES, _LICENCE_BYTES = 3, 4096
_SETTINGS = {bytes.fromhex("C10101"): True, bytes.fromhex("C10100"): False}
_UNTIL = 0xC5


class MynaLicence(MyNumberCard):
    """The licence has neither name nor address: those are the My Number card's, behind that card's own PIN.

    Its last day is behind a PIN of the licence (ten entries), which may be left out. Number, conditions, photo and
    signature are not taken.
    """

    kind = "my_number_card_with_licence"
    title = "マイナンバーカード（マイナ免許証）"
    gives = "氏名、住所、生年月日、性別。免許の暗証番号も入れたときは、免許の有効期限"
    limits = (
        *MyNumberCard.limits,
        "免許の番号、条件、写真は読みません。免許の電子署名は確かめていません（証明書が公開されていません）。",
    )
    application = _APPLICATION
    pins = (
        *MyNumberCard.pins,
        PinFile(
            _APPLICATION,
            _PIN,
            4,
            4,
            name="免許の暗証番号（4けた）",
            told="免許の有効期限も見るときだけ入れます。空けておくと、免許の情報は読みません。",
            unset=b"****",
            setting=DataFile(_APPLICATION, _SETTING, _SETTING_BYTES),
            is_optional=True,
            if_wrong=("免許の暗証番号が違います。", "空けておくと、マイナンバーカードの情報だけを読みます。"),
        ),
    )
    files = (*MyNumberCard.files, DataFile(_APPLICATION, _LICENCE, _LICENCE_BYTES))

    def is_pin_set(self, setting: bytes) -> bool:
        """Return whether the holder chose a PIN for the licence. Raises CardError(CARD_UNREADABLE)."""
        if setting not in _SETTINGS:
            raise CardError(CardReason.CARD_UNREADABLE)
        return _SETTINGS[setting]

    def holder(self, contents: Sequence[bytes]) -> CardHolder:
        """Return the holder of the card, with the last day of the licence where it was opened."""
        return replace(super().holder(contents[:1]), licence_until=_until(contents[1]))


def _until(content: bytes) -> str:
    """Return the last day of the licence; nothing where it was not read, or cannot be true."""
    try:
        days = [element.value for element in ber.byte_tagged(content) if element.tag == _UNTIL]
        return era_day(days[0]) if len(days) == 1 else ""
    except CardError:
        return ""
