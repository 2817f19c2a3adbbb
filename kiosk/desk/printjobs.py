"""Print jobs of this desk: started by a person, followed until the paper is out, never repeated by the program."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from kiosk.desk.hub import Hub
from kiosk.desk.printjob import PrintJob, topic_of
from kiosk.desk.reasons import DeskError, DeskReason
from kiosk.stacks import Stack
from printing.ipp import JobProgress, JobResult, Patience, PrintCode, Wish, print_pdf

MOST_JOBS = 32
"""Of visits still at the desk; the oldest ended one makes room."""

_log = logging.getLogger("kiosk.desk")

OnEnd = Callable[[str, JobResult], None]
"""Called in the job's thread with the visit and how its job ended."""


class PrintJobs:
    """The jobs at this desk's printer. `uri` None: there is none, only PDFs in the browser. `by_visitors`: visitors
    print here themselves."""

    def __init__(
        self,
        uri: str | None,
        hub: Hub,
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

    def start(self, visit: str, stacks: Sequence[Stack], *, again: bool = False, only: str = "") -> PrintJob:
        """Hands the stacks to the printer, one after the other, in a thread of its own.

        `again` says that a person wants paper although some may have come out before; `only` is the one sheet that
        is printed alone. Raises DeskError: no_printer, still_printing, may_have_printed.
        """
        with self._lock:
            if self.uri is None:
                raise DeskError(DeskReason.NO_PRINTER)
            last = self._jobs.get(visit)
            refused = last.refusal(again=again) if last is not None else None
            if refused is not None:
                raise DeskError(refused)
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
