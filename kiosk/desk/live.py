"""Live state for the screens of this desk: a stream, and polling where a stream cannot be had."""

from flask import Blueprint, Response, abort, g, request, session
from flask.typing import ResponseReturnValue

from kiosk.desk.current import workplace
from kiosk.desk.stream import plain, stream
from kiosk.settings import DeskMode

live = Blueprint("live", __name__, url_prefix="/live")


@live.before_app_request
def note_version() -> None:
    """Before a page is made, so that its screen asks for everything that changes while it is being made."""
    g.live_version = workplace().hub.version


@live.before_request
def only_screens_of_this_desk() -> None:
    """The counter tells nothing to who has not signed in, and keeps its few streams for staff."""
    if workplace().desk.mode is DeskMode.COUNTER and "staff" not in session:
        abort(403)


@live.get("")
def events() -> ResponseReturnValue:
    """Server-sent events. 503 when all places are taken: the screen polls then."""
    hub = workplace().hub
    seen = _seen(request.headers.get("Last-Event-ID") or request.args.get("since", ""))
    place = hub.join(request.args.get("screen", "")[:64])
    if place is None:
        abort(503)
    response = Response(stream(hub, place, seen), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


@live.get("/now")
def now() -> ResponseReturnValue:
    """What changed since `?since=VERSION`, as JSON."""
    seen = _seen(request.args.get("since", ""))
    return plain(workplace().hub.since(seen), seen)


def _seen(version: str) -> int:
    return int(version) if version.isascii() and version.isdigit() and len(version) < 16 else 0
