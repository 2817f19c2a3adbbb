"""Whether a printer can take a sheet now, and if not, why (source: RFC 8011 §5.4.11, §5.4.12)."""

from dataclasses import dataclass, field
from enum import IntEnum

from printing.ipp.address import BadAddressError
from printing.ipp.codes import PrintCode, advice_at_rest
from printing.ipp.message import Group
from printing.ipp.options import A4, Offers
from printing.ipp.printer import PDF, Printer, RefusedError
from printing.ipp.transport import (
    ConnectionLostError,
    NotAPrinterError,
    UnreachableError,
    WrongCertificateError,
)

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
    offers: Offers = field(default_factory=Offers)

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


def check_printer(uri: str, media: str = A4, fingerprint: str | None = None) -> PrinterStatus:
    """Asks the printer whether a PDF of this size can be printed now. Never raises."""
    try:
        return status_of(Printer(uri, fingerprint), media)
    except BadAddressError:
        return PrinterStatus(PrintCode.BAD_ADDRESS)


def status_of(printer: Printer, media: str = A4) -> PrinterStatus:
    """As `check_printer`, for a printer whose address is already read."""
    try:
        attributes = printer.attributes()
    except (UnreachableError, ConnectionLostError):
        return PrinterStatus(PrintCode.UNREACHABLE)
    except WrongCertificateError:
        return PrinterStatus(PrintCode.WRONG_CERTIFICATE)
    except (NotAPrinterError, RefusedError):
        return PrinterStatus(PrintCode.NOT_A_PRINTER)
    return read_status(attributes, media)


def read_status(printer: Group, media: str = A4) -> PrinterStatus:
    """The status in the printer's attributes."""
    offers = Offers.of(printer)
    reasons = printer.words("printer-state-reasons")
    return PrinterStatus(_code(printer, offers, reasons, media), reasons, offers)


def trouble(reasons: tuple[str, ...], *, at_least: str = "-report") -> PrintCode | None:
    """The first thing in the reasons that needs a hand, counting only reasons as severe as `at_least`."""
    severe = SEVERITIES[SEVERITIES.index(at_least) :]
    bare = {_bare(reason) for reason in reasons if _severity(reason) in severe}
    return next((code for keyword, code in BLOCKING.items() if keyword in bare), None)


def _code(printer: Group, offers: Offers, reasons: tuple[str, ...], media: str) -> PrintCode:
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
        return PrintCode.NO_A4 if media == A4 else PrintCode.NO_SIZE
    if state == PrinterState.PROCESSING:
        return PrintCode.BUSY
    low = any(_bare(reason) in {"media-low", "media-empty"} for reason in reasons)
    return PrintCode.PAPER_LOW if low else PrintCode.READY


def _mild_trouble(printer: Group, offers: Offers, reasons: tuple[str, ...]) -> PrintCode | None:
    """A report or warning of an empty tray stops nothing while another tray has paper."""
    found = trouble(reasons)
    trays = len(printer.get("media-col-ready")) or len(offers.media_ready)
    if found in ALWAYS_BLOCKING or (found == PrintCode.PAPER_OUT and trays <= 1):
        return found
    return None


def _has_paper(offers: Offers, media: str) -> bool:
    """A printer that does not say what is loaded is believed to have it."""
    known = offers.media_ready or offers.media
    return not known or media in known


def _bare(reason: str) -> str:
    return next((reason.removesuffix(each) for each in SEVERITIES if reason.endswith(each)), reason)


def _severity(reason: str) -> str:
    """A reason without a suffix is an error (source: RFC 8011 §5.4.12)."""
    return next((each for each in SEVERITIES if reason.endswith(each)), "-error")
