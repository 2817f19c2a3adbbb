"""Card reader and scanner, tried before residents come."""

import unicodedata

from flask import Blueprint, redirect, render_template, request, typing as ft, url_for

from cardreader import CardError, CardReason, CardWatcher, ReaderStatus, list_readers
from kiosk.setup.beginning import Beginning
from kiosk.web import qr, running

routes = Blueprint("devices", __name__)

PATIENCE_SECONDS = 20.0
"""To find a card and lay it down."""


@routes.get("/devices")
def show() -> ft.ResponseReturnValue:
    return _page("")


@routes.post("/devices")
def take() -> ft.ResponseReturnValue:
    """Wait for a card, say what the scanner has typed, or go on."""
    beginning, action = running(Beginning), request.form.get("action")
    if action == "scan":
        verdict = judge(request.form.get("scanned", ""))
        beginning.is_scanner_well = verdict == "right"
        return _page(verdict)
    if action == "card":
        try:
            beginning.card_tried = wait_for_card()
        except CardError as error:
            return _page("", error)
        return _page("")
    beginning.has_tried_devices = True
    return redirect(url_for("key.show"), 303)


def wait_for_card(seconds: float = PATIENCE_SECONDS) -> str:
    """Return what kind of card is laid on the reader within this time: no PIN is asked. Raise CardError."""
    with CardWatcher() as watcher:
        if not watcher.wait_for(ReaderStatus.CARD_PRESENT, seconds):
            raise CardError(CardReason.NO_CARD)
        return watcher.ask().card.title


def judge(typed: str) -> str:
    """Return how well the scanner has typed the test code: right, empty, cut, lost or foreign."""
    digits = unicodedata.normalize("NFKC", typed[:1000]).strip()
    if digits == qr.TEST_DIGITS:
        return "right"
    if not digits:
        return "empty"
    if not digits.isdecimal():
        return "foreign"
    return "cut" if qr.TEST_DIGITS.startswith(digits) else "lost"


def _page(verdict: str, refusal: CardError | None = None) -> ft.ResponseReturnValue:
    try:
        readers, trouble = list_readers(), None
    except CardError as error:
        readers, trouble = (), error
    modules = qr.qr_modules(qr.TEST_DIGITS)
    return render_template(
        "setup/devices.html",
        readers=readers,
        trouble=refusal or trouble,
        verdict=verdict,
        path=qr.qr_path(modules),
        size=len(modules),
    )
