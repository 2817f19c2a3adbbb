"""An SQLite file that several programs of one PC write to, and how they know a busy one from one that stands still.

PostgreSQL hangs up on a desk that freezes inside a transaction. Nobody can do so for a file: whoever waits for it finds
out from the pulse beside it, a number that the writer changes some times a second and that is nought while nobody writes.
"""

import mmap
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, event, pool

READING = "kiosk_reading"
"""Under which a connection knows that it only reads."""

FILE_SECONDS = 5.0
"""How long a program waits for another one that writes, as long as that lives or is none of ours."""

FROZEN_SECONDS = 0.4
"""Without a pulse for so long, the writer stands still; whoever waited has a second for that, the journal and the visit."""

BEAT_SECONDS = 0.05
SLICE_SECONDS = 0.05
"""Between two looks at the pulse."""

TRUNCATE_SECONDS = 0.3
"""How long emptying the log waits for readers: nobody can write meanwhile, and one of them may stand still."""

PULSE_BYTES = 8
SETTINGS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
_WRITES = "kiosk_writes"


class Pulse:
    """The number beside one file. Without a place for it nobody seems to write, and others wait for as long as they can."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._place: mmap.mmap | None = None

    def read(self) -> int:
        """Return the number, nought while no program of ours writes."""
        place = self._open()
        return int.from_bytes(place[:PULSE_BYTES], "little") if place is not None else 0

    def beat(self) -> None:
        """Say that this program writes and lives."""
        self._note(time.monotonic_ns())

    def stop(self) -> None:
        """Say that it has written."""
        self._note(0)

    def _note(self, number: int) -> None:
        if (place := self._open()) is not None:
            place[:PULSE_BYTES] = number.to_bytes(PULSE_BYTES, "little")

    def _open(self) -> mmap.mmap | None:
        if self._place is None:
            with suppress(OSError, ValueError):
                number = os.open(self._file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
                with os.fdopen(number, "r+b") as opened:
                    if os.fstat(number).st_size < PULSE_BYTES:
                        # Written, not stretched: a hole could not be filled any more once the disk is full.
                        opened.write(bytes(PULSE_BYTES))
                        opened.flush()
                    # In memory, so that no beat waits for the disk that the writer itself is waiting for.
                    self._place = mmap.mmap(number, PULSE_BYTES)
        return self._place


class Heart:
    """One thread a process that beats for every file the process is writing to."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._pulses: list[Pulse] = []
        self._thread: threading.Thread | None = None

    def begin(self, pulse: Pulse) -> None:
        """Beat at once, and from now on."""
        with self._changed:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)
                self._thread.start()
            self._pulses.append(pulse)
            pulse.beat()
            self._changed.notify()

    def end(self, pulse: Pulse) -> None:
        """Beat no more, unless another thread writes to the same file."""
        with self._changed:
            self._pulses.remove(pulse)
            if pulse not in self._pulses:
                pulse.stop()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._pulses))
                for pulse in self._pulses:
                    pulse.beat()
            time.sleep(BEAT_SECONDS)


_HEART = Heart()


def prepare_sqlite(engine: Engine) -> None:
    """Set every new connection up for several threads and programs, and for deleted answers to be gone."""
    file = engine.url.database
    pulse = Pulse(Path(f"{file}-pulse")) if file else None

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _entry: pool.ConnectionPoolEntry) -> None:
        # The driver's own BEGIN comes too late: after the first read, which a later write may then have to undo.
        connection.isolation_level = None
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get(READING, False):
            # Touches no file yet, so nothing can be refused; past SQLAlchemy it takes a tenth of the time.
            _driver_of(connection).execute("BEGIN").close()
        elif pulse is None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            _begin_writing(connection, pulse)

    @event.listens_for(engine, "checkin")
    def _checkin(_connection: sqlite3.Connection | None, entry: pool.ConnectionPoolEntry) -> None:
        if pulse is not None and entry.info.pop(_WRITES, False):
            _HEART.end(pulse)


def _begin_writing(connection: Connection, pulse: Pulse) -> None:
    """Wait for whoever writes, but not for a program that stands still. Raise OperationalError."""
    driver = _driver_of(connection)
    with _patience(driver, SLICE_SECONDS):
        if not _is_let_in(driver, pulse):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    if not connection.info.get(_WRITES, False):
        connection.info[_WRITES] = True
        _HEART.begin(pulse)


def _driver_of(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _is_let_in(driver: sqlite3.Connection, pulse: Pulse) -> bool:
    """Return whether the transaction has begun; if not, there is no use in waiting any longer."""
    began = beat_at = time.monotonic()
    last = pulse.read()
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE").close()
        except sqlite3.OperationalError:
            now, seen = time.monotonic(), pulse.read()
            if seen != last:
                last, beat_at = seen, now
            if (last and now - beat_at >= FROZEN_SECONDS) or now - began >= FILE_SECONDS:
                return False
        else:
            return True


@contextmanager
def _patience(driver: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Wait for another program for so long only."""
    driver.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}").close()
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout={round(FILE_SECONDS * 1000)}").close()


def truncate_log(engine: Engine) -> None:
    """Move the write-ahead log into the file and empty it, so that no old page stays in it.

    Another desk in the middle of a read puts this off to the next call.
    """
    connection = engine.raw_connection()
    driver = connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    try:
        with _patience(driver, TRUNCATE_SECONDS):
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    finally:
        connection.close()
