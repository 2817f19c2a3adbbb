"""Reading through the real pcscd and the real pyscard."""

import subprocess
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from smartcard import scard
from smartcard.ExclusiveConnectCardConnection import ExclusiveConnectCardConnection
from smartcard.System import readers

from cardreader import CardError, CardHolder, CardReason, Pin, list_readers, read_card, tries_left
from cardreader.errors import Deadline
from cardreader.pcsc import Context, ExclusiveCard
from cardreader.virtual import MyNumberChip, Temper, VirtualReaderService, shipped_persons
from cardreader.virtual.person import TEXT_APPLICATION
from tests.cardreader.pcscd import SERVICE, Insert, person, reason_of
from tests.cardreader.test_card_guard import FORBIDDEN, SELECT_HOLDER, SELECT_PIN_FILE, SELECT_TEXT, VERIFY

pytestmark = pytest.mark.card

PIN = Pin("1234")
WRONG = Pin("9999")


def read_name(name: str, reader: str | None = None) -> CardHolder:
    return read_card(Pin(person(name).pin), reader=reader, allow_last_try=True)


@pytest.mark.parametrize("name", sorted(set(shipped_persons()) - {"blocked", "test_card"}))
def test_reading_every_shipped_person_works(insert: Insert, name: str) -> None:
    chip = MyNumberChip(person(name))
    insert(chip)
    read, wanted = read_name(name), person(name)
    assert (read.name, read.address, read.birth_date) == (wanted.name, wanted.address, wanted.birth_date)
    assert set(chip.selected) == {(TEXT_APPLICATION, 0x0011), (TEXT_APPLICATION, 0x0002)}
    assert set(chip.read) == {(TEXT_APPLICATION, 0x0002)}


def test_the_genuine_test_card_reads_as_printed_on_it(insert: Insert, reader: str) -> None:
    insert(person("test_card"))
    assert list(read_card(PIN, reader=reader).as_json().values()) == [
        "my_number_card",
        "黒桐　幹也",
        "東京都清瀬市観布子南１２－７－２０２",
        "1980-02-17",
        "male",
    ]


@pytest.mark.parametrize(
    "temper",
    [
        Temper(loses_first_command=True),
        Temper(exact_lengths=True),
        Temper(most_bytes_at_once=84),
        Temper(most_bytes_at_once=32),
        Temper(tells_verified=True, forgets_on_warm_reset=True),
    ],
    ids=str,
)
def test_cards_and_readers_with_habits_are_read(insert: Insert, temper: Temper) -> None:
    insert(MyNumberChip(person("maria"), temper))
    assert read_name("maria").address == person("maria").address


def test_the_tries_left_are_told_without_spending_one(insert: Insert) -> None:
    insert(person("yoshida"))
    assert [tries_left(), tries_left()] == [3, 3]


def test_wrong_pins_count_down_and_the_last_try_is_kept(insert: Insert) -> None:
    chip = MyNumberChip(person("yoshida"))
    insert(chip)
    for left in (2, 1):
        with pytest.raises(CardError) as refused:
            read_card(WRONG)
        assert (refused.value.reason, refused.value.tries_left) == (CardReason.WRONG_PIN, left)
    with pytest.raises(CardError) as refused:
        read_card(WRONG)
    assert (refused.value.reason, refused.value.tries_left) == (CardReason.LAST_TRY, 1)
    assert chip.pins_received == 2
    assert read_card(PIN, allow_last_try=True).name == person("yoshida").name
    assert tries_left() == 3


def test_the_last_wrong_try_blocks_and_says_so(insert: Insert) -> None:
    insert(person("last_try"))
    assert reason_of(lambda: read_card(WRONG, allow_last_try=True)) is CardReason.PIN_BLOCKED
    assert tries_left() == 0


def test_a_blocked_card_gets_no_pin(insert: Insert) -> None:
    chip = MyNumberChip(person("blocked"))
    insert(chip)
    assert reason_of(lambda: read_card(PIN, allow_last_try=True)) is CardReason.PIN_BLOCKED
    assert chip.pins_received == 0


def test_a_pin_verified_by_another_program_is_forgotten_first(insert: Insert, reader: str) -> None:
    chip = MyNumberChip(person("test_card"), Temper(tells_verified=True))
    insert(chip)
    leave_verified(reader)
    assert reason_of(lambda: read_card(WRONG)) is CardReason.WRONG_PIN
    assert chip.pins_received == 2


def leave_verified(reader: str) -> None:
    """Another program's bad manners: verify the PIN and leave without power-off."""
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    _, handle, _ = scard.SCardConnect(context, reader, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T1)
    for command in (SELECT_TEXT, SELECT_PIN_FILE, VERIFY):
        _, response = scard.SCardTransmit(handle, scard.SCARD_PCI_T1, list(command))
        assert response == [0x90, 0x00]
    scard.SCardDisconnect(handle, scard.SCARD_LEAVE_CARD)
    scard.SCardReleaseContext(context)


