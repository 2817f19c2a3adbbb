"""Printing one PDF and following it until the paper is out.

What a printer once had is never sent again by this program: a second copy of somebody's form could come out
with nobody there. Where it is not known whether paper came out, the outcome is UNKNOWN and a person looks.
"""

import logging
from dataclasses import replace
from threading import Event
from time import monotonic

from printing.ipp.address import BadAddressError
from printing.ipp.codes import PASSING, PrintCode
from printing.ipp.follow import Follower, Patience
from printing.ipp.handover import Handover
from printing.ipp.options import PrintOptions, not_offered
from printing.ipp.printer import Printer
from printing.ipp.result import JobProgress, JobResult, OnProgress
from printing.ipp.status import PrinterStatus, status_of


def print_pdf(
    uri: str,
    pdf: bytes,
    options: PrintOptions | None = None,
    on_progress: OnProgress | None = None,
    *,
    cancel: Event | None = None,
    patience: Patience | None = None,
    fingerprint: str | None = None,
) -> JobResult:
    """Prints the PDF and returns when its paper is out or it is clear that it will not be.

    Blocks for as long as the job takes; `on_progress` is called from this thread at each change, and setting
    `cancel` from another thread stops the job. With the `fingerprint` of a certificate nothing is sent to a printer
    that shows another one. Never raises for anything a printer does.
    """
    try:
        printer = Printer(uri, fingerprint)
    except BadAddressError:
        return JobResult(PrintCode.BAD_ADDRESS)
    submission = _Submission(
        printer,
        pdf,
        options or PrintOptions(),
        on_progress or _ignore,
        cancel or Event(),
        patience or Patience(),
    )
    result = submission.run()
    fields = {"reason": result.code.value, "job": result.job_id or 0, "count": result.pages_done}
    logging.getLogger("kiosk.printing").info("print_job_ended", extra=fields)
    return result


class _Submission:
    """One document on its way to one printer."""

    def __init__(
        self,
        printer: Printer,
        pdf: bytes,
        options: PrintOptions,
        on_progress: OnProgress,
        cancel: Event,
        patience: Patience,
    ) -> None:
        self.printer = printer
        self.options = options
        self.on_progress = on_progress
        self.cancel = cancel
        self.patience = patience
        self.last_told: PrintCode | None = None
        self._handover = Handover(printer, pdf, options, self._follower)

    def run(self) -> JobResult:
        """Waits for the printer, hands the document over once, follows it."""
        give_up_at = monotonic() + self.patience.before_sending
        while True:
            status = self._wait_until_usable(give_up_at)
            if not status.usable:
                return JobResult(status.code)
            if self.cancel.is_set():
                return JobResult(PrintCode.CANCELED)
            self._tell(PrintCode.SENDING)
            result = self._handover.run(status.offers)
            if result.code != PrintCode.BUSY or monotonic() >= give_up_at:
                return replace(result, left_out=not_offered(self.options, status.offers))
            self._tell(PrintCode.BUSY)
            self.cancel.wait(self.patience.between_looks)

    def _wait_until_usable(self, give_up_at: float) -> PrinterStatus:
        while True:
            status = status_of(self.printer, self.options.media)
            if status.code not in PASSING or monotonic() >= give_up_at:
                return status
            self._tell(status.code)
            if self.cancel.wait(self.patience.between_looks):
                return PrinterStatus(PrintCode.CANCELED)

    def _follower(self, job_id: int) -> Follower:
        return Follower(self.printer, job_id, self.options, self.on_progress, self.cancel, self.patience)

    def _tell(self, code: PrintCode) -> None:
        if code != self.last_told:
            self.last_told = code
            self.on_progress(JobProgress(code, 0, self.options.impressions))


def _ignore(progress: JobProgress) -> None:
    """Nobody wants to hear."""
