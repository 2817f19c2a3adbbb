"""Staff accounts, for administrators: who may work at the desks."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, typing as ft, url_for

from kiosk import passwords, secondfactor, staff as accounts
from kiosk.desk.counter.session import current_staff, rules
from kiosk.desk.refusals import Refusal, explain
from kiosk.desk.workplace import workplace
from kiosk.staff import ROLES, Staff, StaffError, StaffRole
from kiosk.store import Store
from kiosk.town.hall import Section

routes = Blueprint("staff", __name__)


@routes.get("/staff")
def show() -> ft.ResponseReturnValue:
    """All accounts, and what can be done with them."""
    return _page(None)


@routes.post("/staff")
def add_account() -> ft.ResponseReturnValue:
    roles, sections = _asked()
    name, password = request.form.get("name", ""), request.form.get("password", "")
    display = request.form.get("display", "")
    return _done(
        lambda store, by: accounts.add_staff(
            store, name, password, *roles, sections=sections, by=by, temporary=True, display=display
        ),
        "{name} を登録しました。はじめて入るときに、自分のパスワードに変えてもらいます。",
        typed=name,
    )


@routes.post("/staff/<name>/password")
def give_password(name: str) -> ft.ResponseReturnValue:
    """A new password, known to the administrator until its owner has changed it, which they must."""
    password = request.form.get("password", "")
    return _done(
        lambda store, by: accounts.reset_password(store, name, password, by=by, temporary=True),
        "{name} のパスワードを変えました。次に入るときに、自分のパスワードに変えてもらいます。",
    )


@routes.post("/staff/<name>/display")
def rename_account(name: str) -> ft.ResponseReturnValue:
    """What colleagues read."""
    display = request.form.get("display", "")
    return _done(
        lambda store, by: accounts.rename_staff(store, name, display, by=by), "{name} の表示名を変えました。"
    )


@routes.post("/staff/<name>/roles")
def change_roles(name: str) -> ft.ResponseReturnValue:
    """What they may do from their next sign-in on."""
    roles, sections = _asked()
    return _done(
        lambda store, by: accounts.change_roles(store, name, *roles, sections=sections, by=by),
        "{name} の役割を変えました。次に入るときからです。",
    )


@routes.post("/staff/<name>/disable")
def disable_account(name: str) -> ft.ResponseReturnValue:
    """Nobody shuts themselves out, however they spell their name."""
    return _done(lambda store, by: accounts.disable_staff(store, name, by=by), "{name} の利用を停止しました。")


@routes.post("/staff/<name>/enable")
def enable_account(name: str) -> ft.ResponseReturnValue:
    return _done(lambda store, by: accounts.enable_staff(store, name, by=by), "{name} の利用を再開しました。")


@routes.post("/staff/<name>/second")
def reset_second(name: str) -> ft.ResponseReturnValue:
    """Whoever has lost app, passkey and spare codes gets in with the password, and registers anew."""
    return _done(
        lambda store, by: secondfactor.reset_second(store, name, by=by),
        "{name} の2段階認証を取り消しました。本人に、新しく登録するよう伝えてください。",
    )


def _done(change: Callable[[Store, int], Staff], words: str, typed: str = "") -> ft.ResponseReturnValue:
    try:
        staff = change(workplace().store, current_staff().id)
    except (StaffError, passwords.PasswordError) as error:
        return _page(explain(error), typed)
    flash(words.format(name=staff.name))
    return redirect(url_for("counter.staff.show"), 303)


def _asked() -> tuple[list[StaffRole], list[str]]:
    """The roles that are ticked, and the sections of those that the town has."""
    form, known = request.form, {section.id for section in _sections()}
    roles = [role for role in StaffRole if role.value in form.getlist("role")]
    return roles, [each for each in form.getlist("section") if each in known]


def _sections() -> tuple[Section, ...]:
    hall = workplace().office.hall
    return hall.sections if hall else ()


def _page(refusal: Refusal | None, typed: str = "") -> ft.ResponseReturnValue:
    page = render_template(
        "counter/staff.html",
        accounts=accounts.list_staff(workplace().store),
        refusal=refusal,
        typed=typed,
        uses_second=rules().is_used,
        roles=ROLES,
        sections=_sections(),
    )
    return page, 422 if refusal else 200
