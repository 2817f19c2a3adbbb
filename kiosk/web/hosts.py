"""Under which names a front may be asked, and from which pages: nobody reaches it under a name of their own.

A page elsewhere can point its own name at 127.0.0.1 (DNS rebinding) and would then be this server to the browser.
It cannot do so with an address or with `localhost`.
"""

import re
from collections.abc import Collection, Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from kiosk.web.server import HEALTHZ, REFUSED_HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::[0-9]{1,5})?", re.ASCII)
_SAFE = {"GET", "HEAD", "OPTIONS"}
_FOREIGN = {"cross-site", "same-site"}


def refuse_strangers(app: Flask, names: Collection[str]) -> None:
    """Answer 400 under another name than these, an address or localhost, and 403 to forms of pages elsewhere."""
    known = {name.lower() for name in names} | {"localhost"}

    @app.before_request
    def check() -> None:
        if request.path == HEALTHZ:
            return
        if not is_known(request.headers.get("Host", ""), known):
            abort(400)
        if request.method not in _SAFE and is_foreign():
            abort(403)


def mount(app: Flask, path: str) -> None:
    """Let the application live below this path (`/towns/014001`), and say 404 to whatever is asked beside it.

    Its addresses then begin with the path; `/healthz` is answered with the path and without.
    """
    inner = app.wsgi_app

    def run(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        asked = environ.get("PATH_INFO", "")
        if is_below(asked, path):
            below = {"SCRIPT_NAME": environ.get("SCRIPT_NAME", "") + path, "PATH_INFO": asked[len(path) :] or "/"}
            return inner({**environ, **below}, start)
        if asked == HEALTHZ:
            return inner(environ, start)
        return Response("404 Not Found\n", 404, REFUSED_HEADERS)(environ, start)

    if path:
        app.wsgi_app = run  # type: ignore[method-assign, assignment]


def is_below(asked: str, path: str) -> bool:
    """Return whether the asked path is this one or lies below it."""
    return asked == path or asked.startswith(f"{path}/")


def read_host_name(host: str) -> str:
    """Return the name in a Host header, without its port; empty for what is none, two headers among it."""
    found = _HOST.fullmatch(host)
    return found["name"].lower().rstrip(".") if found else ""


def is_known(host: str, known: Collection[str]) -> bool:
    """Return whether the Host header is one of these names or an address."""
    name = read_host_name(host)
    return bool(name) and (name in known or _is_address(name.strip("[]")))


def is_foreign() -> bool:
    """Return whether the browser says that a page elsewhere sends this.

    Our own pages say no-referrer, and then the browser calls the origin `null`; it is the token that proves those.
    """
    if request.headers.get("Sec-Fetch-Site") in _FOREIGN:
        return True
    origin = request.headers.get("Origin", "null")
    return origin != "null" and _place(urlsplit(origin).netloc) != _place(request.headers.get("Host", ""))


def _place(host: str) -> str:
    """Without the ports that are not written."""
    return host.lower().removesuffix(":443").removesuffix(":80")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
