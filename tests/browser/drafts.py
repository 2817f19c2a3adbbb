"""Drafts put straight into a browser: whoever looks at a late page need not type all that comes before."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from flask import Flask, Response
from playwright.sync_api import BrowserContext

from forms import Application
from forms.answers import Answers, Value
from forms.doubts import doubts_of
from forms.person import number_rows
from forms.samples import read_sample
from kiosk.office import Office, now, today
from kiosk.prefill import Draft
from kiosk.prefill.journey import DraftJourney
from kiosk.prefill.site import Site, new_id
from kiosk.tickets import seal_application
from kiosk.web import running


def put(context: BrowserContext, app: Flask, url: str, draft: Draft) -> str:
    """The address under which the site now finds the draft, by the very cookies it would have set itself."""
    path, cookies = _kept(app, draft)
    domain = urlsplit(url).hostname or ""
    for name, value in cookies.items():
        context.add_cookies([{"name": name, "value": value, "domain": domain, "path": f"{path}/"}])
    return f"{url}{path}"


def cookie_of(app: Flask, draft: Draft) -> tuple[str, str]:
    """The path of a draft and the head that asks for it, without a browser."""
    path, cookies = _kept(app, draft)
    return path, "; ".join(f"{name}={value}" for name, value in cookies.items())


def _kept(app: Flask, draft: Draft) -> tuple[str, dict[str, str]]:
    site = running(Site, app)
    id, response = new_id(), Response()
    site.box.put(response, id, draft, now())
    morsels = (item for line in response.headers.getlist("Set-Cookie") for item in SimpleCookie(line).items())
    return f"/d/{id}", {name: morsel.value for name, morsel in morsels if morsel.value}


def begun(*procedures: str, language: str = "ja") -> Draft:
    return Draft(procedures, language=language)


def answered(
    office: Office, *procedures: str, sample: str = "typical", more: Mapping[str, Value] | None = None
) -> Draft:
    """Every page finished, with the answers of the samples; the first procedure's count where they differ."""
    answers: Answers = {}
    chosen = office.catalogue.chosen(procedures)
    for each in chosen:
        answers = {**read_sample(each, sample).answers, **answers}
    draft = Draft(tuple(procedures), answers=number_rows({**answers, **(more or {})}), reviewed=True)
    here = DraftJourney(new_id(), draft, chosen, today(), office.municipality)
    # Samples are older than today: whoever looks at a late page has said that their days are right.
    confirmed = draft.confirm(doubt.mark for doubt in doubts_of(here.journey, here.town))
    return replace(confirmed, done=frozenset(page.id for page in here.pages))


def sealed(office: Office, draft: Draft) -> Draft:
    """With its code or codes."""
    application = Application(office.catalogue.chosen(draft.procedures), draft.answers)
    ticket = seal_application(application, office, draft.language)
    return draft.add_codes(ticket.texts, now() + timedelta(days=office.settings.prefill.ticket_valid_days))


def wrong_on(draft: Draft, pages: Iterable[str]) -> Draft:
    """Pages sent empty: their mistakes are shown."""
    ids = frozenset(pages)
    typed = {**draft.typed, **{id: {} for id in ids}}
    return replace(draft, typed=typed, tried=draft.tried | ids)
