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


class Place:
    """One screen's stream."""

    __slots__ = ("screen",)

    def __init__(self, screen: str) -> None:
        self.screen = screen


class Hub:
    """Published from any thread, watched from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._topics: OrderedDict[str, Topic] = OrderedDict()
        self._version = 0
        self._places: dict[str, Place] = {}
        self._closed = False

    def publish(self, name: str, fields: Fields) -> bool:
        """Sets the state of a topic; the same state again wakes nobody and gives False."""
        with self._changed:
            known = self._topics.get(name)
            if known is not None and known.fields == fields:
                return False
            self._version += 1
            self._topics[name] = Topic(name, self._version, dict(fields))
            self._topics.move_to_end(name)
            while len(self._topics) > MOST_TOPICS:
                self._topics.popitem(last=False)
            self._changed.notify_all()
            return True

    def forget(self, name: str) -> None:
        with self._changed, suppress(KeyError):
            del self._topics[name]

    @property
    def version(self) -> int:
        return self._version

    def since(self, version: int) -> tuple[Topic, ...]:
        """Every topic that changed after `version`, oldest change first; all of them for a version that this
        program has not reached, as a screen may ask after the program was started anew."""
        with self._changed:
            return self._newer(version)

    def wait(self, version: int, seconds: float, place: "Place | None" = None) -> tuple[Topic, ...]:
        """The same, waiting for a change; nothing when there was none in time, the place is taken or the hub closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version or not self._holds(place), seconds)
            return self._newer(version) if self._holds(place) else ()

    def join(self, screen: str) -> "Place | None":
        """One of the places for streams; None when all are taken. A screen has one place: the stream of the page
        before, whose end the server may not have noticed yet, gives way."""
        with self._changed:
            if self._closed or (screen not in self._places and len(self._places) >= MOST_LISTENERS):
                return None
            place = self._places[screen] = Place(screen)
            self._changed.notify_all()
            return place

    def holds(self, place: "Place") -> bool:
        """Whether the stream in this place should go on."""
        with self._changed:
            return self._holds(place)

    def leave(self, place: "Place") -> None:
        with self._changed:
            if self._places.get(place.screen) is place:
                del self._places[place.screen]

    @property
    def closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Ends all waiting, for the end of the program."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _holds(self, place: "Place | None") -> bool:
        return not self._closed and (place is None or self._places.get(place.screen) is place)

    def _newer(self, version: int) -> tuple[Topic, ...]:
        known = version if version <= self._version else 0
        return tuple(topic for topic in self._topics.values() if topic.version > known)
