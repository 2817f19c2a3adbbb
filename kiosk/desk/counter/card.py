"""The card at the counter: staff asks for it, its holder types the PIN, the answers fill the visit."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cardreader import CardError, CardReason, Pin
from kiosk.desk.case import Case
from kiosk.desk.counter.session import current_staff
from kiosk.desk.refusals import Refusal, refusal_of
from kiosk.desk.workplace import workplace
from kiosk.store import AuditEvent, Details
from kiosk.store.audit import record

routes = Blueprint("card", __name__)

LAST = 1


@routes.get("/visits/<visit_id>/card")
def show(visit_id: str) -> ResponseReturnValue:
    """The screen to turn towards the holder: nothing of the visit is on it but its number."""
    return _screen(workplace().cases.read(visit_id), None)


@routes.post("/visits/<visit_id>/card")
def read(visit_id: str) -> ResponseReturnValue:
    """Sends the PIN once, to the very card whose tries were shown; the last try only if staff says the holder wants
    it. The PIN is never kept."""
    here = workplace()
    case = here.cases.read(visit_id)
    if request.form.get("insertion", "") != str(here.devices.cards.state.insertion):
        return redirect(url_for("counter.card.show", visit_id=visit_id), 303)
    try:
        pin = Pin(request.form.get("pin", ""))
        holder = here.devices.cards.read(pin, allow_last_try=request.form.get("allow_last_try") == "yes")
    except CardError as error:
        _audit(case, AuditEvent.CARD_REFUSED, error.reason.value)
        return _screen(case, refusal_of(error))
    _audit(case, AuditEvent.CARD_READ, "")
    here.reception.take_card(case, holder.facts, current_staff().id)
    return redirect(url_for("counter.visit.show", visit_id=visit_id), 303)


@routes.post("/visits/<visit_id>/card/follow")
def follow(visit_id: str) -> ResponseReturnValue:
    """The answers become what the card says."""
    here = workplace()
    here.reception.follow_card(here.cases.read(visit_id), current_staff().id)
    return redirect(url_for("counter.visit.show", visit_id=visit_id), 303)


def _screen(case: Case, refusal: Refusal | None) -> ResponseReturnValue:
    devices = workplace().devices
    tries, trouble = _tries()
    page = render_template(
        "counter/card.html",
        case=case,
        insertion=devices.cards.state.insertion,
        present=devices.card_is_in,
        works=devices.reader_works,
        tries=tries,
        last=tries == LAST,
        # What the card said to the PIN comes first: a question that fails afterwards must not hide it.
        refusal=refusal or trouble,
    )
    return page, 422 if refusal else 200


def _tries() -> tuple[int, Refusal | None]:
    """How often the PIN may still be entered, 0 where it may not, and why."""
    devices = workplace().devices
    if not devices.card_is_in:
        return 0, None
    try:
        tries = devices.cards.tries_left()
    except CardError as error:
        return 0, None if error.reason is CardReason.NO_CARD else refusal_of(error)
    if tries is None:
        return 0, refusal_of(CardError(CardReason.TRIES_UNKNOWN))
    return tries, None if tries else refusal_of(CardError(CardReason.PIN_BLOCKED))


def _audit(case: Case, event: AuditEvent, reason: str) -> None:
    here = workplace()
    details = Details(reason=reason)
    staff = current_staff().id
    record(here.store, event, staff_id=staff, desk=here.desk.name, visit_id=case.visit.id, details=details)
