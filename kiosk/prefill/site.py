"""What the views of the prefill site share: the office, the box of drafts, and the draft of this request."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from forms.journey import JourneyPage
from forms.procedure import Procedure
from kiosk.office import Office, now, today
from kiosk.prefill.draft import Draft, pages_of, unfinished
from kiosk.prefill.draftcookie import DraftBox
from kiosk.prefill.returning import point
from kiosk.web.language import speak

ID_BYTES = 9
DRAFT_RULE = "/d/<string(length=12):draft_id>"


@dataclass(frozen=True, slots=True)
class Site:
    office: Office
    box: DraftBox


@dataclass(frozen=True, slots=True)
class Standing:
    """One request about one draft: the draft with its procedures and the pages to ask now."""

    id: str
    draft: Draft
    procedures: tuple[Procedure, ...]
    pages: tuple[JourneyPage, ...]
    day: date

    def page(self, id: str) -> JourneyPage | None:
        return next((page for page in self.pages if page.id == id), None)

    @property
    def unfinished(self) -> JourneyPage | None:
        return unfinished(self.draft, self.pages, self.procedures, self.day)


def site() -> Site:
    found = current_app.extensions["prefill"]
    assert isinstance(found, Site)
    return found


def new_id() -> str:
    """Says nothing about anybody."""
    return secrets.token_urlsafe(ID_BYTES)


def opened(id: str) -> Standing:
    """The draft in this request's cookies. Answers 410 when there is none."""
    draft = site().box.get(request.cookies, id, now())
    if draft is None:
        abort(410)
    speak(draft.language)
    return with_draft(id, draft)


def with_draft(id: str, draft: Draft) -> Standing:
    chosen = site().office.catalogue.chosen(draft.procedures)
    return Standing(id, draft, chosen, pages_of(draft, chosen, today()), today())


def saved(response: Response, id: str, draft: Draft) -> Response:
    """The response carrying the draft back to the person."""
    box = site().box
    box.put(response, id, draft, now())
    point(response, id, draft, secure=box.secure)
    return response


def page_url(id: str, page: JourneyPage, anchor: str = "") -> str:
    return url_for("asking.page", draft_id=id, page_id=page.id, _anchor=anchor or None)


def onward(id: str, draft: Draft, url: str) -> Response:
    """Saves and goes on: what was sent is never sent twice by reloading."""
    return saved(redirect(url, 303), id, draft)


def titles(procedures: Sequence[Procedure]) -> tuple[str, ...]:
    return tuple(procedure.short for procedure in procedures)
