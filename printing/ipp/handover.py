"""Handing one document over to a printer, once, and never in doubt without saying so (source: RFC 8011 §4.2, §4.3)."""

import logging
from collections.abc import Callable

from printing.ipp.codes import PrintCode
from printing.ipp.follow import Follower
from printing.ipp.message import Group
from printing.ipp.options import Offers, PrintOptions, job_attributes
from printing.ipp.printer import Operation, Printer, RefusedError, Status
from printing.ipp.result import JobResult
from printing.ipp.transport import (
    ConnectionLostError,
    NotAPrinterError,
    UnreachableError,
    WrongCertificateError,
)


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
        except NotAPrinterError as error:
            return JobResult(_stranger_code(error))
        except (UnreachableError, ConnectionLostError):
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
        except UnreachableError:
            follower.cancel_quietly()
            return JobResult(PrintCode.UNREACHABLE, job_id=job_id)
        except (ConnectionLostError, NotAPrinterError):
            pass  # perhaps all of it arrived: the job itself knows
        return follower.run()

    def _in_one_step(self, offers: Offers) -> JobResult:
        job = job_attributes(self.options, offers)
        try:
            printed = self.printer.print_job(self.options.job_name, job, self.pdf)
        except RefusedError as refusal:
            return JobResult(_refusal_code(refusal))
        except NotAPrinterError as error:
            return JobResult(_stranger_code(error))
        except UnreachableError:
            return JobResult(PrintCode.UNREACHABLE)
        except ConnectionLostError:
            return JobResult(PrintCode.CONNECTION_LOST)
        return self._followed(printed)

    def _followed(self, accepted: Group) -> JobResult:
        job_id = accepted.number("job-id")
        return JobResult(PrintCode.UNSURE) if job_id is None else self.follower(job_id).run()


def _stranger_code(error: NotAPrinterError) -> PrintCode:
    wrong = isinstance(error, WrongCertificateError)
    return PrintCode.WRONG_CERTIFICATE if wrong else PrintCode.NOT_A_PRINTER


def _refusal_code(refusal: RefusedError) -> PrintCode:
    logging.getLogger("kiosk.printing").info("print_job_refused", extra={"status": f"0x{refusal.status:04x}"})
    known = {Status.BUSY: PrintCode.BUSY, Status.NOT_ACCEPTING: PrintCode.NOT_ACCEPTING}
    return next((code for status, code in known.items() if status == refusal.status), PrintCode.REFUSED)
