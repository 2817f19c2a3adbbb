"""Finding the procedures from what has happened: events, their questions, and the list to take off from or add to.

What was typed on the guide's questions is kept in the draft like that of any page that is not finished; the
answers are read from it anew each time.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from forms import Answers, Catalogue, Inputs, Journey, JourneyPage, Procedure
from forms.guide import Guide, GuideResult, GuideStep, LifeEvent, Necessity, guide_result, prefilled
from forms.guide.event import Due, Period, due, lawful_deadline
from kiosk.office import today
from kiosk.prefill import journey, offer
from kiosk.prefill.draft import Draft
from kiosk.prefill.language import read_pressed_language, remember_language, switch_draft
from kiosk.prefill.site import DRAFT_RULE, GUIDE, go_on, lead_to, new_id, open_draft, site
from kiosk.prefill.start import (
    NOTHING,
    apply_ticks,
    group_offers,
    is_nothing_chosen,
    read_chosen_procedures,
    ticks_query,
    wants_to_stay,
)
from kiosk.web import PageRead, form_inputs, questions, read_page, running
from kiosk.web.inputs import SHOWN, questions_page
from kiosk.web.language import speaking_filter, spoken
from kiosk.web.questions import day_words, weekday_words

EVENT = "<string(maxlength=31):event_id>"

routes = Blueprint("guide", __name__)
routes.add_app_template_filter(speaking_filter(day_words), "day_words")
routes.add_app_template_filter(weekday_words, "weekday_words")


@dataclass(frozen=True, slots=True)
class Guidance:
    """A guide whose questions are answered: the answers that count and what they lead to."""

    seen: Answers
    result: GuideResult


@routes.get("/guide")
def events() -> str:
    """Show the life events."""
    return render_template("prefill/guide/events.html", events=site().office.guide.groups)


@routes.get(f"/guide/{EVENT}")
def start(event_id: str) -> str:
    """Show the event's questions, before there is a draft."""
    return _questions(_event(event_id), Draft(()))


@routes.post(f"/guide/{EVENT}")
def begin(event_id: str) -> Response:
    """Begin a draft with the first answers."""
    event, draft = _event(event_id), Draft((), language=spoken().code)
    if request.form.get("action") == "keep":
        return _grow(event)
    language = read_pressed_language()
    if language and not any(any(values) for values in form_inputs(request.form).values()):
        remember_language(language)
        return lead_to(url_for("guide.start", event_id=event.id))
    return _answer(event, draft, new_id())


@routes.get(f"{DRAFT_RULE}/guide/{EVENT}")
def ask(draft_id: str, event_id: str) -> str:
    """Show the event's questions with what was typed."""
    return _questions(_event(event_id), open_draft(draft_id).draft, draft_id)


@routes.post(f"{DRAFT_RULE}/guide/{EVENT}")
def answer(draft_id: str, event_id: str) -> Response:
    """Keep the answers, and lead on to the list."""
    if request.form.get("action") == "keep":
        open_draft(draft_id)
        return _grow(_event(event_id))
    return _answer(_event(event_id), open_draft(draft_id).draft, draft_id)


@routes.get(f"{DRAFT_RULE}/guide/{EVENT}/list")
def steps(draft_id: str, event_id: str) -> str | Response:
    """Show this household's list, or lead back to what is missing."""
    event, here = _event(event_id), open_draft(draft_id)
    found = find_guidance(site().office.guide, event, here.draft, here.day)
    return _list(here, event, found) if found else _back(draft_id, event)


@routes.post(f"{DRAFT_RULE}/guide/{EVENT}/list")
def choose(draft_id: str, event_id: str) -> Response:
    """Begin the journey for what was chosen from the list."""
    event, here = _event(event_id), open_draft(draft_id)
    if language := read_pressed_language():
        url = url_for("guide.steps", draft_id=draft_id, event_id=event.id) + ticks_query()
        return go_on(draft_id, switch_draft(here.draft, language), url)
    found = find_guidance(site().office.guide, event, here.draft, here.day)
    if found is None:
        return _back(draft_id, event)
    procedures = site().office.catalogue.chosen(read_chosen_procedures())
    if not procedures:
        url = url_for("guide.steps", draft_id=draft_id, event_id=event.id)
        return lead_to(f"{url}{ticks_query()}&{NOTHING}=yes")
    draft = begin_journey(here.draft, found, procedures, stays=wants_to_stay(), today=here.day)
    return go_on(draft_id, draft, url_for("start.resume", draft_id=draft_id))


def page_key(event: LifeEvent) -> str:
    """Return under which id the draft keeps the inputs; no page of a journey is named so."""
    return f"{GUIDE}{event.id}"


def inputs_for(draft: Draft, event: LifeEvent) -> Inputs:
    """Return what was typed on the questions of this event."""
    return draft.typed.get(page_key(event), {})


def find_guidance(guide: Guide, event: LifeEvent, draft: Draft, today: date) -> Guidance | None:
    """Return what the answers lead to; None while a question still wants an answer."""
    if page_key(event) not in draft.typed:
        # Most have answered no event, and whoever has, one: a page of questions costs a third of a millisecond.
        return None
    inputs = inputs_for(draft, event)
    read = read_page(questions_page(page_key(event), event, inputs, today), inputs, today)
    if read.problems:
        return None
    return Guidance(read.values, guide_result(guide, event.id, read.values, today))


