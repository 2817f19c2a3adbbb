"""The driver's licence through the real pcscd: what PIN 1 opens, with its later changes, and nothing else."""

import logging
from collections.abc import Sequence

import pytest
from hypothesis import given, strategies as st

from cardreader import CardError, CardHolder, CardReason, CardWatcher, Pin, read_card
from cardreader.card import MASTER_FILE, UNTOLD
from cardreader.drivinglicence import DrivingLicence, era_day, jis_text
from cardreader.errors import Deadline
from cardreader.pcsc import Context, ExclusiveCard
from cardreader.reading import ask_now
from cardreader.virtual import LicenceChip, Temper, VirtualPerson
from cardreader.virtual.licence import (
    ENTRIES_APPLICATION,
    Change,
    change_value,
    changes_file,
    entries_file,
    entry,
    jis,
)
from tests.cardreader.pcscd import Insert, reason_of
from tests.residents import HOME

card = pytest.mark.card

PERSON = VirtualPerson("山田　花子", HOME, "1985-04-12", "2")
KANA = "ヤマダ　ハナコ"
PIN = Pin("1234")
READ = {(ENTRIES_APPLICATION, 0x0001), (ENTRIES_APPLICATION, 0x0004)}
SETTING, FIRST_PIN, SECOND_PIN = (MASTER_FILE, 0x000A), (MASTER_FILE, 0x0001), 0x0002


def holder(entries: bytes, changes: bytes = b"") -> CardHolder:
    return DrivingLicence().holder([entries.ljust(880, b"\xff"), changes.ljust(640, b"\xff")])


def changed(*changes: Change) -> CardHolder:
    return holder(entries_file(PERSON, KANA), changes_file(changes))


@card
@pytest.mark.parametrize(
    "temper",
    [Temper(), Temper(most_bytes_at_once=84), Temper(exact_lengths=True), Temper(loses_first_command=True)],
    ids=["usual", "84 bytes at a time", "exact lengths", "loses the first command"],
)
def test_a_licence_is_read(insert: Insert, temper: Temper) -> None:
    chip = LicenceChip(PERSON, kana=KANA, temper=temper)
    insert(chip)
    read = read_card(PIN)
    assert read.facts == {
        "name": "山田　花子",
        "kana": "ヤマダ　ハナコ",
        "address": HOME,
        "birth_date": "1985-04-12",
    }
    assert (read.kind, read.expires) == ("driving_licence", "2030-07-12")
    assert set(chip.read) == {SETTING, *READ}
    assert set(chip.selected) == {SETTING, FIRST_PIN, *READ}
    assert chip.pins_received == 1


@card
def test_without_a_pin_of_its_own_nobody_is_asked_for_one(insert: Insert) -> None:
    insert(LicenceChip(PERSON, is_pin_set=False))
    asked = ask_now(None, deadline=Deadline.after(5))
    assert (asked.card.kind, asked.pins, asked.tries_left) == ("driving_licence", (), 3)
    assert read_card().name == PERSON.name


@card
def test_a_pin_is_neither_left_out_nor_sent_to_a_licence_without_one(insert: Insert) -> None:
    for is_pin_set, pins in ((True, ()), (False, (PIN,))):
        chip = LicenceChip(PERSON, is_pin_set=is_pin_set)
        inserted = insert(chip)
        assert reason_of(lambda: read_card(*pins)) is CardReason.PIN_SHAPE  # noqa: B023
        assert chip.pins_received == 0
        inserted.remove()


@card
def test_the_last_try_is_kept_and_a_blocked_licence_says_who_opens_it(insert: Insert) -> None:
    chip = LicenceChip(PERSON)
    insert(chip)
    for left in (2, 1):
        with pytest.raises(CardError) as refused:
            read_card(Pin("9999"))
        assert (refused.value.reason, refused.value.tries_left) == (CardReason.WRONG_PIN, left)
    assert reason_of(lambda: read_card(Pin("9999"))) is CardReason.LAST_TRY
    assert chip.pins_received == 2
    assert chip.tries_left(MASTER_FILE, SECOND_PIN) == 3
    with pytest.raises(CardError) as refused:
        read_card(Pin("9999"), allow_last_try=True)
    assert (refused.value.reason, "警察署" in refused.value.next_step) == (CardReason.PIN_BLOCKED, True)


