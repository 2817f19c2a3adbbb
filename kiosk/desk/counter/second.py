"""Staff look after their own second factor: an authenticator app, passkeys, spare codes."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.wareki import wareki
from kiosk.clock import day_in_japan
from kiosk.desk.counter.session import (
    Step,
    begin,
    current_staff,
    lacks_second,
    passkey_place,
    rules,
    sessions,
    station,
)
from kiosk.desk.refusals import Refusal, explain
from kiosk.desk.workplace import workplace
from kiosk.passkeys import add_passkey, creation_options
from kiosk.secondfactor import (
    FactorError,
    FactorReason,
    SpareCode,
    add_app,
    address_of,
    new_secret,
    read_factors,
    remove_factor,
    renew_spare_codes,
    rule_for,
)
from kiosk.settings import FactorRule
from kiosk.staff import Staff, StaffError, check_own_password, find_account
from kiosk.tickets import private_keys
from kiosk.web.qr import qr_path, text_modules
from kiosk.web.security import client_name

routes = Blueprint("second", __name__)


@routes.app_template_global("offers_second")
def offers_second() -> bool:
    """Whether whoever is signed in may have a second factor."""
    return rule_for(current_staff(), rules()) is not FactorRule.OFF


@routes.app_template_filter("day_of")
def day_of(moment: datetime) -> str:
    """Return the Japanese day of the moment, as people read it."""
    return wareki(day_in_japan(moment).isoformat())


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
    return _with_password(lambda staff: _register(Step(staff, new_secret()), "counter.second.show_app"))


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
        return _page(explain(FactorError(FactorReason.STEP_OVER)))
    here, typed = workplace(), request.form.get("second", "")
    try:
        spare = add_app(here.store, step.staff, step.secret, typed, private_keys(here.office))
    except FactorError as error:
        return _app_page(step, explain(error)), 422
    return _added(step.staff, spare)


@routes.post("/second/passkey")
def begin_passkey() -> ResponseReturnValue:
    """A challenge for a passkey, shown to the browser on the next page."""
    return _with_password(lambda staff: _register(Step(staff), "counter.second.show_passkey"))


@routes.get("/second/passkey")
def show_passkey() -> ResponseReturnValue:
    """The button that lets the browser make it."""
    step, place = _registering(), passkey_place()
    if step is None or place is None:
        return redirect(url_for("counter.second.show"))
    here = workplace()
    try:
        options = creation_options(here.store, step.staff, place, here.office.settings.town.name, step.challenge)
    except FactorError as error:
        return _page(explain(error))
    return render_template("counter/secondpasskey.html", options=options)


@routes.post("/second/passkey/confirm")
def confirm_passkey() -> ResponseReturnValue:
    """The browser has made one: it is registered."""
    step, place = sessions().registering.take(station()), passkey_place()
    if step is None or place is None:
        return _page(explain(FactorError(FactorReason.STEP_OVER)))
    try:
        spare = add_passkey(workplace().store, step.staff, place, step.challenge, request.form.get("answer", ""))
    except FactorError as error:
        return _page(explain(error))
    return _added(step.staff, spare)


@routes.post("/second/spare")
def make_spare() -> ResponseReturnValue:
    """New spare codes; the old ones are worth nothing any more."""
    return _with_password(lambda staff: _spare_page(renew_spare_codes(workplace().store, staff)))


@routes.post("/second/remove")
def remove() -> ResponseReturnValue:
    """Take away the app, or the passkey named."""
    passkey = request.form.get("passkey") or None
    return _with_password(lambda staff: _removed(remove_factor(workplace().store, staff, rules(), passkey)))


def _with_password(change: Callable[[Staff], ResponseReturnValue]) -> ResponseReturnValue:
    """Do it for whoever knows the password: a screen left for a minute changes nobody's way in."""
    staff, wrong = current_staff(), sessions().wrong
    try:
        wrong.begin(staff.name, client_name())
        check_own_password(workplace().store, staff, request.form.get("password", ""))
        wrong.succeed(staff.name, client_name())
        return change(staff)
    except (FactorError, StaffError) as error:
        return _page(explain(error))


def _register(step: Step, screen: str) -> ResponseReturnValue:
    sessions().registering.put(station(), step)
    return redirect(url_for(screen), 303)


def _registering() -> Step | None:
    return sessions().registering.get(station())


def _added(staff: Staff, spare: tuple[SpareCode, ...]) -> ResponseReturnValue:
    """Every session of theirs has ended; this screen goes on with a new one."""
    sessions().registering.forget(station())
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
    begin(g.staff)


def _spare_page(spare: tuple[SpareCode, ...]) -> ResponseReturnValue:
    return render_template("counter/secondspare.html", spare=spare)


def _app_page(step: Step, refusal: Refusal | None) -> str:
    modules = text_modules(address_of(step.secret, step.staff, workplace().office.settings.town.name))
    groups = [step.secret[at : at + 4] for at in range(0, len(step.secret), 4)]
    drawn = {"size": len(modules), "path": qr_path(modules)}
    return render_template("counter/secondapp.html", refusal=refusal, groups=groups, **drawn)


def _page(refusal: Refusal | None) -> ResponseReturnValue:
    page = render_template(
        "counter/second.html",
        refusal=refusal,
        factors=read_factors(workplace().store, current_staff()),
        must_register=lacks_second(current_staff()),
        has_passkeys=passkey_place() is not None,
    )
    return page, 422 if refusal else 200
