"""The way without this desk's printer: the PDF in the browser, printed by hand.

Nobody can tell whether a PDF on a screen became paper. So opening one counts as printing: it is recorded first, refused
where a job is under way, and whoever prints next is told of it.
"""

from datetime import datetime

from flask import Blueprint, Response, redirect, request, typing as ft, url_for

from kiosk import clock, office
from kiosk.desk.counter.print import draw, find_sheets, read_wish
from kiosk.desk.counter.session import current_staff, note_shown
from kiosk.desk.imprint import imprints_for, imprints_of
from kiosk.desk.workplace import workplace

routes = Blueprint("pdf", __name__)


@routes.post("/visits/<visit_id>/pdf")
def open_pdf(visit_id: str) -> ft.ResponseReturnValue:
    """Record that there may be paper, then lead to the PDF."""
    here = workplace()
    case = here.cases.read(visit_id)
    wish = read_wish(case)
    count = draw(case, wish.only).page_count
    imprints = imprints_for(imprints_of(case, here.office), wish.only)
    here.printer.show_as_pdf(case.visit, count, imprints, again=wish.again, staff_id=current_staff().id)
    return redirect(url_for("counter.pdf.show", visit_id=visit_id, only=list(wish.only) or None), 303)


@routes.get("/visits/<visit_id>/sheets.pdf")
def show(visit_id: str) -> ft.ResponseReturnValue:
    """Only once it is recorded that there may be paper: an address typed by hand leads to the visit."""
    case = workplace().cases.read(visit_id)
    if not workplace().printer.state(case.visit).is_recorded:
        return redirect(url_for("counter.visit.show", visit_id=visit_id), 303)
    note_shown(case.visit)
    only = find_sheets(case, request.args.getlist("only"))
    response = Response(draw(case, only).pdf, mimetype="application/pdf")
    name = f"{case.visit.receipt_number}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def word_moment(moment: datetime) -> str:
    """Return the moment as staff reads it, the day left out if it is today."""
    local, day = moment.astimezone(clock.JAPAN), office.now().astimezone(clock.JAPAN).date()
    time = f"{local.hour}:{local.minute:02}"
    return time if local.date() == day else f"{local.month}月{local.day}日 {time}"