@card
def test_a_licence_that_says_it_has_no_pin_and_has_one_keeps_its_last_try(insert: Insert) -> None:
    chip = LicenceChip(PERSON, lies=True)
    insert(chip)
    reasons = [reason_of(read_card) for _ in range(4)]
    assert reasons == [CardReason.CARD_UNREADABLE] * 2 + [CardReason.LAST_TRY] * 2
    assert chip.pins_received == 2


@card
def test_neither_the_honseki_nor_the_photo_nor_the_second_pin_is_reached(insert: Insert, reader: str) -> None:
    chip = LicenceChip(PERSON)
    insert(chip)
    select_licence = bytes.fromhex("00A4040C10") + ENTRIES_APPLICATION
    wanted = ["00A4020C020001", "00200080", "0020008004 31323334"]
    forbidden = [
        "00A4020C020002",  # 本籍, and in the master file PIN 2
        "00A4020C020006",
        "00A4020C020007",
        "00A4020C022F01",
        "00A4040C10A0000002310200000000000000000000",
        "00200082",
        "0020008104 31323334",
        "00B0820052",
        "00240180 0431323334",
    ]
    with Context() as context, ExclusiveCard(context, reader, Deadline.after(5)) as held:
        held.transmit(select_licence)
        held.transmit(bytes.fromhex("00A40000"))
        for command in wanted:
            held.transmit(bytes.fromhex(command))
        for place in (bytes.fromhex("00A40000"), select_licence):
            held.transmit(place)
            for command in forbidden:
                assert reason_of(lambda: held.transmit(bytes.fromhex(command))) is CardReason.FORBIDDEN_COMMAND  # noqa: B023
    assert chip.read == []
    assert chip.pins_received == 1


@card
def test_nothing_of_it_gets_into_a_log(insert: Insert, caplog: pytest.LogCaptureFixture) -> None:
    insert(LicenceChip(PERSON, kana=KANA))
    with caplog.at_level(logging.DEBUG), CardWatcher() as watcher:
        read = watcher.read(PIN)
        assert reason_of(lambda: watcher.read(Pin("9876"))) is CardReason.WRONG_PIN
    logged = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "card_read" in logged
    shown = f"{logged} {read!r}"
    secrets = ("山田", "ヤマダ", "1985-04", "360412", "012345678900", "1234", "9876", "A000")
    assert not [each for each in secrets if each in shown]


def test_the_newest_of_several_changes_counts() -> None:
    read = changed(Change(address="東京都架空区一丁目１番１号"), Change(address="北海道架空郡みどり野町２番地"))
    assert read.address == "北海道架空郡みどり野町２番地"
    assert (read.name, read.kana) == ("山田　花子", KANA)


def test_a_changed_name_takes_its_reading_along_or_has_none() -> None:
    assert changed(Change(name="鈴木　花子")).facts["name"] == "鈴木　花子"
    assert "kana" not in changed(Change(name="鈴木　花子")).facts
    assert changed(Change(name="鈴木　花子", kana="スズキ　ハナコ")).kana == "スズキ　ハナコ"


@pytest.mark.parametrize(
    ("name", "told"),
    [("髙橋　一郎", "〓橋　一郎"), ("渡邉\U000e0110　𠮷男", "渡〓　〓男"), ("吉田　花子", "吉田　花子")],
)
def test_a_character_outside_the_standard_is_told_and_never_guessed(name: str, told: str) -> None:
    person = VirtualPerson(name, HOME, "1985-04-12", "2")
    assert holder(entries_file(person)).name == told


def test_a_missing_character_is_told_as_well() -> None:
    assert jis_text(bytes.fromhex("FFFA") + jis("山"), 10) == f"{UNTOLD}山"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (b"3600412", "1985-04-12"),
        (b"4010108", "1989-01-08"),
        (b"2150000", "1926-00-00"),
        (b"5080229", "2026-02-29"),
    ],
)
def test_days_come_with_their_era(written: bytes, day: str) -> None:
    assert era_day(written) == day


