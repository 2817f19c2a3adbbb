"""What the first PC answers to the other PCs of the office: `/join` for who knows a code, `/bundle` for desks."""

import logging
from collections.abc import Callable

from flask import Flask, Response, request

from forms import DataMistake, Told
from kiosk.fleet.bundle import HIGHEST, seal_for
from kiosk.fleet.invitation import LONGEST_REQUEST
from kiosk.fleet.lead import Lead
from kiosk.fleet.reason import FleetError, FleetReason
from kiosk.office import now
from kiosk.settings import Ring
from kiosk.web import RateLimit, server

WRONG = (5, 5 / 60)
"""Wrong requests at once, and a second: of a code nobody guesses a part worth naming in half an hour."""

_log = logging.getLogger("kiosk.fleet")


def create_app(lead: Callable[[], Lead], note: Callable[[tuple[str, ...]], None]) -> Flask:
    """Return the application; `lead` reads the town anew for each request, `note` is told which desks have joined."""
    app = Flask("kiosk.fleet", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 2 * LONGEST_REQUEST
    app.extensions[server.BEFORE_STOP] = ()
    wrong = RateLimit(*WRONG)

    @app.post("/join")
    def join() -> Response:
        try:
            answer, desks = lead().answer(request.get_data(), now())
        except FleetError as error:
            if error.reason not in (FleetReason.CODE_WRONG, FleetReason.NOT_A_REQUEST):
                return _failed(error)
            _log.warning("join_refused", extra={"reason": error.reason.value})
            return _plain(403 if wrong.take("all") else 429)
        except (Told, DataMistake, OSError) as error:
            return _failed(error)
        note(desks)
        return Response(answer, mimetype="application/octet-stream")

    @app.get("/bundle")
    def bundle() -> Response:
        known = request.args.get("known", "0")
        ring = Ring.FIRST if request.args.get("ring") == Ring.FIRST else Ring.REST
        desk = request.args.get("desk", "")
        try:
            highest = int(known) if known.isascii() and known.isdigit() and len(known) <= len(str(HIGHEST)) else 0
            public = lead().joined().get(desk)
            raw = lead().offered(ring, highest) if public else None
        except (Told, DataMistake, OSError) as error:
            return _failed(error)
        if public is None or raw is None:
            return _plain(204 if public else 403)
        return Response(seal_for(desk, raw, public), mimetype="application/octet-stream")

    return app


def _failed(error: Exception) -> Response:
    reason = error.reason.value if isinstance(error, Told) else type(error).__name__
    _log.error("fleet_failed", extra={"reason": reason})
    return _plain(503)


def _plain(status: int) -> Response:
    return Response("", status, mimetype="text/plain")
