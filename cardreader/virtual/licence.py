"""A driver's licence made of software: built from the published layout, no physical card was at hand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cardreader import card, drivinglicence
from cardreader.virtual.chip import FileChip, Temper
from cardreader.virtual.person import Application, DataFile, SecretFile, VirtualPerson, applications

ENTRIES_APPLICATION = bytes.fromhex("A0000002310100000000000000000000")
PHOTO_APPLICATION = bytes.fromhex("A0000002310200000000000000000000")
MYNA_APPLICATION = bytes.fromhex("A0000002310600000000000000000000")
UNSET = b"****"
_FIRST_PIN, _SECOND_PIN = 0x0001, 0x0002
_CHARACTER = re.compile("[\\s\\S][\U000e0100-\U000e01ef]?")
_YEAR_OF_JIS = b"\x01"
_NEW_NAME, _NEW_KANA, _NEW_ADDRESS = 0x60, 0x68, 0x70
_WRITTEN_BY = "架空公委　"


@dataclass(frozen=True, slots=True)
class Change:
    """What the police wrote in later, oldest first; empty texts were not changed."""

    name: str = ""
    kana: str = ""
    address: str = ""


class LicenceChip(FileChip):
    """The licence of one person. `is_pin_set` False: it says that the holder chose no PIN, and `****` opens it.

    `lies` says the same of a licence with a PIN.
    """

    def __init__(
        self,
        person: VirtualPerson,
        *,
        kana: str = "",
        changes: Sequence[Change] = (),
        expires: str = "5120712",
        is_pin_set: bool = True,
        lies: bool = False,
        temper: Temper | None = None,
    ) -> None:
        pin = person.pin.encode("ascii") if is_pin_set else UNSET
        master: Application = {
            0x2F01: DataFile(bytes.fromhex("450B3030382024070120290812 460201 01".replace(" ", ""))),
            0x000A: DataFile(bytes([0x05, 0x01, is_pin_set and not lies])),
            _FIRST_PIN: SecretFile(pin, 3, person.tries),
            _SECOND_PIN: SecretFile(b"5678" if is_pin_set else UNSET, 3, 3),
        }
        entries = entries_file(person, kana, expires)
        files: dict[bytes, Application] = {
            card.MASTER_FILE: master,
            ENTRIES_APPLICATION: {
                0x0001: _opened(entries, 880, _FIRST_PIN),
                0x0002: _opened(entry(0x41, jis("北海道架空郡みどり野町１番地")), 82, _SECOND_PIN),
                0x0003: _opened(b"", 264, _FIRST_PIN),
                0x0004: _opened(changes_file(changes), 640, _FIRST_PIN),
                0x0005: _opened(b"", 663, _FIRST_PIN),
                0x0006: _opened(b"", 256, _SECOND_PIN),
                0x0007: _opened(entry(0xB1, bytes(256)), 578, _FIRST_PIN),
            },
            PHOTO_APPLICATION: {0x0001: _opened(bytes(2005), 2005, _SECOND_PIN)},
        }
        super().__init__(files, temper)


class MynaLicenceChip(FileChip):
    """A person's My Number card with the licence on it. `pin` empty: the holder chose none for the licence."""

    def __init__(self, person: VirtualPerson, pin: str = "5678", until: str = "5120712", tries: int = 10) -> None:
        licence: Application = {
            0x001A: DataFile(bytes([0xC1, 0x01, bool(pin)])),
            0x0006: SecretFile(pin.encode("ascii") or UNSET, 10, tries),
            0x001B: DataFile(licence_file(until), frozenset({0x0006})),
            0x001C: DataFile(entry(0xC9, bytes(256)), frozenset({0x0006})),
        }
        super().__init__(applications(person) | {MYNA_APPLICATION: licence})


def licence_file(until: str) -> bytes:
    """Return what a licence on a My Number card says: colour, number, last day."""
    texts = [(0xC2, jis("優良")), (0xC3, b"5060701"), (0xC4, b"012345678900"), (0xC5, until.encode("ascii"))]
    return b"".join(entry(*each) for each in texts)


def entries_file(person: VirtualPerson, kana: str = "", expires: str = "5120712") -> bytes:
    """Return the entries as far as a licence has them, the number of the licence among them."""
    texts = [
        (0x11, _YEAR_OF_JIS),
        (0x12, jis(person.name)),
        (0x13, jis(kana)),
        (0x14, b""),
        (0x15, b""),
        (0x16, era_day(person.birth_date)),
        (0x17, jis(person.address)),
        (0x18, b"5060701"),
        (0x19, b"12345"),
        (0x1A, jis("優良")),
        (0x1B, expires.encode("ascii")),
        (0x1C, jis("眼鏡等")),
        (0x1F, b""),
        (0x20, jis("架空県公安委員会")),
        (0x21, b"012345678900"),
        (0x22, b"4200101"),
    ]
    return b"".join(entry(*each) for each in texts)


def changes_file(changes: Sequence[Change]) -> bytes:
    """Return the changes, a slot a kind of change and time."""
    slots: list[tuple[int, str]] = []
    for first, field in ((_NEW_NAME, "name"), (_NEW_KANA, "kana"), (_NEW_ADDRESS, "address")):
        texts = [text for change in changes if (text := getattr(change, field))]
        slots += [(first + place, texts[place] if place < len(texts) else "") for place in range(8)]
    written = (entry(slot, change_value(text) if text else b"") for slot, text in slots)
    return entry(0x50, b"11" if changes else b"") + b"".join(written)


def change_value(text: str) -> bytes:
    """Return one change: year of JIS, day in full-width digits, text, who wrote it."""
    return _YEAR_OF_JIS + jis("５０７０４０１") + jis(text) + jis(_WRITTEN_BY)


def entry(tag: int, value: bytes) -> bytes:
    """One TLV with a one-byte tag."""
    size = len(value)
    length = bytes([size]) if size < 0x80 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + value


def jis(text: str) -> bytes:
    """Return the text in JIS X 0208; what it has not is 外字 1, 2 … in their order, and beyond 7 a missing one."""
    codes, outside = b"", 0
    for character in _CHARACTER.findall(text):
        encoded = _encoded(character)
        if encoded is None:
            outside += 1
        codes += encoded or (0xFFF0 + outside if outside <= 7 else 0xFFFA).to_bytes(2, "big")
    return codes


def era_day(day: str) -> bytes:
    """YYYY-MM-DD as the card writes it, by years alone: the first days of an era still count to the one before."""
    year = int(day[:4])
    code, before = next((code, before) for code, before in reversed(drivinglicence.ERAS.items()) if year > before)
    return code + f"{year - before:02}{day[5:7]}{day[8:10]}".encode("ascii")


def _encoded(character: str) -> bytes | None:
    try:
        encoded = character.encode("euc_jp")
    except UnicodeEncodeError:
        return None
    return bytes(byte & 0x7F for byte in encoded) if len(encoded) == 2 and encoded[0] != 0x8E else None


def _opened(content: bytes, size: int, secret: int) -> DataFile:
    return DataFile(content.ljust(size, b"\xff"), frozenset({secret}), card.MASTER_FILE)
