"""The one thread that talks to a reader: waits for changes, reads when asked, outlives every failure."""

import itertools
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from cardreader.deadline import settle
from cardreader.errors import CardError, CardReason
from cardreader.pcsc import READER_LIST_CHANGED, Context, holds_card, insertion_count, is_usable

Result = TypeVar("Result")

WAIT_SECONDS = 0.5
SERVICE_RETRY_SECONDS = 0.5
_INTERRUPTS = 50
_INTERRUPT_SECONDS = 0.005

log = logging.getLogger("kiosk.card")


class ReaderStatus(StrEnum):
    """What a reader can be doing."""

    STARTING = "starting"
    NO_SERVICE = "no_service"
    NO_READER = "no_reader"
    EMPTY = "empty"
    CARD_PRESENT = "card_present"
    READING = "reading"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class ReaderState:
    """A snapshot.

    `reader` names the reader with the card (or the first one); `insertion` is a number that differs for every card
    put in, so that a swapped card is never taken for the one before.
    """

    status: ReaderStatus
    reader: str | None = None
    insertion: int = 0


Listener = Callable[[ReaderState], None]


class Report(Protocol):
    """Where a worker says what its reader does."""

    def __call__(self, worker: "ReaderWorker", state: ReaderState, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Job:
    """Work handed to the worker's thread."""

    run: Callable[[], None]
    fail: Callable[[CardError], None]
    is_done: Callable[[], bool]


class ReaderWorker:
    """Watches `reader` (None: all) from construction on and reports states as `report(worker, state)`."""

    def __init__(self, reader: str | None, report: Report) -> None:
        self._reader = reader
        self._report = report
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._job: Job | None = None
        self._context: Context | None = None
        self._ended = False
        self.abandoned = False
        self._insertions = Insertions()
        self._state = ReaderState(ReaderStatus.STARTING)
        self._thread = threading.Thread(target=self._run, name="card-reader", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], Result]) -> Future[Result]:
        """Have `work` done next in the worker's thread. Raises CardError(READ_IN_PROGRESS)."""
        future: Future[Result] = Future()
        with self._lock:
            if self._job is not None and not self._job.is_done():
                raise CardError(CardReason.READ_IN_PROGRESS)
            self._job = Job(lambda: settle(future, work), future.set_exception, future.done)
        self._interrupt()
        return future

    def abandon(self) -> None:
        """Leave the thread to itself: it ends when the call it hangs in comes back."""
        self.abandoned = self._ended = True

    def stop(self, seconds: float) -> None:
        self._ended = True
        self._interrupt()
        if self._thread is not threading.current_thread():
            self._thread.join(seconds)

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def _interrupt(self) -> None:
        """Get the thread out of its wait; a cancel that comes just before the wait begins is lost."""
        self._wake.set()
        for _ in range(_INTERRUPTS):
            with self._lock:
                if self._context is not None:
                    self._context.cancel()
            time.sleep(_INTERRUPT_SECONDS)
            if not self._wake.is_set():
                return

    def _run(self) -> None:
        while not self._ended:
            try:
                self._watch_while_served()
                self._wake.wait(SERVICE_RETRY_SECONDS)
                self._do_job()
            except Exception as error:  # noqa: BLE001 (the thread's outermost edge: it must go on)
                log.error("card_worker_failed", extra={"error": type(error).__name__})
                time.sleep(SERVICE_RETRY_SECONDS)
        with self._lock:
            job, self._job = self._job, None
        if job is not None and not job.is_done():
            job.fail(CardError(CardReason.STOPPED))

    def _watch_while_served(self) -> None:
        try:
            with Context() as context:
                self._watch(context)
        except CardError as error:
            # A reader unplugged while it is waited for ends the wait in the same way.
            unplugged = error.reason is CardReason.NO_READER
            status = ReaderStatus.NO_READER if unplugged else ReaderStatus.NO_SERVICE
            if self._state.status is not status:
                log.info("card_reader_lost", extra={"reason": error.reason.value})
            self._become(ReaderState(status))

    def _watch(self, context: Context) -> None:
        with self._lock:
            self._context = context
        try:
            self._insertions = Insertions()
            states: dict[str, int] = {}
            while not self._ended:
                states = self._follow(context, states)
                self._do_job()
        finally:
            with self._lock:
                self._context = None

    def _follow(self, context: Context, states: dict[str, int]) -> dict[str, int]:
        """Report what the readers do, then wait for the next change (or for a job)."""
        names = [name for name in context.readers() if self._reader in (None, name)]
        known = {name: states.get(name, 0) for name in names}
        if all(known.values()):
            self._become(state_of(known, self._insertions))
            if not self._wake.is_set():
                watched = known | {READER_LIST_CHANGED: states.get(READER_LIST_CHANGED, 0)}
                return context.wait_for_change(watched, WAIT_SECONDS)
            return known
        return context.wait_for_change(known, 0)

    def _do_job(self) -> None:
        self._wake.clear()
        job = self._job
        if job is None or self._ended:
            return
        self._become(ReaderState(ReaderStatus.READING, self._state.reader, self._state.insertion))
        try:
            job.run()
        finally:
            with self._lock:
                if self._job is job:  # whoever waited may have handed in the next one already
                    self._job = None

    def _become(self, state: ReaderState) -> None:
        self._state = state
        self._report(self, state)


class Insertions:
    """Numbers insertions for the whole program; the service's own count starts anew with it."""

    _numbers = itertools.count(1)

    def __init__(self) -> None:
        self._last: tuple[str, int] | None = None
        self._number = 0

    def number(self, reader: str, count: int) -> int:
        """Return the number of the card in `reader`, whose changes the service has counted up to `count`."""
        if (reader, count) != self._last:
            self._last, self._number = (reader, count), next(self._numbers)
        return self._number


def state_of(readers: dict[str, int], insertions: Insertions) -> ReaderState:
    """Return the state of these readers together (name → flags): a card in any of them counts."""
    usable = {name: flags for name, flags in readers.items() if is_usable(flags)}
    for name, flags in usable.items():
        if holds_card(flags):
            number = insertions.number(name, insertion_count(flags))
            return ReaderState(ReaderStatus.CARD_PRESENT, name, number)
    if usable:
        return ReaderState(ReaderStatus.EMPTY, next(iter(usable)))
    return ReaderState(ReaderStatus.NO_READER)
