"""The desk's live state on the wire: server-sent events, and the same as JSON for screens that poll.

(Source: WHATWG HTML, server-sent events.) A stream lives five minutes, then the browser opens the next one by
itself; a comment every fifteen seconds shows a dead connection to both sides.
"""

import json
import time
from collections.abc import Iterator

from kiosk.desk.hub import Hub, Place, Topic

KEEP_ALIVE_SECONDS = 15.0
LIFE_SECONDS = 300.0
RETRY = b"retry: 2000\n\n"


def stream(
    hub: Hub, place: Place, seen: int, *, keep_alive: float = KEEP_ALIVE_SECONDS, life: float = LIFE_SECONDS
) -> Iterator[bytes]:
    """Chunks of an event stream from the version last `seen`. The place is left at the end."""
    ends = time.monotonic() + life
    try:
        yield RETRY
        while hub.holds(place) and (left := ends - time.monotonic()) > 0:
            topics = hub.wait(seen, min(keep_alive, left), place)
            seen = max((topic.version for topic in topics), default=seen)
            yield b"".join(_event(topic) for topic in topics) or b": still here\n\n"
    finally:
        hub.leave(place)


def plain(topics: tuple[Topic, ...], seen: int) -> dict[str, object]:
    """The answer for a screen that polls: the version to ask for next, and what changed."""
    version = max((topic.version for topic in topics), default=seen)
    return {"version": version, "topics": [{"topic": topic.name, **topic.fields} for topic in topics]}


def _event(topic: Topic) -> bytes:
    data = json.dumps({"topic": topic.name, **topic.fields}, ensure_ascii=False)
    return f"id: {topic.version}\ndata: {data}\n\n".encode()
