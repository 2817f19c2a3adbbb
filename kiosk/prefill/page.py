"""One page of the journey: shown, kept while it is typed, checked, and on to the next."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from forms import Inputs, JourneyPage
from kiosk.prefill.draft import Draft
from kiosk.prefill.journey import DraftJourney, find_new_questions, keys_of
from kiosk.prefill.language import read_pressed_language, switch_draft
from kiosk.prefill.site import DRAFT_RULE, go_on, lead_to, open_draft, page_url, save_draft, site
from kiosk.web import PageRead, Question, apply_action, form_inputs, questions
from kiosk.web.inputs import CONFIRM, DOUBT, ROWS, SHOWN

INSTEAD = "instead:"
"""How the buttons begin that take the procedure a doubt offers."""
SEEN = "!seen"
"""Suffix of the mark that a question stood on a page that was sent with mistakes."""

routes = Blueprint("page", __name__)


@routes.get(f"{DRAFT_RULE}/p/<page_id>")
def page(draft_id: str, page_id: str) -> str | Response:
    """Show a page of the journey, or lead on if it is not asked now."""
    here = open_draft(draft_id)
    found = here.page(page_id)
    if found is None:
        return _resume(draft_id)
    grown, doubts = here.shown(found), here.doubts(found)
    return render_template(
        "prefill/page.html",
        draft_id=draft_id,
        page=found,
        asked=questions_on(here, grown),
        progress=here.progress(found),
        serves=tuple(procedure.short for procedure in here.procedures if procedure.id in found.serves),
        several=len(here.procedures) > 1,
        notices=here.notices_beside(found),
        doubts=doubts,
        shorts={id: site().office.catalogue.current[id].short for each in doubts if (id := each.instead)},
    )


@routes.post(f"{DRAFT_RULE}/p/<page_id>")
def answer(draft_id: str, page_id: str) -> Response:
    """Keep what was sent, and lead on: to what is wrong or new on the page, else to the next."""
    here = open_draft(draft_id)
    found = here.page(page_id)
    if found is None:
        return _resume(draft_id)
    action, inputs = request.form.get("action", "next"), form_inputs(request.form)
    if action == "keep":
        return _keep(here, found, inputs)
    found = here.grow_seen(found, inputs, request.form.getlist(SHOWN))
    read = here.read(found, inputs)
    if action == "back":
        return _back(here, found, read)
    if action == "later":
        return go_on(draft_id, _keep_typed(here.draft, found, read), url_for("later.later", draft_id=draft_id))
    if language := read_pressed_language():
        return go_on(
            draft_id, switch_draft(_keep_typed(here.draft, found, read), language), page_url(draft_id, found)
        )
    if action.startswith(INSTEAD):
        return _swap(here, found, read, action)
    if changed := apply_action(found, read.inputs, action):
        return go_on(draft_id, here.draft.keep(found, changed.inputs), page_url(draft_id, found, changed.anchor))
    return _next(here, found, read, request.form.getlist(DOUBT) if action == CONFIRM else ())


def questions_on(here: DraftJourney, page: JourneyPage) -> tuple[Question, ...]:
    """Return the questions with what was typed and what is wrong.

    What the page's own answers have brought up is not wrong yet: the person sees it for the first time.
    """
    inputs = here.inputs(page)
    new = {key for key in find_new_questions(here.page(page.id) or page, page) if key + SEEN not in inputs}
    return questions(page, inputs, [problem for problem in here.problems(page) if problem.item not in new])


def _keep(here: DraftJourney, page: JourneyPage, inputs: Inputs) -> Response:
    """Sent by the page itself while it is typed on. Answers with the questions when they are others than shown."""
    page = here.grow(page, inputs)
    draft = _keep_typed(here.draft, page, here.read(page, inputs))
    shown = request.form.getlist(SHOWN)
    if keys_of(page) == tuple(shown):
        return save_draft(Response(status=204), here.id, draft)
    new = replace(page, asks=tuple(ask for ask in page.asks if ask.key not in shown))
    fragment = render_template(
        "prefill/questions.html", asked=questions(page, {**here.propose_new(new), **inputs})
    )
    return save_draft(Response(fragment, mimetype="text/html"), here.id, draft)


def _keep_typed(draft: Draft, page: JourneyPage, read: PageRead) -> Draft:
    """Keep what was typed but not sent; nothing when it is what the answers say already."""
    same = not read.problems and read.merged(draft.answers) == draft.answers
    if same and page.id in draft.done:
        return draft.finish(page, read)
    empty = not any(any(values) for name, values in read.inputs.items() if not name.endswith(ROWS))
    if empty and page.id not in draft.done and page.id not in draft.typed:
        return draft
    marks = {name: values for name, values in draft.typed.get(page.id, {}).items() if name.endswith(SEEN)}
    return draft.keep(page, {**read.inputs, **marks}, tried=page.id in draft.tried)


def _back(here: DraftJourney, page: JourneyPage, read: PageRead) -> Response:
    ids = [each.id for each in here.every_page]
    before = [each for each in here.pages if ids.index(each.id) < ids.index(page.id)]
    draft = _keep_typed(here.draft, page, read)
    url = page_url(here.id, before[-1]) if before else url_for("start.procedures", draft_id=here.id)
    return go_on(here.id, draft, url)


def _swap(here: DraftJourney, page: JourneyPage, read: PageRead, action: str) -> Response:
    """Take the procedure that is meant in place of the one that was chosen, as a doubt of this page offers it."""
    for doubt in here.doubts_in(page, read):
        if doubt.instead and action == f"{INSTEAD}{doubt.instead}":
            draft = here.draft.keep(page, read.inputs).swap(doubt.instead_of, doubt.instead)
            return go_on(here.id, draft, url_for("start.resume", draft_id=here.id))
    return _resume(here.id)


def _next(here: DraftJourney, page: JourneyPage, read: PageRead, confirmed: Sequence[str]) -> Response:
    doubts = here.doubts_in(page, read)
    is_open = any(doubt.mark not in confirmed for doubt in doubts)
    if read.problems or here.contradictions(page, read) or is_open:
        marks = {key + SEEN: ("yes",) for key in keys_of(page)}
        draft = here.draft.keep(page, {**read.inputs, **marks}, tried=True)
        return go_on(here.id, draft, page_url(here.id, page, "doubts" if is_open else ""))
    draft = here.draft.confirm(doubt.mark for doubt in doubts).finish(page, read)
    after = here.change(draft)
    if new := find_new_questions(page, after.page(page.id)):
        url = page_url(here.id, page, f"q-{new[0]}")
        return go_on(here.id, after.ask_more(page.id, new), url)
    return go_on(here.id, draft, _url_after(after, page))


def _url_after(here: DraftJourney, page: JourneyPage) -> str:
    """Return the address of the page that follows.

    Once everything was reviewed, what still wants something, or the review again.
    """
    review = url_for("review.review", draft_id=here.id)
    ids = [each.id for each in here.every_page]
    if here.draft.reviewed or page.id not in ids:
        waiting = here.first_unfinished
        return page_url(here.id, waiting) if waiting else review
    following = [each for each in here.pages if ids.index(each.id) > ids.index(page.id)]
    unfinished = [each for each in following if each.id not in here.draft.done or each.id in here.draft.typed]
    return page_url(here.id, unfinished[0]) if unfinished else review


def _resume(draft_id: str) -> Response:
    """Lead on where the page has gone because another answer changed: on to what is missing."""
    return lead_to(url_for("start.resume", draft_id=draft_id))
