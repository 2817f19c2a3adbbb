"""Time: moments are aware and in UTC, days are Japanese; and what is remembered for a short time only."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Generic, TypeVar

JAPAN = timezone(timedelta(hours=9), "JST")
"""Japan has one time zone and no summer time; as an offset it needs no time zone database."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def day_in_japan(moment: datetime) -> date:
    return moment.astimezone(JAPAN).date()


Key = TypeVar("Key")
Value = TypeVar("Value")


class ShortLived(Generic[Key, Value]):
    """A map from any thread whose entries end after `seconds`; at most `most` of them, the oldest making room."""

    def __init__(self, seconds: float, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: dict[Key, tuple[Value, float]] = {}

    def put(self, key: Key, value: Value) -> None:
        """Keep the value from now on, in place of an older one."""
        with self._lock:
            self._put(key, value)

    def put_new(self, key: Key, value: Value) -> bool:
        """Keep the value unless one is there; return whether none was. One that is there grows no younger."""
        with self._lock:
            is_new = self._get(key) is None
            if is_new:
                self._put(key, value)
            return is_new

    def get(self, key: Key) -> Value | None:
        """Return what is kept, None if nothing is or its time is over."""
        with self._lock:
            return self._get(key)

    def take(self, key: Key) -> Value | None:
        """Return what is kept and forget it."""
        with self._lock:
            value = self._get(key)
            self._entries.pop(key, None)
            return value

    def forget(self, key: Key) -> None:
        """Forget the key; one that is not there is no mistake."""
        with self._lock:
            self._entries.pop(key, None)

    def __len__(self) -> int:
        return len(self._entries)

    def _get(self, key: Key) -> Value | None:
        entry = self._entries.get(key)
        return entry[0] if entry is not None and self._clock() < entry[1] else None

    def _put(self, key: Key, value: Value) -> None:
        self._entries.pop(key, None)
        while len(self._entries) >= self._most:
            del self._entries[next(iter(self._entries))]
        self._entries[key] = (value, self._clock() + self._seconds)
