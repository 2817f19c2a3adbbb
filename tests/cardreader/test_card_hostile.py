"""Cards that lie, stall or talk for ever: a reason in time, never a second PIN."""

import random
import time
from collections.abc import Callable

import pytest

from cardreader import CardReason, Pin, read_card
from cardreader.virtual import MyNumberChip, VirtualCard
from tests.cardreader.pcscd import Insert, person, reason_of

pytestmark = [pytest.mark.card, pytest.mark.xdist_group("card")]

PIN = Pin("1234")
SELECT, VERIFY, READ, GET_RESPONSE = 0xA4, 0x20, 0xB0, 0xC0
Habit = Callable[[bytes], bytes | None]


class HostileChip(MyNumberChip):
    """A real card's answers, except where a habit takes over an instruction."""

    def __init__(self, habits: dict[int, Habit]) -> None:
        super().__init__(person("maria"))
        self._habits = habits
        self.commands = 0

    def answer(self, apdu: bytes) -> bytes | None:
        self.commands += 1
        honest = super().answer(apdu)
        habit = self._habits.get(apdu[1])
        # Asking for the tries stays honest, so that the PIN is really sent.
        return honest if habit is None or (apdu[1] == VERIFY and len(apdu) == 4) else habit(apdu)


def always(answer: str) -> Habit:
    return lambda _apdu: bytes.fromhex(answer)


def garbage(_apdu: bytes) -> bytes:
    return random.randbytes(random.randint(2, 200))


def read_with(chip: HostileChip) -> CardReason | None:
    return reason_of(lambda: read_card(Pin("3456"), seconds=5))


def test_the_hostile_card_works_while_it_has_no_habits(insert: Insert) -> None:
    chip = HostileChip({})
    insert(chip)
    assert read_with(chip) is None


READING_HABITS = {
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
def test_a_lying_card_is_refused_in_time(insert: Insert, name: str) -> None:
    chip = HostileChip(READING_HABITS[name])
    insert(chip)
    started = time.monotonic()
    assert read_with(chip) in {CardReason.CARD_UNREADABLE, CardReason.OTHER_CARD, CardReason.READER_FAILED}
    assert time.monotonic() - started < 5
    assert chip.pins_received <= 1
    assert chip.commands < 500


@pytest.mark.parametrize("status", ["6C04", "6104", "6F00", "6700", "6982", "6A80", "63", ""])
def test_a_pin_is_never_sent_twice(insert: Insert, status: str) -> None:
    chip = HostileChip({VERIFY: always(status)})
    insert(chip)
    assert read_with(chip) is not None
    assert chip.pins_received == 1


@pytest.mark.parametrize("answer", ["6300", "9000", "6985", "61C3"])
def test_without_a_known_number_of_tries_no_pin_is_sent(insert: Insert, answer: str) -> None:
    chip = SecretiveChip(answer)
    insert(chip)
    assert read_with(chip) in {CardReason.TRIES_UNKNOWN, CardReason.CARD_UNREADABLE}
    assert chip.pins_received == 0


class SecretiveChip(HostileChip):
    """Does not tell its tries."""

    def __init__(self, answer: str) -> None:
        super().__init__({})
        self._answer = bytes.fromhex(answer)

    def answer(self, apdu: bytes) -> bytes | None:
        return self._answer if apdu[1] == VERIFY and len(apdu) == 4 else super().answer(apdu)


def test_a_slow_card_ends_at_the_deadline(insert: Insert) -> None:
    insert(person("yoshida"), seconds_per_command=0.3)
    started = time.monotonic()
    assert reason_of(lambda: read_card(PIN, seconds=1)) is CardReason.TIMEOUT
    assert time.monotonic() - started < 2


def test_a_silent_card_ends_at_the_deadline(insert: Insert) -> None:
    card = insert(HostileChip({READ: lambda _apdu: None}))
    started = time.monotonic()
    assert reason_of(lambda: read_card(Pin("3456"), seconds=1)) is CardReason.TIMEOUT
    assert time.monotonic() - started < 2
    card.remove()


@pytest.mark.parametrize("instruction", [SELECT, VERIFY, READ])
def test_a_card_pulled_out_mid_read_is_told_and_reads_when_put_back(insert: Insert, instruction: int) -> None:
    pulled: list[VirtualCard] = []

    def pull(_apdu: bytes) -> None:
        pulled[0].remove()

    pulled.append(insert(HostileChip({instruction: pull})))
    assert reason_of(lambda: read_card(Pin("3456"))) is CardReason.CARD_REMOVED
    insert(person("yoshida"))
    assert read_card(PIN).name == person("yoshida").name
