"""A card reader watched for as long as the desk runs."""

import logging
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from cardreader.card import CardHolder
from cardreader.deadline import Deadline, wait_for
from cardreader.errors import CardError, CardReason
from cardreader.pin import Pin
from cardreader.reading import ASK_SECONDS, READ_SECONDS, CardAsked, ask_now, read_now
from cardreader.worker import Listener, ReaderState, ReaderStatus, ReaderWorker

Result = TypeVar("Result")

log = logging.getLogger("kiosk.card")


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

    def read(self, *pins: Pin, allow_last_try: bool = False, seconds: float = READ_SECONDS) -> CardHolder:
        """Verify each PIN once and return the holder; see `read_card`. Raises CardError."""
        deadline = Deadline.after(seconds)
        return self._do(
            lambda: read_now(pins, self._reader, allow_last_try=allow_last_try, deadline=deadline), deadline
        )

    def ask(self, *, seconds: float = ASK_SECONDS) -> CardAsked:
        """Return which kind of card is in, and how often its PIN may still be entered. Raises CardError."""
        deadline = Deadline.after(seconds)
        return self._do(lambda: ask_now(self._reader, deadline=deadline), deadline)

    def tries_left(self, *, seconds: float = ASK_SECONDS) -> int | None:
        """Return how often the PIN may still be entered (0: blocked; None: not told). Raises CardError."""
        return self.ask(seconds=seconds).tries_left

    def _do(self, work: Callable[[], Result], deadline: Deadline) -> Result:
        with self._lock:
            worker = self._worker
            self._silent = [held for held in self._silent if held.is_alive()]
            if worker is None:
                raise CardError(CardReason.STOPPED)
            if self._silent:
                # A PC/SC call that hangs holds the reader; piling up more of them would not help.
                raise CardError(CardReason.READER_FAILED)
            future = worker.submit(work)
        try:
            return wait_for(future, deadline)
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
