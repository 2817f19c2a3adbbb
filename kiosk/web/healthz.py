"""Whether a server can be sent anybody: asked every second by what shares requests out, so it costs nothing."""

from collections.abc import Callable

from flask import Flask, Response, request

HEALTHZ = "/healthz"


class Stopping:
    """Whether this program was told to stop."""

    def __init__(self) -> None:
        self.has_begun = False

    def begin(self) -> None:
        """From now on, nobody new."""
        self.has_begun = True


def tell_health(app: Flask, is_ready: Callable[[], bool], stopping: Stopping) -> None:
    """Answer `GET /healthz` before anything else looks at it: 200, or 503 while stopping or not ready.

    Without session, cookie, limit and name of the host.
    """

    @app.before_request
    def answer() -> Response | None:
        if request.path != HEALTHZ:
            return None
        well = not stopping.has_begun and is_ready()
        return Response("ok\n" if well else "stopping\n", 200 if well else 503, mimetype="text/plain")
