"""What the desk is told while a job prints, and when it has ended."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from printing.ipp.codes import PrintCode, advice
from printing.ipp.options import Wish


class Outcome(StrEnum):
    """How it ended, from the point of view of the paper."""

    PRINTED = "printed"
    BUSY = "busy"
    NOT_READY = "not_ready"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    ABORTED = "aborted"
    CANCELED = "canceled"
    UNKNOWN = "unknown"


NOTHING_SENT = frozenset({Outcome.BUSY, Outcome.NOT_READY, Outcome.REFUSED, Outcome.UNREACHABLE})

OUTCOMES = {
    PrintCode.PRINTED: Outcome.PRINTED,
    PrintCode.BUSY: Outcome.BUSY,
    PrintCode.REFUSED: Outcome.REFUSED,
    PrintCode.UNREACHABLE: Outcome.UNREACHABLE,
    PrintCode.ABORTED: Outcome.ABORTED,
    PrintCode.CANCELED: Outcome.CANCELED,
    PrintCode.CONNECTION_LOST: Outcome.UNKNOWN,
    PrintCode.JOB_LOST: Outcome.UNKNOWN,
    PrintCode.TIMED_OUT: Outcome.UNKNOWN,
    PrintCode.UNSURE: Outcome.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class JobProgress:
    """One change of a job under way. `pages_total` is 0 when not known; pages count printed sides."""

    code: PrintCode
    pages_done: int = 0
    pages_total: int = 0

    @property
    def sentence(self) -> str:
        """What to tell the person."""
        return advice(self.code).sentence

    @property
    def next_step(self) -> str:
        """What the person can do."""
        return advice(self.code).next_step


OnProgress = Callable[[JobProgress], None]


@dataclass(frozen=True, slots=True)
class JobResult:
    """How a job ended. `left_out` are the wishes that the printer does not offer."""

    code: PrintCode
    pages_done: int = 0
    job_id: int | None = None
    left_out: frozenset[Wish] = frozenset()

    @property
    def outcome(self) -> Outcome:
        """The code seen from the paper; every code of a printer that cannot start is NOT_READY."""
        return OUTCOMES.get(self.code, Outcome.NOT_READY)

    @property
    def nothing_sent(self) -> bool:
        """Whether printing again is safe without looking: the printer never had the document."""
        return self.outcome in NOTHING_SENT

    @property
    def sentence(self) -> str:
        """What to tell the person."""
        return advice(self.code).sentence

    @property
    def next_step(self) -> str:
        """What the person can do."""
        return advice(self.code, given_up=True).next_step