@pytest.mark.parametrize(
    "written", [b"", b"6010101", b"3000412", b"360041", b"3601341", b"36004123", "３６０".encode()]
)
def test_a_day_that_cannot_be_true_is_refused(written: bytes) -> None:
    assert reason_of(lambda: era_day(written)) is CardReason.CARD_UNREADABLE


GOOD = {0x12: jis("山田　花子"), 0x16: b"3600412", 0x17: jis(HOME), 0x1B: b"5120712"}


def entries(values: dict[int, bytes]) -> bytes:
    return b"".join(entry(*each) for each in values.items())


@pytest.mark.parametrize(
    "values",
    [
        {tag: value for tag, value in GOOD.items() if tag != 0x12},
        {tag: value for tag, value in GOOD.items() if tag != 0x16},
        {tag: value for tag, value in GOOD.items() if tag != 0x1B},
        GOOD | {0x12: jis("　　")},
        GOOD | {0x12: jis("山") + b"\x30"},
        GOOD | {0x12: bytes.fromhex("7F7F")},
        GOOD | {0x12: bytes.fromhex("2D21")},  # ① and the like are not in the standard
        GOOD | {0x12: bytes.fromhex("FFF0")},
        GOOD | {0x12: bytes.fromhex("FFFB")},
        GOOD | {0x12: jis("山" * 101)},
        GOOD | {0x17: jis("山" * 201)},
    ],
)
def test_an_entry_that_cannot_be_true_is_refused(values: dict[int, bytes]) -> None:
    assert reason_of(lambda: holder(entries(values))) is CardReason.CARD_UNREADABLE


ADDRESS = change_value("北海道架空郡みどり野町２番地")


@pytest.mark.parametrize(
    "changes",
    [
        entry(0x70, ADDRESS) + entry(0x70, ADDRESS),
        entry(0x70, ADDRESS[:25]),
        entry(0x70, ADDRESS[:-1]),
        entry(0x70, b"\x01" + jis("ＡＢＣＤＥＦＧ") + ADDRESS[15:]),
        entry(0x70, change_value("　")),
        entry(0x71, ADDRESS)[:-1] + b"\xff",
        entry(0x70, ADDRESS)[:20],
        bytes.fromhex("7084FFFFFFFF"),
        bytes.fromhex("7080"),
        bytes.fromhex("708201"),
        entry(0x50, b"") * 70,
    ],
)
def test_a_change_that_cannot_be_true_is_refused_and_the_old_entry_not_taken_for_it(changes: bytes) -> None:
    whole = changes if len(changes) < 300 else changes[:640]
    read: Sequence[bytes] = [entries_file(PERSON, KANA).ljust(880, b"\xff"), whole]
    assert reason_of(lambda: DrivingLicence().holder(read)) is CardReason.CARD_UNREADABLE


@given(st.data())
def test_a_damaged_licence_is_read_or_refused_but_never_crashes(data: st.DataObject) -> None:
    files = [entries_file(PERSON, KANA), changes_file([Change(address=HOME), Change(name="鈴木　花子")])]
    damaged = []
    for file in files:
        changing = bytearray(file)
        for _ in range(data.draw(st.integers(0, 4))):
            changing[data.draw(st.integers(0, len(changing) - 1))] = data.draw(st.integers(0, 255))
        damaged.append(bytes(changing[: data.draw(st.integers(0, len(changing)))]))
    assert reason_of(lambda: DrivingLicence().holder(damaged)) in {None, CardReason.CARD_UNREADABLE}


@given(st.binary(max_size=900), st.binary(max_size=640))
def test_garbage_is_refused(entries: bytes, changes: bytes) -> None:
    assert reason_of(lambda: DrivingLicence().holder([entries, changes])) is CardReason.CARD_UNREADABLE


@pytest.mark.parametrize("setting", ["", "050102", "0501", "05010101", "060101", "FFFFFF"])
def test_a_setting_that_is_neither_yes_nor_no_sends_no_pin(setting: str) -> None:
    assert reason_of(lambda: DrivingLicence().is_pin_set(bytes.fromhex(setting))) is CardReason.CARD_UNREADABLE
