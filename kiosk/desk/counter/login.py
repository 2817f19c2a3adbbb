"""Who may use the counter: staff who signed in, until they sign out or leave the screen alone for long."""

import secrets
from collections.abc import Callable

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, typing as ft, url_for

from kiosk import passkeys, secondfactor
from kiosk.desk import live, refusals
from kiosk.desk.counter import areas, training
from kiosk.desk.counter.session import (
    HALFWAY,
    STATION,
    Step,
    begin,
    change_places,
    counted,
    end_all,
    find_staff,
    lacks_second,
    note_seen,
    passkey_place,
    rules,
    sessions,
    sign_in_here,
    staff_aside,
    try_second,
)
from kiosk.desk.workplace import workplace
from kiosk.staff import Staff, StaffError
from kiosk.store import StoreError, VisitId, read_visit
from kiosk.web.security import client_name

routes = Blueprint("login", __name__)

OPEN_TO_ALL = {
    f"counter.login.{each}" for each in ("show", "enter", "ask_second", "enter_second", "enter_passkey")
}
OPEN_TO_ALL |= {f"counter.directory.{each}" for each in ("begin", "come_back")}
BEFORE_ALL_ELSE = {"counter.password.show", "counter.password.change", "counter.login.leave"}
"""What is open to somebody whose password is known to somebody else."""

FACTORS = "counter.second."
"""How the screens are named that are open to somebody who has to register a second factor first."""

LEFT_AT = "left_at"
LOST = "いま直した内容は残っていません。"


def only_staff() -> ft.ResponseReturnValue | None:
    """Send whoever is not signed in, or no longer, to the sign-in, and nobody where their roles do not let them."""
    if request.endpoint in OPEN_TO_ALL:
        return None
    staff = find_staff()
    if staff is None:
        return _out()
    g.staff = staff
    # A page that renews itself is no sign that anybody is here.
    if live.RENEWED not in request.headers:
        note_seen()
    if staff.must_change and request.endpoint not in BEFORE_ALL_ELSE:
        return redirect(url_for("counter.password.show"), 303)
    is_on_the_way = request.endpoint in BEFORE_ALL_ELSE or str(request.endpoint).startswith(FACTORS)
    if lacks_second(staff) and not is_on_the_way:
        return redirect(url_for("counter.second.show"), 303)
    return None if areas.area_of(str(request.endpoint)).admits(staff) else _elsewhere(staff)


def _elsewhere(staff: Staff) -> ft.ResponseReturnValue:
    """The first screen of whoever asks for a first screen; nothing of what is not theirs."""
    if request.endpoint != areas.FIRST_SCREEN:
        abort(403)
    return redirect(url_for(areas.home_of(staff)), 303)


@routes.app_template_global()
def may(endpoint: str) -> bool:
    """Whether somebody is signed in who may open a screen."""
    return "staff" in g and areas.area_of(endpoint).admits(g.staff)


def only_staff_hear() -> None:
    """Tell what goes on at the desk to nobody who would not be let in, and keep its few streams for staff."""
    if request.blueprint == "live" and find_staff() is None:
        abort(403)


@routes.get("/login")
def show() -> ft.ResponseReturnValue:
    return render_template("counter/login.html", refusal=None, name="")


@routes.post("/login")
def enter() -> ft.ResponseReturnValue:
    """A right name and password begin a session of its own."""
    if not sessions().tries.take(client_name()):
        abort(429)
    name, here = request.form.get("name", ""), workplace()
    try:
        staff = (
            training.trainee(here)
            if here.office.training
            else sign_in_here(name, request.form.get("password", ""))
        )
    except StaffError as error:
        return render_template("counter/login.html", refusal=refusals.explain(error), name=name), 422
    if visit := request.form.get("visit", ""):
        # Whoever takes the screen over for the first time goes on with what stood there.
        session[LEFT_AT] = visit
    if secondfactor.is_asked(staff, rules()):
        session[HALFWAY] = secrets.token_hex(16)
        sessions().halfway.put(session[HALFWAY], Step(staff))
        return redirect(url_for("counter.login.ask_second"), 303)
    return let_in(staff)


