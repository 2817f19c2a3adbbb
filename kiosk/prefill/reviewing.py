"""The review page: every answer with a way to change it, and the button that seals them."""

from dataclasses import replace
from datetime import timedelta

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from forms import Application
from forms.journey import JourneyPage
from forms.procedure import NoticeKind
from forms.ticket import TicketError
from kiosk.office import now
from kiosk.prefill.asking import notices
from kiosk.prefill.carrying import bill
from kiosk.prefill.site import DRAFT_RULE, Standing, onward, opened, page_url, saved, site
from kiosk.tickets import seal_application
from kiosk.web import words
from kiosk.web.errorpages import ErrorPage, error_page
from kiosk.web.saying import answer_lines

routes = Blueprint("reviewing", __name__, template_folder="templates")

Row = tuple[str, tuple[str, ...], str]


@routes.get(f"{DRAFT_RULE}/review")
def review(draft_id: str) -> Response:
    here = opened(draft_id)
    if waiting := here.unfinished:
        return redirect(page_url(draft_id, waiting), 303)
    if not here.pages:
        return redirect(url_for("beginning.procedures", draft_id=draft_id), 303)
    found = notices(here)
    page = render_template(
        "prefill/review.html",
        draft_id=draft_id,
        procedures=here.procedures,
        groups=[(page.title, rows(here, page)) for page in here.pages],
        notices=found,
        refused=any(notice.kind is NoticeKind.REFUSAL for notice in found),
        bill=bill(here),
        last=here.pages[-1],
    )
    response = make_response(page)
    return response if here.draft.reviewed else saved(response, draft_id, replace(here.draft, reviewed=True))


@routes.post(f"{DRAFT_RULE}/review")
def seal(draft_id: str) -> Response | tuple[str, int]:
    here = opened(draft_id)
    refused = any(notice.kind is NoticeKind.REFUSAL for notice in notices(here))
    if here.unfinished or refused or not here.pages:
        return redirect(url_for("reviewing.review", draft_id=draft_id), 303)
    code = url_for("carrying.code", draft_id=draft_id)
    if here.draft.codes and here.draft.expires and here.draft.expires > now():
        return redirect(code, 303)
    office = site().office
    expires = now() + timedelta(days=office.settings.prefill.ticket_valid_days)
    try:
        ticket = seal_application(Application(here.procedures, here.draft.answers), office, here.draft.language)
    except TicketError as error:
        return error_page(ErrorPage(words(error.sentence), words(error.next_step)), 422)
    return onward(draft_id, here.draft.sealed(ticket.texts, expires), code)


def rows(here: Standing, page: JourneyPage) -> list[Row]:
    """(label, lines, address to change it) of each question."""
    return [
        (
            words(ask.ask.question),
            answer_lines(ask, here.draft.answers.get(ask.key)),
            page_url(here.id, page, f"q-{ask.key}"),
        )
        for ask in page.asks
    ]
