"""The way of the code on the phone: scanned, photographed, or sent as digits."""

from flask import Blueprint, redirect, render_template, request, typing as ft, url_for

from forms.ticket import TicketReason
from kiosk.desk import frame, refusals, scan
from kiosk.desk.lobby.session import begin, station
from kiosk.desk.workplace import workplace
from kiosk.web import allow_camera

routes = Blueprint("scan", __name__)


@routes.get("/scan")
def show() -> ft.ResponseReturnValue:
    return _show()


@routes.post("/scan")
def receive() -> ft.ResponseReturnValue:
    """Digits from the scanner or the keyboard."""
    try:
        return redirect(_open_ticket(scan.read_sent_texts(request.form, workplace().scanner)), 303)
    except frame.TICKET_ERRORS as error:
        refusals.refuse(error)
        return _show(), 422


@routes.post("/frame")
def read_frame() -> ft.ResponseReturnValue:
    """One camera frame as JPEG, answered with JSON."""
    return frame.answer_frame(_open_ticket)


def _open_ticket(texts: tuple[str, ...]) -> str:
    begin(workplace().reception.scan(texts, station()))
    return url_for("lobby.ask.go_on")


def _show() -> str:
    refusal, _ = refusals.refused_here()
    if workplace().desk.camera:
        allow_camera()
    half = refusal is not None and refusal.reason == TicketReason.OTHER_HALF_MISSING
    return render_template("lobby/scan.html", refusal=refusal, half=half)
