"""Printing at the counter: once on a key press, again only when a person says so."""

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms import Application
from kiosk.desk.case import Case
from kiosk.desk.counter.blueprint import counter
from kiosk.desk.counter.gate import current_staff
from kiosk.desk.current import workplace
from kiosk.desk.reasons import DeskError, DeskReason
from kiosk.papers import papers_of, stacks_of
from kiosk.store import PrintOutcome, forget_interruption, record_print
from printing import Printed


@counter.post("/visits/<visit_id>/print")
def print_case(visit_id: str) -> ResponseReturnValue:
    """Starts a print job; `again=yes` says that some paper may be out already and more is wanted, `only` that it
    is the sheet of one procedure alone."""
    here = workplace()
    case = here.cases.read(visit_id)
    again = request.form.get("again") == "yes"
    if case.printed and not again:
        # Printed at another desk, or before this program was started anew.
        raise DeskError(DeskReason.MAY_HAVE_PRINTED)
    only = _one_of(case, request.form.get("only", ""))
    application = Application(case.procedures, case.answers)
    stacks = stacks_of(application, here.office, case.visit.receipt_number, here.desk.printer_uri, only=only)
    here.print(case.visit, stacks, again=again, only=only)
    return _back(visit_id)


@counter.post("/visits/<visit_id>/print/cancel")
def cancel_print(visit_id: str) -> ResponseReturnValue:
    workplace().papers.cancel(visit_id)
    return _back(visit_id)


@counter.post("/visits/<visit_id>/print/seen")
def paper_seen(visit_id: str) -> ResponseReturnValue:
    """The printer did not know whether the paper came out; a person has looked, and it did."""
    here = workplace()
    case = here.cases.read(visit_id)
    job = here.papers.job(visit_id)
    interrupted = case.visit.is_interrupted(here.store.clock())
    if (job is not None and not job.running) or interrupted:
        record_print(
            here.store,
            case.visit.id,
            PrintOutcome.PRINTED,
            sheets=job.pages_total if job else _drawn(case, "").page_count,
            reason="seen_by_staff",
            staff_id=current_staff().id,
        )
        forget_interruption(here.store, case.visit.id)
        here.papers.forget(visit_id)
    return _back(visit_id)


@counter.post("/visits/<visit_id>/pdf")
def open_pdf(visit_id: str) -> ResponseReturnValue:
    """The way without this desk's printer: the PDF in the browser, printed by hand."""
    here = workplace()
    case = here.cases.read(visit_id)
    only = _one_of(case, request.form.get("only", ""))
    count = _drawn(case, only).page_count
    record_print(here.store, case.visit.id, PrintOutcome.SHOWN_AS_PDF, sheets=count, staff_id=current_staff().id)
    here.hub.publish(f"visit:{visit_id}", {"visit": visit_id, "shown": case.visit.printed_times + 1})
    return redirect(url_for("counter.sheets", visit_id=visit_id, only=only or None), 303)


@counter.get("/visits/<visit_id>/sheets.pdf")
def sheets(visit_id: str) -> ResponseReturnValue:
    case = workplace().cases.read(visit_id)
    only = _one_of(case, request.args.get("only", ""))
    response = Response(_drawn(case, only).pdf, mimetype="application/pdf")
    name = f"{case.visit.receipt_number}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _one_of(case: Case, id: str) -> str:
    """The id, if it is a procedure of the visit; empty for all of them."""
    return id if any(procedure.id == id for procedure in case.procedures) else ""


def _drawn(case: Case, only: str) -> Printed:
    application = Application(case.procedures, case.answers)
    return papers_of(application, workplace().office, case.visit.receipt_number, only=only)


def _back(visit_id: str) -> ResponseReturnValue:
    return redirect(url_for("counter.show", visit_id=visit_id), 303)
