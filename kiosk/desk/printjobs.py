"""Print jobs of this desk: started by a person, marked in the database, followed until the paper is out."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from kiosk.desk import devices, reasons
from kiosk.stacks import Stack
from kiosk.store import Imprints, PrintClaim, PrintMark, Store, StoreError, Visit, printing
from printing.ipp import JobProgress, JobResult, Patience, PrintCode, Wish, advice, print_pdf

_log = logging.getLogger("kiosk.desk")


class PrintMarks:
    """The marks of this desk's jobs in the database, from any thread."""

    def __init__(self, store: Store, desk: str) -> None:
        self._store = store
        self._desk = desk
        self._lock = threading.Lock()
        self._marks: dict[str, PrintMark] = {}

    def claim(self, visit: Visit, imprints: Imprints, *, again: bool = False) -> None:
        """Before a job starts that sends sheets with these imprints. Raises DeskError: printing_elsewhere, may_have_printed; StoreError."""
        claim, mark = printing.claim_print(self._store, visit, self._desk, again=again, imprints=imprints)
        if claim is not PrintClaim.GRANTED:
            here = claim is not PrintClaim.ELSEWHERE
            raise reasons.DeskError(
                reasons.DeskReason.MAY_HAVE_PRINTED if here else reasons.DeskReason.PRINTING_ELSEWHERE
            )
        with self._lock:
            self._marks[visit.id] = mark

    def renew(self) -> None:
        """Every few seconds while jobs run. Raises StoreError."""
        with self._lock:
            marks = tuple(self._marks.values())
        for mark in marks:
            printing.renew_print(self._store, mark)

    def is_held(self, visit: str) -> bool:
        """Whether the database still has the mark of this desk's job. Raise StoreError."""
        with self._lock:
            mark = self._marks.get(visit)
        return mark is not None and printing.has_mark(self._store, mark)

    def end(self, visit: str) -> None:
        """The job has ended and that is recorded. A mark that cannot be taken away now grows stale by itself."""
        with self._lock:
            mark = self._marks.pop(visit, None)
        if mark is None:
            return
        try:
            printing.end_print(self._store, mark)
        except StoreError as error:
            _log.warning("print_mark_left", extra={"reason": error.reason.value})


class Paper(StrEnum):
    """What the paper of a visit is doing."""

    NONE = "none"
    """There is none and nothing is under way."""
    WAITING = "waiting"
    PRINTING = "printing"
    PAPER_OUT = "paper_out"
    STOPPED = "stopped"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    CANCELED = "canceled"
    PRINTED = "printed"
    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"
    """Another desk prints it now."""
    INTERRUPTED = "interrupted"
    """A desk stopped while it printed."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One job as people see it. `repeatable`: nothing was sent, so printing again needs no look at the tray.

    `only` are the sheets that are printed alone, `left_out` what the printer does not offer. `by_visitor`: it
    is a visitor at the lobby who reads the words.
    """

    visit: str
    code: PrintCode
    running: bool
    pages_done: int = 0
    pages_total: int = 0
    repeatable: bool = False
    only: tuple[str, ...] = ()
    left_out: frozenset[Wish] = frozenset()
    by_visitor: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Return whether only a look at the tray can tell what has come out."""
        partly = self.pages_done > 0 and self.paper is not Paper.PRINTED
        return not self.running and (self.paper is Paper.UNKNOWN or partly)

    @property
    def without(self) -> str:
        """What was wished and not done, for staff; empty as a rule."""
        missing = "、".join(WISHES[wish] for wish in Wish if wish in self.left_out)
        return f"このプリンターではできないため、{missing}をせずに印刷しました。" if missing else ""

    @property
    def paper(self) -> Paper:
        """What the paper is doing, as far as this job tells."""
        return PAPER_OF_CODE[self.code]

    @property
    def is_held(self) -> bool:
        """Return whether it goes on once people have seen to the printer."""
        return self.running and self.paper in (Paper.PAPER_OUT, Paper.STOPPED)

    def refusal(self, *, again: bool) -> reasons.DeskReason | None:
        """Return what speaks against printing the visit once more; `again` says that a person has looked."""
        if self.running:
            return reasons.DeskReason.STILL_PRINTING
        return None if again or self.repeatable else reasons.DeskReason.MAY_HAVE_PRINTED

    @property
    def sentence(self) -> str:
        return self._words[0]

    @property
    def next_step(self) -> str:
        return self._words[1]

    @property
    def _words(self) -> tuple[str, str]:
        said = advice(self.code, given_up=not self.running)
        words = said.sentence, said.next_step
        return reasons.word_for_visitors(self.code, *words) if self.by_visitor else words

    @property
    def topic(self) -> str:
        return topic_of(self.visit)

    @property
    def fields(self) -> devices.Fields:
        """What screens are told; no word of what is printed."""
        return {
            "visit": self.visit,
            "state": self.paper,
            "running": self.running,
            "repeatable": self.repeatable,
            "sentence": self.sentence,
            "next_step": self.next_step,
            "pages_done": self.pages_done,
            "pages_total": self.pages_total,
        }


def topic_of(visit: str) -> str:
    """The name of the job's topic in the hub."""
    return f"paper:{visit}"


