"""Tickets of two codes: the half that came first waits a moment for the other."""

import threading
import time
from collections.abc import Sequence

from forms.ticket import frame_of
from forms.ticket.frame import SINGLE, Progress

WAITS_SECONDS = 180.0
MOST_STATIONS = 32


class Halves:
    """The one waiting half of each station (a signed-in screen, or the lobby). Sealed digits only, in memory only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, tuple[str, float]] = {}

    def joined(self, station: str, texts: Sequence[str]) -> tuple[str, ...]:
        """The texts together with the waiting half, if these are a half themselves."""
        waiting = self.waiting(station)
        if waiting is None or len(texts) != 1 or not _is_half(texts[0]) or waiting == texts[0]:
            return tuple(texts)
        return (waiting, *texts)

    def remember(self, station: str, text: str) -> None:
        with self._lock:
            self._waiting.pop(station, None)
            while len(self._waiting) >= MOST_STATIONS:
                del self._waiting[next(iter(self._waiting))]
            self._waiting[station] = (text, time.monotonic() + WAITS_SECONDS)

    def forget(self, station: str) -> None:
        with self._lock:
            self._waiting.pop(station, None)

    def waiting(self, station: str) -> str | None:
        with self._lock:
            text, until = self._waiting.get(station, ("", 0.0))
        return text if text and time.monotonic() < until else None


def _is_half(text: str) -> bool:
    state = frame_of(text)
    return state.progress is Progress.COMPLETE and len(state.frames) == 1 and state.frames[0].part != SINGLE
