"""The first page as a Flask application, for the one person in front of this PC."""

import secrets
from collections.abc import Callable

from flask import Flask, abort, redirect, render_template, request, session, typing as ft, url_for

from kiosk.fleet.bundle import LARGEST
from kiosk.setup import administrator, code, devices, doctor, join, key, printer, role, town
from kiosk.setup.beginning import Beginning, Step
from kiosk.web import Front, FrontOptions, equip, hold

NAMES = {
    Step.TOWN: "市区町村",
    Step.ROLE: "このPC",
    Step.PRINTER: "プリンター",
    Step.DEVICES: "読み取り",
    Step.KEY: "町の鍵",
    Step.ADMINISTRATOR: "管理者",
    Step.DOCTOR: "点検",
}
PAGES = (town, join, role, printer, devices, key, administrator, doctor)
LARGEST_ANSWER = LARGEST + 1_000_000
"""What a stick brings to a PC that joins."""

OPEN = ("code.show", "code.enter", "static", "kit.static")


def create_app(beginning: Beginning, passcode: code.Passcode, finish: Callable[[], None]) -> Front:
    """Return the application; `finish` is called once, when the last step is done."""
    app = Front("kiosk.setup", template_folder="templates", static_folder=None)
    for thing in (beginning, passcode, doctor.Ending(finish)):
        hold(app, thing)
    # A secret for this run only: when the program ends, so do its sessions.
    name = f"setup-{secrets.token_hex(4)}"
    equip(app, FrontOptions(name, "書かない窓口", "", secrets.token_bytes(32), largest_body=LARGEST_ANSWER))
    app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
    guard(app, beginning)
    app.add_url_rule("/", "begin", lambda: redirect(url_for(f"{beginning.step}.show"), 303))
    for module in (code, *PAGES):
        app.register_blueprint(module.routes)
    app.jinja_env.globals.update(beginning=beginning, step_names=NAMES, Step=Step)
    return app


def guard(app: Flask, beginning: Beginning) -> None:
    """Let in who has given the code, and only to steps whose turn it is."""

    @app.before_request
    def check() -> ft.ResponseReturnValue | None:
        if request.endpoint in OPEN:
            return None
        if session.get("in") is not True:
            return redirect(url_for("code.show"), 303) if request.method == "GET" else abort(403)
        if beginning.is_finished:
            return render_template("setup/done.html")
        if request.blueprint in set(Step) and not beginning.allows(Step(request.blueprint)):
            return redirect(url_for(f"{beginning.step}.show"), 303)
        return None
