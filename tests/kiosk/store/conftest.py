"""Every store test runs on both engines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.settings import Database
from kiosk.store import Store, open_store
from tests.kiosk.offices import put_database
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


SHAPE = "shape"
"""The PostgreSQL database of today's shape that others are copied from: its steps take three times as long."""


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    with running_postgres() as server:
        server.administer(f"CREATE DATABASE {SHAPE}")
        open_store(_on_server(server, SHAPE, tmp_path_factory.mktemp("shape"))).close()
        yield server


@pytest.fixture
def is_shaped() -> bool:
    """Whether the database has its tables already: only what makes them and upgrades them wants it without."""
    return True


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path, is_shaped: bool) -> Iterator[Place]:
    if request.param == "sqlite":
        file = tmp_path / "var" / "desk.sqlite"
        database = Database(f"sqlite:///{file}", None, 12)
        if is_shaped:
            put_database(database)
        yield Place(database, lambda: _all_bytes(file.parent))
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.new_database(f"TEMPLATE {SHAPE}" if is_shaped else "") as name:
        yield Place(_on_server(server, name, tmp_path), lambda: server.run("pg_dump", name).encode())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(place: Place, clock: Clock) -> Iterator[Store]:
    opened = open_store(place.database, clock)
    yield opened
    opened.close()


def _on_server(server: PostgresServer, name: str, folder: Path) -> Database:
    password = folder / "password"
    password.touch(mode=0o600)
    password.write_text(server.password + "\n")
    return Database(server.url(name), password, 12)


def _all_bytes(folder: Path) -> bytes:
    """The database with its log and shared-memory files, byte for byte."""
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
