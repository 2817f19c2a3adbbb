"""One deadline for everything that is done with a card, so that nobody waits without end."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from cardreader.reasons import CardError, CardReason

Result = TypeVar("Result")
GRACE_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Deadline:
    """A point on the monotonic clock (seconds)."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        return cls(time.monotonic() + seconds)

    def seconds_left(self) -> float:
        return max(0.0, self.at - time.monotonic())

    def check(self) -> None:
        """Raise CardError(TIMEOUT) once the time is over."""
        if time.monotonic() >= self.at:
            raise CardError(CardReason.TIMEOUT)


class Outcome(Generic[Result]):
    """What became of work done in another thread: waited for with a limit, never for ever."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self._done = threading.Event()
        self._results: list[Result] = []
        self._error: CardError | None = None

    def run(self) -> None:
        """Do the work in the calling thread; a CardError is kept for the one who waits."""
        try:
            self._results.append(self._work())
        except CardError as error:
            self._error = error
        finally:
            self._done.set()

    def fail(self, error: CardError) -> None:
        """Settle without doing the work."""
        self._error = error
        self._done.set()

    def wait(self, deadline: Deadline) -> Result:
        """The result; raises the work's CardError, or TIMEOUT when it is not there in time."""
        # The grace lets the work report its own, more precise reason at the deadline.
        if not self._done.wait(deadline.seconds_left() + GRACE_SECONDS):
            raise CardError(CardReason.TIMEOUT)
        if self._results:
            return self._results[0]
        raise self._error or CardError(CardReason.READER_FAILED)

    @property
    def settled(self) -> bool:
        return self._done.is_set()


def within(deadline: Deadline, work: Callable[[], Result]) -> Result:
    """Run blocking card work in a thread of its own; the caller is back by the deadline.

    A PC/SC call on a card that has gone silent cannot be interrupted, only left behind.
    """
    outcome = Outcome(work)
    threading.Thread(target=outcome.run, name="card-work", daemon=True).start()
    return outcome.wait(deadline)
