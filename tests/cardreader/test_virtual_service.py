"""The private PC/SC service: starts beside others, comes back, leaves nothing."""

from pathlib import Path

import pytest

from cardreader import CardReason
from cardreader.virtual import VirtualCard, VirtualReaderService
from tests.cardreader.pcscd import person, reason_of

pytestmark = [pytest.mark.card, pytest.mark.xdist_group("card")]


def test_a_second_service_works_beside_the_first(card_service: VirtualReaderService) -> None:
    with VirtualReaderService() as other:
        assert other.running
        assert other.port != card_service.port
        with VirtualCard(person("yoshida"), port=other.port) as card:
            assert card.inserted
    assert card_service.running


def test_it_comes_back_in_the_same_place_after_a_crash_and_leaves_nothing() -> None:
    service = VirtualReaderService().start()
    place, port = service.environment, service.port
    service.kill()
    assert service.start().environment == place
    assert service.port == port
    service.stop()
    assert not Path(place["PCSCLITE_CSOCK_NAME"]).parent.exists()


def test_a_card_without_a_reader_is_told_so() -> None:
    card = VirtualCard(person("yoshida"), port=9)
    assert reason_of(lambda: card.insert(seconds=0.1)) is CardReason.VIRTUAL_READER
    assert not card.inserted


def test_a_taken_port_is_told_so(card_service: VirtualReaderService) -> None:
    service = VirtualReaderService(port=card_service.port)
    assert reason_of(service.start) is CardReason.VIRTUAL_READER
    service.stop()
