"""A real pcscd with a virtual reader for every test process, and cards to put into it.

Importing this module points the process at its own service, before the first PC/SC call can happen:
the client library keeps the first address it sees. The service itself starts with the first card test.
"""

import atexit
import contextlib
import os
import time
from collections.abc import Callable, Iterator

import pytest

from cardreader import CardError, CardReason
from cardreader.pcsc import Context, holds_card
from cardreader.virtual import (
    Chip,
    VirtualCard,
    VirtualPerson,
    VirtualReaderService,
    load_person,
    shipped_persons,
)

SERVICE = VirtualReaderService()
os.environ.update(SERVICE.environment)
atexit.register(SERVICE.stop)

Insert = Callable[..., VirtualCard]


def person(name: str) -> VirtualPerson:
    """One of the persons that come with the program."""
    return load_person(shipped_persons()[name])


@pytest.fixture
def card_service() -> VirtualReaderService:
    """The running service; started again when a test has ended it."""
    return SERVICE.start()


@pytest.fixture
def reader(card_service: VirtualReaderService) -> str:
    """The reader that cards are inserted into."""
    return card_service.readers[0]


@pytest.fixture
def insert(card_service: VirtualReaderService) -> Iterator[Insert]:
    """Insert a person's card, or a chip, and wait until the reader has seen it; taken out at the end."""
    inserted: list[tuple[VirtualCard, int]] = []

    def put_in(card: VirtualPerson | Chip, *, slot: int = 0, seconds_per_command: float = 0.0) -> VirtualCard:
        virtual = VirtualCard(card, port=card_service.port + slot, seconds_per_command=seconds_per_command)
        inserted.append((virtual.insert(), slot))
        wait_for_card(card_service.readers[slot], present=True)
        return virtual

    yield put_in
    for virtual, _ in inserted:
        virtual.remove()
    for slot in {slot for _, slot in inserted if card_service.running}:
        wait_for_card(card_service.readers[slot], present=False)


def wait_for_card(reader: str, *, present: bool, seconds: float = 30.0) -> None:
    """Wait until the service itself says that a card is (not) in the reader."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        with contextlib.suppress(CardError), Context() as context:
            if holds_card(context.wait_for_change({reader: 0}, 0)[reader]) is present:
                return
        time.sleep(0.02)
    raise AssertionError(f"no card change in {reader}")


def reason_of(work: Callable[[], object]) -> CardReason | None:
    """Why this work was refused; None when it was not."""
    try:
        work()
    except CardError as error:
        return error.reason
    return None
