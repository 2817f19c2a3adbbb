"""Finding the procedures from what has happened: events, their questions, and the list to take off from or add to."""

from collections import Counter
from collections.abc import Sequence

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.guide import GuideStep, LifeEvent, Need
from kiosk.office import today
from kiosk.prefill.beginning import chosen_procedures, grouped, ticked, ticks, wants_to_stay
from kiosk.prefill.draft import Draft
from kiosk.prefill.guided import Guided, answered, begun, guided, page_key, questions_page, typed_for
from kiosk.prefill.site import DRAFT_RULE, Standing, new_id, onward, opened, site
from kiosk.prefill.switching import pressed_language, remember, turned
from kiosk.web import form_inputs, questions, read_page
from kiosk.web.days import day_words
from kiosk.web.language import spoken

EVENT = "<string(maxlength=31):event_id>"

routes = Blueprint("guiding", __name__, template_folder="templates")
routes.add_app_template_filter(day_words, "day_words")


@routes.get("/guide")
def events() -> str:
    return render_template("prefill/guide/events.html", events=site().office.guide.events.values())


@routes.get(f"/guide/{EVENT}")
def start(event_id: str) -> str:
    return _questions(_event(event_id), Draft(()))


@routes.post(f"/guide/{EVENT}")
def begin(event_id: str) -> Response:
    event, draft = _event(event_id), Draft((), language=spoken().code)
    language = pressed_language()
    if language and not any(any(values) for values in form_inputs(request.form).values()):
        remember(language)
        return redirect(url_for("guiding.start", event_id=event.id), 303)
    return _answer(event, draft, new_id())


@routes.get(f"{DRAFT_RULE}/guide/{EVENT}")
def ask(draft_id: str, event_id: str) -> str:
    return _questions(_event(event_id), opened(draft_id).draft, draft_id)


@routes.post(f"{DRAFT_RULE}/guide/{EVENT}")
def answer(draft_id: str, event_id: str) -> Response:
    return _answer(_event(event_id), opened(draft_id).draft, draft_id)


@routes.get(f"{DRAFT_RULE}/guide/{EVENT}/list")
def steps(draft_id: str, event_id: str) -> str | Response:
    event, here = _event(event_id), opened(draft_id)
    found = guided(site().office.guide, event, here.draft, here.day)
    return _list(here, event, found) if found else _back(draft_id, event)


@routes.post(f"{DRAFT_RULE}/guide/{EVENT}/list")
def choose(draft_id: str, event_id: str) -> str | Response:
    event, here = _event(event_id), opened(draft_id)
    if language := pressed_language():
        url = url_for("guiding.steps", draft_id=draft_id, event_id=event.id) + ticks()
        return onward(draft_id, turned(here.draft, language), url)
    found = guided(site().office.guide, event, here.draft, here.day)
    if found is None:
        return _back(draft_id, event)
    procedures = site().office.catalogue.chosen(chosen_procedures())
    if not procedures:
        return _list(here, event, found, wrong=True)
    draft = begun(here.draft, found, procedures, stays=wants_to_stay(), today=here.day)
    return onward(draft_id, draft, url_for("beginning.resume", draft_id=draft_id))


def _event(id: str) -> LifeEvent:
    return site().office.guide.get(id) or abort(404)


def _questions(event: LifeEvent, draft: Draft, draft_id: str = "") -> str:
    """The questions; those that earlier answers brought up are pointed out."""
    inputs, day = typed_for(draft, event), today()
    page = questions_page(event, inputs, day)
    tried = page_key(event) in draft.tried
    read = read_page(page, inputs, day)
    came_up = {ask.key for ask in page.asks if ask.ask.required and inputs and not tried} - set(read.values)
    return render_template(
        "prefill/guide/questions.html",
        event=event,
        asked=questions(page, inputs, read.problems if tried else ()),
        came_up=came_up,
        draft_id=draft_id,
    )


def _answer(event: LifeEvent, draft: Draft, draft_id: str) -> Response:
    """On to the list; or the page again, with what is wrong or what the answers brought up, or in another language."""
    day, inputs = today(), form_inputs(request.form)
    before = {ask.key for ask in questions_page(event, typed_for(draft, event), day).asks}
    page = questions_page(event, inputs, day)
    read = read_page(page, inputs, day)
    if language := pressed_language():
        kept = answered(draft, event, page, read, tried=page_key(event) in draft.tried)
        return onward(
            draft_id, turned(kept, language), url_for("guiding.ask", draft_id=draft_id, event_id=event.id)
        )
    fresh = [ask.key for ask in page.asks if ask.key not in before and ask.key not in read.values]
    tried = any(problem.item not in fresh for problem in read.problems)
    kept = answered(draft, event, page, read, tried=tried)
    view = "guiding.ask" if tried or fresh else "guiding.steps"
    return onward(draft_id, kept, url_for(view, draft_id=draft_id, event_id=event.id))


def _list(here: Standing, event: LifeEvent, found: Guided, *, wrong: bool = False) -> str:
    listed, offered = found.result.procedures, site().office.catalogue.current.values()
    shown = ticked(here.draft)
    preset = [step.procedure.id for step in found.result.steps if step.procedure and step.need is Need.REQUIRED]
    return render_template(
        "prefill/guide/list.html",
        event=event,
        draft_id=here.id,
        draft=shown,
        checked=shown.procedures or (() if wrong or shown is not here.draft else preset),
        needed=[step for step in found.result.steps if step.need is Need.REQUIRED],
        optional=[step for step in found.result.steps if step.need is Need.OPTIONAL],
        elsewhere=found.result.elsewhere,
        common=_common(found.result.steps),
        others=grouped(procedure for procedure in offered if procedure.id not in listed),
        wrong=wrong,
        days=site().office.settings.prefill.ticket_valid_days,
    )


def _common(steps: Sequence[GuideStep]) -> tuple[str, ...]:
    """What several steps want; one of it is enough."""
    counted = Counter(thing for step in steps for thing in step.bring)
    return tuple(thing for thing, times in counted.items() if times > 1)


def _back(draft_id: str, event: LifeEvent) -> Response:
    return redirect(url_for("guiding.ask", draft_id=draft_id, event_id=event.id), 303)
