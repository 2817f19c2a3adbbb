"""The tracing page as a Flask application, for the one person who started it on this PC."""

import secrets

from flask import Flask, abort, redirect, render_template, request, session, typing as ft, url_for

from forms import DataMistake, Told
from kiosk.trace import editor, list as list_page, template
from kiosk.trace.tracing import Tracing
from kiosk.web import Front, FrontOptions, equip
from printing import PrintingError

TOKEN_BYTES = 18
OPEN = ("begin", "static", "kit.static")


def guard(app: Flask, token: str) -> None:
    """`/begin/<token>` lets one browser in, once. Every other request needs its session."""
    unused = [token]

    @app.before_request
    def check() -> None:
        if request.endpoint not in OPEN and session.get("in") is not True:
            abort(403)

    @app.get("/begin/<given>")
    def begin(given: str) -> ft.ResponseReturnValue:
        if session.get("in") is not True:
            if not unused or not secrets.compare_digest(given.encode(), unused[0].encode()):
                abort(403)
            unused.clear()
            session["in"] = True
        return redirect(url_for("editor.show"), 303)


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


LARGEST_BODY = 2_000_000


def create_app(tracing: Tracing, token: str) -> Front:
    """`token` is in the one address that lets a browser in."""
    app = Front("kiosk.trace", template_folder="templates", static_folder="static")
    app.extensions[editor.EXTENSION] = tracing
    town = tracing.office.settings.town
    name = f"trace-{secrets.token_hex(4)}"
    # A secret for this run only: when the program ends, so do its sessions.
    equip(app, FrontOptions(name, town.name, "", secrets.token_bytes(32), largest_body=LARGEST_BODY))
    app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
    guard(app, token)
    for routes in (editor.routes, list_page.routes):
        app.register_blueprint(routes)
    for kind in (template.TraceError, DataMistake, PrintingError):
        app.register_error_handler(kind, _refused)
    return app


def _refused(error: Exception) -> tuple[str, int]:
    """The outermost edge for what our packages refuse: words and a way on."""
    if isinstance(error, DataMistake):
        sentence, next_step = str(error.mistake), ""
    else:
        assert isinstance(error, Told)
        sentence, next_step = error.sentence, error.next_step
    return render_template("trace/refused.html", sentence=sentence, next_step=next_step), 409
