"""Another language on any page, and nothing of what was typed or ticked is lost.

A page that is only read leads to itself with `?language=…`. On a page with a form each language is one of the
form's buttons, so that what stands in the fields travels along; it works without JavaScript.
"""

from dataclasses import replace
from urllib.parse import urlencode

from flask import Flask, redirect, request, session, url_for
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response

from kiosk.prefill.draft import Draft
from kiosk.prefill.site import find_draft, go_on
from kiosk.web.language import KEPT, OFFERED

ASKED = "language"
"""Name in an address."""

TICKS = ("procedure", "stays", "sought", "open")
"""What else an address of ours says."""

PRESSED = "language:"
"""How the value of such a button begins."""


def switch_languages(app: Flask) -> None:
    """Answer `?language=…` on every page with the same page in that language."""
    app.before_request(_switch)


def read_asked_language() -> str:
    """Return the language in this request's address, empty when there is none we speak."""
    return _if_offered(request.args.get(ASKED, ""))


def read_pressed_language() -> str:
    """Return the language whose button sent this form, empty when it was another button."""
    action = request.form.get("action", "")
    return _if_offered(action.removeprefix(PRESSED)) if action.startswith(PRESSED) else ""


def remember_language(language: str) -> str:
    """Let the pages outside a draft, and drafts begun later, speak it; return it."""
    session[KEPT] = language
    return language


def switch_draft(draft: Draft, language: str) -> Draft:
    """Return the draft in this language, which is remembered too."""
    return replace(draft, language=remember_language(language))


def _switch() -> Response | None:
    language = read_asked_language()
    if not language or request.method != "GET":
        return None
    remember_language(language)
    if isinstance(request.routing_exception, MethodNotAllowed):
        # The answer to a form that has no page of its own to come back to.
        return redirect(url_for("start.start"), 303)
    if request.url_rule is None:
        return None  # shown as it is: an address we do not know must lead nowhere
    return _again(language)


def _again(language: str) -> Response:
    """To the same address without the language. A draft remembers for itself, so that two tabs may speak two."""
    ticks = urlencode([(name, value) for name in TICKS for value in request.args.getlist(name)])
    url = url_for(str(request.endpoint), **(request.view_args or {})) + (ticks and f"?{ticks}")
    id = str((request.view_args or {}).get("draft_id", ""))
    draft = find_draft(id) if id else None
    return go_on(id, replace(draft, language=language), url) if draft else redirect(url, 303)


def _if_offered(code: str) -> str:
    return code if code in OFFERED else ""
