"""The IPP operations this program needs, one request each (source: RFC 8011 §4)."""

from enum import IntEnum
from itertools import count

from printing.ipp.address import Address
from printing.ipp.message import Attribute, Group, GroupTag, Message, Tag, attribute
from printing.ipp.transport import ANSWER_SECONDS, exchange

PDF = "application/pdf"
SEND_SECONDS = 120.0
FIRST_SERVER_ERROR = 0x0500
# Who may cancel is decided by this name at many printers; it names the program, never a person.
USER = attribute("requesting-user-name", Tag.NAME, "madoguchi")
PRINTER_ATTRIBUTES = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "operations-supported",
    "document-format-supported",
    "media-supported",
    "media-ready",
    "media-col-ready",
    "media-source-supported",
    "sides-supported",
    "copies-supported",
    "finishings-supported",
    "print-scaling-supported",
)
JOB_ATTRIBUTES = (
    "job-id",
    "job-state",
    "job-state-reasons",
    "job-impressions-completed",
    "job-media-sheets-completed",
)


class Operation(IntEnum):
    """What is asked of a printer."""

    PRINT_JOB = 0x0002
    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_PRINTER_ATTRIBUTES = 0x000B


class Status(IntEnum):
    """The answers that are told apart; everything from 0x0400 on is a refusal."""

    LAST_SUCCESS = 0x00FF
    NOT_FOUND = 0x0406
    BUSY = 0x0507
    NOT_ACCEPTING = 0x0506


class RefusedError(Exception):
    """The printer answered, with a status that means no."""

    def __init__(self, status: int) -> None:
        super().__init__(f"IPP status 0x{status:04x}")
        self.status = status

    @property
    def is_about_the_request(self) -> bool:
        """Whether the printer will never take this request (0x04xx), rather than being in trouble itself."""
        return self.status < FIRST_SERVER_ERROR


class Printer:
    """One printer at `ipp://…` or `ipps://…`.

    Every method may raise `UnreachableError`, `NotAPrinterError`, `ConnectionLostError` and `RefusedError`.

    Raises:
        BadAddressError: the URI cannot be one of a printer.
    """

    def __init__(self, uri: str, fingerprint: str | None = None) -> None:
        self.address = Address.parse(uri, fingerprint)
        self._request_ids = count(1)

    def attributes(self) -> Group:
        """Get-Printer-Attributes: state, reasons and what the printer offers."""
        wanted = attribute("requested-attributes", Tag.KEYWORD, *PRINTER_ATTRIBUTES)
        return self._ask(Operation.GET_PRINTER_ATTRIBUTES, (wanted,), GroupTag.PRINTER)

    def create_job(self, name: str, job: tuple[Attribute, ...]) -> Group:
        """Create-Job: a job without a document yet."""
        return self._ask(Operation.CREATE_JOB, (_job_name(name),), GroupTag.JOB, job)

    def send_document(self, job_id: int, pdf: bytes) -> Group:
        """Send-Document: the one and last document of the job."""
        last = attribute("last-document", Tag.BOOLEAN, True)
        operation = (_job_id(job_id), _format(), last)
        return self._ask(Operation.SEND_DOCUMENT, operation, GroupTag.JOB, data=pdf)

    def print_job(self, name: str, job: tuple[Attribute, ...], pdf: bytes) -> Group:
        """Print-Job: job and document in one request, for printers without Create-Job."""
        return self._ask(Operation.PRINT_JOB, (_job_name(name), _format()), GroupTag.JOB, job, pdf)

    def job(self, job_id: int) -> Group:
        """Get-Job-Attributes: how far the job is."""
        wanted = attribute("requested-attributes", Tag.KEYWORD, *JOB_ATTRIBUTES)
        return self._ask(Operation.GET_JOB_ATTRIBUTES, (_job_id(job_id), wanted), GroupTag.JOB)

    def cancel_job(self, job_id: int) -> None:
        """Cancel-Job: no further page; one under way may still come out."""
        self._ask(Operation.CANCEL_JOB, (_job_id(job_id),), GroupTag.JOB)

    def _ask(
        self,
        operation: Operation,
        attributes: tuple[Attribute, ...],
        answer: GroupTag,
        job: tuple[Attribute, ...] = (),
        data: bytes = b"",
    ) -> Group:
        """Sends one operation and returns the group of the answer, empty when the printer left it out."""
        groups = [Group(GroupTag.OPERATION, (*self._preamble(), *attributes, USER))]
        if job:
            groups.append(Group(GroupTag.JOB, job))
        request = Message(operation, next(self._request_ids), tuple(groups), data)
        response = exchange(self.address, request, SEND_SECONDS if data else ANSWER_SECONDS)
        if response.code > Status.LAST_SUCCESS:
            raise RefusedError(response.code)
        return next(response.of(answer), Group(answer, ()))

    def _preamble(self) -> tuple[Attribute, ...]:
        """Charset and language come first, then the printer, as the standard wants (RFC 8011 §4.1.4)."""
        return (
            attribute("attributes-charset", Tag.CHARSET, "utf-8"),
            attribute("attributes-natural-language", Tag.LANGUAGE, "en"),
            attribute("printer-uri", Tag.URI, self.address.uri),
        )


def _job_id(job_id: int) -> Attribute:
    return attribute("job-id", Tag.INTEGER, job_id)


def _job_name(name: str) -> Attribute:
    return attribute("job-name", Tag.NAME, name)


def _format() -> Attribute:
    return attribute("document-format", Tag.MIME_TYPE, PDF)
