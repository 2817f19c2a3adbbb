"""Practice at the counter: one account without a password, and sample residents who bring tickets."""

import secrets

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from forms.samples import sample_names
from kiosk.desk.workplace import Workplace, workplace
from kiosk.office import Office
from kiosk.staff import Staff, StaffRole, add_staff, list_staff
from kiosk.store import AuditEvent
from kiosk.store.audit import record
from kiosk.tickets import seal_application
from kiosk.training import sample_resident
from kiosk.web.qr import qr_modules, qr_path

routes = Blueprint("training", __name__)

TRAINEE, SECOND_TRAINEE = "training", "training-2"
PRACTISED = (StaffRole.CLERK, StaffRole.CASHIER, StaffRole.HEAD)
SIZES = {"shortest": "短い", "typical": "ふつう", "longest": "長い（続きの紙が出ることがあります）"}


@routes.post("/training")
def show() -> ResponseReturnValue:
    """The ticket of a fictitious resident, to be scanned from the screen or opened by a press."""
    here = workplace()
    chosen = here.office.catalogue.chosen(request.form.getlist("procedure"))
    size = request.form.get("size", "typical")
    if not here.office.training or not chosen or size not in SIZES:
        abort(404)
    texts = seal_application(sample_resident(chosen, size), here.office).texts
    codes = [(text, len(modules), qr_path(modules)) for text in texts for modules in (qr_modules(text),)]
    return render_template("counter/training.html", codes=codes, procedures=chosen)


@routes.app_template_global()
def training_sizes() -> dict[str, str]:
    """How long the answers of sample residents may be."""
    return SIZES


@routes.app_template_global()
def has_samples(procedure_id: str) -> bool:
    procedure = workplace().office.catalogue.get(procedure_id)
    return procedure is not None and bool(sample_names(procedure))


def trainee(here: Workplace) -> Staff:
    """Whoever practises; the account is made with a password that nobody knows."""
    found = _practising(here, TRAINEE)
    record(here.store, AuditEvent.STAFF_SIGNED_IN, staff_id=found.id, desk=here.desk.name)
    return found


def second_trainee(here: Workplace) -> Staff:
    """The second person of who practises alone."""
    return _practising(here, SECOND_TRAINEE)


def _practising(here: Workplace, name: str) -> Staff:
    _only_in_training(here.office)
    found = next((staff for staff in list_staff(here.store) if staff.name == name), None)
    return found or add_staff(here.store, name, secrets.token_hex(16), *PRACTISED)


def _only_in_training(office: Office) -> None:
    if not office.training:
        abort(404)
