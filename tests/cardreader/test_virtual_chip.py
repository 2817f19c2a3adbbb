"""The virtual card answers as the real one is known to: status words, counters, access, state."""

import pytest
from hypothesis import given, strategies as st

from cardreader.virtual import MyNumberChip, Temper, VirtualPerson
from cardreader.virtual.person import COMMON_APPLICATION, JPKI_APPLICATION, TEXT_APPLICATION, holder_file
from tests.cardreader.pcscd import person

TEXT = "00A4040C0A" + TEXT_APPLICATION.hex()
JPKI = "00A4040C0A" + JPKI_APPLICATION.hex()
PIN_FILE, HOLDER, NUMBER, BASIC = "00A4020C020011", "00A4020C020002", "00A4020C020001", "00A4020C020005"
TRIES, VERIFY, WRONG = "00200080", "0020008004 31323334", "0020008004 39393939"
READ = "00B0000000"


def ask(chip: MyNumberChip, *commands: str) -> str:
    """The answer to the last of these commands, as hex."""
    answer = b""
    for command in commands:
        given = chip.answer(bytes.fromhex(command))
        assert given is not None
        answer = given
    return answer.hex().upper()


def card(who: str = "test_card", temper: Temper | None = None) -> MyNumberChip:
    return MyNumberChip(person(who), temper)


def test_a_full_read_works() -> None:
    chip = card()
    assert ask(chip, TEXT, PIN_FILE, TRIES) == "63C3"
    assert ask(chip, VERIFY, HOLDER, "00B0000007") == "FF2065DF2108009000"
    assert ask(chip, READ) == holder_file(person("test_card")).hex().upper() + "6282"


def test_asking_for_the_tries_spends_none_and_a_right_pin_restores_them() -> None:
    chip = card()
    assert ask(chip, TEXT, PIN_FILE, TRIES, TRIES) == "63C3"
    assert ask(chip, WRONG) == "63C2"
    assert ask(chip, WRONG) == "63C1"
    assert ask(chip, VERIFY) == "9000"
    assert ask(chip, TRIES) == "63C3"


def test_three_wrong_pins_block_the_card_for_good() -> None:
    chip = card()
    assert ask(chip, TEXT, PIN_FILE, WRONG, WRONG, WRONG) == "63C0"
    assert ask(chip, VERIFY) == "6984"
    chip.power_off()
    assert ask(chip, TEXT, PIN_FILE, TRIES) == "6984"


@pytest.mark.parametrize(
    ("secret", "number", "items"), [(None, "6982", "6982"), ("14", "", "6982"), ("15", "6982", "")]
)
def test_each_secret_opens_what_it_should(secret: str | None, number: str, items: str) -> None:
    chip = card()
    ask(chip, TEXT)
    values = {"14": b"123456789010", "15": b"00000020350000"}
    if secret:
        value = values[secret]
        assert ask(chip, f"002000{0x80 + int(secret, 16):02X}{len(value):02X}{value.hex()}") == "9000"
    for file, wanted in ((NUMBER, number), (HOLDER, items)):
        answer = ask(chip, file, READ)
        assert answer == wanted if wanted else answer.startswith("FF")
    assert ask(chip, BASIC, READ).startswith("FF40")


def test_short_file_ids_select_and_read() -> None:
    chip = card()
    assert ask(chip, TEXT, "00200091") == "63C3"
    assert ask(chip, "0020009104 31323334") == "9000"
    assert ask(chip, "00B0820007") == "FF2065DF2108009000"
    assert ask(chip, "00B0000007") == "FF2065DF2108009000"


def test_a_long_file_reads_the_same_chained_and_extended() -> None:
    chip, whole = card("maria"), holder_file(person("maria"))
    ask(chip, TEXT, PIN_FILE, "0020008004 33343536", HOLDER)
    assert ask(chip, "00B00000000000") == whole.hex().upper() + "6282"
    assert ask(chip, READ) == whole[:256].hex().upper() + "9000"
    assert ask(chip, "00B0010000") == whole[256:].hex().upper() + "6282"
    assert ask(chip, "00B07FFF00") == "6B00"


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("00A4040C07A0000001510000", "6A82"),
        ("00A4020C020099", "6A82"),
        ("00A40000", "6A86"),
        ("00A40000023F00", "6A82"),
        (READ, "6986"),
        (TRIES, "6986"),
        ("0044000000", "6D00"),
        ("8050000000", "6E00"),
        ("00A4040C0AD392", "6700"),
        ("00A4", "6700"),
    ],
)
def test_an_unwanted_command_gets_its_status_word(command: str, status: str) -> None:
    assert ask(card(), command) == status


def test_power_off_forgets_and_a_warm_reset_does_not() -> None:
    chip = card()
    ask(chip, TEXT, PIN_FILE, VERIFY)
    chip.warm_reset()
    assert ask(chip, TEXT, HOLDER, "00B0000001") == "FF9000"
    chip.power_off()
    assert ask(chip, TEXT, HOLDER, READ) == "6982"


def test_a_forgetful_card_forgets_on_a_warm_reset_too() -> None:
    chip = card(temper=Temper(forgets_on_warm_reset=True))
    ask(chip, TEXT, PIN_FILE, VERIFY)
    chip.warm_reset()
    assert ask(chip, TEXT, HOLDER, READ) == "6982"


def test_the_other_applications_answer() -> None:
    chip = card()
    assert ask(chip, JPKI, "00A4020C020018", TRIES) == "63C3"
    assert ask(chip, "00A4020C02001B", TRIES) == "63C5"
    assert bytes.fromhex(ask(chip, "00A4020C020006", "00B0000020")).startswith(b"JPKIAPICCTOKEN2 ")
    assert ask(chip, "00A4040C0A" + COMMON_APPLICATION.hex(), "00B2010C00").endswith("9000")
    assert ask(chip, "00B2020C00") == "6A83"


@given(st.lists(st.binary(max_size=20), max_size=20))
def test_no_command_crashes_the_card(commands: list[bytes]) -> None:
    chip = MyNumberChip(VirtualPerson("山", "川", "2000-01-01", "1"))
    for command in commands:
        answer = chip.answer(command)
        assert answer is not None
        assert len(answer) >= 2
