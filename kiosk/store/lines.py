"""The lines of a desk to its server, ended when the server takes what it is sent and does not answer.

A server that is gone is noticed by the kernel (`kiosk.store.database` `DEAD_LINE`); one that is frozen is not.
"""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol
from weakref import WeakSet

from sqlalchemy import Engine, event

PING_SECONDS, ANSWER_SECONDS = 4.0, 12.0
"""How long a server may be silent before a transaction, and in one: longer than it waits for a lock."""

JOIN_SECONDS = 60.0
"""A journal is joined in one transaction."""

_log = logging.getLogger("kiosk.store")


class HasFile(Protocol):
    """A connection of the driver."""

    def fileno(self) -> int: ...


class Lines:
    """The connections of a desk to its server."""

    def __init__(self) -> None:
        self._all: WeakSet[HasFile] | None = None

    def watch(self, engine: Engine) -> None:
        """Know every connection that is made from now on."""
        self._all = WeakSet()
        event.listen(engine, "connect", self._add)

    def _add(self, connection: HasFile, _entry: object) -> None:
        if self._all is not None:
            self._all.add(connection)

    @contextmanager
    def hanging_up_after(self, seconds: float) -> Iterator[None]:
        """End every line to a server that takes what it is sent and does not answer: else it would be waited for for ever."""
        if self._all is None:
            yield
            return
        timer = threading.Timer(seconds, self.hang_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def hang_up(self) -> None:
        """End all of them, whatever they wait for."""
        import psycopg

        _log.warning("server_silent")
        for line in tuple(self._all or ()):
            # One that was closed meanwhile has no file any more.
            with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(line.fileno())) as end:
                end.shutdown(socket.SHUT_RDWR)
