"""Practice at the counter: one account without a password, sample residents who bring tickets, and exercises that are
checked."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, typing as ft, url_for

from forms.samples import sample_names
from kiosk import tickets, training
from kiosk.desk.counter.session import current_staff, station
from kiosk.desk.staging import Exercise, Exercises, Practising, begin, end, lacking, look
from kiosk.desk.workplace import Workplace, workplace
from kiosk.office import Office
from kiosk.scenario import Scenario, scenarios_of
from kiosk.staff import Staff, StaffRole, add_staff, list_staff
from kiosk.store import AuditEvent, audit
from kiosk.web import qr, running

routes = Blueprint("training", __name__)

TRAINEE, SECOND_TRAINEE = "training", "training-2"
PRACTISED = (StaffRole.CLERK, StaffRole.CASHIER, StaffRole.HEAD)
SIZES = {"shortest": "短い", "typical": "ふつう", "longest": "長い（続きの紙が出ることがあります）"}


@dataclass(frozen=True, slots=True)
class Code:
    """A ticket as a picture of so many modules a side."""

    text: str
    size: int
    path: str


@routes.get("/training")
def choose() -> ft.ResponseReturnValue:
    """The exercises, each with what this desk lacks for it."""
    here = workplace()
    offered = [(each, lacking(each, here)) for each in _scenarios(here).values()]
    return render_template("counter/scenarios.html", offered=offered, under_way=exercise())


@routes.get("/training/<scenario_id>")
def tell(scenario_id: str) -> ft.ResponseReturnValue:
    """What the clerk is told, and the resident's code once it has begun."""
    return _tell(_scenario(scenario_id))


@routes.get("/training/<scenario_id>/check")
def check(scenario_id: str) -> ft.ResponseReturnValue:
    """Which ends are reached, and which are not."""
    scenario, under_way = _scenario(scenario_id), running(Exercises).of(scenario_id)
    if under_way is None:
        return redirect(url_for("counter.training.tell", scenario_id=scenario_id), 303)
    return _tell(scenario, checks=True)


@routes.post("/training/<scenario_id>/begin")
def begin_exercise(scenario_id: str) -> ft.ResponseReturnValue:
    """Bring it about: the resident comes, and what the scenario breaks is broken."""
    here, scenario = workplace(), _scenario(scenario_id)
    if not lacking(scenario, here):
        who = Practising(here, current_staff(), second_trainee(here), station())
        running(Exercises).under_way = begin(scenario, who)
    return redirect(url_for("counter.training.tell", scenario_id=scenario_id), 303)


@routes.post("/training/end")
def end_exercise() -> ft.ResponseReturnValue:
    """Nothing is under way any more, and nothing broken."""
    _only_in_training(workplace().office)
    running(Exercises).under_way = None
    end(workplace())
    return redirect(url_for("counter.training.choose"), 303)


@routes.app_template_global()
def exercise() -> Exercise | None:
    """The exercise under way at this desk."""
    return running(Exercises).under_way


@routes.post("/training")
def show() -> ft.ResponseReturnValue:
    """The ticket of a fictitious resident, to be scanned from the screen or opened by a press."""
    here = workplace()
    chosen = here.office.catalogue.for_residents.chosen(request.form.getlist("procedure"))
    size = request.form.get("size", "typical")
    if not here.office.training or not chosen or size not in SIZES:
        abort(404)
    texts = tickets.seal_application(training.sample_resident(chosen, size), here.office).texts
    return render_template("counter/training.html", codes=_codes(texts), procedures=chosen)


@routes.app_template_global()
def training_sizes() -> dict[str, str]:
    """How long the answers of sample residents may be."""
    return SIZES


@routes.app_template_global()
def has_samples(procedure_id: str) -> bool:
    procedure = workplace().office.catalogue.for_residents.get(procedure_id)
    return procedure is not None and bool(sample_names(procedure))


def trainee(here: Workplace) -> Staff:
    """Whoever practises; the account is made with a password that nobody knows."""
    found = _practising(here, TRAINEE)
    audit.record(here.store, AuditEvent.STAFF_SIGNED_IN, staff_id=found.id, desk=here.desk.name)
    return found


def second_trainee(here: Workplace) -> Staff:
    """The second person of who practises alone."""
    return _practising(here, SECOND_TRAINEE)


def _practising(here: Workplace, name: str) -> Staff:
    _only_in_training(here.office)
    found = next((staff for staff in list_staff(here.store) if staff.name == name), None)
    return found or add_staff(here.store, name, secrets.token_hex(16), *PRACTISED)


def _scenarios(here: Workplace) -> Mapping[str, Scenario]:
    _only_in_training(here.office)
    return scenarios_of(here.office)


def _scenario(scenario_id: str) -> Scenario:
    return _scenarios(workplace()).get(scenario_id) or abort(404)


def _tell(scenario: Scenario, *, checks: bool = False) -> str:
    here, under_way = workplace(), running(Exercises).of(scenario.id)
    return render_template(
        "counter/scenario.html",
        scenario=scenario,
        under_way=under_way,
        lacks=lacking(scenario, here),
        codes=_codes(under_way.texts) if under_way and not under_way.visit and not checks else [],
        findings=scenario.check(look(under_way, here)) if under_way and checks else (),
        checks=checks,
    )


def _codes(texts: Sequence[str]) -> list[Code]:
    return [Code(text, len(modules), qr.qr_path(modules)) for text in texts for modules in (qr.qr_modules(text),)]


def _only_in_training(office: Office) -> None:
    if not office.training:
        abort(404)
