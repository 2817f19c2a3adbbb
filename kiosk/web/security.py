"""Headers that make a page safe on a phone and at a desk: what may run, what may be kept, who may look in."""

import secrets

from flask import Flask, Response, g, request

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
