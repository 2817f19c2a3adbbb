"""The review page: every answer with a way to change it, and the button that seals them."""

from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forms import UNKNOWN, Application, JourneyAsk, JourneyPage, Value, household, person, row_text, rows_of
from forms.ticket import TicketError
from kiosk.office import now
from kiosk.prefill.journey import DraftJourney
from kiosk.prefill.site import DRAFT_RULE, go_on, open_draft, page_url, save_draft, site
from kiosk.tickets import seal_application
from kiosk.web import front, words
from kiosk.web.questions import answer_lines, day_words, page_title

routes = Blueprint("review", __name__)

Row = tuple[str, tuple[str, ...], str]
"""A question, the lines of its answer, and the address to change it."""


@dataclass(frozen=True, slots=True)
class Group:
    """What was answered about one person or affair.

    `change` is the page where all of it is changed; where it stands on several, each row has its own and this is
    empty. `left` names what nobody had to answer, and did not.
    """

    title: str
    rows: tuple[Row, ...]
    change: str
    left: tuple[str, ...]


@routes.get(f"{DRAFT_RULE}/review")
def review(draft_id: str) -> Response:
    """Show everything once more, or lead to what still wants something."""
    here = open_draft(draft_id)
    if waiting := here.first_unfinished:
        return redirect(page_url(draft_id, waiting), 303)
    if not here.pages:
        return redirect(url_for("start.procedures", draft_id=draft_id), 303)
    page = render_template(
        "prefill/review.html",
        draft_id=draft_id,
        procedures=here.procedures,
        groups=group_rows(here),
        left_open=find_open(here),
        notices=here.notices,
        refused=here.is_refused,
        bill=here.bill(site().office.fees),
        last=here.pages[-1],
    )
    response = make_response(page)
    return response if here.draft.reviewed else save_draft(response, draft_id, replace(here.draft, reviewed=True))


@routes.post(f"{DRAFT_RULE}/review")
def seal(draft_id: str) -> Response | tuple[str, int]:
    """Seal the answers and lead to the code; back to the review if something is still missing."""
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
        return front.error_page(front.ErrorPage(words(error.sentence), words(error.next_step)), 422)
    return go_on(draft_id, here.draft.add_codes(ticket.texts, expires), code)


def group_rows(here: DraftJourney) -> tuple[Group, ...]:
    """Return the answers by person and affair.

    What is known from others stands with its page, what each procedure asks for itself under that procedure.
    """
    groups: dict[str, tuple[list[Row], list[Row]]] = {}
    for page in here.every_page:
        for ask in page.asks:
            title = page_title(page)
            if ask.heading:
                title = _("%(page)s：%(procedure)s", page=title, procedure=words(ask.heading))
            shown, left = groups.setdefault(title, ([], []))
            for row in _rows(here, page, ask):
                (shown if row[1] or ask.ask.required else left).append(row)
    return tuple(_group(title, *rows) for title, rows in groups.items() if any(rows))


def _group(title: str, shown: list[Row], left: list[Row]) -> Group:
    pages = {change.partition("#")[0] for _label, _lines, change in (*shown, *left)}
    one = next(iter(pages)) if len(pages) == 1 else ""
    rows = tuple((label, lines, "" if one else change) for label, lines, change in shown)
    return Group(title, rows, one, tuple(label for label, _lines, _change in left))


def find_open(here: DraftJourney) -> list[tuple[str, str]]:
    """Return what the person does not know yet and writes at the counter: whom or what it is about, and what."""
    return [
        (page_title(page), question)
        for page in here.every_page
        for ask in page.asks
        for question in _left_open(ask, here.journey.value(ask))
    ]


def _left_open(ask: JourneyAsk, value: Value | None) -> list[str]:
    """Return the question if it is left for the counter; of a list of people each such one with its person."""
    if value is UNKNOWN:
        return [words(ask.ask.question)]
    names = [str(row.get(ask.ask.item.fields[0].name, "")) for row in rows_of(value)]
    return [
        _("%(label)s（%(name)s）", label=words(field.ask), name=names[place])
        for place, field in household.open_cells(ask.ask.item, value)
    ]


def _rows(here: DraftJourney, page: JourneyPage, ask: JourneyAsk) -> list[Row]:
    """One row of an answer; one for each person of a household, under their name."""
    value, change = here.journey.value(ask), page_url(here.id, page, f"q-{ask.key}")
    item = ask.ask.item
    if rows_of(value):
        rest = replace(item, fields=item.fields[1:])
        lines = row_text(rest, value, words, day_words)
        return [
            (str(row.get(item.fields[0].name, "")), (line,) if line else (), change)
            for row, line in zip(rows_of(value), lines, strict=True)
        ]
    lines = answer_lines(ask, value)
    if ask.known_from and ask.key not in here.draft.answers:
        lines = (*lines, _("（「%(procedure)s」の答えから）", procedure=words(ask.known_from)))
    label, (id, _dot, _fact) = words(ask.ask.question), ask.key.partition(".")
    if (
        id in person.SLOTS
        and page.id not in (*person.SLOTS, person.FAMILY)
        and (name := here.journey.people.get(id).name)
    ):
        label = _("%(label)s（%(name)s）", label=label, name=name)
    return [(label, lines, change)]
