"""Live state for the screens of this desk: server-sent events, and the same as JSON where a stream cannot be had.

(Source: WHATWG HTML, server-sent events.) What a stream tells, and for how long, is up to `kiosk.desk.listening`.
"""

from flask import Blueprint, Response, abort, g, request, typing as ft

from kiosk.desk import devices, listening
from kiosk.desk.workplace import OF_VISITS, TASKS, workplace
from kiosk.web.server import GO_ON

RENEWED = "Desk-Live"
"""The header of a page that renews itself."""

routes = Blueprint("live", __name__, url_prefix="/live")


@routes.before_app_request
def note_version() -> None:
    """Before a page is made, so that its screen asks for everything that changes while it is being made."""
    g.live_version = workplace().hub.version


@routes.get("")
def events() -> ft.ResponseReturnValue:
    """Server-sent events. 503 when all places are taken, or the server lets no answer go on: the screen polls then."""
    hub, go_on = workplace().hub, request.environ.get(GO_ON)
    seen = _seen(request.headers.get("Last-Event-ID") or request.args.get("since", ""))
    place = hub.join(request.args.get("screen", "")[:64]) if go_on else None
    if go_on is None or place is None:
        abort(503)
    listeners, shows = workplace().listeners, _shows()
    go_on(lambda stream: listeners.add(listening.Listener(stream, place, seen, shows)))
    response = Response(iter([listening.RETRY]), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


@routes.get("/now")
def now() -> ft.ResponseReturnValue:
    """What changed since `?since=VERSION`, as JSON."""
    seen = _seen(request.args.get("since", ""))
    workplace().hub.note_shown(_shows())
    return list_changes(workplace().hub.since(seen), seen)


def _shows() -> tuple[str, ...]:
    """What the screen shows of that which is costly to find out."""
    return tuple(name for name in (*OF_VISITS, TASKS) if name in request.args.get("shows", "").split())


def _seen(version: str) -> int:
    return int(version) if version.isascii() and version.isdigit() and len(version) < 16 else 0


def list_changes(topics: tuple[devices.Topic, ...], seen: int) -> dict[str, object]:
    """The answer for a screen that polls: the version to ask for next, and what changed."""
    version = max((topic.version for topic in topics), default=seen)
    return {"version": version, "topics": [{"topic": topic.name, **topic.fields} for topic in topics]}
