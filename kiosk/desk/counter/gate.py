"""Who may use the counter: staff who signed in, until they sign out or leave the screen alone for long."""

import secrets
import time

from flask import abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from kiosk.desk.counter.blueprint import counter
from kiosk.desk.counter.training import trainee
from kiosk.desk.current import workplace
from kiosk.desk.refusals import refusal_of
from kiosk.staff import Staff, StaffError, find_active_staff, sign_in, sign_out
from kiosk.store import StoreError, VisitId, read_visit
from kiosk.web import RateLimit
from kiosk.web.limits import client_name

LEFT_ALONE_SECONDS = 30 * 60
NOTED_EVERY = 60
OPEN_TO_ALL = {"counter.login", "counter.enter"}

TRIES = "sign_in_tries"
"""Each desk program counts for itself."""

RENEWED = "Desk-Live"
"""The header of a page that renews itself."""

LEFT_AT = "left_at"
LOST = "いま直した内容は残っていません。"

MOST_ENDED = 1000
_ended: dict[str, None] = {}
"""Stations signed out, oldest first: a copy of their cookie lets nobody in."""


@counter.record
def count_tries(state: BlueprintSetupState) -> None:
    state.app.extensions[TRIES] = RateLimit(burst=20, per_second=0.2)


@counter.before_request
def only_staff() -> ResponseReturnValue | None:
    """Everything but the sign-in needs a session that has not ended meanwhile."""
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


@counter.get("/login")
def login() -> ResponseReturnValue:
    return render_template("counter/login.html", refusal=None, name="")


@counter.post("/login")
def enter() -> ResponseReturnValue:
    """A right name and password begin a session of its own."""
    tries = current_app.extensions[TRIES]
    assert isinstance(tries, RateLimit)
    if not tries.take(client_name()):
        abort(429)
    name, password = request.form.get("name", ""), request.form.get("password", "")
    here = workplace()
    try:
        staff = trainee(here) if here.office.training else sign_in(here.store, name, password, desk=here.desk.name)
    except StaffError as error:
        return render_template("counter/login.html", refusal=refusal_of(error), name=name), 422
    first_screen = _first_screen()
    session.clear()
    session.update(staff=staff.id, mark=staff.session_mark, seen=int(time.time()), station=secrets.token_hex(8))
    return redirect(first_screen, 303)


@counter.post("/logout")
def leave() -> ResponseReturnValue:
    here = workplace()
    sign_out(here.store, current_staff().id, desk=here.desk.name)
    _ended[station()] = None
    while len(_ended) > MOST_ENDED:
        _ended.pop(next(iter(_ended)), None)
    session.clear()
    return redirect(url_for("counter.login"), 303)


def current_staff() -> Staff:
    """Whoever is signed in, in a view behind the gate."""
    found = g.staff
    assert isinstance(found, Staff)
    return found


def station() -> str:
    """One signed-in screen: halves of a ticket scanned here belong together."""
    return str(session["station"])


def _out() -> ResponseReturnValue:
    """To the sign-in, and from there back to the visit that was open."""
    was_in = "staff" in session
    session.clear()
    if was_in:
        lost = LOST if request.endpoint == "counter.correct" else ""
        flash(f"しばらく使われなかったため、終了しました。もう一度入ってください。{lost}")
        if visit := (request.view_args or {}).get("visit_id"):
            session[LEFT_AT] = visit
    return redirect(url_for("counter.login"))


def _first_screen() -> str:
    """The visit that was open when the screen was left alone, if it still is."""
    left_at = session.get(LEFT_AT, "")
    try:
        is_open = read_visit(workplace().store, VisitId(left_at)).status.is_open
    except StoreError:
        is_open = False
    return url_for("counter.show", visit_id=left_at) if is_open else url_for("counter.start")


def _signed_in() -> Staff | None:
    if session.get("station") in _ended:
        return None
    match session.get("staff"), session.get("mark"), session.get("seen"):
        case int(staff_id), int(mark), int(seen) if time.time() - seen < LEFT_ALONE_SECONDS:
            return find_active_staff(workplace().store, staff_id, mark)
    return None
