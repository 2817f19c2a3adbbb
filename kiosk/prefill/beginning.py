"""The first page: what this is, what happens with the answers, and which procedures."""

from collections.abc import Iterable
from dataclasses import replace

from flask import Blueprint, jsonify, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from forms.procedure import Procedure
from kiosk.office import today
from kiosk.prefill.draft import Draft
from kiosk.prefill.returning import waiting
from kiosk.prefill.site import DRAFT_RULE, Standing, new_id, onward, opened, page_url, site, with_draft
from kiosk.web.language import KEPT, OFFERED, spoken
from kiosk.web.places import places_of

MOST_CHOSEN = 20

routes = Blueprint("beginning", __name__, template_folder="templates")


@routes.get("/")
def start() -> Response | str:
    if language := _language():
        session[KEPT] = language
        return redirect(url_for("beginning.start"), 303)
    return _page(Draft(()))


@routes.post("/")
def begin() -> Response | str:
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
def procedures(draft_id: str) -> Response | str:
    draft = opened(draft_id).draft
    if language := _language():
        session[KEPT] = language
        url = url_for("beginning.procedures", draft_id=draft_id)
        return onward(draft_id, replace(draft, language=language), url)
    return _page(draft, draft_id)


@routes.post(f"{DRAFT_RULE}/procedures")
def choose(draft_id: str) -> Response | str:
    draft = opened(draft_id).draft.choosing(chosen_procedures(), stays=wants_to_stay())
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
    ids = request.form.getlist("procedure")[:MOST_CHOSEN]
    return tuple(procedure.id for procedure in site().office.catalogue.chosen(ids))


def _language() -> str:
    """The language just chosen on this page, empty when none was."""
    code = request.args.get("language", "")
    return code if code in OFFERED else ""


def wants_to_stay() -> bool:
    return request.form.get("stays") == "yes"


def _first(here: Standing) -> str:
    page = here.unfinished
    return page_url(here.id, page) if page else url_for("reviewing.review", draft_id=here.id)
