"""Print jobs of this desk: started by a person, followed until the paper is out, never repeated by the program."""

import threading
from collections.abc import Callable

from kiosk.desk.hub import Hub
from kiosk.desk.paperjob import PaperJob, topic_of
from kiosk.desk.reasons import DeskError, DeskReason
from printing.ipp import JobProgress, JobResult, Patience, PrintCode, PrintOptions, print_pdf

MOST_JOBS = 32
"""Of visits still at the desk; the oldest ended one makes room."""


OnEnd = Callable[[str, JobResult], None]
"""Called in the job's thread with the visit and how its job ended."""


class PaperDesk:
    """The printer of this desk. `uri` None: there is none, only PDFs in the browser."""

    def __init__(self, uri: str | None, hub: Hub, on_end: OnEnd, patience: Patience | None = None) -> None:
        self.uri = uri
        self._hub = hub
        self._on_end = on_end
        self._patience = patience
        self._lock = threading.Lock()
        self._jobs: dict[str, PaperJob] = {}
        self._cancels: dict[str, threading.Event] = {}
        self._threads: list[threading.Thread] = []

    def job(self, visit: str) -> PaperJob | None:
        """The visit's latest job, under way or ended."""
        return self._jobs.get(visit)

    @property
    def printing(self) -> bool:
        return any(job.running for job in self._jobs.values())

    def start(self, visit: str, pdf: bytes, pages: int, *, again: bool = False) -> PaperJob:
        """Hands the PDF to the printer in a thread of its own.

        `again` says that a person wants paper although some may have come out before. Raises DeskError:
        no_printer, still_printing, may_have_printed.
        """
        if self.uri is None:
            raise DeskError(DeskReason.NO_PRINTER)
        with self._lock:
            self._refuse_repetition(self._jobs.get(visit), again)
            job = PaperJob(visit, PrintCode.SENDING, running=True, pages_total=pages)
            self._jobs[visit] = job
            self._cancels[visit] = threading.Event()
            self._make_room()
            thread = threading.Thread(target=self._run, args=(self.uri, job, pdf), name="paper", daemon=True)
            self._threads = [*(each for each in self._threads if each.is_alive()), thread]
        self._publish(job)
        thread.start()
        return job

    def cancel(self, visit: str) -> None:
        """No further page; one under way may still come out."""
        if visit in self._cancels:
            self._cancels[visit].set()

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

    def _run(self, uri: str, job: PaperJob, pdf: bytes) -> None:
        options = PrintOptions(pages=job.pages_total)

        def show(progress: JobProgress) -> None:
            # That it has ended is told below, once it is recorded.
            if progress.code is PrintCode.PRINTED:
                return
            self._set(PaperJob(job.visit, progress.code, True, progress.pages_done, job.pages_total))

        result = print_pdf(uri, pdf, options, show, cancel=self._cancels[job.visit], patience=self._patience)
        # Recorded first: whoever sees the end on a screen may finish the visit at once.
        self._on_end(job.visit, result)
        done = result.pages_done or (job.pages_total if result.code is PrintCode.PRINTED else 0)
        self._set(PaperJob(job.visit, result.code, False, done, job.pages_total, result.nothing_sent))

    def _set(self, job: PaperJob) -> None:
        with self._lock:
            if job.visit not in self._jobs:
                return
            self._jobs[job.visit] = job
        self._publish(job)

    def _publish(self, job: PaperJob) -> None:
        self._hub.publish(job.topic, job.fields)

    @staticmethod
    def _refuse_repetition(last: PaperJob | None, again: bool) -> None:
        if last is None:
            return
        if last.running:
            raise DeskError(DeskReason.STILL_PRINTING)
        if not last.repeatable and not again:
            raise DeskError(DeskReason.MAY_HAVE_PRINTED)

    def _make_room(self) -> None:
        ended = [visit for visit, job in self._jobs.items() if not job.running]
        for visit in ended[: max(0, len(self._jobs) - MOST_JOBS)]:
            del self._jobs[visit], self._cancels[visit]
