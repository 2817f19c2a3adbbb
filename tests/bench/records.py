"""Looking for a ticket in a desk database: one that is empty against one that many years have filled."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk.settings import Database
from kiosk.store import Store, open_store
from kiosk.store.visits import find_ticket_visit

FINISHED = 1_000_000
UNKNOWN = "0" * 64

INSERT = (
    "INSERT INTO visit (id, receipt_number, opened_on, opened_at, closed_at, desk, mode, way_in, language, status,"
    " fingerprint, printed_times, corrected_items)"
    " VALUES (?, ?, ?, ?, ?, 'counter-1', 'counter', 'ticket', 'ja', 'finished', ?, 1, 0)"
)


def look_up_ticket(finished: int) -> Callable[[], object]:
    """Look for a ticket that nobody has brought, in a database of its own with so many finished visits."""
    store = _store(finished)

    def work() -> object:
        return find_ticket_visit(store, UNKNOWN)

    return work


def _store(finished: int) -> Store:
    folder = Path(tempfile.mkdtemp(prefix="bench-records-"))
    file = folder / "desk.sqlite3"
    store = open_store(Database(f"sqlite:///{file}", None, 24))
    with sqlite3.connect(file) as connection:
        connection.executemany(INSERT, _rows(finished))
    return store


def _rows(finished: int) -> Iterator[tuple[str, ...]]:
    for number in range(finished):
        day = f"20{10 + number // 100_000:02}-{number // 9_000 % 12 + 1:02}-01"
        opened, closed = f"{day} 08:30:00.000000", f"{day} 08:41:00.000000"
        yield f"{number:032x}", f"A-{number:06}", day, opened, closed, f"{number + 1:064x}"
