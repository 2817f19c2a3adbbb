"""Which code a sheet carries: what the town wishes, or less if the sheet has no room for it. Paper never waits for it."""

import logging
from collections.abc import Iterator

from forms import Application, Procedure
from forms.ticket.keyfiles import read_public_keys
from forms.ticket.keysreason import KeysError
from kiosk.backoffice.code import PrintedForm, make_receipt_code, make_sealed_code
from kiosk.backoffice.errors import BackOfficeError
from kiosk.logs import event
from kiosk.office import Office, now, today
from kiosk.settings import PaperCode
from printing import PrintingError, Sheet
from printing.drawing.code import SMALLEST_MODULE, qr_rows
from printing.sheets.boxes import CodeBox

_log = logging.getLogger("kiosk.paper")


def code_for(
    sheet: Sheet, application: Application, procedure: Procedure, office: Office, receipt: str = ""
) -> str:
    """The digits for the sheet's QR, empty for none. An event is logged if they tell less than the town wishes."""
    wish = office.settings.paper.code
    boxes = [box for box in sheet.boxes if isinstance(box, CodeBox)]
    if wish is PaperCode.NONE or not boxes:
        return ""
    side = min(min(box.area.w, box.area.h) for box in boxes)
    for kind, text in _codes(wish, application, procedure, office, receipt):
        if _fits(text, side):
            return text
        event(_log, "paper_code_too_long", logging.WARNING, procedure=procedure.id, kind=kind)
    return ""


def _codes(
    wish: PaperCode, application: Application, procedure: Procedure, office: Office, receipt: str
) -> Iterator[tuple[str, str]]:
    """The richest first."""
    answers = application.journey(today()).relevant_for(procedure)
    form = PrintedForm(receipt, now(), procedure, answers)
    town = office.settings.town.code
    if wish is PaperCode.SEALED:
        try:
            key = read_public_keys(office.settings.paper.public_file).current
            yield wish.value, make_sealed_code(form, town, key, office.catalogue)
        except (KeysError, BackOfficeError) as error:
            event(
                _log, "paper_code_not_sealed", logging.WARNING, procedure=procedure.id, reason=error.reason.value
            )
    yield PaperCode.RECEIPT.value, make_receipt_code(form, town)


def _fits(text: str, side: float) -> bool:
    """Whether a copier still shows the squares in `side` mm."""
    try:
        return len(qr_rows(text)) * SMALLEST_MODULE <= side
    except PrintingError:
        return False
