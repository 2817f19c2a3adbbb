"""The one-time code: whoever reads it on the console of this PC may set up the town, one browser alone."""

import secrets
import unicodedata
from threading import Lock

from flask import Blueprint, redirect, render_template, request, session, typing as ft, url_for

from kiosk.setup.beginning import SetupError, SetupReason
from kiosk.web import running

SIGNS = "ABCDEFGHJKMNPQRTUVWXY346789"
"""None that looks like another one on a screen."""

LENGTH = 12
"""57 bits."""

GROUP = 4
TRIES = 5


def new_code() -> str:
    """Return a code as it is shown, in groups."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


class Passcode:
    """Takes the code once; after five wrong ones it takes nothing more. Safe to use from several threads."""

    def __init__(self, code: str) -> None:
        self._code: bytes | None = _fold(code)
        self._left = TRIES
        self._lock = Lock()

    def take(self, typed: str) -> None:
        """Spend the code. Raise SetupError (code_wrong, code_spent)."""
        with self._lock:
            if self._code is None:
                raise SetupError(SetupReason.CODE_SPENT)
            is_right = secrets.compare_digest(_fold(typed), self._code)
            self._left -= 1
            if is_right or not self._left:
                self._code = None
            if not is_right:
                reason = SetupReason.CODE_WRONG if self._left else SetupReason.CODE_SPENT
                raise SetupError(reason, left=str(self._left))


def _fold(code: str) -> bytes:
    """In whatever width and case it is typed, with hyphens or without."""
    folded = unicodedata.normalize("NFKC", code[:100]).upper()
    return "".join(sign for sign in folded if sign.isalnum()).encode()


routes = Blueprint("code", __name__)


@routes.get("/code")
def show() -> ft.ResponseReturnValue:
    return _page(None)


@routes.post("/code")
def enter() -> ft.ResponseReturnValue:
    """Let this browser in, and no other one."""
    try:
        running(Passcode).take(request.form.get("code", ""))
    except SetupError as error:
        return _page(error)
    session.clear()
    session["in"] = True
    return redirect(url_for("begin"), 303)


def _page(refusal: SetupError | None) -> ft.ResponseReturnValue:
    return render_template("setup/code.html", refusal=refusal), 403 if refusal else 200
