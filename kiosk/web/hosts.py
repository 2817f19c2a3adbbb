"""Under which names a front may be asked, and from which pages: nobody reaches it under a name of their own.

A page elsewhere can point its own name at 127.0.0.1 (DNS rebinding) and would then be this server to the browser.
It cannot do so with an address or with `localhost`.
"""

import re
from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, abort, request

from kiosk.web.server import HEALTHZ

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
