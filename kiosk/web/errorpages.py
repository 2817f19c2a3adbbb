"""One page for everything that can go wrong: a plain sentence and what to do next, never a traceback."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, render_template
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from forms.told import Told
from kiosk.web.language import Text, words


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """The words for one HTTP status."""

    title: Text
    next_step: Text


ERROR_PAGES: dict[int, ErrorPage] = {
    HTTPStatus.BAD_REQUEST: ErrorPage(
        lazy_gettext("送られた内容を読み取れませんでした。"),
        lazy_gettext("前の画面に戻って、もう一度送ってください。"),
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
        lazy_gettext("この画面は、じかに開けません。"),
        lazy_gettext("はじめの画面から進んでください。"),
    ),
    HTTPStatus.GONE: ErrorPage(
        lazy_gettext("入力の続きが見つかりませんでした。"),
        lazy_gettext(
            "時間がたったか、消したか、ブラウザーがクッキーを受け取らない設定です。はじめの画面からやり直してください。"
        ),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ErrorPage(
        lazy_gettext("送られた内容が大きすぎて、受け取れませんでした。"),
        lazy_gettext("前の画面に戻り、文字を減らして、もう一度送ってください。"),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: ErrorPage(
        lazy_gettext("短い間にたくさんの操作がありました。"),
        lazy_gettext("1分ほど待ってから、この画面を読み込み直してください。入力した内容は残っています。"),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: ErrorPage(
        lazy_gettext("こちらの不具合で、画面を出せませんでした。"),
        lazy_gettext("少し待ってから、もう一度お試しください。続くときは役場にお知らせください。"),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: ErrorPage(
        lazy_gettext("いまは使えません。"),
        lazy_gettext("少し待ってから、もう一度お試しください。続くときは役場にお知らせください。"),
    ),
}

CSRF_PAGE = ErrorPage(
    lazy_gettext("画面を開いてから時間がたったため、送れませんでした。"),
    lazy_gettext("前の画面に戻り、読み込み直してから、もう一度送ってください。"),
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