WISHES = {
    Wish.SIDES: "両面印刷",
    Wish.COPIES: "部数の指定",
    Wish.PAPER_SOURCE: "給紙口の指定",
    Wish.STAPLE: "ステープル留め",
}

PAPER_OF_CODE: Mapping[PrintCode, Paper] = {
    PrintCode.READY: Paper.WAITING,
    PrintCode.PAPER_LOW: Paper.WAITING,
    PrintCode.SENDING: Paper.WAITING,
    PrintCode.BUSY: Paper.BUSY,
    PrintCode.PAPER_OUT: Paper.PAPER_OUT,
    PrintCode.NO_A4: Paper.PAPER_OUT,
    PrintCode.NO_SIZE: Paper.PAPER_OUT,
    PrintCode.COVER_OPEN: Paper.STOPPED,
    PrintCode.JAM: Paper.STOPPED,
    PrintCode.TONER_OUT: Paper.STOPPED,
    PrintCode.BIN_FULL: Paper.STOPPED,
    PrintCode.STOPPED: Paper.STOPPED,
    PrintCode.NOT_ACCEPTING: Paper.STOPPED,
    PrintCode.UNREACHABLE: Paper.UNREACHABLE,
    PrintCode.NOT_A_PRINTER: Paper.UNREACHABLE,
    PrintCode.WRONG_CERTIFICATE: Paper.UNREACHABLE,
    PrintCode.BAD_ADDRESS: Paper.UNREACHABLE,
    PrintCode.NO_PDF: Paper.REFUSED,
    PrintCode.REFUSED: Paper.REFUSED,
    PrintCode.CANCELED: Paper.CANCELED,
    PrintCode.PRINTING: Paper.PRINTING,
    PrintCode.PRINTED: Paper.PRINTED,
    PrintCode.ABORTED: Paper.UNKNOWN,
    PrintCode.CONNECTION_LOST: Paper.UNKNOWN,
    PrintCode.JOB_LOST: Paper.UNKNOWN,
    PrintCode.TIMED_OUT: Paper.UNKNOWN,
    PrintCode.UNSURE: Paper.UNKNOWN,
}


MOST_JOBS = 32
"""Of visits still at the desk; the oldest ended one makes room."""


OnEnd = Callable[[str, JobResult], None]
"""Called in the job's thread with the visit and how its job ended."""


