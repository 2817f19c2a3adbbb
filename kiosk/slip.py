"""The cover slip of a visit in the office's terms: what each sheet is, whether to sign it, where it goes, its fee."""

from collections.abc import Sequence
from datetime import date

from forms import Application, FeeLine, Place, Procedure, fee_lines
from forms.procedure import Mark
from kiosk.office import Office
from kiosk.settings import PaperCover
from printing import CoverSlip, SlipEntry

SLIP = "cover"
"""What the slip is called where sheets are placed (`printers.toml`)."""


def wants_slip(office: Office, sheets: int) -> bool:
    """Whether the town wants a cover slip for so many sheets of one visit."""
    cover = office.settings.paper.cover
    return cover is PaperCover.ALWAYS or (cover is PaperCover.SEVERAL and sheets > 1)


def slip_of(
    application: Application, office: Office, receipt: str, place: Place, today: date, printed_day: str
) -> CoverSlip:
    """An entry for each procedure, in the order of the application. `printed_day` is the day as people write it."""
    lines = fee_lines(application.journey(today), office.fees, place)
    entries = tuple(_entry(procedure, lines) for procedure in application.procedures)
    return CoverSlip(receipt, printed_day, entries)


def _entry(procedure: Procedure, lines: Sequence[FeeLine]) -> SlipEntry:
    is_signed = procedure.rules.signature is Mark.REQUIRED
    return SlipEntry(procedure.title, procedure.desk, is_signed, _fee(procedure, lines))


def _fee(procedure: Procedure, lines: Sequence[FeeLine]) -> int | None:
    """Yen; None where there is a fee that the answers do not settle."""
    own = [line.total for line in lines if line.procedure == procedure.id]
    return None if procedure.fees and not own else sum(own)
