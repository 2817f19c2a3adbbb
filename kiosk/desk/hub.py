"""What is going on at this desk right now, for every screen that shows it.

Topics hold their present state, not a list of events: a screen that was away for a moment misses nothing that
still matters, and memory stays bounded. Nothing here is personal data.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

MOST_TOPICS = 64
"""Old print jobs make room for new ones."""

MOST_LISTENERS = 4
"""Each open stream holds one of the server's threads; further screens poll."""

Fields = Mapping[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class Topic:
    """The state of one thing. `version` grows over all topics, so that a screen can ask for what is newer."""

    name: str
    version: int
    fields: Fields


class Hub:
    """Published from any thread, watched from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._topics: OrderedDict[str, Topic] = OrderedDict()
        self._version = 0
        self._listeners = 0
        self._closed = False

    def publish(self, name: str, fields: Fields) -> None:
        """Sets the state of a topic; the same state again wakes nobody."""
        with self._changed:
            known = self._topics.get(name)
            if known is not None and known.fields == fields:
                return
            self._version += 1
            self._topics[name] = Topic(name, self._version, dict(fields))
            self._topics.move_to_end(name)
            while len(self._topics) > MOST_TOPICS:
                self._topics.popitem(last=False)
            self._changed.notify_all()

    def forget(self, name: str) -> None:
        with self._changed, suppress(KeyError):
            del self._topics[name]

    def since(self, version: int) -> tuple[Topic, ...]:
        """Every topic that changed after `version`, oldest change first."""
        with self._changed:
            return tuple(topic for topic in self._topics.values() if topic.version > version)

    def wait(self, version: int, seconds: float) -> tuple[Topic, ...]:
        """The same, waiting for a change; nothing when there was none in time or the hub closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._version > version, seconds)
            return () if self._closed else self.since_locked(version)

    def since_locked(self, version: int) -> tuple[Topic, ...]:
        return tuple(topic for topic in self._topics.values() if topic.version > version)

    def join(self) -> bool:
        """Takes one of the places for streams; False when all are taken."""
        with self._changed:
            if self._closed or self._listeners >= MOST_LISTENERS:
                return False
            self._listeners += 1
            return True

    def leave(self) -> None:
        with self._changed:
            self._listeners -= 1

    @property
    def closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Ends all waiting, for the end of the program."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