class PrintJobs:
    """The jobs at this desk's printer. `uri` None: there is none, only PDFs in the browser. `by_visitors`: visitors
    print here themselves."""

    def __init__(
        self,
        uri: str | None,
        hub: devices.Hub,
        on_end: OnEnd,
        patience: Patience | None = None,
        fingerprint: str | None = None,
        *,
        by_visitors: bool = False,
    ) -> None:
        self.uri = uri
        self._by_visitors = by_visitors
        self._fingerprint = fingerprint
        self._hub = hub
        self._on_end = on_end
        self._patience = patience
        self._lock = threading.Lock()
        self._jobs: dict[str, PrintJob] = {}
        self._cancels: dict[str, threading.Event] = {}
        self._threads: list[threading.Thread] = []

    def job(self, visit: str) -> PrintJob | None:
        """The visit's latest job, under way or ended."""
        return self._jobs.get(visit)

    @property
    def printing(self) -> bool:
        return any(job.running for job in self._jobs.values())

    def start(
        self, visit: str, stacks: Sequence[Stack], *, again: bool = False, only: tuple[str, ...] = ()
    ) -> PrintJob:
        """Hands the stacks to the printer, one after the other, in a thread of its own.

        `again` says that a person wants paper although some may have come out before; `only` are the sheets that
        are printed alone. Raises DeskError: no_printer, still_printing, may_have_printed.
        """
        with self._lock:
            if self.uri is None:
                raise reasons.DeskError(reasons.DeskReason.NO_PRINTER)
            last = self._jobs.get(visit)
            refused = last.refusal(again=again) if last is not None else None
            if refused is not None:
                raise reasons.DeskError(refused)
            pages = sum(stack.options.pages for stack in stacks)
            job = PrintJob(
                visit,
                PrintCode.SENDING,
                running=True,
                pages_total=pages,
                only=only,
                by_visitor=self._by_visitors,
            )
            self._jobs[visit] = job
            cancel = self._cancels[visit] = threading.Event()
            self._make_room()
            thread = threading.Thread(
                target=self._run, args=(self.uri, job, tuple(stacks), cancel), name="paper", daemon=True
            )
            self._threads = [*(each for each in self._threads if each.is_alive()), thread]
        self._publish(job)
        thread.start()
        return job

    def cancel(self, visit: str) -> None:
        """No further page; one under way may still come out."""
        cancel = self._cancels.get(visit)
        if cancel is not None:
            cancel.set()

    def forget(self, visit: str) -> None:
        """The visit has ended; its job is no longer shown."""
        with self._lock:
            self._jobs.pop(visit, None)
            self._cancels.pop(visit, None)
        self._hub.forget(topic_of(visit))

    def stop(self, seconds: float = 5.0) -> None:
        """Cancels what is under way, for the end of the program."""
        for cancel in tuple(self._cancels.values()):
            cancel.set()
        for thread in self._threads:
            thread.join(seconds)

    def _run(self, uri: str, job: PrintJob, stacks: Sequence[Stack], cancel: threading.Event) -> None:
        try:
            result = self._print(uri, job, stacks, cancel)
        except Exception as error:  # noqa: BLE001 - the thread's outermost edge: a job must end, or its visit never does
            _log.error("print_failed", extra={"error": type(error).__name__})
            result = JobResult(PrintCode.UNSURE)
        # Recorded first: whoever sees the end on a screen may finish the visit at once.
        self._on_end(job.visit, result)
        ended = replace(job, code=result.code, running=False, pages_done=result.pages_done)
        nothing_out = result.nothing_sent and result.pages_done == 0
        self._set(replace(ended, repeatable=nothing_out, left_out=result.left_out))

    def _print(self, uri: str, job: PrintJob, stacks: Sequence[Stack], cancel: threading.Event) -> JobResult:
        """One job a stack. After one that did not end well nothing more is sent: a person looks first."""
        out, left_out = 0, frozenset[Wish]()
        for stack in stacks:
            show = partial(self._show, job, out)
            result = print_pdf(
                uri,
                stack.printed.pdf,
                stack.options,
                show,
                cancel=cancel,
                patience=self._patience,
                fingerprint=self._fingerprint,
            )
            is_printed = result.code is PrintCode.PRINTED
            out += result.pages_done or (stack.options.pages if is_printed else 0)
            left_out |= result.left_out
            if not is_printed:
                return replace(result, pages_done=out, left_out=left_out)
        return JobResult(PrintCode.PRINTED, out, left_out=left_out)

    def _show(self, job: PrintJob, out: int, progress: JobProgress) -> None:
        # That it has ended is told once it is recorded.
        if progress.code is not PrintCode.PRINTED:
            self._set(replace(job, code=progress.code, pages_done=out + progress.pages_done))

    def _set(self, job: PrintJob) -> None:
        with self._lock:
            if job.visit not in self._jobs:
                return
            self._jobs[job.visit] = job
        self._publish(job)

    def _publish(self, job: PrintJob) -> None:
        self._hub.publish(job.topic, job.fields)

    def _make_room(self) -> None:
        ended = [visit for visit, job in self._jobs.items() if not job.running]
        for visit in ended[: max(0, len(self._jobs) - MOST_JOBS)]:
            del self._jobs[visit], self._cancels[visit]
