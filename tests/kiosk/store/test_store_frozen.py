"""A desk that freezes, or is told something by another, as it happens with PostgreSQL."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.settings import Database, DeskMode
from kiosk.store import (
    Bell,
    Calls,
    NewVisit,
    Store,
    StoreError,
    StoreReason,
    WayIn,
    open_store,
    open_visit,
    open_visits,
)
from kiosk.store.alone import open_desk_store
from kiosk.store.calls import BREATH_SECONDS
from kiosk.store.database import SERVER_LIMITS
from kiosk.store.sqlitefile import FROZEN_SECONDS
from kiosk.store.tables import InstallationRow
from tests.kiosk.postgres import PostgresServer
from tests.kiosk.store.conftest import Place
from tests.kiosk.store.test_journal import keys_in

ROOT = Path(__file__).parents[3]
PROGRAM_THAT_STOPS = """
import sys
from pathlib import Path
from sqlalchemy import text
from kiosk.settings import Database
from kiosk.store import open_store
store = open_store(Database(sys.argv[1], Path(sys.argv[2]) if sys.argv[2] else None, 12))
with store.writing() as session:
    session.execute(text("UPDATE audit_head SET seq = seq"))
    print("inside", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(autouse=True)
def as_in_a_town_hall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SERVER_LIMITS, "idle_in_transaction_session_timeout", "600ms")


@pytest.fixture
def shared(place: Place, store: Store) -> Store:
    if not store.is_shared:
        pytest.skip("a file is not shared between PCs")
    return store


@pytest.fixture
def lobby(place: Place, tmp_path: Path) -> Iterator[Store]:
    """A desk that can go on alone."""
    database = replace(place.database, journal_folder=tmp_path / "journal")
    opened = open_desk_store(database, "lobby-1", "L", keys_in(tmp_path / "keys"))
    yield opened
    opened.close()


@pytest.fixture
def on_file(store: Store) -> Store:
    if store.is_shared:
        pytest.skip("PostgreSQL lets go")
    return store


def by_hand(desk: str = "counter-1", letter: str = "A") -> NewVisit:
    return NewVisit(desk, letter, DeskMode.COUNTER, WayIn.HAND)


@contextmanager
def frozen_inside_a_write(place: Place) -> Iterator[subprocess.Popen[bytes]]:
    """Another program of the town hall that began to write and stands still."""
    words = [sys.executable, "-c", PROGRAM_THAT_STOPS, place.database.url, str(place.database.password_file or "")]
    path = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=path) as frozen:
        assert frozen.stdout is not None
        assert frozen.stdout.readline() == b"inside\n"
        frozen.send_signal(signal.SIGSTOP)
        try:
            yield frozen
        finally:
            frozen.kill()


def thaw(frozen: subprocess.Popen[bytes]) -> None:
    """Let the other program go on to the end of its write."""
    frozen.send_signal(signal.SIGCONT)
    assert frozen.stdin is not None
    frozen.stdin.write(b"\n")
    frozen.stdin.flush()
    frozen.wait()


def test_a_desk_frozen_inside_a_write_stops_nobody_for_longer_than_a_second(place: Place, shared: Store) -> None:
    open_visit(shared, by_hand())
    with frozen_inside_a_write(place):
        started = time.monotonic()
        open_visit(shared, by_hand())
        taken = time.monotonic() - started
    assert taken < 1.0, "0.6 s until the server lets go, and a busy machine"
    assert len(open_visits(shared)) == 2


def test_beside_a_file_a_desk_without_journal_is_told_within_a_second(place: Place, on_file: Store) -> None:
    with frozen_inside_a_write(place):
        started = time.monotonic()
        with pytest.raises(StoreError) as caught:
            open_visit(on_file, by_hand())
        assert time.monotonic() - started < 1.0, "0.4 s without a pulse"
        assert caught.value.reason is StoreReason.DATABASE_BUSY
        assert open_visits(on_file) == ()
    open_visit(on_file, by_hand())


def test_beside_a_file_a_desk_goes_on_alone_within_a_second_and_joins_when_the_other_thaws(
    place: Place, on_file: Store, lobby: Store
) -> None:
    with frozen_inside_a_write(place) as frozen:
        started = time.monotonic()
        visit = open_visit(lobby, by_hand("lobby-1", "L"))
        assert time.monotonic() - started < 1.0, "0.4 s without a pulse, and the journal"
        assert (lobby.is_alone, visit.receipt_number) == (True, "L-701")
        assert not lobby.join(), "the other still stands in the middle of its write"
        thaw(frozen)
        assert lobby.join()
    assert [each.id for each in open_visits(on_file)] == [visit.id]


