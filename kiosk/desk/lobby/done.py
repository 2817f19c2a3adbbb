"""Every way to end at the lobby: on to the counter with the papers, given up, walked away. Nothing of the person is left
at the screen."""

from flask import Blueprint, g, redirect, render_template, request, session, typing as ft, url_for
from werkzeug.exceptions import NotFound

from kiosk.desk.lobby.session import RECEIPT, VISIT, current_case, wipe
from kiosk.desk.workplace import workplace
from kiosk.hall import survey, turns
from kiosk.store import StoreError, StoreReason, VisitId, read_visit

routes = Blueprint("done", __name__)

LONGEST_KEY = 32


@routes.post("/finish")
def finish() -> ft.ResponseReturnValue:
    """The paper is in the person's hand: the counter does the rest, under the number on it."""
    number = _number_here()
    wipe("finished")
    if number:
        session[RECEIPT] = number
    return redirect(url_for("lobby.done.show"), 303)


@routes.post("/quit")
def give_up() -> ft.ResponseReturnValue:
    wipe("quit")
    return redirect(
        url_for("lobby.done.show") if workplace().devices.card_is_in else url_for("lobby.start.show"), 303
    )


@routes.get("/bye")
def ask_to_leave() -> ft.ResponseReturnValue:
    """Time is up on a screen without JavaScript: whoever is still there goes on or gives up; otherwise the first screen
    comes back, and the watch ends the visit."""
    return render_template("lobby/bye.html")


@routes.post("/bye")
def leave() -> ft.ResponseReturnValue:
    """Time is up by the page's own clock; it can end only its own visit."""
    wipe("timeout")
    return _go_home()


@routes.get("/done")
def show() -> ft.ResponseReturnValue:
    """A card still on the reader is called out before anything else; then where to go with the papers."""
    number = session.get(RECEIPT, "")
    if number:
        g.lobby_screen = "handed_over"
    return render_template(
        "lobby/done.html",
        card_is_in=workplace().devices.card_is_in,
        number=number,
        is_thanked="thanked" in request.args,
        key=turns.new_key(),
        faces=() if workplace().store.is_alone else survey.FACES,
    )


@routes.post("/face")
def answer_face() -> ft.ResponseReturnValue:
    """One tap says how it was; it is counted by day alone."""
    face, key = request.form.get("face", ""), request.form.get("key", "")
    if not (face.isdigit() and int(face) in survey.FACES and key.isalnum() and len(key) == LONGEST_KEY):
        raise NotFound
    queueing = workplace().queueing
    survey.count_face(workplace().store, key, queueing.site if queueing else "", int(face))
    return redirect(url_for("lobby.done.show", thanked=1), 303)


@routes.get("/lost")
def show_lost() -> ft.ResponseReturnValue:
    """The visit of this screen has ended elsewhere, or what was kept of it cannot be opened (`said`)."""
    closed = request.args.get("said", "") != StoreReason.ANSWERS_UNREADABLE
    return render_template("lobby/lost.html", closed=closed)


@routes.post("/still-here")
def stay() -> ft.ResponseReturnValue:
    """Somebody is typing for a long time without sending anything."""
    current_case()
    return "", 204


def _number_here() -> str:
    """The receipt number of this screen's visit; empty if the counter has finished it meanwhile."""
    try:
        visit = read_visit(workplace().store, VisitId(str(session.get(VISIT, ""))))
    except StoreError:
        return ""
    return visit.receipt_number if visit.status.has_paper else ""


def _go_home() -> ft.ResponseReturnValue:
    """A card still on the reader is called out first."""
    return redirect(url_for("lobby.done.show" if workplace().devices.card_is_in else "lobby.start.show"), 303)
