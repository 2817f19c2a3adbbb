"""The first page: what this is, what happens with the answers, and which procedures."""

from collections.abc import Iterable
from urllib.parse import urlencode

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from forms.procedure import Procedure
from kiosk.office import today
from kiosk.prefill.draft import Draft
from kiosk.prefill.returning import waiting
from kiosk.prefill.site import DRAFT_RULE, Standing, new_id, onward, opened, page_url, site, with_draft
from kiosk.prefill.switching import pressed_language, remember, turned
from kiosk.web.language import spoken
from kiosk.web.places import places_of

MOST_CHOSEN = 20

routes = Blueprint("beginning", __name__, template_folder="templates")


@routes.get("/")
def start() -> str:
    return _page(ticked(Draft(())))


@routes.post("/")
def begin() -> Response | str:
    if language := pressed_language():
        remember(language)
        return redirect(url_for("beginning.start") + ticks(), 303)
    draft = Draft((), language=spoken().code).choosing(chosen_procedures(), stays=wants_to_stay())
    if not draft.procedures:
        return _page(draft, wrong=True)
    id = new_id()
    return onward(id, draft, _first(with_draft(id, draft)))


@routes.get(f"{DRAFT_RULE}/")
def resume(draft_id: str) -> Response:
    here = opened(draft_id)
    return redirect(_first(here), 303)


@routes.get(f"{DRAFT_RULE}/procedures")
def procedures(draft_id: str) -> str:
    return _page(ticked(opened(draft_id).draft), draft_id)


@routes.post(f"{DRAFT_RULE}/procedures")
def choose(draft_id: str) -> Response | str:
    here = opened(draft_id)
    if language := pressed_language():
        url = url_for("beginning.procedures", draft_id=draft_id) + ticks()
        return onward(draft_id, turned(here.draft, language), url)
    draft = here.draft.choosing(chosen_procedures(), stays=wants_to_stay())
    if not draft.procedures:
        return _page(draft, draft_id, wrong=True)
    return onward(draft_id, draft, _first(with_draft(draft_id, draft)))


@routes.get("/ping")
def ping() -> tuple[str, int]:
    """Whether the server can be reached, before a form is sent."""
    return "", 204


@routes.post("/postal")
def postal() -> Response:
    found = places_of(request.form.get("code", "")[:20])
    return jsonify(places=[(place.address, place.label) for place in found])


def _page(draft: Draft, draft_id: str = "", *, wrong: bool = False) -> str:
    offered = site().office.catalogue.current.values()
    return render_template(
        "prefill/start.html",
        groups=grouped(offered),
        events=site().office.guide.events,
        draft=draft,
        draft_id=draft_id,
        waiting="" if draft_id else waiting(),
        wrong=wrong,
        days=site().office.settings.prefill.ticket_valid_days,
        day=today(),
    )


def grouped(offered: Iterable[Procedure]) -> dict[str, list[Procedure]]:
    """By group, groups in the order of their first procedure."""
    groups: dict[str, list[Procedure]] = {}
    for procedure in offered:
        groups.setdefault(procedure.group, []).append(procedure)
    return groups


def chosen_procedures() -> tuple[str, ...]:
    return _known(request.form)


def wants_to_stay() -> bool:
    return request.form.get("stays") == "yes"


def ticks() -> str:
    """What is ticked on the page that was sent, to go behind the address of the same page: not chosen yet."""
    chosen = [("procedure", id) for id in chosen_procedures() or ("",)]
    return "?" + urlencode([*chosen, ("stays", "yes" if wants_to_stay() else "no")])


def ticked(draft: Draft) -> Draft:
    """The draft as the ticks in this request's address want it shown."""
    if "procedure" not in request.args:
        return draft
    return draft.choosing(_known(request.args), stays=request.args.get("stays") == "yes")


def _known(sent: MultiDict[str, str]) -> tuple[str, ...]:
    ids = sent.getlist("procedure")[:MOST_CHOSEN]
    return tuple(procedure.id for procedure in site().office.catalogue.chosen(ids))


def _first(here: Standing) -> str:
    page = here.unfinished
    return page_url(here.id, page) if page else url_for("reviewing.review", draft_id=here.id)
