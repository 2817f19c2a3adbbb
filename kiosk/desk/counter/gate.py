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
from kiosk.staff import Staff, StaffError, active_staff, sign_in, sign_out
from kiosk.web import RateLimit
from kiosk.web.limits import client_name

LEFT_ALONE_SECONDS = 30 * 60
NOTED_EVERY = 60
OPEN_TO_ALL = {"counter.login", "counter.enter"}

TRIES = "sign_in_tries"
"""Each desk program counts for itself."""

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
        was_in = "staff" in session
        session.clear()
        if was_in:
            flash("しばらく使われなかったため、終了しました。もう一度入ってください。")
        return redirect(url_for("counter.login"))
    g.staff = staff
    if int(time.time()) - session["seen"] > NOTED_EVERY:
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
    session.clear()
    session.update(staff=staff.id, mark=staff.session_mark, seen=int(time.time()), station=secrets.token_hex(8))
    return redirect(url_for("counter.start"), 303)


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


def _signed_in() -> Staff | None:
    if session.get("station") in _ended:
        return None
    match session.get("staff"), session.get("mark"), session.get("seen"):
        case int(staff_id), int(mark), int(seen) if time.time() - seen < LEFT_ALONE_SECONDS:
            return active_staff(workplace().store, staff_id, mark)
    return None
