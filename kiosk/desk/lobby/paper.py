"""The paper of a visit on its way out, and the visit on its way to the counter."""

from flask import Blueprint, redirect, render_template, request, session, typing as ft, url_for

from forms import Place
from kiosk import stacks, store
from kiosk.desk import imprint, printjobs, reasons
from kiosk.desk.case import Case
from kiosk.desk.lobby.review import view_case
from kiosk.desk.lobby.session import RECEIPT, current_case, forget, watch
from kiosk.desk.workplace import workplace

routes = Blueprint("paper", __name__)

SHOWN = {
    reasons.DeskReason.STILL_PRINTING,
    reasons.DeskReason.PRINTING_ELSEWHERE,
    reasons.DeskReason.MAY_HAVE_PRINTED,
}
"""What the screen of the paper says itself."""


@routes.post("/print")
def print_sheets() -> ft.ResponseReturnValue:
    """Start the job; `again=yes` says that the person wants one more although paper may be out."""
    here = workplace()
    case = current_case()
    if view_case(case).problems:
        return redirect(url_for("lobby.ask.go_on"), 303)
    imprints = imprint.imprints_of(case, here.office)
    state = here.printer.state(case.visit, imprints)
    # Who has changed something since the paper came out wants it anew.
    again = request.form.get("again") == "yes" or state.is_changed
    # A second tap on the same button is no wish for a second paper.
    if state.refusal(again=again) not in SHOWN:
        only = state.mismatch.to_print
        here.printer.print_sheets(case.visit, _draw(case, only), imprints, again=again, only=only)
    return redirect(url_for("lobby.paper.show"), 303)


@routes.get("/paper")
def show() -> ft.ResponseReturnValue:
    """What the paper is doing, and what the person can do."""
    case = current_case()
    state = workplace().printer.state(case.visit, imprint.imprints_of(case, workplace().office))
    if state.paper is printjobs.Paper.NONE or state.is_changed:
        return redirect(url_for("lobby.review.show"), 303)
    return render_template("lobby/paper.html", case=case, paper=state)


@routes.post("/paper/seen")
def note_seen() -> ft.ResponseReturnValue:
    """The printer did not know; the person has the paper in hand."""
    here = workplace()
    case = current_case()
    job = here.printer.state(case.visit).job
    here.printer.note_seen(case.visit, job.pages_total if job is not None else 0, reason="seen_by_visitor")
    return redirect(url_for("lobby.paper.show"), 303)


@routes.post("/hand-over")
def hand_over() -> ft.ResponseReturnValue:
    """Goes on at the counter under the receipt number; this screen forgets the visit."""
    case = current_case()
    workplace().printer.cancel(case.visit)
    store.hand_over(workplace().store, case.visit.id)
    watch().leave()
    forget()
    session[RECEIPT] = case.visit.receipt_number
    return redirect(url_for("lobby.paper.show_number"), 303)


@routes.get("/handed-over")
def show_number() -> ft.ResponseReturnValue:
    """The number to say at the counter."""
    number = session.get(RECEIPT)
    if not isinstance(number, str):
        return redirect(url_for("lobby.start.show"), 303)
    return render_template("lobby/handed_over.html", number=number)


def _draw(case: Case, only: tuple[str, ...] = ()) -> tuple[stacks.Stack, ...]:
    here, application = workplace(), case.application
    order = stacks.Order(case.visit.receipt_number, here.desk.printer_uri, Place.LOBBY, only)
    return stacks.draw_stacks(application, here.office, order)
