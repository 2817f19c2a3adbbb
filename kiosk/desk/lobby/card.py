"""The way of the card: put it down, see how many tries are left, enter the PIN of its kind."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cardreader import CardError, CardReason
from kiosk.desk.card import look_at_card, read_card
from kiosk.desk.lobby.session import begin
from kiosk.desk.refusals import Refusal, explain, explain_named
from kiosk.desk.workplace import workplace
from kiosk.web.language import spoken

routes = Blueprint("card", __name__)

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
    return _show(explain_named(said) if same or pulled else None)


@routes.post("/card/pin")
def read() -> ResponseReturnValue:
    """Send the PIN once, to the very card whose tries were shown."""
    here = workplace()
    insertion = request.form.get("insertion", "")
    if insertion != str(here.devices.cards.state.insertion):
        return redirect(url_for("lobby.card.show"), 303)
    try:
        holder = read_card(here, request.form.getlist("pin"))
    except CardError as error:
        return redirect(url_for("lobby.card.show", said=explain(error).reason, at=insertion), 303)
    begin(here.reception.by_card(holder.facts, language=spoken().code))
    return redirect(url_for("lobby.procedures.show"), 303)


def _show(refusal: Refusal | None) -> ResponseReturnValue:
    card = look_at_card(workplace().devices, may_risk=False)
    said = refusal.reason if refusal is not None else ""
    return render_template(
        "lobby/card.html",
        card=card,
        refusal=explain(card.trouble) if card.trouble else refusal,
        pulled=said == CardReason.CARD_REMOVED,
        stops_next=said == CardReason.WRONG_PIN and card.tries == card.kept + 1,
        readable_again=card.trouble is None or card.trouble.reason not in FINAL,
    )
