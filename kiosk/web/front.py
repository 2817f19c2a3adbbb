"""A Flask application with everything the fronts have in common, its error pages too."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from flask import Blueprint, Flask, Request, current_app, render_template, request
from flask.sessions import SecureCookieSessionInterface
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError, CSRFProtect
from itsdangerous import URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException

from forms.told import Told
from kiosk.logs import event
from kiosk.town.streets import EXTENSION, Place
from kiosk.web import holes, security, server, templating
from kiosk.web.language import JAPANESE, LANGUAGES, Text, choose_languages, speaking_filter, spoken, words
from kiosk.web.questions import answer_lines, page_title, questions

STATIC = Path(__file__).parent / "static"
KIT_PATH = "/kit"
ADDRESSES = "kiosk_own_addresses"
"""Under which an application keeps those of its own files: every page names a dozen."""


def static_url(file: str) -> str:
    """Return the address of one file of the kit, e.g. `css/tokens.css`."""
    return f"{request.script_root}{KIT_PATH}/{file}?v={_version(STATIC)}"


def own_static_url(file: str) -> str:
    """Return the address of one file in the front's own static folder."""
    known: dict[str, str] = current_app.extensions.setdefault(ADDRESSES, {})
    address = known.get(file)
    if address is None:
        version = _version(Path(current_app.static_folder or ""))
        address = known[file] = f"{current_app.static_url_path}/{file}?v={version}"
    return f"{request.script_root}{address}"


@cache
def _version(folder: Path) -> str:
    """One version for the whole folder: its scripts import each other."""
    digest = sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:10]


Thing = TypeVar("Thing")


def hold(app: Flask, thing: object) -> None:
    """Make `thing` the application's one object of its class."""
    app.extensions[_name(type(thing))] = thing


def running(kind: type[Thing], app: Flask | None = None) -> Thing:
    """Return the application's object of this class, of the running application where none is given.

    Raise KeyError if it holds none.
    """
    thing = (app or current_app).extensions[_name(kind)]
    assert isinstance(thing, kind)
    return thing


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """The words for one HTTP status."""

    title: Text
    next_step: Text


