"""A desk that freezes, or is told something by another, as it happens with PostgreSQL."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
from kiosk.store.bell import BREATH_SECONDS
from kiosk.store.database import SERVER_LIMITS
from tests.kiosk.postgres import PostgresServer
from tests.kiosk.store.conftest import Place

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


def by_hand(desk: str = "counter-1") -> NewVisit:
    return NewVisit(desk, "A", DeskMode.COUNTER, WayIn.HAND)


@contextmanager
def frozen_inside_a_write(place: Place) -> Iterator[None]:
    """Another program of the town hall that began to write and stands still."""
    words = [sys.executable, "-c", PROGRAM_THAT_STOPS, place.database.url, str(place.database.password_file or "")]
    path = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=path) as frozen:
        assert frozen.stdout is not None
        assert frozen.stdout.readline() == b"inside\n"
        frozen.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            frozen.kill()


def test_a_desk_frozen_inside_a_write_stops_nobody_for_longer_than_a_second(place: Place, shared: Store) -> None:
    open_visit(shared, by_hand())
    with frozen_inside_a_write(place):
        started = time.monotonic()
        open_visit(shared, by_hand())
        taken = time.monotonic() - started
    assert taken < 1.0, "0.6 s until the server lets go, and a busy machine"
    assert len(open_visits(shared)) == 2


def test_where_no_server_can_let_go_a_desk_is_told_and_goes_on_when_the_program_ends(
    place: Place, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    if store.is_shared:
        pytest.skip("PostgreSQL lets go")
    monkeypatch.setattr("kiosk.store.database.FILE_SECONDS", 0.5)
    desk = open_store(place.database)
    with frozen_inside_a_write(place):
        started = time.monotonic()
        with pytest.raises(StoreError) as caught:
            open_visit(desk, by_hand())
        assert time.monotonic() - started < 1.5
        assert caught.value.reason is StoreReason.DATABASE_BUSY
        assert open_visits(desk) == ()
    open_visit(desk, by_hand())
    desk.close()


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