def test_no_verified_pin_is_left_behind(insert: Insert, reader: str) -> None:
    insert(person("test_card"))
    read_card(PIN)
    with Context() as context, ExclusiveCard(context, reader, Deadline.after(5)) as card:
        card.transmit(SELECT_TEXT)
        card.transmit(SELECT_HOLDER)
        assert card.transmit(bytes.fromhex("00B0000007")) == b"\x69\x82"


def test_a_forbidden_command_never_reaches_the_card(insert: Insert, reader: str) -> None:
    chip = MyNumberChip(person("test_card"))
    insert(chip)
    with Context() as context, ExclusiveCard(context, reader, Deadline.after(5)) as card:
        for command in (SELECT_TEXT, SELECT_PIN_FILE, VERIFY, SELECT_HOLDER):
            card.transmit(command)
        before = list(chip.selected)
        for forbidden in [*map(bytes.fromhex, FORBIDDEN), bytes(300)]:
            assert reason_of(partial(card.transmit, forbidden)) is CardReason.FORBIDDEN_COMMAND
    assert (chip.selected, chip.read) == (before, [])


def test_an_empty_reader_and_an_unknown_one_are_told_apart(card_service: VirtualReaderService) -> None:
    assert list_readers() == card_service.readers
    assert reason_of(lambda: read_card(PIN)) is CardReason.NO_CARD
    assert reason_of(lambda: read_card(PIN, reader="no such reader")) is CardReason.NO_READER


def test_a_card_in_use_by_another_program_is_busy(insert: Insert) -> None:
    insert(person("test_card"))
    other = ExclusiveConnectCardConnection(readers()[0].createConnection())
    other.connect()
    assert reason_of(lambda: read_card(PIN)) is CardReason.READER_BUSY
    other.disconnect()
    other.release()
    assert read_card(PIN).name == "黒桐　幹也"


def test_two_cards_at_once_get_no_pin(insert: Insert) -> None:
    chips = [MyNumberChip(person("yoshida")), MyNumberChip(person("watanabe"))]
    for slot, chip in enumerate(chips):
        insert(chip, slot=slot)
    assert reason_of(lambda: read_card(PIN)) is CardReason.SEVERAL_CARDS
    assert [chip.pins_received for chip in chips] == [0, 0]
    assert read_card(PIN, reader=list_readers()[0]).name == person("yoshida").name


def test_the_my_number_card_is_found_beside_another_card(insert: Insert) -> None:
    insert(OtherChip(person("yoshida")))
    insert(person("watanabe"), slot=1)
    assert read_name("watanabe").name == person("watanabe").name


def test_another_kind_of_card_is_recognised(insert: Insert) -> None:
    insert(OtherChip(person("yoshida")))
    assert reason_of(tries_left) is CardReason.OTHER_CARD


class OtherChip(MyNumberChip):
    """A card that knows none of the applications."""

    def answer(self, apdu: bytes) -> bytes | None:
        return b"\x6a\x82" if apdu[1:2] == b"\xa4" else super().answer(apdu)


def test_many_readers_of_one_card_never_mix_their_answers(insert: Insert) -> None:
    insert(person("test_card"))
    results: list[CardHolder | CardReason] = []

    def read_often() -> None:
        for _ in range(10):
            try:
                results.append(read_card(PIN))
            except CardError as error:
                results.append(error.reason)

    threads = [threading.Thread(target=read_often) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = {result.name for result in results if isinstance(result, CardHolder)}
    reasons = {result for result in results if isinstance(result, CardReason)}
    assert names == {"黒桐　幹也"}
    assert reasons <= {CardReason.READER_BUSY, CardReason.CARD_UNRESPONSIVE}
    assert tries_left() == 3


def test_without_the_service_the_reason_is_plain(card_service: VirtualReaderService) -> None:
    card_service.kill()
    assert reason_of(list_readers) is CardReason.NO_SERVICE
    assert reason_of(lambda: read_card(PIN)) is CardReason.NO_SERVICE
    card_service.start()
    assert list_readers() == card_service.readers


def test_a_reading_takes_little_time(insert: Insert) -> None:
    insert(person("maria"))
    read_name("maria")
    started = time.process_time()
    read_name("maria")
    assert time.process_time() - started < 0.2


def test_opensc_recognises_the_card(insert: Insert) -> None:
    insert(person("test_card"))
    shown = subprocess.run(
        ["opensc-tool", "--reader", "0", "--name"],
        env=opensc_environment(),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert shown.stdout.decode().strip() == "jpki"


def opensc_environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "HOME": str(Path.cwd()), **SERVICE.environment}
