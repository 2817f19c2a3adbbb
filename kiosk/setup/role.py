"""What this PC is: a counter, a lobby terminal, or both."""

from flask import Blueprint, redirect, render_template, request, typing as ft, url_for

from kiosk.settings import DeskMode
from kiosk.setup.beginning import Beginning, SetupError, SetupReason
from kiosk.web import running

routes = Blueprint("role", __name__)

ROLES = {
    "counter": (DeskMode.COUNTER,),
    "lobby": (DeskMode.LOBBY,),
    "both": (DeskMode.COUNTER, DeskMode.LOBBY),
}


@routes.get("/role")
def show() -> ft.ResponseReturnValue:
    return _page(None)


@routes.post("/role")
def take() -> ft.ResponseReturnValue:
    """Keep what was chosen."""
    modes = ROLES.get(request.form.get("role", ""))
    if modes is None:
        return _page(SetupError(SetupReason.ROLE_MISSING))
    running(Beginning).modes = modes
    return redirect(url_for("printer.show"), 303)


def _page(refusal: SetupError | None) -> ft.ResponseReturnValue:
    chosen = next((name for name, modes in ROLES.items() if modes == running(Beginning).modes), "")
    return render_template("setup/role.html", chosen=chosen, refusal=refusal), 422 if refusal else 200
