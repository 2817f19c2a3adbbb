"""A scanner on a serial line, played by the other end of a pseudo terminal."""

import os
import time
import tty
from collections.abc import Iterator

import pytest

from kiosk.desk.devices import Hub
from kiosk.desk.scan import SerialScanner
from tests.kiosk.desk.townhall import TownHall


@pytest.fixture
def line() -> Iterator[tuple[int, str]]:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    yield ours, os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def scanner(line: tuple[int, str], hub: Hub) -> Iterator[SerialScanner]:
    running = SerialScanner(line[1], hub)
    running.start()
    wait_for(hub, "scanner")
    yield running
    running.stop()


@pytest.mark.parametrize("end", ["\r\n", "\r", ""])
def test_a_scan_is_offered_once(
    scanner: SerialScanner, line: tuple[int, str], hub: Hub, town_hall: TownHall, end: str
) -> None:
    ticket = town_hall.ticket()[0]
    os.write(line[0], (ticket + end).encode())
    number = wait_for(hub, "scan")
    assert scanner.take(number) == ticket
    assert scanner.take(number) is None


def test_a_second_scan_never_joins_the_first(
    scanner: SerialScanner, line: tuple[int, str], hub: Hub, town_hall: TownHall
) -> None:
    ticket = town_hall.ticket()[0]
    os.write(line[0], ticket[:200].encode())
    assert scanner.take(wait_for(hub, "scan")) == ticket[:200]
    os.write(line[0], ticket.encode())
    assert scanner.take(wait_for(hub, "scan", after="1")) == ticket


def test_a_scanner_that_is_not_there_is_said(hub: Hub) -> None:
    missing = SerialScanner("/dev/no-such-scanner", hub)
    missing.start()
    assert wait_for(hub, "scanner") == ""
    missing.stop()


def wait_for(hub: Hub, topic: str, after: str = "") -> str:
    """The number in the topic, once it is there."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        found = [str(each.fields.get("number", "")) for each in hub.since(0) if each.name == topic]
        if found and found[0] != (after or None):
            return found[0]
        time.sleep(0.02)
    raise AssertionError(f"nothing about {topic}")
