"""How a desk hears that another one has changed something: PostgreSQL tells it, SQLite has to be looked at."""

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from kiosk.store.database import DEAD_LINE, Store

if TYPE_CHECKING:
    # Not loaded where the desk has a database of its own: it takes a fifth of a second.
    import psycopg

CHANNEL = "kiosk"
"""Triggers of the tables whose rows other desks show ring here."""

LOOK_SECONDS = 2.0
"""Without a server that tells, and while it cannot be reached."""

BREATH_SECONDS = 0.25
"""Between two looks at least: in a hall with two hundred desks something changes many times a second, and each look of each
desk is half a dozen questions to the database."""

SLICE_SECONDS = 1.0
"""How long the end of the program may have to wait."""


class Bell:
    """Waits in one thread. Holds one connection of its own, outside the pool, and takes a new one when it is lost."""

    def __init__(self, store: Store, ended: threading.Event) -> None:
        self._store = store
        self._ended = ended
        self._line: psycopg.Connection | None = None
        self._rang_at = -BREATH_SECONDS

    def wait(self, seconds: float) -> bool:
        """Wait for a change, at most so long. Return whether there may be one: after a lost line there may."""
        if not self._store.is_shared:
            self._ended.wait(min(seconds, LOOK_SECONDS))
            return True
        import psycopg

        try:
            return self._listen(seconds)
        except psycopg.Error:
            self.close()
            self._ended.wait(LOOK_SECONDS)
            return True

    def close(self) -> None:
        """Hang up."""
        line, self._line = self._line, None
        if line is not None:
            import psycopg

            with suppress(psycopg.Error):
                line.close()

    def _listen(self, seconds: float) -> bool:
        if self._line is None:
            self._line = _open_line(self._store)
            # What happened before the line stood was told nobody.
            return True
        # The first change is heard at once; what follows it closely waits on the line and is heard as one.
        self._ended.wait(max(0.0, self._rang_at + BREATH_SECONDS - time.monotonic()))
        while seconds > 0 and not self._ended.is_set():
            if any(True for _ in self._line.notifies(timeout=min(seconds, SLICE_SECONDS), stop_after=1)):
                self._rang_at = time.monotonic()
                return True
            seconds -= SLICE_SECONDS
        return False


def _open_line(store: Store) -> "psycopg.Connection":
    import psycopg

    words = store.engine.dialect.create_connect_args(store.engine.url)[1]
    line = psycopg.connect(**{**words, **DEAD_LINE}, autocommit=True)
    line.execute(f"LISTEN {CHANNEL}".encode())
    return line
