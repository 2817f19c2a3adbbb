"""One camera frame of a desk's screen, answered as JSON while the code is still being looked for."""

from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue

from forms.ticket import TicketError, TicketReason
from kiosk.backoffice.code import BackOfficeError
from kiosk.desk.reasons import DeskError
from kiosk.desk.refusals import explain
from kiosk.desk.scan import find_frame_digits
from kiosk.store import StoreError
from kiosk.web.language import words

TICKET_ERRORS = (BackOfficeError, DeskError, StoreError, TicketError)
"""Why what was scanned opens no visit."""


def answer_frame(open_ticket: Callable[[tuple[str, ...]], str]) -> ResponseReturnValue:
    """Return what the frame in the request (JPEG) leads to; `state` is none while there is no code in it.

    `open_ticket` opens the visit of the texts and returns the address where it goes on.
    """
    try:
        texts = find_frame_digits(request.get_data(cache=False))
        return {"state": "opened", "url": open_ticket(texts)} if texts else {"state": "none"}
    except TICKET_ERRORS as error:
        refusal = explain(error)
        state = "half" if refusal.reason == TicketReason.OTHER_HALF_MISSING else "refused"
        return {"state": state, "sentence": words(refusal.sentence), "next_step": words(refusal.next_step)}
