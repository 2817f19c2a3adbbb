"""The way of the code on the phone: scanned, photographed, or sent as digits."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.ticket import TicketReason
from kiosk.desk.frame import TICKET_ERRORS, answer_frame
from kiosk.desk.lobby.session import begin, station
from kiosk.desk.refusals import refuse, refused_here
from kiosk.desk.scan import read_sent_texts
from kiosk.desk.workplace import workplace
from kiosk.web import allow_camera

routes = Blueprint("scan", __name__)


@routes.get("/scan")
def show() -> ResponseReturnValue:
    return _show()


@routes.post("/scan")
def receive() -> ResponseReturnValue:
    """Digits from the scanner or the keyboard."""
    try:
        return redirect(_open_ticket(read_sent_texts(request.form, workplace().scanner)), 303)
    except TICKET_ERRORS as error:
        refuse(error)
        return _show(), 422


@routes.post("/frame")
def read_frame() -> ResponseReturnValue:
    """One camera frame as JPEG, answered with JSON."""
    return answer_frame(_open_ticket)


def _open_ticket(texts: tuple[str, ...]) -> str:
    begin(workplace().reception.scan(texts, station()))
    return url_for("lobby.ask.go_on")


def _show() -> str:
    refusal, _ = refused_here()
    if workplace().desk.camera:
        allow_camera()
    half = refusal is not None and refusal.reason == TicketReason.OTHER_HALF_MISSING
    return render_template("lobby/scan.html", refusal=refusal, half=half)
