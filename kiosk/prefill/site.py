"""What the views of the prefill site share: the office, the box of drafts, and the draft of this request."""

import secrets
from dataclasses import dataclass

from flask import abort, g, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from forms.journeypage import JourneyPage
from kiosk.office import Office, now, today
from kiosk.prefill.carry import Carrier
from kiosk.prefill.draft import Draft, DraftBox
from kiosk.prefill.journey import DraftJourney
from kiosk.web import RateLimit, running, speak

ID_BYTES = 9
GUIDE = "guide@"
"""How the draft names the inputs of a life event; no page of a journey is named so."""

DRAFT_RULE = "/d/<string(length=12):draft_id>"


@dataclass(frozen=True, slots=True)
class Site:
    """What the site works with: the office, the box of drafts, and what carries one to another device."""

    office: Office
    box: DraftBox
    carrier: Carrier

    def journey(self, id: str, draft: Draft) -> DraftJourney:
        """Return the way of this draft through the pages, today."""
        return DraftJourney(
            id, draft, self.office.catalogue.chosen(draft.procedures), today(), self.office.municipality
        )


def site() -> Site:
    """Return the site of this request."""
    return running(Site)


def new_id() -> str:
    """Return an id that says nothing about anybody."""
    return secrets.token_urlsafe(ID_BYTES)


def find_draft(id: str) -> Draft | None:
    """Return the draft in this request's cookies, None when there is none. They are opened once."""
    known: tuple[str, Draft | None] | None = g.get("draft")
    if known is None or known[0] != id:
        known = g.draft = id, site().box.get(request.cookies, id, now())
    return known[1]


def open_draft(id: str) -> DraftJourney:
    """Return the draft in this request's cookies and speak its language. Answer 410 when there is none."""
    draft = find_draft(id)
    if draft is None:
        abort(410)
    speak(draft.language)
    return site().journey(id, draft)


def save_draft(response: Response, id: str, draft: Draft) -> Response:
    """Return the response carrying the draft back to the person. Raise DraftError if it does not fit."""
    site().box.put(response, id, draft, now())
    site().box.point(response, id, draft)
    return response


def go_on(id: str, draft: Draft, url: str) -> Response:
    """Save and lead on: what was sent is never sent twice by reloading. Raise DraftError if it does not fit."""
    return save_draft(lead_to(url), id, draft)


def lead_to(url: str) -> Response:
    """Lead on; the page's script (sending.js) is told where to, and goes there itself."""
    by_script = request.method == "POST" and request.accept_mimetypes.best == "application/json"
    return jsonify(to=url) if by_script else redirect(url, 303)


def page_url(id: str, page: JourneyPage, anchor: str = "") -> str:
    """Return the address of a page of the journey."""
    return url_for("page.page", draft_id=id, page_id=page.id, _anchor=anchor or None)


DRAFT = (150, 3)
"""Requests at once, and a second, with one draft: a whole journey is about fifty, as fast as somebody can type."""

ADDRESS_WITH_DRAFTS = (15_000, 150)
"""All drafts of one address together: three hundred people who go through at the same moment."""

ADDRESS = (1_500, 30)
"""Whatever comes without a draft: the first page, the guide, drafts to be made."""


class Limits:
    """Counts what is asked, in memory alone: nothing of it is kept."""

    def __init__(self) -> None:
        self._draft, self._drafts, self._address = (
            RateLimit(*DRAFT),
            RateLimit(*ADDRESS_WITH_DRAFTS),
            RateLimit(*ADDRESS),
        )

    def allow(self, client: str, draft_id: str, draft: Draft | None) -> bool:
        """Return whether this request may be answered; `draft` is what its cookies hold for the draft it names."""
        if draft is None:
            return self._address.take(client)
        return self._draft.take(draft_id) and self._drafts.take(client)
