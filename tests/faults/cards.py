"""A card pulled at every command of its reading: it is told each time, and the card put back is read."""

import pytest

from cardreader import CardReason, Pin, read_card
from cardreader.virtual import MyNumberChip, VirtualCard
from tests.cardreader.pcscd import SERVICE, Insert, card_service, insert, person, reader, reason_of, wait_for_card

__all__ = ["card_service", "insert", "reader"]

pytestmark = pytest.mark.card
PIN = Pin("1234")


class PulledChip(MyNumberChip):
    """A real card that is pulled out at one of its commands."""

    def __init__(self, at: int) -> None:
        super().__init__(person("maria"))
        self.at, self.commands = at, 0
        self.card: VirtualCard | None = None

    def answer(self, apdu: bytes) -> bytes | None:
        self.commands += 1
        if self.commands == self.at and self.card is not None:
            self.card.remove()
            return None
        return super().answer(apdu)


@pytest.mark.timeout(600)
def test_a_card_pulled_at_every_command(insert: Insert, reader: str) -> None:
    whole = PulledChip(0)
    card = insert(whole)
    assert read_card(PIN_OF_MARIA, reader=reader).name == person("maria").name
    card.remove()
    wait_for_card(reader, present=False)
    for at in range(1, whole.commands + 1):
        chip = PulledChip(at)
        chip.card = insert(chip)
        assert reason_of(lambda: read_card(PIN_OF_MARIA, reader=reader)) is CardReason.CARD_REMOVED, at
        wait_for_card(reader, present=False)
    insert(person("yoshida"))
    assert read_card(PIN, reader=reader).name == person("yoshida").name


class RestartedChip(PulledChip):
    """A card whose service (pcscd) ends at one of the commands."""

    def answer(self, apdu: bytes) -> bytes | None:
        self.commands += 1
        if self.commands == self.at:
            SERVICE.kill()
            return None
        return MyNumberChip.answer(self, apdu)


@pytest.mark.timeout(600)
def test_the_card_service_restarted_at_every_command(insert: Insert, reader: str) -> None:
    whole = PulledChip(0)
    card = insert(whole)
    read_card(PIN_OF_MARIA, reader=reader)
    card.remove()
    wait_for_card(reader, present=False)
    for at in range(1, whole.commands + 1):
        insert(RestartedChip(at))
        assert reason_of(lambda: read_card(PIN_OF_MARIA, reader=reader)) in GONE, at
        SERVICE.start()
    insert(person("yoshida"))
    assert read_card(PIN, reader=reader).name == person("yoshida").name


GONE = {CardReason.NO_SERVICE, CardReason.NO_READER, CardReason.READER_FAILED, CardReason.CARD_REMOVED}
PIN_OF_MARIA = Pin("3456")
