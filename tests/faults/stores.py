"""Databases that are full, killed or read-only, at each step of a visit and while its page comes out."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.desk import Workplace
from kiosk.store import AuditEvent, StoreError, StoreReason
from kiosk.store.audit import record
from tests.faults.clerk import SCREEN, close, draw, open_desk, print_visit, start, wait_until_over
from tests.faults.table import Table
from tests.faults.visits import SLOW_JOB, come_again, papers, pragma, take_step
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.postgres import PostgresServer, running_postgres
from tests.printing.scripted_printer import Script

DISK_BYTES = 24 * 1024 * 1024
"""As small as PostgreSQL can begin a database on."""


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        # What was committed is there after a power cut, as at a town hall.
        server.administer("ALTER SYSTEM SET synchronous_commit = on")
        server.administer("SELECT pg_reload_conf()")
        yield server


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of its own, as root of a container may mount one, where PostgreSQL's user may go as well."""
    place = Path(tempfile.mkdtemp(prefix="small-disk-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)
    place.rmdir()


@dataclass(frozen=True)
class Broken:
    """How a database breaks, and what is said of it."""

    breaking: Callable[[Workplace], AbstractContextManager[None]]
    reason: StoreReason


def use(hall: TownHall, url: str, password: str = "") -> None:
    """Let the town hall have its database there."""
    settings = hall.office.settings.folder
    more = ""
    if password:
        file = settings / "database-password"
        file.touch(mode=0o600)
        file.write_text(password)
        more = 'password_file = "database-password"\n'
    with (settings / "town.toml").open("a", encoding="utf-8") as town:
        town.write(f'\n[database]\nurl = "{url}"\n{more}')


def fill(desk: Workplace) -> None:
    """Write until nothing goes in any more."""
    reason = None
    while reason is None:
        try:
            record(desk.store, AuditEvent.TICKET_REFUSED, details={"reason": "a" * 60})
        except StoreError as error:
            reason = error.reason
    assert reason is StoreReason.DATABASE_FULL


@contextmanager
def full_file(desk: Workplace) -> Iterator[None]:
    """At the largest size SQLite may have."""
    with pragma(desk, "max_page_count=1"):
        fill(desk)
        yield


def full_disk(disk: Path) -> Callable[[Workplace], AbstractContextManager[None]]:
    """With other people's files on the disk, up to its last byte."""

    @contextmanager
    def breaking(desk: Workplace) -> Iterator[None]:
        filler = disk / "filler"
        with filler.open("wb", buffering=0) as file:
            free = os.statvfs(disk)
            file.write(b"\0" * (free.f_bavail * free.f_frsize))
        fill(desk)
        yield
        filler.unlink()

    return breaking


@pytest.fixture(
    params=[
        "SQLite at its largest",
        "SQLite on a full disk",
        "PostgreSQL on a full disk",
        "PostgreSQL killed",
        "PostgreSQL read-only",
    ]
)
def broken(request: pytest.FixtureRequest, town_hall: TownHall) -> Iterator[tuple[str, Broken]]:
    """A town hall whose database can be broken so."""
    name = str(request.param)
    if name == "SQLite at its largest":
        yield name, Broken(full_file, StoreReason.DATABASE_FULL)
        return
    disk: Path | None = request.getfixturevalue("small_disk") if "disk" in name else None
    if name == "SQLite on a full disk" and disk:
        use(town_hall, f"sqlite:///{disk}/desk.sqlite")
        yield name, Broken(full_disk(disk), StoreReason.DATABASE_FULL)
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with tablespace(server, disk) as more, server.new_database(more) as database:
        use(town_hall, f"postgresql://kiosk@127.0.0.1:{server.port}/{database}", server.password)
        yield (
            name,
            Broken(
                *{
                    "PostgreSQL on a full disk": (full_disk(disk or Path()), StoreReason.DATABASE_FULL),
                    "PostgreSQL killed": (lambda _: killed(server), StoreReason.DATABASE_UNREACHABLE),
                    "PostgreSQL read-only": (lambda _: read_only(server), StoreReason.DATABASE_READ_ONLY),
                }[name]
            ),
        )


@contextmanager
def tablespace(server: PostgresServer, disk: Path | None) -> Iterator[str]:
    """Where a new database goes, in the words of CREATE DATABASE."""
    if disk is None:
        yield ""
        return
    disk.chmod(0o755)
    own = disk / "postgres"
    own.mkdir()
    os.chown(own, server.folder.stat().st_uid, server.folder.stat().st_gid)
    server.administer(f"CREATE TABLESPACE small LOCATION '{own}'")
    yield "TABLESPACE small"
    server.administer("DROP TABLESPACE small")


@contextmanager
def killed(server: PostgresServer) -> Iterator[None]:
    server.kill()
    yield
    server.start()


@contextmanager
def read_only(server: PostgresServer) -> Iterator[None]:
    """As the other one of two servers is, until it takes over."""
    for value in ("on", "off"):
        server.administer(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
        server.administer("SELECT pg_reload_conf()")
        if value == "on":
            yield


@pytest.mark.parametrize("step", ["scan", "print", "finish"])
def test_it_says_so_and_the_visit_goes_on_later(
    step: str, broken: tuple[str, Broken], town_hall: TownHall, printer: Script, table: Table
) -> None:
    name, fault = broken
    ticket, desk = town_hall.ticket(), open_desk(town_hall.office.settings.folder)
    try:
        visit = desk.reception.scan(ticket, SCREEN) if step != "scan" else None
        if visit is not None and step == "finish":
            print_visit(desk, visit)
        reason = None
        with fault.breaking(desk):
            try:
                take_step(desk, step, visit, ticket)
            except StoreError as error:
                reason = error.reason
    finally:
        close(desk)
    later = open_desk(town_hall.office.settings.folder, minutes=3)
    try:
        told, _ = come_again(later, ticket, papers(printer))
    finally:
        close(later)
    table.add(f"{name} at {step}", papers(printer), told=told or reason is not None)
    # A full database may still have room for the mark of a job: then the page is out, and somebody looks at the tray.
    # Finishing makes room.
    assert reason is fault.reason or (reason is None and (told or step == "finish"))
    assert papers(printer) == 1


def test_it_breaks_while_the_page_comes_out(
    broken: tuple[str, Broken], town_hall: TownHall, printer: Script, table: Table
) -> None:
    name, fault = broken
    printer.job = list(SLOW_JOB)
    ticket, desk = town_hall.ticket(), open_desk(town_hall.office.settings.folder)
    visit = desk.reception.scan(ticket, SCREEN)
    start(desk, visit, draw(desk, visit))
    with fault.breaking(desk):
        wait_until_over(desk)
    close(desk)
    later = open_desk(town_hall.office.settings.folder, minutes=3)
    try:
        told, _ = come_again(later, ticket, papers(printer))
    finally:
        close(later)
    table.add(f"{name} while the page comes out", papers(printer), told=told)
    assert papers(printer) == 1
