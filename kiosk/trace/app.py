"""The tracing page as a Flask application, for one person on one PC."""

import secrets

from flask import render_template

from forms import DataMistake
from kiosk.trace.errors import TraceError
from kiosk.trace.gate import guard
from kiosk.trace.listing import add_listing
from kiosk.trace.tracing import Tracing
from kiosk.trace.views import EXTENSION, add_views
from kiosk.web import Front, FrontOptions, equip
from printing import PrintingError

LARGEST_BODY = 2_000_000


def create_app(tracing: Tracing, token: str) -> Front:
    """`token` is in the one address that lets a browser in."""
    app = Front("kiosk.trace", template_folder="templates", static_folder="static")
    app.extensions[EXTENSION] = tracing
    town = tracing.office.settings.town
    name = f"trace-{secrets.token_hex(4)}"
    # A secret for this run only: when the program ends, so do its sessions.
    equip(app, FrontOptions(name, town.name, "", secrets.token_bytes(32), largest_body=LARGEST_BODY))
    app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
    guard(app, token)
    add_views(app)
    add_listing(app)
    for kind in (TraceError, DataMistake, PrintingError):
        app.register_error_handler(kind, _refused)
    return app


def _refused(error: Exception) -> tuple[str, int]:
    """The outermost edge for what our packages refuse: words and a way on."""
    if isinstance(error, DataMistake):
        sentence, next_step = str(error.mistake), ""
    else:
        assert isinstance(error, TraceError | PrintingError)
        sentence, next_step = error.sentence, error.next_step
    return render_template("trace/refused.html", sentence=sentence, next_step=next_step), 409
