"""A number for whoever waits: one press a matter, the number at once on the screen and on a slip."""

from flask import Blueprint, redirect, render_template, request, session, typing as ft, url_for
from werkzeug.exceptions import NotFound

from kiosk.desk.queueing import Queueing
from kiosk.desk.slips import print_slip
from kiosk.desk.workplace import workplace
from kiosk.hall.slip import NumberSlip
from kiosk.hall.turn import NewTurn, Range, Turn, Way
from kiosk.hall.turns import new_key
from kiosk.office import now
from kiosk.store import StoreError, StoreReason
from kiosk.town.hall import Need, Queue
from kiosk.web.language import spoken

routes = Blueprint("number", __name__)

TURN = "turn"
"""The number that this screen has just given out, and the wait that was told. It says nothing of the person."""

MOST_QUEUES = 6
MOST_NAMED = 3
LONGEST_KEY = 32


@routes.get("/number")
def show() -> ft.ResponseReturnValue:
    """Ask for the matter."""
    queueing = here()
    catalogue = workplace().office.catalogue
    named = {
        queue.id: [procedure.short for id in queue.procedures[:MOST_NAMED] if (procedure := catalogue.get(id))]
        for queue in queueing.queues
    }
    return render_template(
        "lobby/number.html",
        queues=queueing.queues[:MOST_QUEUES],
        named=named,
        waiting={line.queue.id: line.count for line in queueing.lines(now())},
        key=new_key(),
    )


@routes.post("/number")
def give() -> ft.ResponseReturnValue:
    """Give out a number; the same press again gives the same one, and no second slip."""
    queueing = here()
    queue = queueing.hall.queue(request.form.get("queue", ""))
    key = request.form.get("key", "")
    if queue is None or not (key.isalnum() and len(key) == LONGEST_KEY):
        raise NotFound
    before = queueing.waiting_for(queue)
    told = queueing.promise(queue)
    new = NewTurn(queueing.site, queue.id, queue.letter, Way.LOBBY, spoken().code, told=told)
    turn, is_new = queueing.turns.give_out(key, new)
    if is_new:
        session[TURN] = {"id": turn.id, "number": turn.number, "told": [told.low, told.high] if told else []}
        _print(queueing, queue, turn, before, told)
    workplace().publish_turns()
    return redirect(url_for("lobby.number.show_given"), 303)


@routes.get("/number/given")
def show_given() -> ft.ResponseReturnValue:
    """Show the number that was just given out."""
    given, queueing = session.get(TURN), here()
    turn = queueing.turns.find(given["number"]) if isinstance(given, dict) else None
    if not isinstance(given, dict) or turn is None:
        return redirect(url_for("lobby.start.show"), 303)
    site = queueing.hall.site(queueing.site)
    told = Range(*given["told"]) if given["told"] else None
    return render_template("lobby/number_given.html", turn=turn, told=told, offered=site.needs if site else ())


@routes.post("/number/needs")
def need() -> ft.ResponseReturnValue:
    """Note what the person needs while waiting; pressed once more, it is not needed any more."""
    given, queueing = session.get(TURN), here()
    turn = queueing.turns.find(given["number"]) if isinstance(given, dict) else None
    pressed = Need.known([request.form.get("need", "")])
    if turn is None or not pressed:
        raise NotFound
    is_wanted = request.form.get("wanted") == "yes"
    queueing.turns.need(turn.id, turn.needs | pressed if is_wanted else turn.needs - pressed)
    return redirect(url_for("lobby.number.show_given"), 303)


@routes.app_template_global()
def gives_numbers() -> bool:
    """Return whether this lobby gives out numbers."""
    return workplace().queueing is not None and not workplace().store.is_alone


def here() -> Queueing:
    """Return this desk's part in the hall. Raise NotFound in a town without queues, StoreError(needs_database) alone."""
    if workplace().store.is_alone:
        raise StoreError(StoreReason.NEEDS_DATABASE)
    queueing = workplace().queueing
    if queueing is None:
        raise NotFound
    return queueing


def _print(queueing: Queueing, queue: Queue, turn: Turn, ahead: int, told: Range | None) -> None:
    place = workplace()
    windows = tuple(window.label for window in queueing.hall.windows if queue.section in window.sections)
    town = place.office.settings.town.name
    slip = NumberSlip(turn.number, queue.label, town, turn.issued_at, windows, ahead, told.words if told else "")
    print_slip(slip, queueing.hall.slip_printer(place.desk.name), place.desk)
