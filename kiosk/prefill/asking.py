"""One page of the journey: shown, kept while it is typed, checked, and on to the next."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.condition import holds
from forms.inputs import Inputs
from forms.journey import JourneyPage, answers_for
from forms.procedure import Notice
from kiosk.prefill.draft import Draft, contradictions_on, inputs_for, problems_on, progress, read_again
from kiosk.prefill.growing import SEEN, SHOWN, as_shown, grown, keys_of
from kiosk.prefill.site import DRAFT_RULE, Standing, onward, opened, page_url, saved, titles, with_draft
from kiosk.prefill.switching import pressed_language, turned
from kiosk.web import PageRead, Question, acted, form_inputs, new_questions, questions
from kiosk.web.inputs import ROWS

routes = Blueprint("asking", __name__, template_folder="templates")


@routes.get(f"{DRAFT_RULE}/p/<page_id>")
def page(draft_id: str, page_id: str) -> str | Response:
    here = opened(draft_id)
    found = here.page(page_id)
    if found is None:
        return _resume(draft_id)
    standing = grown(here, found, inputs_for(here.draft, found))
    return render_template(
        "prefill/page.html",
        draft_id=draft_id,
        page=found,
        asked=asked(here, standing),
        progress=progress(here.draft, here.pages, found, here.procedures),
        first=found.id == here.pages[0].id,
        serves=titles([procedure for procedure in here.procedures if procedure.id in found.serves]),
        several=len(here.procedures) > 1,
        notices=notices(here, found),
    )


@routes.post(f"{DRAFT_RULE}/p/<page_id>")
def answer(draft_id: str, page_id: str) -> Response:
    here = opened(draft_id)
    found = here.page(page_id)
    if found is None:
        return _resume(draft_id)
    action, inputs = request.form.get("action", "next"), form_inputs(request.form)
    if action == "keep":
        return _keep(here, found, inputs)
    found = as_shown(here, found, inputs, request.form.getlist(SHOWN))
    read = read_again(here.draft, found, inputs, here.procedures, here.day)
    if action == "back":
        return _back(here, found, read)
    if language := pressed_language():
        return onward(draft_id, turned(_kept(here.draft, found, read), language), page_url(draft_id, found))
    if changed := acted(found, read.inputs, action):
        draft = here.draft.keeping(found, changed.inputs)
        return onward(draft_id, draft, page_url(draft_id, found, changed.anchor))
    return _next(here, found, read)


def asked(here: Standing, page: JourneyPage) -> tuple[Question, ...]:
    """The questions with what was typed and what is wrong. What the page's own answers have brought up is not
    wrong yet: the person sees it for the first time."""
    inputs = inputs_for(here.draft, page)
    fresh = {key for key in new_questions(here.page(page.id) or page, page) if key + SEEN not in inputs}
    wrong = problems_on(here.draft, page, here.procedures, here.day)
    return questions(page, inputs, [problem for problem in wrong if problem.item not in fresh])


def notices(here: Standing, page: JourneyPage | None = None) -> tuple[Notice, ...]:
    """What applies to the answers so far; with a page, only what concerns a question of it."""
    found: list[Notice] = []
    for procedure in here.procedures:
        seen = answers_for(procedure, here.draft.answers, here.day)
        found += [notice for notice in procedure.notices if holds(notice.when, seen, here.day)]
    wanted = {ask.ask.item.name for ask in page.asks} if page else set()
    return tuple(dict.fromkeys(notice for notice in found if page is None or notice.item in wanted))


def _keep(here: Standing, page: JourneyPage, inputs: Inputs) -> Response:
    """Sent by the page itself while it is typed on. Answers with the questions when they are others than shown."""
    page = grown(here, page, inputs)
    read = read_again(here.draft, page, inputs, here.procedures, here.day)
    draft = _kept(here.draft, page, read)
    if keys_of(page) == tuple(request.form.getlist(SHOWN)):
        return saved(Response(status=204), here.id, draft)
    fragment = render_template("prefill/asked.html", asked=questions(page, inputs))
    return saved(Response(fragment, mimetype="text/html"), here.id, draft)


def _kept(draft: Draft, page: JourneyPage, read: PageRead) -> Draft:
    """What was typed but not sent; nothing when it is what the answers say already."""
    same = not read.problems and read.merged(draft.answers) == draft.answers
    if same and page.id in draft.done:
        return draft.answering(page, read)
    empty = not any(any(values) for name, values in read.inputs.items() if not name.endswith(ROWS))
    if empty and page.id not in draft.done and page.id not in draft.typed:
        return draft
    marks = {name: values for name, values in draft.typed.get(page.id, {}).items() if name.endswith(SEEN)}
    return draft.keeping(page, {**read.inputs, **marks}, tried=page.id in draft.tried)


def _back(here: Standing, page: JourneyPage, read: PageRead) -> Response:
    place = here.pages.index(page)
    draft = _kept(here.draft, page, read)
    url = page_url(here.id, here.pages[place - 1]) if place else url_for("beginning.procedures", draft_id=here.id)
    return onward(here.id, draft, url)


def _next(here: Standing, page: JourneyPage, read: PageRead) -> Response:
    wrong = read.problems or contradictions_on(page, read, here.draft, here.procedures, here.day)
    if wrong:
        marks = {ask.key + SEEN: ("yes",) for ask in page.asks}
        draft = here.draft.keeping(page, {**read.inputs, **marks}, tried=True)
        return onward(here.id, draft, page_url(here.id, page))
    draft = here.draft.answering(page, read)
    after = with_draft(here.id, draft)
    if fresh := new_questions(page, after.page(page.id)):
        url = page_url(here.id, page, f"q-{fresh[0]}")
        return onward(here.id, replace(draft, done=draft.done - {page.id}), url)
    return onward(here.id, draft, _after(after, page))


def _after(here: Standing, page: JourneyPage) -> str:
    """The page that follows; once everything was reviewed, what still wants something, or the review again."""
    review = url_for("reviewing.review", draft_id=here.id)
    ids = [each.id for each in here.pages]
    if here.draft.reviewed or page.id not in ids:
        waiting = here.unfinished
        return page_url(here.id, waiting) if waiting else review
    following = here.pages[ids.index(page.id) + 1 :]
    return page_url(here.id, following[0]) if following else review


def _resume(draft_id: str) -> Response:
    """The page has gone because another answer changed: on to what is missing."""
    return redirect(url_for("beginning.resume", draft_id=draft_id), 303)
