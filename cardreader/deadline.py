"""One deadline for everything that is done with a card, so that nobody waits without end."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from cardreader.errors import CardError, CardReason

Result = TypeVar("Result")
GRACE_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Deadline:
    """A point on the monotonic clock (seconds)."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Return the deadline that ends in `seconds`."""
        return cls(time.monotonic() + seconds)

    def seconds_left(self) -> float:
        """Return the seconds that are left, 0 once it is over."""
        return max(0.0, self.at - time.monotonic())

    def check(self) -> None:
        """Raise CardError(TIMEOUT) once the time is over."""
        if time.monotonic() >= self.at:
            raise CardError(CardReason.TIMEOUT)


def settle(future: Future[Result], work: Callable[[], Result]) -> None:
    """Do the work in the calling thread; its result, or its CardError, goes to whoever waits for the future."""
    try:
        future.set_result(work())
    except CardError as error:
        future.set_exception(error)
    finally:
        if not future.done():  # an unforeseen error goes its way, and nobody is left waiting for it
            future.set_exception(CardError(CardReason.READER_FAILED))


def wait_for(future: Future[Result], deadline: Deadline) -> Result:
    """Return the future's result. Raises the work's CardError, or TIMEOUT when it is not there in time."""
    try:
        # The grace lets the work report its own, more precise reason at the deadline.
        return future.result(deadline.seconds_left() + GRACE_SECONDS)
    except TimeoutError:
        raise CardError(CardReason.TIMEOUT) from None


def within(deadline: Deadline, work: Callable[[], Result]) -> Result:
    """Run blocking card work in a thread of its own and return its result; the caller is back by the deadline.

    A PC/SC call on a card that has gone silent cannot be interrupted, only left behind.
    """
    future: Future[Result] = Future()
    threading.Thread(target=settle, args=(future, work), name="card-work", daemon=True).start()
    return wait_for(future, deadline)
