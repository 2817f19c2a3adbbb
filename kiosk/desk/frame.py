"""One camera frame of a desk's screen, answered as JSON while the code is still being looked for."""

from collections.abc import Callable

from flask import request, typing as ft

from forms.ticket import TicketError, TicketReason
from kiosk.backoffice.code import BackOfficeError
from kiosk.desk import reasons, refusals, scan
from kiosk.store import StoreError
from kiosk.web.language import words

TICKET_ERRORS = (BackOfficeError, reasons.DeskError, StoreError, TicketError)
"""Why what was scanned opens no visit."""


def answer_frame(open_ticket: Callable[[tuple[str, ...]], str]) -> ft.ResponseReturnValue:
    """Return what the frame in the request (JPEG) leads to; `state` is none while there is no code in it.

    `open_ticket` opens the visit of the texts and returns the address where it goes on.
    """
    try:
        texts = scan.find_frame_digits(request.get_data(cache=False))
        return {"state": "opened", "url": open_ticket(texts)} if texts else {"state": "none"}
    except TICKET_ERRORS as error:
        refusal = refusals.explain(error)
        state = "half" if refusal.reason == TicketReason.OTHER_HALF_MISSING else "refused"
        return {"state": state, "sentence": words(refusal.sentence), "next_step": words(refusal.next_step)}
