"""The card at the counter: staff asks for it, its holder types the PIN, the answers fill the visit."""

from flask import Blueprint, Response, redirect, render_template, request, typing as ft, url_for

from cardreader import CardError, CardReason
from kiosk.desk import cardread, refusals
from kiosk.desk.card import look_at_card, read_card
from kiosk.desk.case import Case
from kiosk.desk.counter.session import current_staff
from kiosk.desk.workplace import workplace

routes = Blueprint("card", __name__)

READABLE = "マイナンバーカード、運転免許証、在留カード、特別永住者証明書"
"""What is worth laying on the reader; the other kinds are among these."""


@routes.get("/visits/<visit_id>/card")
def show(visit_id: str) -> ft.ResponseReturnValue:
    """The screen to turn towards the holder: nothing of the visit is on it but its number."""
    return _show(workplace().cases.read(visit_id))


@routes.post("/visits/<visit_id>/card")
def read(visit_id: str) -> ft.ResponseReturnValue:
    """Send the PIN once, to the very card whose tries were shown; the last try only if staff says the holder wants it."""
    here = workplace()
    case = here.cases.read(visit_id)
    insertion = str(here.devices.cards.state.insertion)
    if request.form.get("shown", "") != here.devices.card_mark:
        return redirect(url_for("counter.card.show", visit_id=visit_id), 303)
    try:
        holder = read_card(
            here,
            request.form.getlist("pin"),
            allow_last_try=request.form.get("allow_last_try") == "yes",
            staff_id=current_staff().id,
            visit_id=case.visit.id,
        )
    except CardError as error:
        return _show(case, refusals.refuse(error, insertion)), 422
    here.pictures.keep(case.visit.id, holder.pictures)
    here.reception.take_card(case, holder.facts, current_staff().id, cardread.CardRead.of(holder))
    return redirect(url_for("counter.visit.show", visit_id=visit_id), 303)


@routes.get("/visits/<visit_id>/card/pictures/<int:place>")
def show_picture(visit_id: str, place: int) -> ft.ResponseReturnValue:
    """A part of the card's face, for whoever types the name beside it; gone after a while, and with the visit."""
    kept = workplace().pictures.of(workplace().cases.read(visit_id).visit.id)
    if place >= len(kept):
        return "", 404
    return Response(kept[place].png, mimetype="image/png")


@routes.post("/visits/<visit_id>/card/follow")
def follow(visit_id: str) -> ft.ResponseReturnValue:
    """The answers become what the card says."""
    here = workplace()
    here.reception.follow_card(here.cases.read(visit_id), current_staff().id)
    return redirect(url_for("counter.visit.show", visit_id=visit_id), 303)


def _show(case: Case, refused: refusals.Refusal | None = None) -> str:
    card = look_at_card(workplace().devices)
    said, about = refusals.refused_here()
    # What this card said to the PIN comes first: a question that fails afterwards must not hide it.
    refusal = said if about == str(workplace().devices.cards.state.insertion) else None
    if refused is None and refusal and card.card and refusal.reason in set(card.card.words):
        refusal = refusals.explain(card.card.error(CardReason(refusal.reason)))
    refusal = refused or refusal or (refusals.explain(card.trouble) if card.trouble else None)
    return render_template("counter/card.html", case=case, card=card, refusal=refusal, readable=READABLE)
