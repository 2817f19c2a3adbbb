"""Staff choose their own password; whoever got one from somebody else does so before anything else."""

from flask import Blueprint, flash, g, redirect, render_template, request, typing as ft, url_for

from kiosk.desk.counter.session import begin, current_staff, sessions
from kiosk.desk.refusals import Refusal, explain
from kiosk.desk.workplace import workplace
from kiosk.passwords import PasswordError
from kiosk.staff import StaffError, change_own_password
from kiosk.web.security import client_name

routes = Blueprint("password", __name__)


@routes.get("/password")
def show() -> ft.ResponseReturnValue:
    """The page to choose it on."""
    return _page(None)


@routes.post("/password")
def change() -> ft.ResponseReturnValue:
    """Who knows the one before may choose; every other screen of theirs is signed out."""
    staff, wrong = current_staff(), sessions().wrong
    before, chosen = request.form.get("before", ""), request.form.get("chosen", "")
    try:
        wrong.begin(staff.name, client_name())
        changed = change_own_password(workplace().store, staff, before, chosen)
    except (StaffError, PasswordError) as error:
        return _page(explain(error))
    wrong.succeed(staff.name, client_name())
    begin(changed)
    flash("パスワードを変えました。")
    return redirect(url_for("counter.start.show"), 303)


def _page(refusal: Refusal | None) -> ft.ResponseReturnValue:
    page = render_template("counter/password.html", refusal=refusal, must_change=g.staff.must_change)
    return page, 422 if refusal else 200