@routes.get("/login/second")
def ask_second() -> ft.ResponseReturnValue:
    """What has to be shown beside the password."""
    step = sessions().halfway.get(session.get(HALFWAY, ""))
    return _ask(step) if step else redirect(url_for("counter.login.show"))


@routes.post("/login/second")
def enter_second() -> ft.ResponseReturnValue:
    """A number of the app, or a spare code."""
    return _enter(lambda step: try_second(step.staff, request.form.get("second", "")))


@routes.post("/login/passkey")
def enter_passkey() -> ft.ResponseReturnValue:
    """What a passkey signed; another try gets another challenge."""
    place = passkey_place()
    if place is None:
        abort(404)
    return _enter(lambda step: _passkey(step, place, request.form.get("answer", "")))


def _passkey(step: Step, place: passkeys.PasskeyPlace, answer: str) -> Staff:
    here = workplace()
    with counted(step.staff):
        return passkeys.answer_passkey(here.store, step.staff, place, step.challenge, answer, desk=here.desk.name)


def _enter(check: Callable[[Step], Staff]) -> ft.ResponseReturnValue:
    """Let in whoever shows the second factor within minutes of the password."""
    name = session.get(HALFWAY, "")
    step = sessions().halfway.take(name)
    if step is None:
        flash(secondfactor.FactorError(secondfactor.FactorReason.STEP_OVER).sentence)
        return redirect(url_for("counter.login.show"), 303)
    try:
        return let_in(check(step))
    except (secondfactor.FactorError, StaffError) as error:
        again = Step(step.staff)
        sessions().halfway.put(name, again)
        return _ask(again, refusals.explain(error)), 422


def _ask(step: Step, refusal: refusals.Refusal | None = None) -> str:
    here, place = workplace(), passkey_place()
    options = passkeys.request_options(here.store, step.staff, place, step.challenge) if place else ""
    return render_template("counter/loginsecond.html", refusal=refusal, options=options, called=step.staff.called)


def let_in(staff: Staff) -> ft.ResponseReturnValue:
    """Begin a session of its own for somebody who has shown who they are."""
    first_screen = _first_screen(staff)
    begin(staff)
    return redirect(first_screen, 303)


@routes.post("/logout")
def leave() -> ft.ResponseReturnValue:
    """Everybody who has signed in at this screen is signed out."""
    end_all()
    return redirect(url_for("counter.login.show"), 303)


@routes.get("/change")
def ask_who() -> ft.ResponseReturnValue:
    """Who takes over this screen: somebody who has signed in here already, or somebody new."""
    return render_template("counter/change.html", aside=staff_aside(), visit=request.args.get("visit", ""))


@routes.post("/change")
def change() -> ft.ResponseReturnValue:
    """Another clerk goes on here, where the screen was."""
    staff = change_places(request.form.get("staff", 0, type=int))
    if staff is None:
        return redirect(url_for("counter.login.ask_who"), 303)
    flash(f"{staff.called} さんに交代しました。")
    session[LEFT_AT] = request.form.get("visit", "")
    return redirect(_first_screen(staff), 303)


def _out() -> ft.ResponseReturnValue:
    """To the sign-in, and from there back to the visit that was open."""
    was_in = STATION in session
    session.clear()
    if was_in:
        lost = LOST if request.endpoint == "counter.visit.correct" else ""
        flash(f"一定時間操作がなかったため、ログアウトしました。もう一度ログインしてください。{lost}")
        if visit := (request.view_args or {}).get("visit_id"):
            session[LEFT_AT] = visit
    return redirect(url_for("counter.login.show"))


def _first_screen(staff: Staff) -> str:
    """The visit that was open when the screen was left alone, if it still is and they may see it."""
    left_at, shows = session.pop(LEFT_AT, ""), "counter.visit.show"
    try:
        is_open = (
            areas.area_of(shows).admits(staff) and read_visit(workplace().store, VisitId(left_at)).status.is_open
        )
    except StoreError:
        is_open = False
    return url_for(shows, visit_id=left_at) if is_open else url_for(areas.home_of(staff))