def find_dues(here: journey.DraftJourney, guide: Guide, catalogue: Catalogue) -> dict[str, Due]:
    """Return until when each chosen procedure is due, by its id.

    What was answered on the journey counts; where the procedure has no rule or no day, what the guide has said.
    """
    found = (find_guidance(guide, event, here.draft, here.day) for event in guide.events.values())
    steps = (step for each in found if each for step in each.result.steps)
    said = {step.procedure.id: step.due for step in steps if step.procedure and step.due}
    dues: dict[str, Due] = {}
    for procedure in here.procedures:
        rule = lawful_deadline(procedure, catalogue.vocabulary)
        counted = due(rule, here.journey.seen_by(procedure), here.day)
        best = counted if counted and counted.until else said.get(procedure.id, counted)
        if best:
            dues[procedure.id] = best
    return dues


def keep_inputs(draft: Draft, event: LifeEvent, page: JourneyPage, read: PageRead, *, tried: bool) -> Draft:
    """Return the draft with what was sent.

    Other answers lead to another list, so what was chosen from the old one is forgotten.
    """
    kept = draft.keep(page, read.inputs, tried=tried)
    same = inputs_for(kept, event) == inputs_for(draft, event)
    return kept if same else replace(kept.drop_codes(), procedures=())


def begin_journey(
    draft: Draft, found: Guidance, procedures: Sequence[Procedure], *, stays: bool, today: date
) -> Draft:
    """Return the draft with the chosen procedures and what the guide has learned.

    What was answered on the journey since the list was made stays.
    """
    learned = prefilled(found.result, found.seen, procedures, today)
    answers = {**learned, **draft.answers} if draft.procedures else {**draft.answers, **learned}
    begun = draft.choose([procedure.id for procedure in procedures], stays=stays).answer(answers)
    pages = Journey(tuple(procedures), answers, today).pages
    told = {page.id for page in pages if all(ask.key in learned for ask in page.asks)}
    return replace(begun, done=begun.done | told)


def _event(id: str) -> LifeEvent:
    return site().office.guide.get(id) or abort(404)


def _questions(event: LifeEvent, draft: Draft, draft_id: str = "") -> str:
    """Show the questions; those that earlier answers brought up are pointed out."""
    inputs, day = inputs_for(draft, event), today()
    page = questions_page(page_key(event), event, inputs, day)
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
    """Lead on to the list.

    Or to the page again, with what is wrong or what the answers brought up, or in another language.
    """
    day, inputs = today(), form_inputs(request.form)
    before = {ask.key for ask in questions_page(page_key(event), event, inputs_for(draft, event), day).asks}
    page = questions_page(page_key(event), event, inputs, day)
    read = read_page(page, inputs, day)
    again = url_for("guide.ask", draft_id=draft_id, event_id=event.id)
    if language := read_pressed_language():
        kept = keep_inputs(draft, event, page, read, tried=page_key(event) in draft.tried)
        return go_on(draft_id, switch_draft(kept, language), again)
    if request.form.get("action") == "later":
        kept = keep_inputs(draft, event, page, read, tried=page_key(event) in draft.tried)
        return go_on(draft_id, kept, url_for("later.later", draft_id=draft_id))
    new = [ask.key for ask in page.asks if ask.key not in before and ask.key not in read.values]
    tried = any(problem.item not in new for problem in read.problems)
    kept = keep_inputs(draft, event, page, read, tried=tried)
    listed = url_for("guide.steps", draft_id=draft_id, event_id=event.id)
    return go_on(draft_id, kept, again if tried or new else listed)


def _grow(event: LifeEvent) -> Response:
    """Answer the page itself, which asks while it is typed on.

    It gets the questions when they are others than shown; what is typed is kept only once it is sent, for
    before that there may be no draft.
    """
    inputs = form_inputs(request.form)
    page = questions_page(page_key(event), event, inputs, today())
    if journey.keys_of(page) == tuple(request.form.getlist(SHOWN)):
        return Response(status=204)
    return Response(render_template("prefill/questions.html", asked=questions(page, inputs)), mimetype="text/html")


def _list(here: journey.DraftJourney, event: LifeEvent, found: Guidance) -> str:
    office, listed = site().office, found.result.procedures
    shown = apply_ticks(here.draft)
    return render_template(
        "prefill/guide/list.html",
        event=event,
        draft_id=here.id,
        draft=shown,
        checked=shown.procedures or (() if shown is not here.draft else _preset(found.result)),
        needed=any(step.need is Necessity.REQUIRED for step in found.result.steps),
        fillable=bool(listed),
        periods=found.result.periods,
        common=_common(found.result.steps),
        others=group_offers(running(offer.Offers).every(here.day, but=listed)),
        wrong=is_nothing_chosen(),
        days=office.settings.prefill.ticket_valid_days,
    )


def _preset(result: GuideResult) -> tuple[str, ...]:
    """Return what is ticked at first: what is needed and cannot wait, or else what is needed at all."""
    needed = [step for step in result.steps if step.procedure and step.need is Necessity.REQUIRED]
    pressing = [step for step in needed if step.period is not Period.LATER]
    return tuple(step.procedure.id for step in pressing or needed if step.procedure)


def _common(steps: Sequence[GuideStep]) -> tuple[str, ...]:
    """Return what several steps want; one of it is enough."""
    counted = Counter(thing for step in steps for thing in step.bring)
    return tuple(thing for thing, times in counted.items() if times > 1)


def _back(draft_id: str, event: LifeEvent) -> Response:
    return lead_to(url_for("guide.ask", draft_id=draft_id, event_id=event.id))
