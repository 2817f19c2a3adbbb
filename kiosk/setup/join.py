"""A PC that joins a town which has begun elsewhere: address and code of its first PC, or two files on a stick."""

from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, typing as ft, url_for

from forms import DataMistake, Told
from kiosk.fleet import joining, member, reason
from kiosk.setup.beginning import Beginning
from kiosk.setup.printer import PATIENCE
from kiosk.web import running
from printing import calibration_page
from printing.ipp import PrintOptions, print_pdf

routes = Blueprint("join", __name__)

NOT_WRITTEN = "受け取った設定を書き込めませんでした。ディスクの空きと、フォルダーの持ち主を確かめてください。"


@routes.get("/join")
def show() -> ft.ResponseReturnValue:
    return _page(None)


@routes.post("/join")
def take() -> ft.ResponseReturnValue:
    """Ask the first PC; or make the request for a stick; or take the answer that a stick has brought."""
    beginning, action = running(Beginning), request.form.get("action", "ask")
    try:
        with beginning.lock:
            if beginning.office is not None or not member.is_empty(beginning.config):
                raise reason.FleetError(reason.FleetReason.ALREADY_A_TOWN)
            if action == "answer":
                _take_answer(beginning)
                return redirect(url_for("doctor.show"), 303)
            beginning.joining = joining.begin_joining(request.form.get("code", ""))
            if action == "request":
                content = BytesIO(bytes(beginning.joining.request))
                return send_file(
                    content, "application/octet-stream", as_attachment=True, download_name="irai.join"
                )
            office = request.form.get("address", "")
            beginning.join(beginning.joining.ask(office), office)
    except (Told, DataMistake) as error:
        return _page(error)
    except OSError:
        return _page(None, NOT_WRITTEN)
    return redirect(url_for("doctor.show"), 303)


def _take_answer(beginning: Beginning) -> None:
    brought = request.files.get("answer")
    if beginning.joining is None or brought is None:
        raise reason.FleetError(reason.FleetReason.ANSWER_WRONG)
    beginning.join(brought.stream.read())


@routes.post("/join/page")
def print_page() -> ft.ResponseReturnValue:
    """Print the test page at this PC's own printer, once it has joined."""
    beginning = running(Beginning)
    uri, office = beginning.printer_uri, beginning.office
    if beginning.own_desks and office is not None and uri is not None:
        with beginning.lock:
            printed = calibration_page(office.alignment.printer(uri))
            options = PrintOptions(pages=1)
            beginning.sheet = print_pdf(
                uri, printed.pdf, options, patience=PATIENCE, fingerprint=beginning.fingerprint
            )
    return redirect(url_for("doctor.show"), 303)


def _page(refusal: Told | DataMistake | None, trouble: str = "") -> ft.ResponseReturnValue:
    is_waiting = running(Beginning).joining is not None and request.form.get("action") == "answer"
    page = render_template("setup/join.html", refusal=refusal, trouble=trouble, is_waiting=is_waiting)
    return page, 422 if refusal or trouble else 200
