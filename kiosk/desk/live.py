"""Live state for the screens of this desk: server-sent events, and the same as JSON where a stream cannot be had.

(Source: WHATWG HTML, server-sent events.) A stream lives five minutes, then the browser opens the next one by
itself; a comment every fifteen seconds shows a dead connection to both sides.
"""

import json
import time
from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, abort, g, request
from flask.typing import ResponseReturnValue

from kiosk.desk.devices import Hub, Place, Topic
from kiosk.desk.workplace import OF_VISITS, TASKS, workplace

RENEWED = "Desk-Live"
"""The header of a page that renews itself."""

routes = Blueprint("live", __name__, url_prefix="/live")

KEEP_ALIVE_SECONDS = 15.0
LIFE_SECONDS = 300.0
RETRY = b"retry: 2000\n\n"


@routes.before_app_request
def note_version() -> None:
    """Before a page is made, so that its screen asks for everything that changes while it is being made."""
    g.live_version = workplace().hub.version


@routes.get("")
def events() -> ResponseReturnValue:
    """Server-sent events. 503 when all places are taken: the screen polls then."""
    hub = workplace().hub
    seen = _seen(request.headers.get("Last-Event-ID") or request.args.get("since", ""))
    place = hub.join(request.args.get("screen", "")[:64])
    if place is None:
        abort(503)
    response = Response(stream_events(hub, place, seen, _shows()), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


@routes.get("/now")
def now() -> ResponseReturnValue:
    """What changed since `?since=VERSION`, as JSON."""
    seen = _seen(request.args.get("since", ""))
    workplace().hub.note_shown(_shows())
    return list_changes(workplace().hub.since(seen), seen)


def _shows() -> tuple[str, ...]:
    """What the screen shows of that which is costly to find out."""
    return tuple(name for name in (*OF_VISITS, TASKS) if name in request.args.get("shows", "").split())


def _seen(version: str) -> int:
    return int(version) if version.isascii() and version.isdigit() and len(version) < 16 else 0


def stream_events(
    hub: Hub,
    place: Place,
    seen: int,
    shows: Sequence[str] = (),
    *,
    keep_alive: float = KEEP_ALIVE_SECONDS,
    life: float = LIFE_SECONDS,
) -> Iterator[bytes]:
    """Chunks of an event stream from the version last `seen`, for a screen that `shows` these topics. The place is left
    at the end."""
    ends = time.monotonic() + life
    try:
        yield RETRY
        while hub.holds(place) and (left := ends - time.monotonic()) > 0:
            hub.note_shown(shows)
            topics = hub.wait(seen, min(keep_alive, left), place)
            seen = max((topic.version for topic in topics), default=seen)
            yield b"".join(_event(topic) for topic in topics) or b": still here\n\n"
    finally:
        hub.leave(place)


def list_changes(topics: tuple[Topic, ...], seen: int) -> dict[str, object]:
    """The answer for a screen that polls: the version to ask for next, and what changed."""
    version = max((topic.version for topic in topics), default=seen)
    return {"version": version, "topics": [{"topic": topic.name, **topic.fields} for topic in topics]}


def _event(topic: Topic) -> bytes:
    data = json.dumps({"topic": topic.name, **topic.fields}, ensure_ascii=False)
    return f"id: {topic.version}\ndata: {data}\n\n".encode()
