"""Five years of a large town hall's audit log: how long one day out of it takes, and what doctor makes of it."""

import json
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

from kiosk.clock import day_in_japan
from kiosk.settings import Database
from kiosk.store import AuditEntry, AuditEvent, Store, open_store
from kiosk.store.audit import START, record
from kiosk.store.dayseal import FIRST
from tests.bench.measure import seconds_of_command
from tests.kiosk.desk.townhall import build_town_hall

ENTRIES = 5_000_000
DAYS = 1_800
INSERT = "INSERT INTO audit_entry (seq, at, event, desk, details, hash) VALUES (?, ?, 'visit_opened', 'counter-1', ?, ?)"
SEAL = "INSERT INTO audit_seal (key_id, day, seq, hash, before, mac) VALUES (?, ?, ?, ?, ?, ?)"
DETAILS = {"way_in": "ticket", "mode": "counter"}
Row = tuple[int, str, str, str]


@dataclass(frozen=True)
class History:
    """A town hall with a long log."""

    config: Path
    day: str
    """One in the middle."""

    def seconds(self, *command: str) -> float:
        """Return the processor seconds of a whole command there."""
        return seconds_of_command([sys.executable, "-m", "kiosk", *command, "--config", str(self.config)])

    def list_day(self) -> float:
        """Return what the list of one day takes."""
        return self.seconds("audit", "list", "--since", self.day, "--until", self.day)

    def doctor(self) -> float:
        """Return what the morning's look takes."""
        return self.seconds("doctor", "--name", "counter-1")


def make_history(entries: int = ENTRIES) -> History:
    """Return a town hall of its own with so many entries, the chain and the seals of each day true."""
    hall = build_town_hall(Path(tempfile.mkdtemp(prefix="bench-history-")))
    database = hall.office.settings.database
    store = open_store(database)
    first = datetime.now(UTC) - timedelta(days=DAYS)
    try:
        with sqlite3.connect(file_of(database)) as connection:
            _write(connection, store, _chain(entries, first))
        # The first event of today seals what was before it.
        record(store, AuditEvent.TICKET_REFUSED)
    finally:
        store.close()
    return History(hall.office.settings.folder, day_in_japan(first + timedelta(days=DAYS / 2)).isoformat())


def file_of(database: Database) -> str:
    """Return the file of an SQLite database."""
    return database.url.removeprefix("sqlite:///")


def _write(connection: sqlite3.Connection, store: Store, rows: Iterator[Row]) -> None:
    sealer = store.sealer
    assert sealer is not None
    before, last = FIRST, (0, START)
    for day, of_day in groupby(rows, lambda row: row[1][:10]):
        if last[0]:
            mac = sealer.compute(datetime.fromisoformat(day).date(), *last, before)
            connection.execute(SEAL, (sealer.key_id, day, *last, before, mac))
            before = mac
        written = list(of_day)
        connection.executemany(INSERT, written)
        last = written[-1][0], written[-1][3]
    connection.execute("UPDATE audit_head SET seq = ?, hash = ?", last)


def _chain(entries: int, first: datetime) -> Iterator[Row]:
    digest, step, details = START, timedelta(days=DAYS) / entries, json.dumps(DETAILS)
    for seq in range(1, entries + 1):
        at = first + step * (seq - 1)
        entry = AuditEntry(seq, at, "visit_opened", None, "counter-1", None, None, DETAILS)
        digest = entry.hash_after(digest)
        yield seq, f"{at:%Y-%m-%d %H:%M:%S.%f}", details, digest


if __name__ == "__main__":
    made = make_history(int(os.environ.get("ENTRIES") or ENTRIES))
    sys.stdout.write(f"{made.config}: one day {made.list_day():.2f} s, doctor {made.doctor():.2f} s\n")
