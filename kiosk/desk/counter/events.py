"""From what has happened to somebody to the procedures of their visit: the guide's questions, asked by staff, before a visit
or while one is open, say of a scanned ticket that forgot half.

Nothing is kept before the visit begins or gets its procedures: what was answered goes along with the form.
"""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, typing as ft, url_for

from forms import Inputs, JourneyAsk, JourneyPage
from forms.guide import GuideResult, LifeEvent, Necessity, guide_result, prefilled
from kiosk.desk import reasons, refusals
from kiosk.desk.case import Case
from kiosk.desk.counter.session import current_staff
from kiosk.desk.workplace import workplace
from kiosk.office import today
from kiosk.web import PageRead, form_inputs, page_inputs, questions, read_page
from kiosk.web.inputs import questions_page

routes = Blueprint("events", __name__)

ASKED = "asked"
"""The questions that stood on the page, as it was sent."""

EVENT = "<string(maxlength=31):event_id>"
IN_VISIT = f"/visits/<visit_id>/events/{EVENT}"
"""The same for an open visit, whose answers are known: whoever sees only a part of them gives a reason first."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An event with what was answered so far. `result` is None while a question wants an answer."""

    event: LifeEvent
    read: PageRead
    result: GuideResult | None


@routes.get(f"/events/{EVENT}")
@routes.get(IN_VISIT)
def ask(event_id: str, visit_id: str = "") -> ft.ResponseReturnValue:
    """The questions of the event, with what an open visit has answered of them."""
    event, case = _event(event_id), _case(visit_id)
    return _show(event, _known_inputs(event, case) if case else {}, None, case)


@routes.post(f"/events/{EVENT}")
@routes.post(IN_VISIT)
def answer(event_id: str, visit_id: str = "") -> ft.ResponseReturnValue:
    """The procedures that the answers lead to, beneath them, or what is missing."""
    event, inputs = _event(event_id), form_inputs(request.form)
    return _show(event, inputs, _read(event, inputs), _case(visit_id))


@routes.post(f"/events/{EVENT}/begin")
@routes.post(f"{IN_VISIT}/begin")
def begin(event_id: str, visit_id: str = "") -> ft.ResponseReturnValue:
    """A visit with the procedures that are ticked and what was answered here, or an open one with them besides its own."""
    here, event, inputs, case = workplace(), _event(event_id), form_inputs(request.form), _case(visit_id)
    answered = _read(event, inputs)
    if answered.result is None:
        return _show(event, inputs, answered, case)
    chosen = here.office.catalogue.chosen(request.form.getlist("procedure"))
    known = prefilled(answered.result, answered.read.values, chosen, today())
    steps, ids, staff_id = (
        [step.title for step in answered.result.steps],
        [each.id for each in chosen],
        current_staff().id,
    )
    try:
        if case is None:
            visit_id = here.reception.by_hand(ids, staff_id, answers=known, steps=steps).id
        else:
            here.reception.add(case, ids, known, steps, staff_id)
    except reasons.DeskError as error:
        return _show(event, inputs, answered, case, refusals.explain(error))
    return redirect(url_for("counter.visit.show", visit_id=visit_id), 303)


@routes.app_template_global()
def life_events() -> tuple[LifeEvent, ...]:
    """Return the events that lead to a set of procedures."""
    return tuple(workplace().office.guide.events.values())


def _case(visit_id: str) -> Case | None:
    return workplace().cases.read(visit_id) if visit_id else None


def _known_inputs(event: LifeEvent, case: Case) -> Inputs:
    """What the visit has answered of the questions that are not the event's own."""
    asks = tuple(JourneyAsk(each.item.name, each, ()) for each in event.questions)
    return page_inputs(JourneyPage(event.id, event.title, "", asks), case.answers)


def _event(event_id: str) -> LifeEvent:
    return workplace().office.guide.get(event_id) or abort(404)


def _read(event: LifeEvent, inputs: Inputs) -> Answered:
    guide, day = workplace().office.guide, today()
    read = read_page(questions_page(event.id, event, inputs, day), inputs, day)
    return Answered(event, read, None if read.problems else guide_result(guide, event.id, read.values, day))


def _show(
    event: LifeEvent,
    inputs: Inputs,
    answered: Answered | None,
    case: Case | None = None,
    refusal: refusals.Refusal | None = None,
) -> ft.ResponseReturnValue:
    page = questions_page(event.id, event, inputs, today())
    # What the answers bring up is asked first, before it is missing.
    seen = request.form.getlist(ASKED)
    problems = tuple(each for each in answered.read.problems if each.item in seen) if answered else ()
    result = answered.result if answered else None
    shown = render_template(
        "counter/events.html",
        event=event,
        visit=case.visit if case else None,
        had={each.id for each in case.procedures} if case else set(),
        questions=questions(page, inputs, problems),
        steps=[step for step in result.steps if step.procedure] if result else [],
        apart=[step.title for step in (*result.steps, *result.elsewhere) if not step.procedure] if result else [],
        required=Necessity.REQUIRED,
        has_result=result is not None,
        refusal=refusal,
    )
    return shown, 422 if problems or refusal else 200
