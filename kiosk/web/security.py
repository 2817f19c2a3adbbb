"""Headers that make a page safe on a phone and at a desk, and limits to how often one may ask."""

import math
import secrets
import time
from collections.abc import Callable
from ipaddress import ip_network
from threading import Lock

from flask import Flask, Response, g, request

from kiosk.clock import ShortLived

MOST_CLIENTS = 10_000
"""Buckets kept at most; the one unused longest goes first. About 2 MB."""


class RateLimit:
    """`burst` requests at once, refilled by `per_second`. Safe to use from several threads."""

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.burst, self.per_second, self._clock = burst, per_second, clock
        # A bucket left alone for that long is full again, like one never used.
        seconds = burst / per_second if per_second else math.inf
        self._buckets = ShortLived[str, tuple[float, float]](seconds, MOST_CLIENTS, clock)
        self._lock = Lock()

    def take(self, client: str) -> bool:
        """Return whether this client may go on; take one token if so."""
        now = self._clock()
        with self._lock:
            left, since = self._buckets.get(client) or (self.burst, now)
            left = min(self.burst, left + (now - since) * self.per_second)
            allowed = left >= 1
            self._buckets.put(client, (left - 1 if allowed else left, now))
        return allowed

    def __len__(self) -> int:
        return len(self._buckets)


def client_name() -> str:
    """Return the client's address; of IPv6 only the network, since one phone has billions of addresses in it."""
    address = request.remote_addr or ""
    return str(ip_network((address, 64), strict=False)) if ":" in address else address


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
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
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
