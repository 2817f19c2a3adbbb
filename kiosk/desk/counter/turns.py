"""The strip above the counter's first screen: who is next, who is here, and what becomes of them."""

from flask import Blueprint, flash, redirect, render_template, request, typing as ft, url_for
from werkzeug.exceptions import NotFound

from kiosk.desk.counter import areas, session
from kiosk.desk.queueing import Queueing, whole_minutes
from kiosk.desk.workplace import workplace
from kiosk.hall.turn import FINISH, HAND_ON, RESUME, SEAT, STEPS, NewTurn, State, Turn, TurnError, Way
from kiosk.hall.turns import new_key
from kiosk.office import now
from kiosk.store import VisitId, read_visit, visit
from kiosk.town.hall import Need
from kiosk.web.language import JAPANESE

routes = Blueprint("turns", __name__, url_prefix="/turns")

LONGEST_KEY = 32


@routes.get("")
def show() -> ft.ResponseReturnValue:
    """The strip alone, for a reception that opens no visits."""
    here()
    return render_template("counter/turns.html")


@routes.post("/next")
def call_next() -> ft.ResponseReturnValue:
    """End the turn that is served here, if one is, and call whoever is next."""
    queueing = here()
    if queueing.window is None:
        raise NotFound
    window, turns = queueing.window.id, queueing.turns
    try:
        serving = turns.at(window)
        if serving is not None and serving.state is State.SERVING:
            turns.step(_key("end"), serving.id, FINISH)
        if turns.call_next(_key("key"), window, [queue.id for queue in queueing.queues]) is None:
            flash("待っている方はいません。")
    except TurnError as error:
        flash(str(error))
    return _back()


@routes.post("/<turn_id>/<step>")
def go(turn_id: str, step: str) -> ft.ResponseReturnValue:
    """Let one step happen to a turn."""
    queueing, chosen = here(), STEPS.get(step)
    if chosen is None:
        raise NotFound
    window = queueing.window.id if queueing.window and chosen in (RESUME, SEAT) else None
    queue = request.form.get("queue", "")
    if chosen is HAND_ON and queueing.hall.queue(queue) is None:
        flash("引き継ぐ先を選んでください。")
        return _back()
    try:
        queueing.turns.step(_key("key"), turn_id, chosen, window=window, queue=queue)
    except TurnError as error:
        flash(str(error))
    return _back()


@routes.post("/give")
def give() -> ft.ResponseReturnValue:
    """Give out a number at the reception: one press a matter."""
    queueing = here()
    queue = queueing.hall.queue(request.form.get("queue", ""))
    if queue is None:
        raise NotFound
    told = queueing.promise(queue)
    new = NewTurn(queueing.site, queue.id, queue.letter, Way.RECEPTION, JAPANESE, told=told)
    turn, is_new = queueing.turns.give_out(_key("key"), new)
    wait = f"待ち時間は{told.words}とお伝えください。" if told and is_new else ""
    flash(f"{queue.label}：{turn.number} をお渡しください。{wait}")
    return _back()


@routes.post("/<turn_id>/needs")
def need(turn_id: str) -> ft.ResponseReturnValue:
    """Note what somebody needs while waiting."""
    try:
        turn = here().turns.need(turn_id, Need.known(request.form.getlist("need")))
    except TurnError as error:
        flash(str(error))
        return _back()
    workplace().publish_turns()
    return redirect(url_for(areas.home_of(session.current_staff()), turn=turn.number), 303)


@routes.post("/find")
def find() -> ft.ResponseReturnValue:
    """Find somebody who comes back with a number."""
    turn = here().turns.find(visit.tidy_receipt_number(request.form.get("number", "")))
    if turn is None:
        flash("この番号は、きょうの番号にありません。")
        return _back()
    return redirect(url_for(areas.home_of(session.current_staff()), turn=turn.number), 303)


@routes.app_template_global()
def read_strip() -> str:
    """Return the strip as HTML; empty in a town without queues, and while nobody can know who waits."""
    queueing = workplace().queueing
    if queueing is None or workplace().store.is_alone:
        return ""
    moment, window = now(), queueing.window
    turns = queueing.turns
    turn = turns.at(window.id) if window else None
    sought, site = request.args.get("turn", ""), queueing.hall.site(queueing.site)
    own = {queue.id for queue in queueing.queues}
    return render_template(
        "counter/strip.html",
        hall=queueing.hall,
        window=window,
        lines=queueing.lines(moment),
        every_queue=queueing.hall.queues_of(queueing.site),
        turn=turn,
        is_begun=_is_begun(turn),
        minutes=whole_minutes(moment - turn.since) if turn else 0,
        parked=turns.parked_at(window.id) if window else (),
        missed=turns.in_state(State.MISSED),
        sought=turns.find(sought) if sought else None,
        offered=site.needs if site else (),
        in_need=[each for each in turns.in_state(State.WAITING) if each.needs and each.queue in own],
        new_key=new_key,
    )


def _is_begun(turn: Turn | None) -> bool:
    """Whether the person at the window has a visit that is open, perhaps from another window."""
    if turn is None or turn.visit_id is None or turn.state is not State.SERVING:
        return False
    return read_visit(workplace().store, VisitId(turn.visit_id)).status.is_open


def here() -> Queueing:
    """Return this desk's part in the hall. Raise NotFound in a town without queues."""
    queueing = workplace().queueing
    if queueing is None:
        raise NotFound
    return queueing


def _key(name: str) -> str:
    key = request.form.get(name, "")
    return key if key.isalnum() and len(key) == LONGEST_KEY else new_key()


def _back() -> ft.ResponseReturnValue:
    workplace().publish_turns()
    return redirect(url_for(areas.home_of(session.current_staff())), 303)
