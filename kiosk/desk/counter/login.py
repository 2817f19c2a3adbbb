"""Who may use the counter: staff who signed in, until they sign out or leave the screen alone for long."""

import secrets
import time

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from kiosk.desk.counter.session import LEFT_ALONE_SECONDS, current_staff, sessions, station
from kiosk.desk.counter.training import trainee
from kiosk.desk.live import RENEWED
from kiosk.desk.refusals import explain
from kiosk.desk.workplace import workplace
from kiosk.staff import Staff, StaffError, find_active_staff, sign_in, sign_out
from kiosk.store import StoreError, VisitId, read_visit
from kiosk.web.security import client_name

routes = Blueprint("login", __name__)

NOTED_EVERY = 60
OPEN_TO_ALL = {"counter.login.show", "counter.login.enter"}

LEFT_AT = "left_at"
LOST = "いま直した内容は残っていません。"


def only_staff() -> ResponseReturnValue | None:
    """Send whoever is not signed in, or no longer, to the sign-in."""
    if request.endpoint in OPEN_TO_ALL:
        return None
    staff = _signed_in()
    if staff is None:
        return _out()
    g.staff = staff
    # A page that renews itself is no sign that anybody is here.
    if RENEWED not in request.headers and int(time.time()) - session["seen"] > NOTED_EVERY:
        session["seen"] = int(time.time())
    return None


@routes.get("/login")
def show() -> ResponseReturnValue:
    return render_template("counter/login.html", refusal=None, name="")


@routes.post("/login")
def enter() -> ResponseReturnValue:
    """A right name and password begin a session of its own."""
    if not sessions().tries.take(client_name()):
        abort(429)
    name, password = request.form.get("name", ""), request.form.get("password", "")
    here = workplace()
    try:
        staff = trainee(here) if here.office.training else sign_in(here.store, name, password, desk=here.desk.name)
    except StaffError as error:
        return render_template("counter/login.html", refusal=explain(error), name=name), 422
    first_screen = _first_screen()
    session.clear()
    session.update(staff=staff.id, mark=staff.session_mark, seen=int(time.time()), station=secrets.token_hex(8))
    return redirect(first_screen, 303)


@routes.post("/logout")
def leave() -> ResponseReturnValue:
    here = workplace()
    sign_out(here.store, current_staff().id, desk=here.desk.name)
    sessions().end(station())
    session.clear()
    return redirect(url_for("counter.login.show"), 303)


def _out() -> ResponseReturnValue:
    """To the sign-in, and from there back to the visit that was open."""
    was_in = "staff" in session
    session.clear()
    if was_in:
        lost = LOST if request.endpoint == "counter.visit.correct" else ""
        flash(f"しばらく使われなかったため、終了しました。もう一度入ってください。{lost}")
        if visit := (request.view_args or {}).get("visit_id"):
            session[LEFT_AT] = visit
    return redirect(url_for("counter.login.show"))


def _first_screen() -> str:
    """The visit that was open when the screen was left alone, if it still is."""
    left_at = session.get(LEFT_AT, "")
    try:
        is_open = read_visit(workplace().store, VisitId(left_at)).status.is_open
    except StoreError:
        is_open = False
    return url_for("counter.visit.show", visit_id=left_at) if is_open else url_for("counter.start.show")


def _signed_in() -> Staff | None:
    if sessions().has_ended(str(session.get("station", ""))):
        return None
    match session.get("staff"), session.get("mark"), session.get("seen"):
        case int(staff_id), int(mark), int(seen) if time.time() - seen < LEFT_ALONE_SECONDS:
            return find_active_staff(workplace().store, staff_id, mark)
    return None
