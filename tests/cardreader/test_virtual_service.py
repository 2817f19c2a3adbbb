"""The private PC/SC service: starts beside others, comes back, leaves nothing."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cardreader import CardReason, Pin, read_card
from cardreader.virtual import VirtualCard, VirtualReaderService
from cardreader.virtual.service import SYSTEM_FOLDER, answers
from tests.cardreader.pcscd import person, reason_of, wait_for_card

pytestmark = pytest.mark.card


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


def test_leftovers_of_a_dead_service_are_no_hindrance() -> None:
    service = VirtualReaderService()
    place = Path(service.environment["PCSCLITE_CSOCK_NAME"])
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(place))
    place.with_name("pcscd.pid").write_text("1")
    with service:
        assert service.running


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may use the machine's own place")
def test_where_namespaces_are_forbidden_the_machines_own_place_works() -> None:
    if answers(SYSTEM_FOLDER / "pcscd.comm"):
        pytest.skip("this machine runs a service of its own")
    with VirtualReaderService(private=False) as service, VirtualCard(person("yoshida"), port=service.port) as card:
        assert service.environment == {"PCSCLITE_CSOCK_NAME": "/run/pcscd/pcscd.comm"}
        assert card.inserted


def test_the_demo_card_stays_in_the_reader_through_a_restart(card_service: VirtualReaderService) -> None:
    script = (
        "from cardreader.virtual import *\n"
        f"run_virtual_card(load_person(shipped_persons()['yoshida']), port={card_service.port})"
    )
    process = subprocess.Popen([sys.executable, "-c", script])
    try:
        wait_for_card(card_service.readers[0], present=True)
        card_service.kill()
        card_service.start()
        wait_for_card(card_service.readers[0], present=True)
        assert read_card(Pin("1234")).name == person("yoshida").name
    finally:
        process.terminate()
        process.wait(5)
        wait_for_card(card_service.readers[0], present=False)


def test_a_card_without_a_reader_is_told_so() -> None:
    card = VirtualCard(person("yoshida"), port=9)
    assert reason_of(lambda: card.insert(seconds=0.1)) is CardReason.VIRTUAL_READER
    assert not card.inserted


def test_a_taken_port_is_told_so(card_service: VirtualReaderService) -> None:
    service = VirtualReaderService(port=card_service.port)
    assert reason_of(service.start) is CardReason.VIRTUAL_READER
    service.stop()
