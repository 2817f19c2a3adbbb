"""The way of the card: put it down, see how many tries are left, enter four digits. The PIN is never kept."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cardreader import CardError, CardReason, Pin, ReaderStatus
from kiosk.desk.lobby.session import begin
from kiosk.desk.refusals import Refusal, refusal_named, refusal_of
from kiosk.desk.workplace import workplace
from kiosk.store import AuditEvent, Details
from kiosk.store.audit import record
from kiosk.web.language import spoken

routes = Blueprint("card", __name__)

FEW_TRIES = 1
"""So many are never used up here: the last one is the card holder's to risk, with staff beside."""

FINAL = {CardReason.LAST_TRY, CardReason.PIN_BLOCKED}
"""Reading the same card once more says the same."""


@routes.get("/card")
def show() -> ResponseReturnValue:
    """What the reader shows now: no card, a card to ask the PIN of, or a card that cannot be used here."""
    devices = workplace().devices
    said = request.args.get("said", "")
    # What was said about this card, and not about one put down since.
    same = request.args.get("at", "") == str(devices.cards.state.insertion)
    pulled = said == CardReason.CARD_REMOVED and not devices.card_is_in
    return _screen(refusal_named(said) if same or pulled else None)


@routes.post("/card/pin")
def read() -> ResponseReturnValue:
    """Sends the PIN once, to the very card whose tries were shown."""
    devices = workplace().devices
    if request.form.get("insertion", "") != str(devices.cards.state.insertion):
        return redirect(url_for("lobby.card.show"), 303)
    try:
        holder = devices.cards.read(Pin(request.form.get("pin", "")))
    except CardError as error:
        _audit(AuditEvent.CARD_REFUSED, error.reason.value)
        said = refusal_of(error).reason
        return redirect(url_for("lobby.card.show", said=said, at=request.form["insertion"]), 303)
    _audit(AuditEvent.CARD_READ, "")
    begin(workplace().reception.by_card(holder.facts, language=spoken().code))
    return redirect(url_for("lobby.procedures.show"), 303)


def _screen(refusal: Refusal | None) -> ResponseReturnValue:
    tries, trouble = _tries()
    said = refusal.reason if refusal is not None else ""
    return render_template(
        "lobby/card.html",
        state=workplace().devices.cards.state,
        present=workplace().devices.card_is_in,
        works=workplace().devices.reader_works,
        tries=tries,
        usable=tries is not None and tries > FEW_TRIES,
        refusal=trouble or refusal,
        pulled=said == CardReason.CARD_REMOVED,
        stops_next=said == CardReason.WRONG_PIN and tries == FEW_TRIES + 1,
        readable_again=trouble is None or trouble.reason not in FINAL,
    )


def _tries() -> tuple[int | None, Refusal | None]:
    """How often the PIN may still be entered, and what speaks against entering it here."""
    devices = workplace().devices
    if devices.cards.state.status not in (ReaderStatus.CARD_PRESENT, ReaderStatus.READING):
        return None, None
    try:
        tries = devices.cards.tries_left()
    except CardError as error:
        return None, None if error.reason is CardReason.NO_CARD else refusal_of(error)
    if tries is None:
        return None, refusal_of(CardError(CardReason.TRIES_UNKNOWN))
    if tries <= FEW_TRIES:
        return tries, refusal_of(CardError(CardReason.LAST_TRY if tries else CardReason.PIN_BLOCKED))
    return tries, None


def _audit(event: AuditEvent, reason: str) -> None:
    here = workplace()
    record(here.store, event, desk=here.desk.name, details=Details(reason=reason))