ERROR_PAGES: dict[int, ErrorPage] = {
    HTTPStatus.BAD_REQUEST: ErrorPage(
        lazy_gettext("送信した内容を受け付けられませんでした。"),
        lazy_gettext("前の画面に戻って、もう一度送信してください。"),
    ),
    HTTPStatus.FORBIDDEN: ErrorPage(
        lazy_gettext("この画面は使えません。"),
        lazy_gettext("はじめの画面からやり直してください。"),
    ),
    HTTPStatus.NOT_FOUND: ErrorPage(
        lazy_gettext("このページは見つかりませんでした。"),
        lazy_gettext("アドレスを確かめるか、はじめの画面に戻ってください。"),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: ErrorPage(
        lazy_gettext("この画面は、直接開くことができません。"),
        lazy_gettext("はじめの画面から進んでください。"),
    ),
    HTTPStatus.GONE: ErrorPage(
        lazy_gettext("入力の続きが見つかりませんでした。"),
        lazy_gettext(
            "時間がたったか、消去したか、ブラウザーがクッキーを受け取らない設定です。はじめの画面からやり直してください。"
        ),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ErrorPage(
        lazy_gettext("送信した内容が大きすぎて、受け付けられませんでした。"),
        lazy_gettext("前の画面に戻り、文字を減らして、もう一度送信してください。"),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: ErrorPage(
        lazy_gettext("短い間にたくさんの操作がありました。"),
        lazy_gettext("1分ほど待ってから、この画面を読み込み直してください。入力した内容は残っています。"),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: ErrorPage(
        lazy_gettext("申し訳ありません。システムの不具合で、画面を表示できませんでした。"),
        lazy_gettext("少し待ってから、もう一度お試しください。続くときは役場にお知らせください。"),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: ErrorPage(
        lazy_gettext("いまは使えません。"),
        lazy_gettext("少し待ってから、もう一度お試しください。続くときは役場にお知らせください。"),
    ),
}

CSRF_PAGE = ErrorPage(
    lazy_gettext("画面を開いてから時間がたったため、送信できませんでした。"),
    lazy_gettext("前の画面に戻り、読み込み直してから、もう一度送信してください。"),
)


def show_errors(app: Flask) -> None:
    """Show every HTTP error and, at the outermost edge, everything unexpected (Flask makes that a 500)."""
    app.register_error_handler(CSRFError, _show_csrf_error)
    app.register_error_handler(HTTPException, _show_http_error)


def _show_csrf_error(error: Exception) -> tuple[str, int]:
    return error_page(CSRF_PAGE, HTTPStatus.FORBIDDEN)


def _show_http_error(error: Exception) -> tuple[str, int] | HTTPException:
    code = error.code if isinstance(error, HTTPException) and error.code else 500
    if code < 400 and isinstance(error, HTTPException):
        return error  # a redirect raised by the router
    known = ERROR_PAGES.get(code) or ERROR_PAGES[400 if code < 500 else 500]
    return error_page(known, code)


def error_page(page: ErrorPage, status: int) -> tuple[str, int]:
    """Return the page that tells what went wrong, with its status."""
    return render_template("kit/error.html", page=page, status=status), status


def told_page(error: Told, status: int) -> tuple[str, int]:
    """Return the page that tells this error in the person's language."""
    sentence, next_step = (words(text).format(**error.values) for text in error.words[error.reason])
    return error_page(ErrorPage(sentence, next_step), status)


LARGEST_BODY = 256 * 1024
"""Bytes of one request; a front that takes pictures sets its own."""

MOST_PARTS = 2_000

_log = logging.getLogger("kiosk.web")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class InMemory(Request):
    """A request whose uploads never become a file; how large they may be is bounded anyway."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> BytesIO:
        return BytesIO()


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions; what signs them is put together once and not with every request."""

    _signing: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs the cookies of this application, None while it has no secret."""
        self._signing = self._signing or super().get_signing_serializer(app)
        return self._signing


class Front(Flask):
    """Flask whose error log names the exception and its place, but never its message: that may quote an answer."""

    request_class = InMemory
    jinja_environment = templating.Screens

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
    other_secrets: tuple[bytes, ...] = ()
    """Whose sessions and pages count as well, while the secret is replaced."""
    https: bool = False
    autofill: bool = False
    dates_in_parts: bool = False
    """Asks era, year, month and day one by one, as a touch screen does, instead of one line."""
    home: str = "/"
    path: str = ""
    """Below which the front lives, where it shares its name with others; `home` then begins with it."""
    home_address: str = ""
    """How the town's own addresses begin, for whoever types one; empty where nobody is helped so."""
    town_latin: str = ""
    """The town's name for who cannot read it in Japanese; empty where the town says none."""
    languages: tuple[str, ...] = ("ja",)
    language: Callable[[], str] | None = None
    languages_everywhere: bool = False
    """Each page offers the languages, and the front answers `?language=…` on each."""
    largest_body: int = LARGEST_BODY
    streets: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """The town's own addresses by postal code."""
    proxies: security.Proxies = security.NO_PROXIES
    """Those in front, whose X-Forwarded-For is believed."""
    hosts: tuple[str, ...] = ()
    """The names under which it may be asked, besides addresses and localhost."""
    is_ready: Callable[[], bool] = lambda: True
    """Whether `/healthz` may say so."""


def town_words() -> str:
    """Return the town's name: in Latin letters, if it has such, where the page speaks no Japanese."""
    options = running(FrontOptions)
    return options.town_latin if options.town_latin and spoken().tag != JAPANESE else options.town


def equip(app: Front, options: FrontOptions) -> None:
    """Give the application what all fronts share: session, CSRF, headers, languages, error pages, the kit."""
    hold(app, options)
    app.secret_key = options.secret
    app.session_interface = Sessions()
    app.extensions[EXTENSION] = options.streets
    app.config.update(
        SECRET_KEY_FALLBACKS=[*options.other_secrets],
        WTF_CSRF_SECRET_KEY=[*options.other_secrets, options.secret],
        SESSION_COOKIE_NAME=_cookie_name(options),
        SESSION_COOKIE_PATH=options.path or "/",
        SESSION_COOKIE_SECURE=options.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=options.largest_body,
        MAX_FORM_MEMORY_SIZE=options.largest_body,
        MAX_FORM_PARTS=MOST_PARTS,
        # The token lives as long as the session, so that a page left open over night can still be sent.
        WTF_CSRF_TIME_LIMIT=None,
        # There is no Referer to compare: the pages say no-referrer.
        WTF_CSRF_SSL_STRICT=False,
    )
    app.wsgi_app = options.proxies.believing(app.wsgi_app)  # type: ignore[method-assign, assignment]
    server.mount(app, options.path)
    stopping = server.Stopping()
    app.extensions[server.BEFORE_STOP] = (stopping.begin,)
    server.tell_health(app, options.is_ready, stopping)
    server.refuse_strangers(app, options.hosts)
    app.register_blueprint(
        Blueprint("kit", __name__, template_folder="templates", static_folder="static", static_url_path=KIT_PATH)
    )
    CSRFProtect(app)
    security.secure(app, https=options.https)
    choose_languages(app, options.languages, options.language)
    show_errors(app)
    _templates(app, options)


def _cookie_name(options: FrontOptions) -> str:
    """Return the name of the session's cookie; `__Host-` is for those of a whole host only."""
    if not options.https:
        return options.name
    return f"{'__Secure-' if options.path else '__Host-'}{options.name}"


def _templates(app: Front, options: FrontOptions) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(templating.Same)
    app.jinja_env.globals["front"] = options
    app.jinja_env.globals["drawings"] = holes.Drawings()
    app.jinja_env.filters["then"] = holes.then
    app.add_template_global(town_words, "town_words")
    app.add_template_global(security.csp_nonce, "csp_nonce")
    app.add_template_global(static_url, "kit_static")
    app.add_template_global(own_static_url, "own_static")
    app.add_template_global(questions, "questions")
    app.add_template_global(answer_lines, "answer_lines")
    app.jinja_env.globals["languages"] = LANGUAGES
    app.add_template_filter(speaking_filter(words), "words")
    app.add_template_filter(page_title, "page_title")
