"""The watched reader lives through everything that happens at a desk."""

import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cardreader import CardReason, CardWatcher, Pin, ReaderState, ReaderStatus
from cardreader.virtual import MyNumberChip, VirtualCard, VirtualReaderService
from cardreader.virtual.service import PrivatePlace, end
from tests.cardreader.pcscd import Insert, person, reason_of
from tests.cardreader.test_card_hostile import READ, HostileChip

pytestmark = pytest.mark.card

PIN = Pin("1234")


@pytest.fixture
def watcher(card_service: VirtualReaderService) -> Iterator[CardWatcher]:
    with CardWatcher() as watching:
        assert watching.wait_for(ReaderStatus.EMPTY, 30)
        yield watching


def test_it_works_from_insertion_to_removal(watcher: CardWatcher, insert: Insert) -> None:
    seen: list[ReaderState] = []
    watcher.subscribe(seen.append)
    card = insert(person("yoshida"))
    assert watcher.wait_for(ReaderStatus.CARD_PRESENT, 30)
    assert watcher.tries_left() == 3
    assert watcher.read(PIN).name == person("yoshida").name
    assert watcher.wait_for(ReaderStatus.CARD_PRESENT, 30)
    card.remove()
    assert watcher.wait_for(ReaderStatus.EMPTY, 30)
    statuses = [state.status for state in seen]
    assert statuses == ["card_present", "reading", "card_present", "reading", "card_present", "empty"]


def test_another_card_has_another_insertion_number(watcher: CardWatcher, insert: Insert) -> None:
    insertions = []
    for name in ("yoshida", "watanabe"):
        card = insert(person(name))
        assert watcher.wait_for(ReaderStatus.CARD_PRESENT, 30)
        insertions.append(watcher.state.insertion)
        card.remove()
        assert watcher.wait_for(ReaderStatus.EMPTY, 30)
    assert insertions[0] != insertions[1]


def test_a_refused_last_try_spends_nothing(watcher: CardWatcher, insert: Insert) -> None:
    insert(person("last_try"))
    assert reason_of(lambda: watcher.read(PIN)) is CardReason.LAST_TRY
    assert watcher.tries_left() == 1
    assert watcher.read(PIN, allow_last_try=True).name == person("last_try").name


def test_an_ended_subscription_hears_nothing(watcher: CardWatcher, insert: Insert) -> None:
    seen: list[ReaderState] = []
    watcher.subscribe(seen.append)()
    insert(person("yoshida"))
    assert watcher.wait_for(ReaderStatus.CARD_PRESENT, 30)
    assert seen == []


def test_a_failing_listener_does_not_end_the_watching(watcher: CardWatcher, insert: Insert) -> None:
    def fail(_state: ReaderState) -> None:
        raise ValueError

    watcher.subscribe(fail)
    insert(person("yoshida"))
    assert watcher.wait_for(ReaderStatus.CARD_PRESENT, 30)
    assert watcher.read(PIN).name == person("yoshida").name


def test_only_one_reading_at_a_time(watcher: CardWatcher, insert: Insert) -> None:
    insert(person("yoshida"), seconds_per_command=0.05)
    first = threading.Thread(target=lambda: reason_of(lambda: watcher.read(PIN)))
    first.start()
    assert watcher.wait_for(ReaderStatus.READING, 30)
    assert reason_of(lambda: watcher.read(PIN)) is CardReason.READ_IN_PROGRESS
    first.join()
    assert watcher.read(PIN).name == person("yoshida").name


def test_a_card_pulled_out_mid_read_is_survived(watcher: CardWatcher, insert: Insert) -> None:
    pulled: list[VirtualCard] = []
    pulled.append(insert(HostileChip({READ: lambda _apdu: pulled[0].remove()})))
    assert reason_of(lambda: watcher.read(Pin("3456"))) is CardReason.CARD_REMOVED
    assert watcher.wait_for(ReaderStatus.EMPTY, 30)
    insert(person("yoshida"))
    assert watcher.read(PIN).name == person("yoshida").name


def test_a_silent_card_is_left_behind_and_the_next_one_read(watcher: CardWatcher, insert: Insert) -> None:
    card = insert(HostileChip({READ: lambda _apdu: None}))
    assert reason_of(lambda: watcher.read(Pin("3456"), seconds=0.5)) is CardReason.TIMEOUT
    assert reason_of(lambda: watcher.read(PIN, seconds=0.5)) is CardReason.READER_FAILED
    card.remove()
    assert watcher.wait_for(ReaderStatus.EMPTY, 30)
    insert(person("yoshida"))
    assert watcher.read(PIN).name == person("yoshida").name


