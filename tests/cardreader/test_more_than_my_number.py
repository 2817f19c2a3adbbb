"""My Number cards that are a driver's licence or a residence card as well: the four items stay readable."""

import pytest
from hypothesis import given, strategies as st

from cardreader import CardError, CardReason, Pin, read_card
from cardreader.drivinglicence import MynaLicence
from cardreader.errors import Deadline
from cardreader.reading import ask_now
from cardreader.virtual import MynaLicenceChip, SpecifiedResidenceChip
from cardreader.virtual.licence import MYNA_APPLICATION, licence_file
from cardreader.virtual.person import TEXT_APPLICATION, DataFile, holder_file
from cardreader.virtual.residence import SPECIFIED
from tests.cardreader.pcscd import Insert, person, reason_of

card = pytest.mark.card

PIN, LICENCE_PIN = Pin("1234"), Pin("5678")
ITEMS = {(TEXT_APPLICATION, 0x0002)}
SETTING, LICENCE = (MYNA_APPLICATION, 0x001A), (MYNA_APPLICATION, 0x001B)


@card
def test_with_both_pins_the_last_day_of_the_licence_is_told(insert: Insert) -> None:
    chip = MynaLicenceChip(person("yoshida"))
    insert(chip)
    asked = ask_now(None, deadline=Deadline.after(5))
    assert (asked.card.kind, asked.tries_left) == ("my_number_card_with_licence", 3)
    assert [pin.is_optional for pin in asked.pins] == [False, True]
    read = read_card(PIN, LICENCE_PIN)
    assert (read.name, read.licence_until, read.expires) == (person("yoshida").name, "2030-07-12", "")
    assert set(chip.read) == {SETTING, LICENCE, *ITEMS}


@card
@pytest.mark.parametrize("pins", [[PIN], [PIN, None]], ids=["one", "one and an empty field"])
def test_without_the_licences_pin_nothing_of_it_is_read(insert: Insert, pins: list[Pin | None]) -> None:
    chip = MynaLicenceChip(person("yoshida"))
    insert(chip)
    read = read_card(*pins)
    assert (read.name, read.licence_until) == (person("yoshida").name, "")
    assert set(chip.read) == {SETTING, *ITEMS}
    assert chip.pins_received == 1


@card
def test_a_licence_whose_holder_set_no_pin_is_read_without_asking(insert: Insert) -> None:
    insert(MynaLicenceChip(person("yoshida"), pin=""))
    assert [pin.is_optional for pin in ask_now(None, deadline=Deadline.after(5)).pins] == [False]
    assert read_card(PIN).licence_until == "2030-07-12"


@card
@pytest.mark.parametrize("tries", [0, 1])
def test_a_licence_without_a_pin_keeps_its_last_tries_and_the_card_is_read(insert: Insert, tries: int) -> None:
    chip = MynaLicenceChip(person("yoshida"), pin="", tries=tries)
    insert(chip)
    assert (read_card(PIN).licence_until, chip.pins_received) == ("", 1)


@card
def test_a_wrong_pin_of_the_licence_says_which_it_was(insert: Insert) -> None:
    chip = MynaLicenceChip(person("yoshida"))
    insert(chip)
    with pytest.raises(CardError) as refused:
        read_card(PIN, Pin("9999"))
    assert (refused.value.reason, refused.value.tries_left) == (CardReason.WRONG_PIN, 9)
    assert refused.value.sentence == "免許の暗証番号が違います。"
    assert chip.tries_left(TEXT_APPLICATION, 0x0011) == 3


@card
def test_the_last_try_of_the_licence_is_not_spent(insert: Insert) -> None:
    chip = MynaLicenceChip(person("yoshida"), tries=1)
    insert(chip)
    assert reason_of(lambda: read_card(PIN, LICENCE_PIN)) is CardReason.LAST_TRY
    assert chip.pins_received == 0
    assert read_card(PIN).name == person("yoshida").name


@card
@pytest.mark.parametrize("setting", ["", "C10102", "FFFFFF", "6F"])
def test_a_licence_that_is_not_as_described_hinders_nobody(insert: Insert, setting: str) -> None:
    chip = MynaLicenceChip(person("yoshida"))
    chip.files[MYNA_APPLICATION][0x001A] = DataFile(bytes.fromhex(setting))
    insert(chip)
    assert read_card(PIN).name == person("yoshida").name
    assert reason_of(lambda: read_card(PIN, LICENCE_PIN)) is CardReason.PIN_SHAPE


@card
def test_a_specified_residence_card_is_read_as_a_my_number_card(insert: Insert) -> None:
    chip = SpecifiedResidenceChip(person("maria"))
    insert(chip)
    asked = ask_now(None, deadline=Deadline.after(5))
    assert (asked.card.kind, asked.card.paper) == ("specified_residence_card", "residence_card_with_number")
    assert read_card(Pin("3456")).name == person("maria").name
    assert set(chip.read) == ITEMS
    assert SPECIFIED not in {application for application, _ in chip.selected}


@given(st.binary(max_size=200), st.integers(0, 60), st.integers(0, 255))
def test_nonsense_in_the_licence_leaves_the_four_items(garbage: bytes, place: int, value: int) -> None:
    items = holder_file(person("yoshida"))
    damaged = bytearray(licence_file("5120712"))
    damaged[place % len(damaged)] = value
    for content in (garbage, bytes(damaged)):
        assert MynaLicence().holder([items, content]).name == person("yoshida").name
