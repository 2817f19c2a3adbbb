"""What staff want on paper: all sheets of a visit or one, and once more where there may be paper already."""

from dataclasses import dataclass

from flask import request

from forms import Application
from kiosk.desk.case import Case
from kiosk.desk.current import workplace
from kiosk.desk.reasons import DeskError, DeskReason
from kiosk.stacks import draw_sheets
from printing import Printed


@dataclass(frozen=True, slots=True)
class Wanted:
    """`again` says that paper may be out already and more is wanted; `only` is one procedure's id, empty for all."""

    again: bool
    only: str


def wanted(case: Case) -> Wanted:
    """What the form that was sent asks for. Raises DeskError(may_have_printed) if nobody has said that it is again."""
    again = request.form.get("again") == "yes"
    if case.printed and not again:
        # Printed at another desk, or before this program was started anew.
        raise DeskError(DeskReason.MAY_HAVE_PRINTED)
    return Wanted(again, one_of(case, request.form.get("only", "")))


def one_of(case: Case, id: str) -> str:
    """The id, if it is a procedure of the visit; empty for all of them."""
    return id if any(procedure.id == id for procedure in case.procedures) else ""


def drawn(case: Case, only: str = "") -> Printed:
    """The sheets, of all procedures or of one. Raises PrintingError."""
    application = Application(case.procedures, case.answers)
    return draw_sheets(application, workplace().office, case.visit.receipt_number, only=only)
