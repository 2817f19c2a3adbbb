"""The way of the card: put it down, see how many tries are left, enter the PIN of its kind."""

from flask import Blueprint, redirect, render_template, request, typing as ft, url_for

from cardreader import CardError, CardReason
from kiosk.desk import cardread, refusals
from kiosk.desk.card import look_at_card, read_card
from kiosk.desk.lobby.session import begin
from kiosk.desk.workplace import workplace
from kiosk.web.language import spoken

routes = Blueprint("card", __name__)

FINAL = {CardReason.LAST_TRY, CardReason.PIN_BLOCKED}
"""Reading the same card once more says the same."""


@routes.get("/card")
def show() -> ft.ResponseReturnValue:
    """What the reader shows now: no card, a card to ask the PIN of, or a card that cannot be used here."""
    return _show()


@routes.post("/card")
def read() -> ft.ResponseReturnValue:
    """Send the PIN once, to the very card whose tries were shown."""
    here = workplace()
    insertion = str(here.devices.cards.state.insertion)
    if request.form.get("shown", "") != here.devices.card_mark:
        return redirect(url_for("lobby.card.show"), 303)
    try:
        holder = read_card(here, request.form.getlist("pin"))
    except CardError as error:
        refusals.refuse(error, insertion)
        return _show(), 422
    begin(here.reception.by_card(holder.facts, language=spoken().code, read=cardread.CardRead.of(holder)))
    return redirect(url_for("lobby.procedures.show"), 303)


def _show() -> str:
    card = look_at_card(workplace().devices, is_lobby=True)
    refusal, about = refusals.refused_here()
    said = refusal.reason if refusal is not None else ""
    # What was said about this card, and not about one put down since.
    if about != str(workplace().devices.cards.state.insertion) and not (
        said == CardReason.CARD_REMOVED and not card.present
    ):
        refusal, said = None, ""
    return render_template(
        "lobby/card.html",
        card=card,
        refusal=refusals.explain(card.trouble) if card.trouble else refusal,
        pulled=said == CardReason.CARD_REMOVED,
        stops_next=said == CardReason.WRONG_PIN and card.tries == card.kept + 1,
        readable_again=card.trouble is None or card.trouble.reason not in FINAL,
    )
