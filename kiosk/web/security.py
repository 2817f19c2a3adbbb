"""Headers that make a page safe on a phone and at a desk, and limits to how often one may ask."""

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Network = IPv4Network | IPv6Network

UNKNOWN = "unknown"
"""Whoever cannot be told; all of them are one client."""

FORWARDED = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_BY",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
)


def read_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Return the networks of addresses and of `10.0.0.0/24`. Raise ValueError for what is neither."""
    return tuple(ip_network(text) for text in texts)


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies in front, and how many of them a request passes; none where people ask directly."""

    networks: tuple[Network, ...] = ()
    hops: int = 1

    def client_of(self, remote: str, forwarded: str) -> str:
        """Return the address of whoever asks, as X-Forwarded-For tells it: each proxy adds whom it heard.

        Believed from our own proxies only, and no further back than they have written. UNKNOWN for no address.
        """
        if not self._is_ours(remote):
            return plain_address(remote)
        said = [part.strip() for part in forwarded.split(",")] if forwarded else [remote]
        return plain_address(said[max(0, len(said) - self.hops)])

    def believing(self, app: "WSGIApplication") -> "WSGIApplication":
        """Return the application behind these proxies: it sees the client, and no header of theirs."""

        def run(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
            remote = environ.get("REMOTE_ADDR", "")
            if self._is_ours(remote) and environ.get("HTTP_X_FORWARDED_PROTO") == "https":
                environ["wsgi.url_scheme"] = "https"
            environ["REMOTE_ADDR"] = self.client_of(remote, environ.get("HTTP_X_FORWARDED_FOR", ""))
            for header in FORWARDED:
                environ.pop(header, None)
            return app(environ, start)

        return run

    def _is_ours(self, remote: str) -> bool:
        try:
            address = ip_address(plain_address(remote))
        except ValueError:
            return False
        return any(address in network for network in self.networks)


NO_PROXIES = Proxies()


def plain_address(text: str) -> str:
    """Return the address without brackets and port, IPv4 as such however it is spelled; UNKNOWN for none."""
    inner = text.partition("]")[0].removeprefix("[") if text.startswith("[") else text
    if inner.count(":") == 1:
        inner = inner.partition(":")[0]
    try:
        address = ip_address(inner.partition("%")[0])
    except ValueError:
        return UNKNOWN
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


MOST_CLIENTS = 10_000
"""Buckets kept at most. About 2 MB."""

LOOKED_AT = 16
"""Of the buckets that asked longest ago, to find one to forget."""


class RateLimit:
    """`burst` requests at once, refilled by `per_second`. Safe to use from several threads."""

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.burst, self.per_second, self._clock = burst, per_second, clock
        self._buckets: dict[str, tuple[float, float]] = {}
        """What was left, and when; whoever asked last is last."""
        self._lock = Lock()

    def take(self, client: str) -> bool:
        """Return whether this client may go on; take one token if so."""
        now = self._clock()
        with self._lock:
            left = self._left(self._buckets.pop(client, (self.burst, now)), now)
            while len(self._buckets) >= MOST_CLIENTS:
                self._make_room(now)
            self._buckets[client] = (left - 1 if left >= 1 else left, now)
        return left >= 1

    def _make_room(self, now: float) -> None:
        """Forget the fullest of those that asked longest ago: thousands of new clients empty nobody's count."""
        oldest = islice(self._buckets, LOOKED_AT)
        del self._buckets[max(oldest, key=lambda client: self._left(self._buckets[client], now))]

    def _left(self, bucket: tuple[float, float], now: float) -> float:
        return min(self.burst, bucket[0] + (now - bucket[1]) * self.per_second)

    def __len__(self) -> int:
        return len(self._buckets)


def client_name() -> str:
    """Return the client's address; of IPv6 only the network, since one phone has billions of addresses in it."""
    address = plain_address(request.remote_addr or "")
    return str(ip_network((address, 64), strict=False)) if ":" in address else address


SAME_ON_ALL = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

HSTS = "max-age=31536000"
STATIC_AGE = 31_536_000

_NOT_NEEDED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "display-capture",
    "geolocation",
    "gyroscope",
    "microphone",
    "payment",
    "usb",
)


def secure(app: Flask, *, https: bool) -> None:
    """Put the headers on every answer, errors included."""

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = content_security_policy()
        response.headers["Permissions-Policy"] = permissions_policy()
        response.headers.update(SAME_ON_ALL)
        response.headers["Cache-Control"] = cache_control(response)
        if https:
            response.headers["Strict-Transport-Security"] = HSTS
        return response


def csp_nonce() -> str:
    """Return the nonce of this request, for `<script nonce>` and `<style nonce>`."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def allow_camera() -> None:
    """Let the page of this view read codes with the camera."""
    g.camera = True


def content_security_policy() -> str:
    """Allow nothing but our own files and what carries this request's nonce."""
    nonce = csp_nonce()
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self'",
            "media-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def permissions_policy() -> str:
    """Return what the page may use of the device: the camera where a view asks for it, else nothing."""
    denied = [f"{feature}=()" for feature in _NOT_NEEDED]
    camera = "camera=(self)" if g.get("camera") else "camera=()"
    return ", ".join((*denied, camera, "screen-wake-lock=(self)"))


def cache_control(response: Response) -> str:
    """Return how long the answer may be kept: static files, for ever if their address has a version.

    Nothing else may be kept at all.
    """
    is_static = bool(request.endpoint) and str(request.endpoint).rsplit(".", 1)[-1] == "static"
    if not is_static or response.status_code not in (200, 206, 304):
        return "no-store"
    return f"public, max-age={STATIC_AGE}, immutable" if "v" in request.args else "public, max-age=300"
