"""Printing at the counter: once on a key press, again only when a person says so."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import Blueprint, redirect, request, typing as ft, url_for

from kiosk.desk.case import Case
from kiosk.desk.counter.session import current_staff
from kiosk.desk.imprint import imprints_of
from kiosk.desk.workplace import workplace
from kiosk.office import today
from kiosk.stacks import SLIP, Order, draw_sheets, draw_stacks
from kiosk.town.identification import IdKind
from printing import Printed

routes = Blueprint("print", __name__)


@dataclass(frozen=True, slots=True)
class PrintWish:
    """`again` says that paper may be out already and more is wanted; `only` are sheets wanted alone, none for all."""

    again: bool
    only: tuple[str, ...]


@routes.post("/visits/<visit_id>/print")
def start(visit_id: str) -> ft.ResponseReturnValue:
    """Starts a print job."""
    here = workplace()
    case = here.cases.read(visit_id)
    wish = read_wish(case)
    application = case.application
    stacks = draw_stacks(application, here.office, order_of(case, wish.only, here.desk.printer_uri))
    here.printer.print_sheets(
        case.visit,
        stacks,
        imprints_of(case, here.office),
        again=wish.again,
        only=wish.only,
        staff_id=current_staff().id,
    )
    return _back(visit_id)


@routes.post("/visits/<visit_id>/print/cancel")
def cancel(visit_id: str) -> ft.ResponseReturnValue:
    """Stop the job; a page under way may still come out."""
    here = workplace()
    here.printer.cancel(here.cases.read(visit_id).visit)
    return _back(visit_id)


@routes.post("/visits/<visit_id>/print/seen")
def note_seen(visit_id: str) -> ft.ResponseReturnValue:
    """The printer did not know whether the paper came out; a person has looked, and it did."""
    here = workplace()
    case = here.cases.read(visit_id)
    state = here.printer.state(case.visit)
    if state.needs_a_look:
        sheets = state.job.pages_total if state.job is not None else draw(case).page_count
        here.printer.note_seen(case.visit, sheets, reason="seen_by_staff", staff_id=current_staff().id)
    return _back(visit_id)


def read_wish(case: Case) -> PrintWish:
    """Return what the form that was sent asks for."""
    return PrintWish(request.form.get("again") == "yes", find_sheets(case, request.form.getlist("only")))


def find_sheets(case: Case, names: Collection[str]) -> tuple[str, ...]:
    """Return those of the names that are sheets of the visit; none for all of them."""
    return tuple(sheet for sheet in (SLIP, *(each.id for each in case.procedures)) if sheet in names)


def draw(case: Case, only: Collection[str] = ()) -> Printed:
    """Return the sheets, all or only these. Raise PrintingError."""
    return draw_sheets(case.application, workplace().office, order_of(case, only))


def order_of(case: Case, only: Collection[str] = (), printer: str | None = None) -> Order:
    """Return what this desk wants printed of a visit, and what it knows for the office's fields."""
    return Order(
        receipt=case.visit.receipt_number,
        printer=printer,
        place=case.place,
        only=only,
        seen_already=workplace().identification.shown(case.file.identification, case.journey(today())),
        papers=papers_shown(case),
        staff=current_staff().called,
    )


def papers_shown(case: Case) -> tuple[IdKind, ...]:
    """Return what the person has shown who they are with, as far as it was noted."""
    return tuple(kind for kind in workplace().identification.kinds if kind.code in case.file.identification)


def _back(visit_id: str) -> ft.ResponseReturnValue:
    return redirect(url_for("counter.visit.show", visit_id=visit_id), 303)
