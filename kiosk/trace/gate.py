"""Only the person who started the program gets in: from this PC, with the address the terminal showed."""

import secrets

from flask import Flask, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

TOKEN_BYTES = 18
HOSTS = ("127.0.0.1", "localhost")
OPEN = ("begin", "static", "kit.static")


def guard(app: Flask, token: str) -> None:
    """`/begin/<token>` lets one browser in, once. Every other request needs its session.

    The `Host` is checked so that no other site can reach this server under a name of its own (DNS rebinding).
    """
    unused = [token]

    @app.before_request
    def check() -> None:
        if request.host.rpartition(":")[0] not in HOSTS:
            abort(403)
        if request.endpoint not in OPEN and session.get("in") is not True:
            abort(403)

    @app.get("/begin/<given>")
    def begin(given: str) -> ResponseReturnValue:
        if session.get("in") is not True:
            if not unused or not secrets.compare_digest(given.encode(), unused[0].encode()):
                abort(403)
            unused.clear()
            session["in"] = True
        return redirect(url_for("editor.show"), 303)


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)
