"""Following a job until it has ended, and what the desk is told of it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from threading import Event
from time import monotonic

from printing.ipp.message import Group, PrintCode, advice
from printing.ipp.options import PrintOptions, Wish
from printing.ipp.printer import Printer, RefusedError, Status, status_of
from printing.ipp.transport import ConnectionLostError, NotAPrinterError, UnreachableError


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


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds.

    `before_sending` for a printer that is busy or out of paper, `without_change` for a job that does not
    move, `while_silent` for a printer that stops answering, `after_cancel` for a job to end,
    `between_looks` from one question to the next.
    """

    before_sending: float = 60.0
    without_change: float = 300.0
    while_silent: float = 15.0
    after_cancel: float = 20.0
    between_looks: float = 0.5


NOT_ALL_WELL = frozenset({"queued-in-device", "job-completed-with-errors", "job-completed-with-warnings"})
# What a job that waits may be told to wait for; anything else the printer says has no bearing on this job.
HOLDS_UP_A_JOB = frozenset(
    {
        PrintCode.PAPER_OUT,
        PrintCode.COVER_OPEN,
        PrintCode.JAM,
        PrintCode.TONER_OUT,
        PrintCode.BIN_FULL,
        PrintCode.STOPPED,
    }
)


class JobState(IntEnum):
    """IPP's `job-state`."""

    PENDING = 3
    PENDING_HELD = 4
    PROCESSING = 5
    PROCESSING_STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


class Follower:
    """Looks at a job again and again, tells each change, and stops it when asked or when nothing moves."""

    def __init__(
        self,
        printer: Printer,
        job_id: int,
        options: PrintOptions,
        on_progress: OnProgress,
        cancel: Event,
        patience: Patience,
    ) -> None:
        self.printer = printer
        self.job_id = job_id
        self.total = options.impressions
        self.on_progress = on_progress
        self.cancel = cancel
        self.patience = patience
        self.progress = JobProgress(PrintCode.SENDING, 0, self.total)
        self.moved_at = self.heard_at = 0.0
        self.stopped_because: PrintCode | None = None

    def run(self) -> JobResult:
        """Returns when the job has ended, or when it is clear that its end cannot be learnt."""
        self.moved_at = self.heard_at = monotonic()
        while True:
            ended = self._look()
            if ended is None:
                ended = self._out_of_patience()
            if ended is not None:
                return JobResult(ended, self.progress.pages_done, self.job_id)
            self._stop_if_needed()
            self._pause()

    def cancel_quietly(self) -> None:
        """Asks the printer to drop the job; whether it did is seen by looking."""
        with suppress(UnreachableError, ConnectionLostError, NotAPrinterError, RefusedError):
            self.printer.cancel_job(self.job_id)

    def _look(self) -> PrintCode | None:
        """The code the job has ended with, or None while it is under way or the printer is silent."""
        # The printer before the job: one that was busy while this job still waits is busy with another.
        printer = status_of(self.printer).code
        try:
            job = self.printer.job(self.job_id)
        except RefusedError as refusal:
            return PrintCode.JOB_LOST if refusal.status == Status.NOT_FOUND else None
        except (UnreachableError, ConnectionLostError, NotAPrinterError):
            return None
        self.heard_at = monotonic()
        state = job.number("job-state")
        pages = job.number("job-impressions-completed") or 0
        ended = self._ending(state, job, pages)
        self._tell(_current_code(state, printer) if ended is None else ended, pages)
        return ended

    def _ending(self, state: int | None, job: Group, pages: int) -> PrintCode | None:
        if state == JobState.COMPLETED:
            doubtful = NOT_ALL_WELL.intersection(job.words("job-state-reasons")) or 0 < pages < self.total
            return PrintCode.UNSURE if doubtful else PrintCode.PRINTED
        if state == JobState.CANCELED:
            return self.stopped_because or PrintCode.CANCELED
        return PrintCode.ABORTED if state == JobState.ABORTED else None

    def _tell(self, code: PrintCode, pages: int) -> None:
        now = JobProgress(code, pages, self.total)
        if now != self.progress:
            self.progress = now
            self.moved_at = monotonic()
            self.on_progress(now)

    def _out_of_patience(self) -> PrintCode | None:
        now = monotonic()
        if now - self.heard_at >= self.patience.while_silent:
            return PrintCode.CONNECTION_LOST
        stopping = self.stopped_because is not None
        return PrintCode.TIMED_OUT if stopping and now - self.moved_at >= self.patience.after_cancel else None

    def _stop_if_needed(self) -> None:
        """Cancels once: because the person asked, or so that it does not come out later with nobody there."""
        if self.stopped_because is not None:
            return
        if self.cancel.is_set():
            self.stopped_because = PrintCode.CANCELED
        elif monotonic() - self.moved_at >= self.patience.without_change:
            self.stopped_because = PrintCode.TIMED_OUT
        if self.stopped_because is not None:
            self.moved_at = monotonic()
            self.cancel_quietly()

    def _pause(self) -> None:
        """Between two looks, cut short by a wish to cancel that was not passed on yet."""
        if self.stopped_because is None:
            self.cancel.wait(self.patience.between_looks)
        else:
            Event().wait(self.patience.between_looks)


def _current_code(state: int | None, printer: PrintCode) -> PrintCode:
    """What holds a job up, if anything does."""
    if printer in HOLDS_UP_A_JOB:
        return printer
    if state == JobState.PROCESSING_STOPPED:
        return PrintCode.STOPPED
    waits_for_another = state == JobState.PENDING and printer == PrintCode.BUSY
    return PrintCode.BUSY if waits_for_another else PrintCode.PRINTING
