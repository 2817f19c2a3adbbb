"""Card reader and scanner, tried before residents come."""

import unicodedata

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cardreader import CardError, list_readers
from kiosk.setup.beginning import Beginning
from kiosk.web import running
from kiosk.web.qr import TEST_DIGITS, qr_modules, qr_path

routes = Blueprint("devices", __name__)


@routes.get("/devices")
def show() -> ResponseReturnValue:
    return _page("")


@routes.post("/devices")
def take() -> ResponseReturnValue:
    """Say what the scanner has typed, or go on."""
    if request.form.get("action") == "scan":
        return _page(judge(request.form.get("scanned", "")))
    running(Beginning).has_tried_devices = True
    return redirect(url_for("key.show"), 303)


def judge(typed: str) -> str:
    """Return how well the scanner has typed the test code: right, empty, cut, lost or foreign."""
    digits = unicodedata.normalize("NFKC", typed[:1000]).strip()
    if digits == TEST_DIGITS:
        return "right"
    if not digits:
        return "empty"
    if not digits.isdecimal():
        return "foreign"
    return "cut" if TEST_DIGITS.startswith(digits) else "lost"


def _page(verdict: str) -> ResponseReturnValue:
    try:
        readers, trouble = list_readers(), None
    except CardError as error:
        readers, trouble = (), error
    modules = qr_modules(TEST_DIGITS)
    return render_template(
        "setup/devices.html",
        readers=readers,
        trouble=trouble,
        verdict=verdict,
        path=qr_path(modules),
        size=len(modules),
    )
