"""One more kind of card, made up to prove that a kind is one module.

Two PINs of different lengths in the master file, one application of files without an outer template, text in
JIS X 0208 without escapes, a birth date with its era, and no sex.
"""

from collections.abc import Sequence
from enum import IntEnum

from cardreader.card import MASTER_FILE, CardHolder, CardType, DataFile, PinFile
from cardreader.errors import CardError, CardReason
from cardreader.virtual import FileChip
from cardreader.virtual.person import DataFile as VirtualFile, SecretFile

APPLICATION = bytes.fromhex("F0000002310100000000000000000000")
FIRST_PIN, SECOND_PIN = 0x0001, 0x0002
ENTRIES, CHANGES = 0x0001, 0x0002
SIZE = 300
ERAS = {b"3": 1925, b"4": 1988, b"5": 2018}


class Tag(IntEnum):
    NAME = 0x12
    BIRTH_DATE = 0x16
    ADDRESS = 0x17


class MadeUpCard(CardType):
    """The address is the newest of what the entries and the changes say."""

    kind = "made_up"
    title = "見本のカード"
    paper = "public_photo"
    gives = "氏名、住所、生年月日"
    limits = ()
    application = APPLICATION
    pins = (
        PinFile(MASTER_FILE, FIRST_PIN, 4, 4, name="暗証番号1"),
        PinFile(MASTER_FILE, SECOND_PIN, 6, 8, name="暗証番号2", told="6桁から8桁の番号です。"),
    )
    files = (DataFile(APPLICATION, ENTRIES, SIZE), DataFile(APPLICATION, CHANGES, SIZE))
    keeps_tries = 2
    words = {CardReason.WRONG_PIN: ("見本のカードの暗証番号が違います。", "二つの暗証番号をお確かめください。")}  # noqa: RUF012

    def holder(self, contents: Sequence[bytes]) -> CardHolder:
        entries, changes = (dict(_entries(content)) for content in contents)
        born = entries[Tag.BIRTH_DATE].decode("ascii")
        year = ERAS[born[:1].encode()] + int(born[1:3])
        return CardHolder(
            kind=self.kind,
            name=jis_text(entries[Tag.NAME]),
            address=jis_text((entries | changes)[Tag.ADDRESS]),
            birth_date=f"{year}-{born[3:5]}-{born[5:]}",
        )


def chip(name: str, address: str, born: str, *, moved_to: str = "", tries: int = 3) -> FileChip:
    """A card of this kind with the PINs 1234 and 567890."""
    entries = (
        _entry(Tag.NAME, jis(name)) + _entry(Tag.ADDRESS, jis(address)) + _entry(Tag.BIRTH_DATE, born.encode())
    )
    changes = _entry(Tag.ADDRESS, jis(moved_to)) if moved_to else b""
    return FileChip(
        {
            MASTER_FILE: {FIRST_PIN: SecretFile(b"1234", 3, 3), SECOND_PIN: SecretFile(b"567890", 3, tries)},
            APPLICATION: {
                ENTRIES: VirtualFile(entries.ljust(SIZE, b"\xff")),
                CHANGES: VirtualFile(changes.ljust(SIZE, b"\xff")),
            },
        }
    )


def jis(text: str) -> bytes:
    return bytes(byte & 0x7F for byte in text.encode("euc_jp"))


def jis_text(data: bytes) -> str:
    return bytes(byte | 0x80 for byte in data).decode("euc_jp")


def _entry(tag: Tag, value: bytes) -> bytes:
    return bytes([tag, len(value)]) + value


def _entries(content: bytes) -> list[tuple[int, bytes]]:
    found, rest = [], content
    while rest and rest[0] != 0xFF:
        if len(rest) < 2 or len(rest) < 2 + rest[1]:
            raise CardError(CardReason.CARD_UNREADABLE)
        found.append((rest[0], rest[2 : 2 + rest[1]]))
        rest = rest[2 + rest[1] :]
    return found
