"""The way of the code on the phone: scanned, photographed, or sent as digits."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.ticket import TicketError, TicketReason
from kiosk.desk.lobby.session import begin, station
from kiosk.desk.reasons import DeskError
from kiosk.desk.refusals import Refusal, refusal_named, refusal_of
from kiosk.desk.scan import LARGEST_FRAME, digits_in_picture, sent_texts
from kiosk.desk.workplace import workplace
from kiosk.store import StoreError
from kiosk.web import allow_camera
from kiosk.web.language import words

routes = Blueprint("scan", __name__)


@routes.get("/scan")
def show() -> ResponseReturnValue:
    """`said` is why the code shown before was refused."""
    return _scan_screen(refusal_named(request.args.get("said", "")))


@routes.post("/scan")
def receive() -> ResponseReturnValue:
    return _received(lambda: sent_texts(request.form, workplace().scanner))


@routes.post("/frame")
def read_frame() -> ResponseReturnValue:
    """One camera frame as JPEG; answers with JSON, `state` none while there is no code in it."""
    try:
        texts = digits_in_picture(request.get_data(cache=False), largest=LARGEST_FRAME)
        if not texts:
            return {"state": "none"}
        begin(workplace().reception.scan(texts, station()))
    except (DeskError, StoreError, TicketError) as error:
        refusal = refusal_of(error)
        state = "half" if refusal.reason == TicketReason.OTHER_HALF_MISSING else "refused"
        return {"state": state, "sentence": words(refusal.sentence), "next_step": words(refusal.next_step)}
    return {"state": "opened", "url": url_for("lobby.ask.go_on")}


def _received(texts: Callable[[], tuple[str, ...]]) -> ResponseReturnValue:
    try:
        begin(workplace().reception.scan(texts(), station()))
    except (DeskError, StoreError, TicketError) as error:
        return redirect(url_for("lobby.scan.show", said=refusal_of(error).reason), 303)
    return redirect(url_for("lobby.ask.go_on"), 303)


def _scan_screen(refusal: Refusal | None) -> ResponseReturnValue:
    if workplace().desk.camera:
        allow_camera()
    half = refusal is not None and refusal.reason == TicketReason.OTHER_HALF_MISSING
    return render_template("lobby/scan.html", refusal=refusal, half=half)
