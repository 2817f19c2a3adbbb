"""The review page: every answer with a way to change it, and the button that seals them."""

from dataclasses import replace
from datetime import timedelta

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from forms import Application
from forms.journey import JourneyPage
from forms.ticket import TicketError
from kiosk.office import now
from kiosk.prefill.journey import DraftJourney
from kiosk.prefill.site import DRAFT_RULE, go_on, open_draft, page_url, save_draft, site
from kiosk.tickets import seal_application
from kiosk.web import words
from kiosk.web.errorpages import ErrorPage, error_page
from kiosk.web.texts import answer_lines

routes = Blueprint("review", __name__)

Row = tuple[str, tuple[str, ...], str]


@routes.get(f"{DRAFT_RULE}/review")
def review(draft_id: str) -> Response:
    here = open_draft(draft_id)
    if waiting := here.first_unfinished:
        return redirect(page_url(draft_id, waiting), 303)
    if not here.pages:
        return redirect(url_for("start.procedures", draft_id=draft_id), 303)
    page = render_template(
        "prefill/review.html",
        draft_id=draft_id,
        procedures=here.procedures,
        groups=[(page.title, _rows(here, page)) for page in here.pages],
        notices=here.notices,
        refused=here.is_refused,
        bill=here.bill(site().office.fees),
        last=here.pages[-1],
    )
    response = make_response(page)
    return response if here.draft.reviewed else save_draft(response, draft_id, replace(here.draft, reviewed=True))


@routes.post(f"{DRAFT_RULE}/review")
def seal(draft_id: str) -> Response | tuple[str, int]:
    here = open_draft(draft_id)
    if here.first_unfinished or here.is_refused or not here.pages:
        return redirect(url_for("review.review", draft_id=draft_id), 303)
    code = url_for("code.code", draft_id=draft_id)
    if here.draft.has_codes(now()):
        return redirect(code, 303)
    office = site().office
    expires = now() + timedelta(days=office.settings.prefill.ticket_valid_days)
    try:
        ticket = seal_application(Application(here.procedures, here.draft.answers), office, here.draft.language)
    except TicketError as error:
        return error_page(ErrorPage(words(error.sentence), words(error.next_step)), 422)
    return go_on(draft_id, here.draft.add_codes(ticket.texts, expires), code)


def _rows(here: DraftJourney, page: JourneyPage) -> list[Row]:
    """(label, lines, address to change it) of each question."""
    return [
        (
            words(ask.ask.question),
            answer_lines(ask, here.draft.answers.get(ask.key)),
            page_url(here.id, page, f"q-{ask.key}"),
        )
        for ask in page.asks
    ]
