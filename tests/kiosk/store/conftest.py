"""Every store test runs on both engines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.settings import Database
from kiosk.store import Store, open_store
from tests.kiosk.postgres import PostgresServer, running_postgres

MORNING = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    """Time that passes only when a test says so."""

    now: datetime = field(default=MORNING)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass(frozen=True)
class Place:
    """A database that may be opened by several desks, and everything anybody could find in it."""

    database: Database
    everything: Callable[[], bytes]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "sqlite":
        file = tmp_path / "var" / "desk.sqlite"
        yield Place(Database(f"sqlite:///{file}", None, 12), lambda: _all_bytes(file.parent))
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    password = tmp_path / "password"
    password.touch(mode=0o600)
    password.write_text(server.password + "\n")
    with server.new_database() as name:
        yield Place(Database(server.url(name), password, 12), lambda: server.run("pg_dump", name).encode())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(place: Place, clock: Clock) -> Iterator[Store]:
    opened = open_store(place.database, clock)
    yield opened
    opened.close()


def _all_bytes(folder: Path) -> bytes:
    """The database with its log and shared-memory files, byte for byte."""
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
