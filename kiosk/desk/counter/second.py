"""Staff look after their own second factor: an authenticator app, passkeys, spare codes."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.wareki import wareki
from kiosk import clock, passkeys, secondfactor, tickets
from kiosk.desk.counter import session
from kiosk.desk.refusals import Refusal, explain
from kiosk.desk.workplace import workplace
from kiosk.settings import FactorRule
from kiosk.staff import Staff, StaffError, check_own_password, find_account
from kiosk.web import client_name, qr

routes = Blueprint("second", __name__)


@routes.app_template_global("offers_second")
def offers_second() -> bool:
    """Whether whoever is signed in may have a second factor."""
    return secondfactor.rule_for(session.current_staff(), session.rules()) is not FactorRule.OFF


@routes.app_template_filter("day_of")
def day_of(moment: datetime) -> str:
    """Return the Japanese day of the moment, as people read it."""
    return wareki(clock.day_in_japan(moment).isoformat())


@routes.before_request
def only_where_used() -> None:
    """There is no such page where the town does not want it."""
    if not offers_second():
        abort(404)


@routes.get("/second")
def show() -> ResponseReturnValue:
    """What they have registered, and what can be done with it."""
    return _page(None)


@routes.post("/second/app")
def begin_app() -> ResponseReturnValue:
    """A secret for an app, shown on the next page."""
    return _with_password(
        lambda staff: _register(session.Step(staff, secondfactor.new_secret()), "counter.second.show_app")
    )


@routes.get("/second/app")
def show_app() -> ResponseReturnValue:
    """The QR for the app, and a field for its first number."""
    step = _registering()
    return _app_page(step, None) if step and step.secret else redirect(url_for("counter.second.show"))


@routes.post("/second/app/confirm")
def confirm_app() -> ResponseReturnValue:
    """The app shows a right number: it is registered."""
    step = _registering()
    if step is None or not step.secret:
        return _page(explain(secondfactor.FactorError(secondfactor.FactorReason.STEP_OVER)))
    here, typed = workplace(), request.form.get("second", "")
    try:
        spare = secondfactor.add_app(here.store, step.staff, step.secret, typed, tickets.private_keys(here.office))
    except secondfactor.FactorError as error:
        return _app_page(step, explain(error)), 422
    return _added(step.staff, spare)


@routes.post("/second/passkey")
def begin_passkey() -> ResponseReturnValue:
    """A challenge for a passkey, shown to the browser on the next page."""
    return _with_password(lambda staff: _register(session.Step(staff), "counter.second.show_passkey"))


@routes.get("/second/passkey")
def show_passkey() -> ResponseReturnValue:
    """The button that lets the browser make it."""
    step, place = _registering(), session.passkey_place()
    if step is None or place is None:
        return redirect(url_for("counter.second.show"))
    here = workplace()
    try:
        options = passkeys.creation_options(
            here.store, step.staff, place, here.office.settings.town.name, step.challenge
        )
    except secondfactor.FactorError as error:
        return _page(explain(error))
    return render_template("counter/secondpasskey.html", options=options)


@routes.post("/second/passkey/confirm")
def confirm_passkey() -> ResponseReturnValue:
    """The browser has made one: it is registered."""
    step, place = session.sessions().registering.take(session.station()), session.passkey_place()
    if step is None or place is None:
        return _page(explain(secondfactor.FactorError(secondfactor.FactorReason.STEP_OVER)))
    try:
        spare = passkeys.add_passkey(
            workplace().store, step.staff, place, step.challenge, request.form.get("answer", "")
        )
    except secondfactor.FactorError as error:
        return _page(explain(error))
    return _added(step.staff, spare)


@routes.post("/second/spare")
def make_spare() -> ResponseReturnValue:
    """New spare codes; the old ones are worth nothing any more."""
    return _with_password(lambda staff: _spare_page(secondfactor.renew_spare_codes(workplace().store, staff)))


@routes.post("/second/remove")
def remove() -> ResponseReturnValue:
    """Take away the app, or the passkey named."""
    passkey = request.form.get("passkey") or None
    return _with_password(
        lambda staff: _removed(secondfactor.remove_factor(workplace().store, staff, session.rules(), passkey))
    )


def _with_password(change: Callable[[Staff], ResponseReturnValue]) -> ResponseReturnValue:
    """Do it for whoever knows the password: a screen left for a minute changes nobody's way in."""
    staff, wrong = session.current_staff(), session.sessions().wrong
    try:
        wrong.begin(staff.name, client_name())
        check_own_password(workplace().store, staff, request.form.get("password", ""))
        wrong.succeed(staff.name, client_name())
        return change(staff)
    except (secondfactor.FactorError, StaffError) as error:
        return _page(explain(error))


def _register(step: session.Step, screen: str) -> ResponseReturnValue:
    session.sessions().registering.put(session.station(), step)
    return redirect(url_for(screen), 303)


def _registering() -> session.Step | None:
    return session.sessions().registering.get(session.station())


def _added(staff: Staff, spare: tuple[secondfactor.SpareCode, ...]) -> ResponseReturnValue:
    """Every session of theirs has ended; this screen goes on with a new one."""
    session.sessions().registering.forget(session.station())
    _go_on(staff)
    if spare:
        return _spare_page(spare)
    flash("登録しました。次に入るときから使えます。")
    return redirect(url_for("counter.second.show"), 303)


def _removed(staff: Staff) -> ResponseReturnValue:
    _go_on(staff)
    flash("消しました。")
    return redirect(url_for("counter.second.show"), 303)


def _go_on(staff: Staff) -> None:
    g.staff = find_account(workplace().store, staff.id)
    session.begin(g.staff)


def _spare_page(spare: tuple[secondfactor.SpareCode, ...]) -> ResponseReturnValue:
    return render_template("counter/secondspare.html", spare=spare)


def _app_page(step: session.Step, refusal: Refusal | None) -> str:
    modules = qr.text_modules(
        secondfactor.address_of(step.secret, step.staff, workplace().office.settings.town.name)
    )
    groups = [step.secret[at : at + 4] for at in range(0, len(step.secret), 4)]
    drawn = {"size": len(modules), "path": qr.qr_path(modules)}
    return render_template("counter/secondapp.html", refusal=refusal, groups=groups, **drawn)


def _page(refusal: Refusal | None) -> ResponseReturnValue:
    page = render_template(
        "counter/second.html",
        refusal=refusal,
        factors=secondfactor.read_factors(workplace().store, session.current_staff()),
        must_register=session.lacks_second(session.current_staff()),
        has_passkeys=session.passkey_place() is not None,
    )
    return page, 422 if refusal else 200
