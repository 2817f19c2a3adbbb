"""From what has happened to somebody to the procedures of their visit: the guide's questions, asked by staff.

Nothing is kept before the visit begins: what was answered goes along with the form.
"""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.guide import GuideResult, LifeEvent, Necessity, guide_result, prefilled
from forms.inputs import Inputs
from kiosk.desk.counter.session import current_staff
from kiosk.desk.reasons import DeskError
from kiosk.desk.refusals import Refusal, explain
from kiosk.desk.workplace import workplace
from kiosk.office import today
from kiosk.web import PageRead, form_inputs, questions, read_page
from kiosk.web.guidance import questions_page

routes = Blueprint("events", __name__)

ASKED = "asked"
"""The questions that stood on the page, as it was sent."""

EVENT = "<string(maxlength=31):event_id>"


@dataclass(frozen=True, slots=True)
class Answered:
    """An event with what was answered so far. `result` is None while a question wants an answer."""

    event: LifeEvent
    read: PageRead
    result: GuideResult | None


@routes.get(f"/events/{EVENT}")
def ask(event_id: str) -> ResponseReturnValue:
    """The questions of the event."""
    return _show(_event(event_id), {}, None)


@routes.post(f"/events/{EVENT}")
def answer(event_id: str) -> ResponseReturnValue:
    """The procedures that the answers lead to, beneath them, or what is missing."""
    event, inputs = _event(event_id), form_inputs(request.form)
    return _show(event, inputs, _read(event, inputs))


@routes.post(f"/events/{EVENT}/begin")
def begin(event_id: str) -> ResponseReturnValue:
    """A visit with the procedures that are ticked and what was answered here."""
    here, event, inputs = workplace(), _event(event_id), form_inputs(request.form)
    answered = _read(event, inputs)
    if answered.result is None:
        return _show(event, inputs, answered)
    chosen = here.office.catalogue.chosen(request.form.getlist("procedure"))
    known = prefilled(answered.result, answered.read.values, chosen, today())
    try:
        steps = [step.title for step in answered.result.steps]
        visit = here.reception.by_hand(
            [each.id for each in chosen], current_staff().id, answers=known, steps=steps
        )
    except DeskError as error:
        return _show(event, inputs, answered, explain(error))
    return redirect(url_for("counter.visit.show", visit_id=visit.id), 303)


def _event(event_id: str) -> LifeEvent:
    return workplace().office.guide.get(event_id) or abort(404)


def _read(event: LifeEvent, inputs: Inputs) -> Answered:
    guide, day = workplace().office.guide, today()
    read = read_page(questions_page(event.id, event, inputs, day), inputs, day)
    return Answered(event, read, None if read.problems else guide_result(guide, event.id, read.values, day))


def _show(
    event: LifeEvent, inputs: Inputs, answered: Answered | None, refusal: Refusal | None = None
) -> ResponseReturnValue:
    page = questions_page(event.id, event, inputs, today())
    # What the answers bring up is asked first, before it is missing.
    seen = request.form.getlist(ASKED)
    problems = tuple(each for each in answered.read.problems if each.item in seen) if answered else ()
    result = answered.result if answered else None
    shown = render_template(
        "counter/events.html",
        event=event,
        questions=questions(page, inputs, problems),
        steps=[step for step in result.steps if step.procedure] if result else [],
        apart=[step.title for step in (*result.steps, *result.elsewhere) if not step.procedure] if result else [],
        required=Necessity.REQUIRED,
        has_result=result is not None,
        refusal=refusal,
    )
    return shown, 422 if problems or refusal else 200
