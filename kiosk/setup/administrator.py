"""The first administrator: the account that closes this page."""

from flask import Blueprint, redirect, render_template, request, typing as ft, url_for

from forms.told import Told
from kiosk import passwords, staff
from kiosk.setup.beginning import Beginning, SetupError, SetupReason
from kiosk.store import StoreError
from kiosk.web import running

routes = Blueprint("administrator", __name__)


@routes.get("/administrator")
def show() -> ft.ResponseReturnValue:
    return _page(None)


@routes.post("/administrator")
def take() -> ft.ResponseReturnValue:
    """Add the account; its owner has typed the password and need not change it."""
    name, display, password, again = (
        request.form.get(field, "") for field in ("name", "display", "password", "again")
    )
    beginning = running(Beginning)
    try:
        if password != again:
            raise SetupError(SetupReason.PASSWORDS_DIFFER)
        with beginning.lock:
            beginning.add_administrator(name, password, display)
    except (SetupError, staff.StaffError, passwords.PasswordError, StoreError) as error:
        return _page(error, name, display)
    return redirect(url_for("doctor.show"), 303)


def _page(refusal: Told | None, name: str = "", display: str = "") -> ft.ResponseReturnValue:
    page = render_template("setup/administrator.html", refusal=refusal, name=name, display=display)
    return page, 422 if refusal else 200
