"""A Flask application with everything the fronts have in common."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from flask import Blueprint, Flask
from flask_wtf.csrf import CSRFProtect

from kiosk.logs import event
from kiosk.town.streets import Place
from kiosk.web.assets import own_static_url, static_url
from kiosk.web.errorpages import show_errors
from kiosk.web.language import LANGUAGES, choose_languages, words
from kiosk.web.places import EXTENSION
from kiosk.web.questions import questions
from kiosk.web.security import csp_nonce, secure
from kiosk.web.texts import answer_lines, page_title

LARGEST_BODY = 256 * 1024
"""Bytes of one request; a front that takes pictures sets its own."""

MOST_PARTS = 2_000

_log = logging.getLogger("kiosk.web")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Front(Flask):
    """Flask whose error log names the exception and its place, but never its message: that may quote an answer."""

    def log_exception(self, exc_info: ExcInfo) -> None:
        kind, _, trace = exc_info
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "unknown"
        event(_log, "request_failed", logging.ERROR, error=kind.__name__ if kind else "unknown", place=place)


@dataclass(frozen=True, slots=True)
class FrontOptions:
    """What differs from front to front.

    `name` goes into the session cookie, since cookies of one host are shared between ports. `autofill` lets the
    browser fill and keep personal fields: right on the person's own phone, wrong on a shared desk.
    """

    name: str
    town: str
    phone: str
    secret: bytes
    https: bool = False
    autofill: bool = False
    dates_in_parts: bool = False
    """Asks era, year, month and day one by one, as a touch screen does, instead of one line."""
    home: str = "/"
    languages: tuple[str, ...] = ("ja",)
    language: Callable[[], str] | None = None
    languages_everywhere: bool = False
    """Each page offers the languages, and the front answers `?language=…` on each."""
    largest_body: int = LARGEST_BODY
    streets: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """The town's own addresses by postal code."""
    proxy: str = ""
    """Address of the reverse proxy in front, whose X-Forwarded-For is believed; `serve` reads it."""


def equip(app: Front, options: FrontOptions) -> None:
    """Give the application what all fronts share: session, CSRF, headers, languages, error pages, the kit."""
    app.secret_key = options.secret
    app.extensions[EXTENSION] = options.streets
    app.config.update(
        SESSION_COOKIE_NAME=f"{'__Host-' if options.https else ''}{options.name}",
        SESSION_COOKIE_SECURE=options.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=options.largest_body,
        MAX_FORM_MEMORY_SIZE=options.largest_body,
        MAX_FORM_PARTS=MOST_PARTS,
        PROXY=options.proxy,
        # The token lives as long as the session, so that a page left open over night can still be sent.
        WTF_CSRF_TIME_LIMIT=None,
        # There is no Referer to compare: the pages say no-referrer.
        WTF_CSRF_SSL_STRICT=False,
    )
    app.register_blueprint(
        Blueprint("kit", __name__, template_folder="templates", static_folder="static", static_url_path="/kit")
    )
    CSRFProtect(app)
    secure(app, https=options.https)
    choose_languages(app, options.languages, options.language)
    show_errors(app)
    _templates(app, options)


def _templates(app: Front, options: FrontOptions) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["front"] = options
    app.add_template_global(csp_nonce, "csp_nonce")
    app.add_template_global(static_url, "kit_static")
    app.add_template_global(own_static_url, "own_static")
    app.add_template_global(questions, "questions")
    app.add_template_global(answer_lines, "answer_lines")
    app.jinja_env.globals["languages"] = LANGUAGES
    app.add_template_filter(words, "words")
    app.add_template_filter(page_title, "page_title")
