"""Listeners: the open streams of a desk's screens, all written to by one thread.

A stream lives five minutes, then the browser opens the next one by itself; a comment every fifteen seconds shows a
dead connection to both sides.
"""

import json
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.desk.devices import Hub, Place, Topic

KEEP_ALIVE_SECONDS = 15.0
LIFE_SECONDS = 300.0
LOOK_SECONDS = 1.0
"""How often it is looked for streams whose time is over, or whose place is taken."""

RETRY = b"retry: 2000\n\n"
STILL_HERE = b": still here\n\n"


class Stream(Protocol):
    """What a listener is written to by."""

    def write(self, data: bytes) -> bool:
        """Send the bytes without waiting; False when nobody listens any more."""

    def close(self) -> None:
        """End the stream."""


@dataclass(slots=True, eq=False)
class Listener:
    """One screen: the version it has `seen`, and what it `shows` of that which is costly to find out."""

    stream: Stream
    place: Place
    seen: int
    shows: Sequence[str] = ()
    began: float = field(default_factory=time.monotonic)
    written: float = field(default_factory=time.monotonic)


class Listeners:
    """Everybody who listens to a hub. The thread lives as long as somebody does."""

    def __init__(self, hub: Hub, keep_alive: float = KEEP_ALIVE_SECONDS, life: float = LIFE_SECONDS) -> None:
        self._hub, self._keep_alive, self._life = hub, keep_alive, life
        self._lock = threading.Lock()
        self._here: list[Listener] = []
        self._thread: threading.Thread | None = None

    def __len__(self) -> int:
        return len(self._here)

    def add(self, listener: Listener) -> None:
        """Write to the listener from now on, at once what is new to it."""
        if not self._tell(listener, {}):
            return
        with self._lock:
            self._here.append(listener)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="listeners", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        told = self._hub.version
        while self._goes_on():
            self._hub.wait(told, min(LOOK_SECONDS, self._keep_alive))
            told = self._hub.version
            with self._lock:
                here = list(self._here)
            words: dict[int, tuple[int, bytes]] = {}
            gone = {each for each in here if not self._tell(each, words)}
            if gone:
                with self._lock:
                    self._here = [each for each in self._here if each not in gone]

    def _goes_on(self) -> bool:
        with self._lock:
            if not self._here:
                self._thread = None
            return self._thread is not None

    def _tell(self, listener: Listener, words: dict[int, tuple[int, bytes]]) -> bool:
        """Write what is new, or a sign of life; return whether the listener stays. `words` are those told to others."""
        now = time.monotonic()
        if not self._hub.holds(listener.place) or now - listener.began > self._life:
            listener.stream.close()
            self._hub.leave(listener.place)
            return False
        self._hub.note_shown(listener.shows)
        version, news = words.get(listener.seen) or words.setdefault(listener.seen, self._news(listener.seen))
        if not news and now - listener.written >= self._keep_alive:
            news = STILL_HERE
        if not news:
            return True
        listener.seen, listener.written = version, now
        if not listener.stream.write(news):
            self._hub.leave(listener.place)
            return False
        return True

    def _news(self, seen: int) -> tuple[int, bytes]:
        topics = self._hub.since(seen) if seen != self._hub.version else ()
        return max((topic.version for topic in topics), default=seen), b"".join(map(_event, topics))


def _event(topic: Topic) -> bytes:
    data = json.dumps({"topic": topic.name, **topic.fields}, ensure_ascii=False)
    return f"id: {topic.version}\ndata: {data}\n\n".encode()