def test_the_service_may_be_killed_and_restarted(
    watcher: CardWatcher, insert: Insert, card_service: VirtualReaderService
) -> None:
    card = insert(person("yoshida"))
    assert watcher.wait_for(ReaderStatus.CARD_PRESENT, 30)
    before = watcher.state.insertion
    card_service.kill()
    assert watcher.wait_for(ReaderStatus.NO_SERVICE, 30)
    assert reason_of(lambda: watcher.read(PIN)) is CardReason.NO_SERVICE
    card_service.start()
    assert watcher.wait_for(ReaderStatus.EMPTY, 30)
    assert card.wait_until_out(5)
    card.insert()
    assert watcher.wait_for(ReaderStatus.CARD_PRESENT, 30)
    assert watcher.state.insertion != before
    assert watcher.read(PIN).name == person("yoshida").name


def test_the_service_may_die_in_the_middle_of_a_read(
    watcher: CardWatcher, insert: Insert, card_service: VirtualReaderService
) -> None:
    insert(HostileChip({READ: lambda _apdu: card_service.kill()}))
    reason = reason_of(lambda: watcher.read(Pin("3456"), seconds=5))
    assert reason in {CardReason.NO_SERVICE, CardReason.READER_FAILED, CardReason.CARD_REMOVED}
    assert watcher.wait_for(ReaderStatus.NO_SERVICE, 30)
    card_service.start()
    assert watcher.wait_for(ReaderStatus.EMPTY, 30)
    insert(person("yoshida"))
    assert watcher.read(PIN).name == person("yoshida").name


def test_a_reader_may_be_unplugged_and_plugged_in_again(
    watcher: CardWatcher, insert: Insert, card_service: VirtualReaderService
) -> None:
    with service_without_readers(card_service):
        assert watcher.wait_for(ReaderStatus.NO_READER, 30)
        assert reason_of(lambda: watcher.read(PIN)) is CardReason.NO_READER
    card_service.start()
    assert watcher.wait_for(ReaderStatus.EMPTY, 30)
    insert(person("yoshida"))
    assert watcher.read(PIN).name == person("yoshida").name


@contextmanager
def service_without_readers(card_service: VirtualReaderService) -> Iterator[None]:
    """The service in the same place, with no reader connected."""
    card_service.kill()
    folder = Path(card_service.environment["PCSCLITE_CSOCK_NAME"]).parent.parent
    (folder / "conf" / "vpcd").unlink()
    place = PrivatePlace(folder)
    place.prepare()
    process = subprocess.Popen(place.command("/usr/sbin/pcscd"), stderr=subprocess.DEVNULL)
    yield
    end(process, signal.SIGKILL)


def test_a_reader_that_is_not_there_is_said_so(card_service: VirtualReaderService) -> None:
    with CardWatcher("unplugged reader") as watching:
        assert watching.wait_for(ReaderStatus.NO_READER, 30)
        assert reason_of(lambda: watching.read(PIN)) is CardReason.NO_READER


def test_watching_one_reader_ignores_the_other(card_service: VirtualReaderService, insert: Insert) -> None:
    with CardWatcher(card_service.readers[1]) as watching:
        insert(person("yoshida"))
        assert watching.wait_for(ReaderStatus.EMPTY, 30)
        assert reason_of(lambda: watching.read(PIN)) is CardReason.NO_CARD


def test_stopping_is_quick_and_leaves_no_thread(card_service: VirtualReaderService) -> None:
    before = set(threading.enumerate())
    watching = CardWatcher().start()
    assert watching.wait_for(ReaderStatus.EMPTY, 30)
    started = time.monotonic()
    watching.stop()
    assert time.monotonic() - started < 10
    assert set(threading.enumerate()) <= before
    assert watching.state.status is ReaderStatus.STOPPED
    assert reason_of(lambda: watching.read(PIN)) is CardReason.STOPPED


def test_waiting_costs_no_processor_time(watcher: CardWatcher) -> None:
    started = time.process_time()
    time.sleep(1)
    assert time.process_time() - started < 0.2


def test_a_counter_survives_taking_the_card_out(watcher: CardWatcher, insert: Insert) -> None:
    chip = MyNumberChip(person("yoshida"))
    card = insert(chip)
    assert reason_of(lambda: watcher.read(Pin("9999"))) is CardReason.WRONG_PIN
    card.remove()
    assert watcher.wait_for(ReaderStatus.EMPTY, 30)
    insert(chip)
    assert watcher.tries_left() == 2