def test_a_program_that_lives_and_writes_for_long_sends_nobody_alone(on_file: Store, lobby: Store) -> None:
    with on_file.writing() as session:
        session.connection()
        waiting = threading.Thread(target=open_visit, args=(lobby, by_hand("lobby-1", "L")))
        waiting.start()
        time.sleep(2 * FROZEN_SECONDS)
        assert waiting.is_alive(), "as while a register is read in"
    waiting.join()
    assert not lobby.is_alone
    assert len(open_visits(on_file)) == 1


def test_for_a_program_of_others_a_desk_waits_as_long_as_before(
    place: Place, on_file: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.store.sqlitefile.FILE_SECONDS", 1.2)
    open_visit(on_file, by_hand())
    holder = sqlite3.connect(on_file.engine.url.database or "", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    with pytest.raises(StoreError):
        open_visit(on_file, by_hand())
    assert time.monotonic() - started > 2 * FROZEN_SECONDS - 0.1, "a backup tool has no pulse"
    holder.close()
    open_visit(on_file, by_hand())


def test_a_reader_that_stands_still_keeps_nobody_from_writing(on_file: Store) -> None:
    open_visit(on_file, by_hand())
    with on_file.reading() as session:
        assert session.get(InstallationRow, 1) is not None
        open_visit(on_file, by_hand())
        started = time.monotonic()
        on_file.overwrite_deleted()
        open_visit(on_file, by_hand())
        assert time.monotonic() - started < 1.0


def test_a_desk_that_was_frozen_is_told_to_try_again(shared: Store) -> None:
    with pytest.raises(StoreError) as caught:
        freeze_inside_a_write(shared)
    assert caught.value.reason is StoreReason.DATABASE_BUSY
    open_visit(shared, by_hand())


def test_a_desk_hears_of_a_call_at_once(place: Place, shared: Store) -> None:
    ended = threading.Event()
    bell = Bell(shared, ended)
    assert bell.wait(0)  # the line stands now, and what was before is to be looked at
    other = open_store(place.database)
    Calls(other, {"lobby-1"}).call("lobby-1")
    started = time.monotonic()
    assert bell.wait(20)
    assert time.monotonic() - started < 2
    assert not bell.wait(0.1)
    bell.close()
    other.close()


def test_many_changes_at_once_are_few_looks(place: Place, shared: Store) -> None:
    bell = Bell(shared, threading.Event())
    bell.wait(0)
    other = open_store(place.database)
    calls = Calls(other, {"lobby-1"})

    def change() -> None:
        for _ in range(40):
            calls.call("lobby-1")

    changes = threading.Thread(target=change)
    changes.start()
    began, looks = time.monotonic(), 0
    while changes.is_alive():
        looks += bell.wait(1)
    assert 1 <= looks <= (time.monotonic() - began) / BREATH_SECONDS + 1
    bell.close()
    other.close()


def test_a_desk_that_ends_waits_for_nobody(shared: Store) -> None:
    ended = threading.Event()
    bell = Bell(shared, ended)
    bell.wait(0)
    threading.Timer(0.2, ended.set).start()
    started = time.monotonic()
    assert not bell.wait(60)
    assert time.monotonic() - started < 5
    bell.close()


def test_a_lost_line_is_taken_up_again(place: Place, shared: Store) -> None:
    bell = Bell(shared, threading.Event())
    bell.wait(0)
    with shared.writing() as session:
        session.connection().exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%'"
        )
    assert bell.wait(5)
    assert bell.wait(5)
    Calls(shared, {"lobby-1"}).call("lobby-1")
    assert bell.wait(20)
    bell.close()


def test_with_a_file_a_desk_looks_every_two_seconds(place: Place, store: Store) -> None:
    if store.is_shared:
        pytest.skip("PostgreSQL tells")
    ended = threading.Event()
    ended.set()
    assert Bell(store, ended).wait(60)


def test_of_two_servers_the_one_that_lives_is_taken(place: Place, shared: Store, postgres: PostgresServer) -> None:
    visit = open_visit(shared, by_hand())
    name = place.database.url.rsplit("/", 1)[1]
    hosts = f"host=127.0.0.1:1&host=127.0.0.1:{postgres.port}&target_session_attrs=read-write"
    url = f"postgresql+psycopg://kiosk@/{name}?{hosts}"
    started = time.monotonic()
    other = open_store(Database(url, place.database.password_file, 12))
    assert open_visits(other) == (visit,)
    assert time.monotonic() - started < 5
    other.close()


def test_a_desk_keeps_few_connections(place: Place, shared: Store) -> None:
    threads = [threading.Thread(target=open_visits, args=(shared,)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with shared.writing() as session:
        count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        assert session.connection().exec_driver_sql(count).scalar_one() <= 4


def freeze_inside_a_write(store: Store) -> None:
    with store.writing() as session:
        session.connection().exec_driver_sql("SELECT seq FROM audit_head FOR UPDATE")
        time.sleep(1.5)
        session.connection().exec_driver_sql("UPDATE audit_head SET seq = seq")
