"""The desk database: opening it, and transactions on it."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from kiosk.settings import Database
from kiosk.settings.secret import read_private
from kiosk.store.reasons import StoreError, StoreReason
from kiosk.store.sqlite import prepare_sqlite, truncate_log
from kiosk.store.upgrade import upgrade
from kiosk.store.utctime import utc_now

WAIT_SECONDS = 10
"""How long one desk waits for another's transaction, or for the server to answer."""

READING = "kiosk_reading"


@dataclass(frozen=True, slots=True)
class Store:
    """An open desk database. Safe to use from several threads."""

    engine: Engine
    retention: timedelta
    """How long the answers of an unfinished visit are kept."""
    clock: Callable[[], datetime] = utc_now

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that may change something; rolled back by any exception. Raises StoreError."""
        with _in_our_words(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that changes nothing and waits for nobody. Raises StoreError."""
        with _in_our_words(), Session(self.engine.execution_options(**{READING: True})) as session:
            yield session

    def overwrite_deleted(self) -> None:
        """Makes what was just deleted unreadable in SQLite's files too."""
        if self.engine.dialect.name == "sqlite":
            truncate_log(self.engine)

    def close(self) -> None:
        self.engine.dispose()


def open_store(database: Database, clock: Callable[[], datetime] = utc_now) -> Store:
    """Opens the database of the settings and brings it to this version. Raises StoreError or SettingsError."""
    engine = _engine(_url(database))
    try:
        with _in_our_words():
            upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, database.retention, clock)


def _url(database: Database) -> URL:
    url = make_url(database.url)
    if database.password_file is None:
        return url
    try:
        return url.set(password=read_private(database.password_file).decode().strip())
    except (OSError, UnicodeDecodeError):
        raise StoreError(StoreReason.DATABASE_UNREACHABLE) from None


def _engine(url: URL) -> Engine:
    # hide_parameters: no exception text may carry a value from a row.
    if url.get_backend_name() == "postgresql":
        connect = {"connect_timeout": WAIT_SECONDS, "options": f"-c lock_timeout={WAIT_SECONDS}s"}
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=connect)
    _private_file(Path(url.database or ""))
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": WAIT_SECONDS})
    prepare_sqlite(engine, READING)
    return engine


def _private_file(file: Path) -> None:
    """Makes the file for its owner only; SQLite gives its log files the same rights."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError:
        raise StoreError(StoreReason.DATABASE_UNREACHABLE) from None


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        busy = re.search(r"locked|lock timeout|deadlock", str(error.orig))
        reason = StoreReason.DATABASE_BUSY if busy else StoreReason.DATABASE_UNREACHABLE
        raise StoreError(reason) from None
    except DatabaseError as error:
        if type(error) is not DatabaseError:
            raise
        # SQLite's word for a file that is damaged or no database at all.
        raise StoreError(StoreReason.DATABASE_DAMAGED) from None
