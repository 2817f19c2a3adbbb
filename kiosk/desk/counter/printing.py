"""Printing at the counter: once on a key press, again only when a person says so."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from forms import Application
from kiosk.desk.counter.blueprint import counter
from kiosk.desk.counter.gate import current_staff
from kiosk.desk.counter.wanted import drawn, wanted
from kiosk.desk.current import workplace
from kiosk.stacks import draw_stacks
from kiosk.store import PrintOutcome, forget_interruption, record_print


@counter.post("/visits/<visit_id>/print")
def print_case(visit_id: str) -> ResponseReturnValue:
    """Starts a print job."""
    here = workplace()
    case = here.cases.read(visit_id)
    asked = wanted(case)
    application = Application(case.procedures, case.answers)
    stacks = draw_stacks(
        application, here.office, case.visit.receipt_number, here.desk.printer_uri, only=asked.only
    )
    here.print(case.visit, stacks, again=asked.again, only=asked.only)
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
            sheets=job.pages_total if job else drawn(case).page_count,
            reason="seen_by_staff",
            staff_id=current_staff().id,
        )
        forget_interruption(here.store, case.visit.id)
        here.papers.forget(visit_id)
    return _back(visit_id)


def _back(visit_id: str) -> ResponseReturnValue:
    return redirect(url_for("counter.show", visit_id=visit_id), 303)
