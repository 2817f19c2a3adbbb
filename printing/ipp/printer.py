"""The IPP operations this program needs (source: RFC 8011 §4), and whether a printer can take a sheet now."""

from dataclasses import dataclass, field
from enum import IntEnum
from itertools import count

from printing.ipp import options, transport
from printing.ipp.message import Attribute, Group, GroupTag, Message, PrintCode, Tag, advice_at_rest, attribute

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
        self.address = transport.Address.parse(uri, fingerprint)
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
        response = transport.exchange(self.address, request, SEND_SECONDS if data else transport.ANSWER_SECONDS)
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


SEVERITIES = ("-report", "-warning", "-error")

# In the order in which a person would deal with them.
BLOCKING = {
    "cover-open": PrintCode.COVER_OPEN,
    "door-open": PrintCode.COVER_OPEN,
    "interlock-open": PrintCode.COVER_OPEN,
    "input-tray-missing": PrintCode.COVER_OPEN,
    "media-jam": PrintCode.JAM,
    "media-empty": PrintCode.PAPER_OUT,
    "media-needed": PrintCode.PAPER_OUT,
    "toner-empty": PrintCode.TONER_OUT,
    "marker-supply-empty": PrintCode.TONER_OUT,
    "output-area-full": PrintCode.BIN_FULL,
    "paused": PrintCode.STOPPED,
    "shutdown": PrintCode.STOPPED,
    "fuser-over-temp": PrintCode.STOPPED,
}
ALWAYS_BLOCKING = frozenset({PrintCode.COVER_OPEN, PrintCode.JAM, PrintCode.STOPPED})
USABLE = frozenset({PrintCode.READY, PrintCode.PAPER_LOW})


class PrinterState(IntEnum):
    """IPP's `printer-state`."""

    IDLE = 3
    PROCESSING = 4
    STOPPED = 5


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """What a printer says of itself.

    `code` is the one thing a person should know; `reasons` are the printer's own keywords, for the log;
    `offers` is empty unless the printer answered.
    """

    code: PrintCode
    reasons: tuple[str, ...] = ()
    offers: options.Offers = field(default_factory=options.Offers)

    @property
    def usable(self) -> bool:
        """Whether a job sent now would start at once."""
        return self.code in USABLE

    @property
    def sentence(self) -> str:
        """What to tell the person."""
        return advice_at_rest(self.code).sentence

    @property
    def next_step(self) -> str:
        """What the person can do."""
        return advice_at_rest(self.code).next_step


def check_printer(uri: str, media: str = options.A4, fingerprint: str | None = None) -> PrinterStatus:
    """Asks the printer whether a PDF of this size can be printed now. Never raises."""
    try:
        return status_of(Printer(uri, fingerprint), media)
    except transport.BadAddressError:
        return PrinterStatus(PrintCode.BAD_ADDRESS)


def status_of(printer: Printer, media: str = options.A4) -> PrinterStatus:
    """As `check_printer`, for a printer whose address is already read."""
    try:
        attributes = printer.attributes()
    except (transport.UnreachableError, transport.ConnectionLostError):
        return PrinterStatus(PrintCode.UNREACHABLE)
    except transport.WrongCertificateError:
        return PrinterStatus(PrintCode.WRONG_CERTIFICATE)
    except (transport.NotAPrinterError, RefusedError):
        return PrinterStatus(PrintCode.NOT_A_PRINTER)
    return read_status(attributes, media)


def read_status(printer: Group, media: str = options.A4) -> PrinterStatus:
    """The status in the printer's attributes."""
    offers = options.Offers.of(printer)
    reasons = printer.words("printer-state-reasons")
    return PrinterStatus(_code(printer, offers, reasons, media), reasons, offers)


def trouble(reasons: tuple[str, ...], *, at_least: str = "-report") -> PrintCode | None:
    """The first thing in the reasons that needs a hand, counting only reasons as severe as `at_least`."""
    severe = SEVERITIES[SEVERITIES.index(at_least) :]
    bare = {_bare(reason) for reason in reasons if _severity(reason) in severe}
    return next((code for keyword, code in BLOCKING.items() if keyword in bare), None)


def _code(printer: Group, offers: options.Offers, reasons: tuple[str, ...], media: str) -> PrintCode:
    if offers.formats and PDF not in offers.formats:
        return PrintCode.NO_PDF
    state = printer.number("printer-state")
    if state == PrinterState.STOPPED:
        return trouble(reasons) or PrintCode.STOPPED
    if printer.flag("printer-is-accepting-jobs") is False:
        return PrintCode.NOT_ACCEPTING
    found = trouble(reasons, at_least="-error") or _mild_trouble(printer, offers, reasons)
    if found is not None:
        return found
    if not _has_paper(offers, media):
        return PrintCode.NO_A4 if media == options.A4 else PrintCode.NO_SIZE
    if state == PrinterState.PROCESSING:
        return PrintCode.BUSY
    low = any(_bare(reason) in {"media-low", "media-empty"} for reason in reasons)
    return PrintCode.PAPER_LOW if low else PrintCode.READY


def _mild_trouble(printer: Group, offers: options.Offers, reasons: tuple[str, ...]) -> PrintCode | None:
    """A report or warning of an empty tray stops nothing while another tray has paper."""
    found = trouble(reasons)
    trays = len(printer.get("media-col-ready")) or len(offers.media_ready)
    if found in ALWAYS_BLOCKING or (found == PrintCode.PAPER_OUT and trays <= 1):
        return found
    return None


def _has_paper(offers: options.Offers, media: str) -> bool:
    """A printer that does not say what is loaded is believed to have it."""
    known = offers.media_ready or offers.media
    return not known or media in known


def _bare(reason: str) -> str:
    return next((reason.removesuffix(each) for each in SEVERITIES if reason.endswith(each)), reason)


def _severity(reason: str) -> str:
    """A reason without a suffix is an error (source: RFC 8011 §5.4.12)."""
    return next((each for each in SEVERITIES if reason.endswith(each)), "-error")
