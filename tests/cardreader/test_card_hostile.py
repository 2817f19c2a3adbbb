"""Cards that lie, stall or talk for ever: a reason in time, never a second PIN."""

import random
import time
from collections.abc import Callable, Iterator

import pytest

from cardreader import CardReason, Pin, read_card
from cardreader.virtual import MyNumberChip, VirtualCard
from tests.cardreader.pcscd import SERVICE, Insert, person, reason_of, wait_for_card

pytestmark = pytest.mark.card

PIN = Pin("1234")
SELECT, VERIFY, READ, GET_RESPONSE = 0xA4, 0x20, 0xB0, 0xC0
Habit = Callable[[bytes], bytes | None]


class HostileChip(MyNumberChip):
    """A real card's answers, except where a habit takes over an instruction."""

    def __init__(self, habits: dict[int, Habit]) -> None:
        super().__init__(person("maria"))
        self.behave(habits)

    def behave(self, habits: dict[int, Habit], tries_answer: str = "") -> None:
        """Take on other habits and start counting anew; `tries_answer` replaces the tries left."""
        super().__init__(person("maria"))
        self._habits = habits
        self._tries_answer = bytes.fromhex(tries_answer)
        self.commands = 0

    def answer(self, apdu: bytes) -> bytes | None:
        self.commands += 1
        honest = super().answer(apdu)
        habit = self._habits.get(apdu[1])
        if apdu[1] == VERIFY and len(apdu) == 4:
            return self._tries_answer or honest  # honest, so that the PIN is really sent
        return honest if habit is None else habit(apdu)


@pytest.fixture(scope="module")
def hostile() -> Iterator[HostileChip]:
    """One hostile card for all tests here, in the second reader."""
    service, chip = SERVICE.start(), HostileChip({})
    with VirtualCard(chip, port=service.port + 1):
        wait_for_card(service.readers[1], present=True)
        yield chip
    wait_for_card(service.readers[1], present=False)


def always(answer: str) -> Habit:
    return lambda _apdu: bytes.fromhex(answer)


def garbage(_apdu: bytes) -> bytes:
    return random.randbytes(random.randint(2, 200))


def reading() -> CardReason | None:
    return reason_of(lambda: read_card(Pin("3456"), reader=SERVICE.readers[1], seconds=3))


def test_the_hostile_card_works_while_it_has_no_habits(hostile: HostileChip) -> None:
    hostile.behave({})
    assert reading() is None


READING_HABITS: dict[str, dict[int, Habit]] = {
    "endless 61": {READ: always("6110"), GET_RESPONSE: always("AA" * 16 + "6110")},
    "endless empty 61": {READ: always("6100"), GET_RESPONSE: always("6100")},
    "endless 6C": {READ: always("6C00")},
    "wrong length for ever": {READ: always("6700")},
    "nothing, successfully": {READ: always("9000")},
    "half a header": {READ: always("FF9000")},
    "four gigabytes": {READ: always("FF2084FFFFFFFF9000")},
    "sixteen megabytes": {READ: always("FF2083FFFFFF9000")},
    "indefinite length": {READ: always("FF20800000009000")},
    "longer than there is": {READ: lambda apdu: b"\xff\x20\x82\x3f\xff" + bytes(2) + b"\x90\x00"},
    "filler for ever": {READ: lambda apdu: b"\xff" * (apdu[4] or 256) + b"\x90\x00"},
    "more than asked": {READ: always("FF20820200" + "00" * 240 + "9000")},
    "not verified after all": {READ: always("6982")},
    "an unknown status": {READ: always("66F1")},
    "garbage": {READ: garbage},
    "garbage on select": {SELECT: garbage},
    "first command lost for ever": {SELECT: always("6F00")},
}


@pytest.mark.parametrize("name", READING_HABITS)
def test_a_lying_card_is_refused_in_time(hostile: HostileChip, name: str) -> None:
    hostile.behave(READING_HABITS[name])
    assert reading() in {CardReason.CARD_UNREADABLE, CardReason.OTHER_CARD}
    assert hostile.pins_received <= 1
    assert hostile.commands < 500


@pytest.mark.parametrize("status", ["6C04", "6104", "6F00", "6700", "6982", "6A80", "63"])
def test_a_pin_is_never_sent_twice(hostile: HostileChip, status: str) -> None:
    hostile.behave({VERIFY: always(status)})
    assert reading() is not None
    assert hostile.pins_received == 1


@pytest.mark.parametrize("answer", ["6300", "9000", "6985", "61C3"])
def test_without_a_known_number_of_tries_no_pin_is_sent(hostile: HostileChip, answer: str) -> None:
    hostile.behave({}, tries_answer=answer)
    assert reading() in {CardReason.TRIES_UNKNOWN, CardReason.CARD_UNREADABLE}
    assert hostile.pins_received == 0


def test_a_slow_card_ends_at_the_deadline(insert: Insert, reader: str) -> None:
    insert(person("yoshida"), seconds_per_command=0.3)
    started = time.monotonic()
    assert reason_of(lambda: read_card(PIN, reader=reader, seconds=1)) is CardReason.TIMEOUT
    assert time.monotonic() - started < 10


def test_a_silent_card_ends_at_the_deadline(insert: Insert, reader: str) -> None:
    card = insert(HostileChip({READ: lambda _apdu: None}))
    started = time.monotonic()
    assert reason_of(lambda: read_card(Pin("3456"), reader=reader, seconds=1)) is CardReason.TIMEOUT
    assert time.monotonic() - started < 10
    card.remove()


@pytest.mark.parametrize("instruction", [SELECT, VERIFY, READ])
def test_a_card_pulled_out_mid_read_is_told_and_reads_when_put_back(
    insert: Insert, reader: str, instruction: int
) -> None:
    pulled: list[VirtualCard] = []

    def pull(_apdu: bytes) -> None:
        pulled[0].remove()

    pulled.append(insert(HostileChip({instruction: pull})))
    assert reason_of(lambda: read_card(Pin("3456"), reader=reader)) is CardReason.CARD_REMOVED
    # The reader takes the next card only after it has seen the first one go.
    wait_for_card(reader, present=False)
    insert(person("yoshida"))
    assert read_card(PIN, reader=reader).name == person("yoshida").name
