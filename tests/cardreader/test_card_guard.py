"""The guard: the 個人番号 cannot be selected or read, whatever command is tried."""

import ast
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import cardreader
from cardreader import CardReason
from cardreader.cards import CARD_TYPES
from cardreader.guard import CommandGuard
from cardreader.virtual import MyNumberChip
from cardreader.virtual.licence import MYNA_APPLICATION
from cardreader.virtual.person import COMMON_APPLICATION, JPKI_APPLICATION, TEXT_APPLICATION
from tests.cardreader.pcscd import person, reason_of

SELECT_TEXT = bytes.fromhex("00A4040C0A") + TEXT_APPLICATION
SELECT_PIN_FILE = bytes.fromhex("00A4020C020011")
SELECT_HOLDER = bytes.fromhex("00A4020C020002")
VERIFY = bytes.fromhex("0020008004") + b"1234"
READ = bytes.fromhex("00B0000000")
VISUAL = "D3921000310001010402"
LICENCE = bytes.fromhex("A0000002310100000000000000000000")
LICENCE_PHOTO = bytes.fromhex("A0000002310200000000000000000000")

FORBIDDEN = [
    "00A4020C020001",  # the number's file
    "00A40200020001",
    "00A4020C02000100",
    "00A4020C00000200 01",
    "04A4020C020001",
    "0CA4020C020001",
    "00A4000C020001",
    "00A4020C020003",
    "00A4020C02001E",
    "00B08100 00",  # the number's file by its short id
    "00B0810011",
    "00B08200 00",
    "00B09100 00",
    "00B000000000FF",  # extended length
    "00B1000000",
    "00B2010C00",
    "00200081",  # secrets by their short id
    "0020009104 31323334",
    "00200080 0C 313233343536373839303132",
    "00200080 04 3132335A",
    "0024018004 31323334",  # CHANGE REFERENCE DATA
    "802A000000",
    "00840000 08",
    "00CA00F200",
    "00A40000",
    "00A4040C10" + LICENCE.hex(),
    "00A4040C10" + LICENCE_PHOTO.hex(),
    "00A4040C0A" + VISUAL,
    "00A4040C0A" + JPKI_APPLICATION.hex(),
    "00A4040C0A" + COMMON_APPLICATION.hex(),
    "00A4040C09D39210003100010104",
    "FFCA000000",
    "",
    "00",
]


class GuardedChip:
    """A chip behind the guard, without PC/SC in between, so that thousands of commands can be tried."""

    def __init__(self) -> None:
        self.chip = MyNumberChip(person("test_card"))
        self.guard = CommandGuard()

    def send(self, command: bytes) -> bytes | None:
        if reason_of(lambda: self.guard.check(command)) is CardReason.FORBIDDEN_COMMAND:
            return None
        response = self.chip.answer(command)
        assert response is not None
        self.guard.sent(command, response)
        return response

    def opened(self) -> "GuardedChip":
        for command in (SELECT_TEXT, SELECT_PIN_FILE, VERIFY, SELECT_HOLDER):
            assert self.send(command) == b"\x90\x00"
        return self


def test_reading_the_four_items_works_behind_the_guard() -> None:
    response = GuardedChip().opened().send(READ)
    assert response is not None
    assert response.startswith(bytes.fromhex("FF2065"))


@pytest.mark.parametrize("command", FORBIDDEN)
def test_a_forbidden_command_is_refused_with_the_pin_verified(command: str) -> None:
    opened = GuardedChip().opened()
    before = list(opened.chip.selected)
    assert opened.send(bytes.fromhex(command)) is None
    assert opened.chip.selected == before


def test_the_number_is_really_there_to_be_read_without_the_guard() -> None:
    opened = GuardedChip().opened()
    opened.chip.answer(bytes.fromhex("00A4020C020001"))
    assert opened.chip.answer(READ) == bytes.fromhex("FF100C") + b"123456789010" + bytes.fromhex("FFFF6282")


def test_no_kind_of_card_lists_the_numbers_file() -> None:
    listed = {file for card_type in CARD_TYPES for file in card_type.selectable_files}
    assert {file for application, file in listed if application == TEXT_APPLICATION} == {0x0002, 0x0011}


def test_a_file_is_read_only_after_it_was_selected_here() -> None:
    guarded = GuardedChip()
    assert guarded.send(READ) is None
    guarded.send(SELECT_TEXT)
    assert guarded.send(READ) is None
    guarded.send(SELECT_PIN_FILE)
    assert guarded.send(READ) is None
    assert guarded.send(VERIFY) is not None
    guarded.send(SELECT_HOLDER)
    assert guarded.send(VERIFY) is None
    assert guarded.send(READ) is not None
    guarded.send(SELECT_TEXT)
    assert guarded.send(READ) is None


def test_nothing_stays_selected_after_a_power_cycle() -> None:
    opened = GuardedChip().opened()
    opened.guard.forget()
    opened.chip.power_off()
    assert opened.send(READ) is None
    assert opened.send(SELECT_HOLDER) is None


PACKAGES = ("cardreader", "forms", "kiosk", "printing", "tools")
SELECT_LICENCE = bytes.fromhex("00A4040C10") + LICENCE
SELECT_MYNA_LICENCE = bytes.fromhex("00A4040C10") + MYNA_APPLICATION
KNOWN = [
    SELECT_LICENCE,
    SELECT_MYNA_LICENCE,
    SELECT_TEXT,
    SELECT_PIN_FILE,
    SELECT_HOLDER,
    VERIFY,
    READ,
    *map(bytes.fromhex, FORBIDDEN),
]


@st.composite
def commands(draw: st.DrawFn) -> bytes:
    """A known command, as it is or with a byte changed, added or taken away."""
    command = bytearray(draw(st.sampled_from(KNOWN)))
    if draw(st.booleans()) and command:
        place = draw(st.integers(0, len(command) - 1))
        change = draw(st.sampled_from(["set", "insert", "delete"]))
        if change == "set":
            command[place] = draw(st.integers(0, 255))
        elif change == "insert":
            command.insert(place, draw(st.integers(0, 255)))
        else:
            del command[place]
    return bytes(command)


@given(st.lists(commands() | st.binary(max_size=12), max_size=20))
def test_no_sequence_of_commands_reaches_another_file(sequence: list[bytes]) -> None:
    opened = GuardedChip().opened()
    for command in sequence:
        opened.send(command)
    allowed = {(TEXT_APPLICATION, 0x0002), (TEXT_APPLICATION, 0x0011)}
    assert set(opened.chip.selected) <= allowed
    assert set(opened.chip.read) <= {(TEXT_APPLICATION, 0x0002)}


def test_only_one_line_of_the_program_sends_anything_to_a_card() -> None:
    found = []
    root = Path(cardreader.__file__).parent.parent
    for path in (path for package in PACKAGES for path in (root / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            if name in {"SCardTransmit", "SCardControl", "createConnection", "CardRequest", "SCardSetAttrib"}:
                found.append((path.name, name))
    assert found == [("pcsc.py", "SCardTransmit")]
