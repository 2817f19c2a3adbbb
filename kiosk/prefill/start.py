"""The first page: what this is, what happens with the answers, and which procedures."""

from collections.abc import Iterable
from urllib.parse import urlencode

from flask import Blueprint, jsonify, redirect, render_template, request, session, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from kiosk.office import today
from kiosk.prefill.draft import Draft, find_waiting
from kiosk.prefill.journey import DraftJourney
from kiosk.prefill.language import read_pressed_language, remember_language, switch_draft
from kiosk.prefill.offer import Offer, Offers
from kiosk.prefill.site import DRAFT_RULE, GUIDE, go_on, lead_to, new_id, open_draft, page_url, site
from kiosk.town import search, streets
from kiosk.web import running, searching, spoken

MOST_CHOSEN = 20
SEARCH, SEARCHED = "q", "searched"
"""Fields: what is typed, and what the results that stand on the page were found by."""
SOUGHT = "sought"
"""Stands in the address of a page with results, and names the typed words in the cookie: they may be personal."""
MOST_LISTED = 60
"""Procedures that stand on the first page in folded groups; of more, a group is fetched when it is opened."""
GROUP, OPENED = "group:", "open"
"""How the value of the button of such a group begins, and what says in an address that it is open."""
NOTHING = "nothing"
"""Stands in the address of a page that was sent with nothing chosen."""

routes = Blueprint("start", __name__)


@routes.get("/")
def start() -> str:
    """Show what can be applied for. Who comes anew begins without what was searched before."""
    if SOUGHT not in request.args:
        session.pop(SOUGHT, None)
    return _page(apply_ticks(Draft(())))


@routes.post("/")
def begin() -> Response:
    """Begin a draft for what was chosen, or say that nothing was."""
    if language := read_pressed_language():
        remember_language(language)
        return lead_to(url_for("start.start") + ticks_query())
    if again := _again():
        return lead_to(url_for("start.start") + again)
    draft = Draft((), language=spoken().code).choose(read_chosen_procedures(), stays=wants_to_stay())
    if not draft.procedures:
        return lead_to(url_for("start.start") + ticks_query() + f"&{NOTHING}=yes")
    id = new_id()
    return go_on(id, draft, _first_url(site().journey(id, draft)))


@routes.get(f"{DRAFT_RULE}/")
def resume(draft_id: str) -> Response:
    """Lead to the page that is to be answered next."""
    here = open_draft(draft_id)
    event = next((id.removeprefix(GUIDE) for id in here.draft.typed if id.startswith(GUIDE)), "")
    if event and not here.procedures:
        return redirect(url_for("guide.steps", draft_id=draft_id, event_id=event), 303)
    return redirect(_first_url(here), 303)


@routes.get(f"{DRAFT_RULE}/procedures")
def procedures(draft_id: str) -> str:
    """Show what is chosen, to be changed."""
    return _page(apply_ticks(open_draft(draft_id).draft), draft_id)


@routes.post(f"{DRAFT_RULE}/procedures")
def choose(draft_id: str) -> Response:
    """Keep what was chosen in place of what was before; the answers stay."""
    here = open_draft(draft_id)
    if language := read_pressed_language():
        url = url_for("start.procedures", draft_id=draft_id) + ticks_query()
        return go_on(draft_id, switch_draft(here.draft, language), url)
    if again := _again():
        return lead_to(url_for("start.procedures", draft_id=draft_id) + again)
    draft = here.draft.choose(read_chosen_procedures(), stays=wants_to_stay())
    if not draft.procedures:
        return lead_to(url_for("start.procedures", draft_id=draft_id) + ticks_query() + f"&{NOTHING}=yes")
    return go_on(draft_id, draft, _first_url(site().journey(draft_id, draft)))


@routes.post("/postal")
def postal() -> Response:
    """Answer a postal code with its addresses, for the page's script."""
    places = streets.find_places(request.form.get("code", "")[:20])
    return jsonify(places=[(place.address, place.label) for place in places])


