"""A card reader watched for as long as the desk runs, by the one thread that talks to it."""

import itertools
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self, TypeVar

from cardreader import card, errors, guard, pcsc, reading

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
    fail: Callable[[errors.CardError], None]
    is_done: Callable[[], bool]


class ReaderWorker:
    """Watches `reader` (None: all) from construction on and reports states as `report(worker, state)`."""

    def __init__(self, reader: str | None, report: Report) -> None:
        self._reader = reader
        self._report = report
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._job: Job | None = None
        self._context: pcsc.Context | None = None
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
                raise errors.CardError(errors.CardReason.READ_IN_PROGRESS)
            self._job = Job(lambda: errors.settle(future, work), future.set_exception, future.done)
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
            job.fail(errors.CardError(errors.CardReason.STOPPED))

    def _watch_while_served(self) -> None:
        try:
            with pcsc.Context() as context:
                self._watch(context)
        except errors.CardError as error:
            # A reader unplugged while it is waited for ends the wait in the same way.
            unplugged = error.reason is errors.CardReason.NO_READER
            status = ReaderStatus.NO_READER if unplugged else ReaderStatus.NO_SERVICE
            if self._state.status is not status:
                log.info("card_reader_lost", extra={"reason": error.reason.value})
            self._become(ReaderState(status))

    def _watch(self, context: pcsc.Context) -> None:
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

    def _follow(self, context: pcsc.Context, states: dict[str, int]) -> dict[str, int]:
        """Report what the readers do, then wait for the next change (or for a job)."""
        names = [name for name in context.readers() if self._reader in (None, name)]
        known = {name: states.get(name, 0) for name in names}
        if all(known.values()):
            self._become(state_of(known, self._insertions))
            if not self._wake.is_set():
                watched = known | {pcsc.READER_LIST_CHANGED: states.get(pcsc.READER_LIST_CHANGED, 0)}
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
    usable = {name: flags for name, flags in readers.items() if pcsc.is_usable(flags)}
    for name, flags in usable.items():
        if pcsc.holds_card(flags):
            number = insertions.number(name, pcsc.insertion_count(flags))
            return ReaderState(ReaderStatus.CARD_PRESENT, name, number)
    if usable:
        return ReaderState(ReaderStatus.EMPTY, next(iter(usable)))
    return ReaderState(ReaderStatus.NO_READER)


class CardWatcher:
    """Watches one reader (None: all of them) and reads one card at a time, in one supervised thread.

    Survives cards pulled out, readers unplugged and the PC/SC service restarted. All methods may be
    called from any thread; `read` and `tries_left` block no longer than `seconds`.
    """

    def __init__(self, reader: str | None = None) -> None:
        self._reader = reader
        self._lock = threading.Lock()
        self._changed = threading.Condition()
        self._listeners: list[Listener] = []
        self._state = ReaderState(ReaderStatus.STARTING)
        self._worker: ReaderWorker | None = None
        self._silent: list[ReaderWorker] = []

    def start(self) -> Self:
        """Start watching; the first state arrives at once from the worker."""
        with self._lock:
            if self._worker is None:
                self._worker = ReaderWorker(self._reader, self._report)
        return self

    def stop(self, seconds: float = 2.0) -> None:
        """Stop watching and wait for the thread; a thread held by a silent card is left behind."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop(seconds)
            self._report(worker, ReaderState(ReaderStatus.STOPPED))

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def state(self) -> ReaderState:
        """What the reader is doing now."""
        return self._state

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(state)` after every change, in the worker's thread; returns how to end it."""
        with self._changed:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._changed:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def wait_for(self, status: ReaderStatus, seconds: float) -> bool:
        """Wait until the status is `status`; False when it is not so in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._state.status is status, seconds)

    def read(
        self, *pins: guard.Pin | None, allow_last_try: bool = False, seconds: float = reading.READ_SECONDS
    ) -> card.CardHolder:
        """Verify each PIN once and return the holder; see `read_card`. Raises CardError."""
        deadline = errors.Deadline.after(seconds)
        return self._do(
            lambda: reading.read_now(pins, self._reader, allow_last_try=allow_last_try, deadline=deadline),
            deadline,
        )

    def ask(self, *, seconds: float = reading.ASK_SECONDS) -> reading.CardAsked:
        """Return which kind of card is in, and how often its PIN may still be entered. Raises CardError."""
        deadline = errors.Deadline.after(seconds)
        return self._do(lambda: reading.ask_now(self._reader, deadline=deadline), deadline)

    def tries_left(self, *, seconds: float = reading.ASK_SECONDS) -> int | None:
        """Return how often the PIN may still be entered (0: blocked; None: not told). Raises CardError."""
        return self.ask(seconds=seconds).tries_left

    def _do(self, work: Callable[[], Result], deadline: errors.Deadline) -> Result:
        with self._lock:
            worker = self._worker
            self._silent = [held for held in self._silent if held.is_alive()]
            if worker is None:
                raise errors.CardError(errors.CardReason.STOPPED)
            if self._silent:
                # A PC/SC call that hangs holds the reader; piling up more of them would not help.
                raise errors.CardError(errors.CardReason.READER_FAILED)
            future = worker.submit(work)
        try:
            return errors.wait_for(future, deadline)
        finally:
            if not future.done():
                self._replace(worker)

    def _replace(self, silent: ReaderWorker) -> None:
        with self._lock:
            if self._worker is silent:
                silent.abandon()
                self._silent.append(silent)
                self._worker = ReaderWorker(self._reader, self._report)

    def _report(self, worker: ReaderWorker, state: ReaderState) -> None:
        with self._changed:
            if worker.abandoned or state == self._state:
                return
            self._state = state
            self._changed.notify_all()
            listeners = tuple(self._listeners)
        for listener in listeners:
            try:
                listener(state)
            except Exception as error:  # noqa: BLE001 (an edge: a screen's mistake must not stop the reader)
                log.error("card_listener_failed", extra={"error": type(error).__name__})
