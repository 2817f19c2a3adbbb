"""Printing one PDF: handed over once, never in doubt without saying so, and followed until the paper is out.

What a printer once had is never sent again by this program: a second copy of somebody's form could come out
with nobody there. Where it is not known whether paper came out, the outcome is UNKNOWN and a person looks.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from threading import Event
from time import monotonic

from printing.ipp import transport
from printing.ipp.follow import Follower, JobProgress, JobResult, OnProgress, Patience
from printing.ipp.message import PASSING, Group, PrintCode
from printing.ipp.options import Offers, PrintOptions, job_attributes, not_offered
from printing.ipp.printer import Operation, Printer, PrinterStatus, RefusedError, Status, status_of


class Handover:
    """Gives the document to the printer and follows what came of it; `follower` makes one for a job number."""

    def __init__(
        self, printer: Printer, pdf: bytes, options: PrintOptions, follower: Callable[[int], Follower]
    ) -> None:
        self.printer = printer
        self.pdf = pdf
        self.options = options
        self.follower = follower

    def run(self, offers: Offers) -> JobResult:
        """Hands the document over. BUSY only where the printer did not take anything."""
        if Operation.CREATE_JOB in offers.operations and Operation.SEND_DOCUMENT in offers.operations:
            return self._in_two_steps(offers)
        return self._in_one_step(offers)

    def _in_two_steps(self, offers: Offers) -> JobResult:
        """Create-Job first: then the job has a number to ask for, whatever happens to the connection."""
        try:
            created = self.printer.create_job(self.options.job_name, job_attributes(self.options, offers))
        except RefusedError as refusal:
            return JobResult(_refusal_code(refusal))
        except transport.NotAPrinterError as error:
            return JobResult(_stranger_code(error))
        except (transport.UnreachableError, transport.ConnectionLostError):
            return JobResult(PrintCode.UNREACHABLE)
        job_id = created.number("job-id")
        return JobResult(PrintCode.NOT_A_PRINTER) if job_id is None else self._send_document(job_id)

    def _send_document(self, job_id: int) -> JobResult:
        follower = self.follower(job_id)
        try:
            self.printer.send_document(job_id, self.pdf)
        except RefusedError as refusal:
            if refusal.is_about_the_request:
                follower.cancel_quietly()
                return JobResult(_refusal_code(refusal), job_id=job_id)
        except transport.UnreachableError:
            follower.cancel_quietly()
            return JobResult(PrintCode.UNREACHABLE, job_id=job_id)
        except (transport.ConnectionLostError, transport.NotAPrinterError):
            pass  # perhaps all of it arrived: the job itself knows
        return follower.run()

    def _in_one_step(self, offers: Offers) -> JobResult:
        job = job_attributes(self.options, offers)
        try:
            printed = self.printer.print_job(self.options.job_name, job, self.pdf)
        except RefusedError as refusal:
            return JobResult(_refusal_code(refusal))
        except transport.NotAPrinterError as error:
            return JobResult(_stranger_code(error))
        except transport.UnreachableError:
            return JobResult(PrintCode.UNREACHABLE)
        except transport.ConnectionLostError:
            return JobResult(PrintCode.CONNECTION_LOST)
        return self._followed(printed)

    def _followed(self, accepted: Group) -> JobResult:
        job_id = accepted.number("job-id")
        return JobResult(PrintCode.UNSURE) if job_id is None else self.follower(job_id).run()


def _stranger_code(error: transport.NotAPrinterError) -> PrintCode:
    wrong = isinstance(error, transport.WrongCertificateError)
    return PrintCode.WRONG_CERTIFICATE if wrong else PrintCode.NOT_A_PRINTER


def _refusal_code(refusal: RefusedError) -> PrintCode:
    logging.getLogger("kiosk.printing").info("print_job_refused", extra={"status": f"0x{refusal.status:04x}"})
    known = {Status.BUSY: PrintCode.BUSY, Status.NOT_ACCEPTING: PrintCode.NOT_ACCEPTING}
    return next((code for status, code in known.items() if status == refusal.status), PrintCode.REFUSED)


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
    except transport.BadAddressError:
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
