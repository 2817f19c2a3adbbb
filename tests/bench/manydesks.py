"""Two hundred desks on one PostgreSQL for a minute, and a primary that is killed under load with a standby beside it.

`make hall` runs it. Nothing is lost that a desk was told is kept.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from statistics import median, quantiles

import click
import pytest
from sqlalchemy import select

from kiosk.hall.turn import FINISH, SEAT, NewTurn, Way
from kiosk.hall.turns import Turns, new_key
from kiosk.settings import Database, DeskMode
from kiosk.store import (
    Bell,
    NewVisit,
    PrintOutcome,
    Store,
    StoreError,
    WayIn,
    finish_visit,
    open_store,
    open_visit,
    record_print,
)
from kiosk.store.audit import verify_chain
from kiosk.store.tables import VisitRow
from tests.kiosk.postgres import USER, PostgresServer, running_postgres

DESKS, SECONDS, EVERY = 200, 60.0, 36.0
"""Each desk has a visit every so many seconds: five times what a city needs."""

WRITERS, BEFORE, AFTER = 24, 6.0, 8.0
REAL = "max_connections={connections}\nshared_buffers=64MB\nwal_level=replica\n"
"""Written to the disk as in a town hall."""


@dataclass
class Desks:
    """What the desks met: how long a visit took, what was promised to be kept, and what was refused."""

    seconds: list[float] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    last_kept: float = 0.0
    first_after: float = 0.0


def one_visit(store: Store, letter: str, desks: Desks) -> None:
    """A number, a call, a visit, its paper and its end."""
    started = time.monotonic()
    try:
        turns = Turns(store, store.desk)
        given = turns.issue(new_key(), NewTurn(store.desk, "cert", letter, Way.RECEPTION))
        # A window of its own: whoever stood at it when the server went is there still.
        turn = turns.call_next(new_key(), given.number, ["cert"]) or given
        visit = open_visit(store, NewVisit(store.desk, letter, DeskMode.COUNTER, WayIn.HAND, number=turn.number))
        desks.kept[visit.id] = visit.receipt_number
        turns.step(new_key(), turn.id, SEAT)
        record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1)
        finish_visit(store, visit.id)
        turns.step(new_key(), turn.id, FINISH)
    except StoreError as error:
        desks.refused.append(error.reason.value)
        time.sleep(0.2)
        return
    desks.last_kept = time.monotonic()
    desks.seconds.append(desks.last_kept - started)


@contextmanager
def at_desks(database: Database, count: int, pause: float, desks: Desks) -> Iterator[threading.Event]:
    """Let so many desks work, each with its own store and its own bell, until the event is set."""
    ended = threading.Event()
    with ExitStack() as stack:
        stores = [open_store(database) for _ in range(count)]
        for store in stores:
            stack.callback(store.close)
        threads = [
            threading.Thread(target=_work, args=(store, at, pause, desks, ended), daemon=True)
            for at, store in enumerate(stores)
        ]
        for thread in threads:
            thread.start()
        try:
            yield ended
        finally:
            ended.set()
            for thread in threads:
                thread.join(60)


def _work(store: Store, at: int, pause: float, desks: Desks, ended: threading.Event) -> None:
    own, chance = replace(store, desk=f"d{at}"), Random(at)
    bell = threading.Thread(target=_listen, args=(own, ended), daemon=True)
    if pause:
        bell.start()
    while not ended.wait(chance.uniform(0, 2 * pause) if pause else 0):
        one_visit(own, "ACEFHJKMNPRTWXY"[at % 15], desks)
    if pause:
        bell.join(10)


def _listen(store: Store, ended: threading.Event) -> None:
    bell = Bell(store, ended)
    while not ended.is_set():
        bell.wait(2.0)
    bell.close()


@pytest.fixture
def password(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.touch(mode=0o600)
    return file


def database_of(url: str, server: PostgresServer, password: Path) -> Database:
    password.write_text(f"{server.password}\n")
    return Database(url, password, 12)


@pytest.mark.timeout(600)
def test_two_hundred_desks_for_a_minute(password: Path) -> None:
    with running_postgres(REAL.format(connections=1000)) as server, server.new_database() as name:
        database, desks = database_of(server.url(name), server, password), Desks()
        with at_desks(database, DESKS, EVERY, desks):
            time.sleep(SECONDS)
        store = open_store(database)
        assert desks.refused == []
        assert verify_chain(store).is_whole
        store.close()
    cuts = quantiles(desks.seconds, n=100)
    click.echo(f"\n{DESKS} desks, {len(desks.seconds)} visits in {SECONDS:.0f} s")
    click.echo(
        f"a visit with its turn: median {median(desks.seconds) * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms"
    )


@pytest.mark.timeout(600)
def test_a_primary_killed_under_load_loses_nothing(password: Path) -> None:
    with ExitStack() as stack:
        primary = stack.enter_context(running_postgres(REAL.format(connections=300)))
        primary.administer(f'CREATE DATABASE "{USER}"')
        standby = stack.enter_context(running_postgres(copy_of=primary))
        primary.administer("ALTER SYSTEM SET synchronous_standby_names = '*'")
        primary.administer("SELECT pg_reload_conf()")
        hosts = f"host=127.0.0.1:{primary.port}&host=127.0.0.1:{standby.port}&target_session_attrs=read-write"
        url = f"postgresql+psycopg://{USER}@/{USER}?{hosts}"
        database, desks = database_of(url, primary, password), Desks()
        with at_desks(database, WRITERS, 0.0, desks):
            time.sleep(BEFORE)
            killed = primary.process
            assert killed is not None
            os.kill(killed, signal.SIGKILL)
            died, before = time.monotonic(), len(desks.seconds)
            time.sleep(1)
            standby.administer("SELECT pg_promote()")
            while len(desks.seconds) == before and time.monotonic() < died + 30:
                time.sleep(0.05)
            back = time.monotonic() - died
            time.sleep(AFTER)
        store = open_store(database)
        with store.reading() as session:
            found = {id: number for id, number in session.execute(select(VisitRow.id, VisitRow.receipt_number))}
        missing = {id: number for id, number in desks.kept.items() if found.get(id) != number}
        numbers = list(found.values())
        assert verify_chain(store).is_whole
        store.close()
        assert missing == {}
        assert len(numbers) == len(set(numbers)), "a number given twice"
        assert len(desks.seconds) > before
    click.echo(f"\n{WRITERS} desks, {len(desks.kept)} visits kept, {before} of them before the kill; none missing")
    click.echo(
        f"first visit {back:.1f} s after it (1 s of waiting included); {len(desks.refused)} times refused meanwhile"
    )