def group_offers(offered: Iterable[Offer]) -> dict[str, list[Offer]]:
    """Return what is offered by group, groups in the order of their first procedure."""
    groups: dict[str, list[Offer]] = {}
    for offer in offered:
        groups.setdefault(offer.procedure.group, []).append(offer)
    return groups


def read_chosen_procedures() -> tuple[str, ...]:
    """Return the ids of the procedures ticked in the form that was sent."""
    return _known(request.form)


def wants_to_stay() -> bool:
    """Return whether the draft shall outlive the browser window."""
    return request.form.get("stays") == "yes"


def ticks_query() -> str:
    """Return what is ticked on the page that was sent, for the same page's address.

    What is searched goes into the cookie.
    """
    chosen = [("procedure", id) for id in read_chosen_procedures() or ("",)]
    session[SOUGHT] = searching.read_typed(request.form.get(SEARCH, ""))
    sought = [(SOUGHT, "yes")] if session[SOUGHT] else []
    return "?" + urlencode([*chosen, ("stays", "yes" if wants_to_stay() else "no"), *sought])


def is_nothing_chosen() -> bool:
    """Return whether this page comes again because nothing was chosen on it."""
    return NOTHING in request.args


def is_search() -> bool:
    """Return whether the form was sent to search: by its button, or by Enter with another word in the field."""
    sent, shown = (request.form.get(name, "").strip() for name in (SEARCH, SEARCHED))
    return request.form.get("action") == "search" or (bool(sent) and sent != shown)


def _again() -> str:
    """Where a group was opened, or something is searched: what the same page's address says then."""
    action = request.form.get("action", "")
    if action.startswith(GROUP):
        return f"{ticks_query()}&{urlencode({OPENED: action.removeprefix(GROUP)})}#opened"
    if not is_search():
        return ""
    searches = running(searching.Searches)
    searches.count(searches.find(request.form.get(SEARCH, "")), "prefill")
    return ticks_query()


def apply_ticks(draft: Draft) -> Draft:
    """Return the draft as the ticks in this request's address want it shown."""
    if "procedure" not in request.args:
        return draft
    return draft.choose(_known(request.args), stays=request.args.get("stays") == "yes")


def _page(draft: Draft, draft_id: str = "") -> str:
    office, offers, searches, day = site().office, running(Offers), running(searching.Searches), today()
    wanted = str(session.get(SOUGHT, "")) if SOUGHT in request.args else ""
    # Within a draft the procedures are chosen already; the questions of an event would begin another one.
    found = tuple(
        topic
        for topic in (searches.find(wanted) if wanted else ())
        if not (draft_id and topic.kind is search.TopicKind.EVENT)
    )
    first = () if found else offers.most_wanted(day)
    chosen = office.catalogue.chosen([topic.id for topic in found if topic.kind is search.TopicKind.PROCEDURE])
    offered = {procedure.id: offers.of(procedure, day) for procedure in chosen}
    ahead = offered.keys() | {offer.procedure.id for offer in first}
    return render_template(
        "prefill/start.html",
        first=first,
        found=found,
        offered=offered,
        answers=searches.answers(found),
        wanted=wanted,
        groups=group_offers(offers.every(day, but=ahead)),
        opened=request.args.get(OPENED, ""),
        is_long=len(office.catalogue.current) > MOST_LISTED,
        events=office.guide.groups,
        draft=draft,
        draft_id=draft_id,
        waiting="" if draft_id else find_waiting(request.cookies),
        wrong=is_nothing_chosen(),
        days=office.settings.prefill.ticket_valid_days,
    )


def _known(sent: MultiDict[str, str]) -> tuple[str, ...]:
    ids = sent.getlist("procedure")[:MOST_CHOSEN]
    return tuple(procedure.id for procedure in site().office.catalogue.chosen(ids))


def _first_url(here: DraftJourney) -> str:
    page = here.first_unfinished
    return page_url(here.id, page) if page else url_for("review.review", draft_id=here.id)
