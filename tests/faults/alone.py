"""A counter whose PostgreSQL is killed in the middle of visits: it goes on alone, and joins later what it kept."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.desk import Workplace
from kiosk.desk.workplace import open_workplace
from kiosk.office import open_office
from kiosk.settings import DeskMode
from kiosk.store import (
    DeskStore,
    StoreError,
    StoreReason,
    Visit,
    VisitStatus,
    finish_visit,
    list_twins,
    open_visits,
    read_visit,
)
from kiosk.store.audit import read_all
from tests.faults.clerk import SCREEN, close, draw, open_desk, serve, start, wait_until_over
from tests.faults.stores import use
from tests.faults.table import Table
from tests.faults.visits import DONE, SLOW_JOB, VISITS, come_again, killed, papers
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.postgres import PostgresServer, running_postgres
from tests.printing.ippeveprinter import HASTY
from tests.printing.scripted_printer import Script

ROOT = Path(__file__).parents[2]
STEPS = ("scan", "draw", "print", "page", "finish")
ONE_PRESS_SECONDS = 6.0
"""No page hangs for longer, and only the first one for long at all."""

FROZEN_SECONDS = 10.0
"""Of a server that is silent: once on the line that stands, once on a new one."""


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        # What was committed is there after a power cut, as at a town hall.
        server.administer("ALTER SYSTEM SET synchronous_commit = on")
        server.administer("SELECT pg_reload_conf()")
        yield server
        if server.process is None:
            server.start()


@pytest.fixture
def hall(town_hall: TownHall, postgres: PostgresServer) -> Iterator[TownHall]:
    """A town hall with its database there."""
    with postgres.new_database() as database:
        use(town_hall, f"postgresql://kiosk@127.0.0.1:{postgres.port}/{database}", postgres.password)
        yield TownHall(open_office(town_hall.office.settings.folder))
        if postgres.process is None:
            postgres.start()


def begin(config: Path) -> Workplace:
    """A counter as its program opens it, but hasty with its printer."""
    office = open_office(config)
    opened = open_workplace(office, office.settings.desk(DeskMode.COUNTER))
    return Workplace(office, opened.desk, opened.store, HASTY)


def press(button: Callable[[], Visit]) -> tuple[Visit, bool]:
    """Press once, and once more where the screen asks for it; what came of it, and whether it asked."""
    begun = time.monotonic()
    try:
        return button(), False
    except StoreError as error:
        if error.reason is not StoreReason.JUST_LOST:
            raise
        return button(), True
    finally:
        assert time.monotonic() - begun < ONE_PRESS_SECONDS


def join(desk: Workplace) -> None:
    assert desk.store.join()
    assert not desk.store.is_alone


def check_audit(hall: TownHall) -> None:
    """`kiosk audit check` finds nothing."""
    words = ("audit", "check", "--config", str(hall.office.settings.folder))
    subprocess.run([sys.executable, "-m", "kiosk", *words], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.parametrize("lost_at", STEPS)
def test_killed_in_the_middle_of_a_visit(
    lost_at: str, hall: TownHall, postgres: PostgresServer, printer: Script, table: Table
) -> None:
    printer.job = list(SLOW_JOB)
    desk, ticket = begin(hall.office.settings.folder), hall.ticket()

    def reach(step: str) -> None:
        if step == lost_at:
            postgres.kill()

    reach("scan")
    visit, _ = press(lambda: desk.reception.scan(ticket, SCREEN))
    reach("draw")
    draw(desk, visit)
    reach("print")
    press(lambda: print_now(desk, visit))
    reach("page")
    wait_until_over(desk)
    reach("finish")
    press(lambda: finish_visit(desk.store, visit.id))
    assert desk.store.is_alone
    assert not desk.store.join()
    postgres.start()
    join(desk)
    again = desk.reception.scan(hall.ticket(), SCREEN)
    found, entries = read_visit(desk.store, visit.id), [each.event for each in read_all(desk.store)]
    assert (found.status, found.printed_times) == (VisitStatus.FINISHED, 1)
    assert (list_twins(desk.store), open_visits(desk.store)) == ((), (again,))
    assert [entries.count(each) for each in ("visit_opened", "sheets_printed", "visit_finished")] == [2, 1, 1]
    table.add(f"PostgreSQL killed at {lost_at}, desk goes on alone", papers(printer), told=True)
    assert papers(printer) == 1
    close(desk)
    check_audit(hall)


def print_now(desk: Workplace, visit: Visit) -> Visit:
    start(desk, desk.cases.read(visit.id).visit, draw(desk, visit))
    return visit


def test_the_database_is_back_while_the_page_comes_out(
    hall: TownHall, postgres: PostgresServer, printer: Script, table: Table
) -> None:
    printer.job = SLOW_JOB[:1]
    desk = begin(hall.office.settings.folder)
    visit = desk.reception.scan(hall.ticket(), SCREEN)
    postgres.kill()
    press(lambda: print_now(desk, visit))
    postgres.start()
    join(desk)
    assert desk.printer.jobs.printing
    printer.job = list(DONE)
    wait_until_over(desk)
    finish_visit(desk.store, visit.id)
    found = read_visit(desk.store, visit.id)
    assert (found.printed_times, found.printing_until) == (1, None)
    table.add("PostgreSQL back while the page comes out", papers(printer), told=True)
    assert papers(printer) == 1
    close(desk)
    check_audit(hall)


def test_a_server_that_is_frozen_is_hung_up_on(
    hall: TownHall, postgres: PostgresServer, printer: Script, table: Table
) -> None:
    desk = begin(hall.office.settings.folder)
    visit = desk.reception.scan(hall.ticket(), SCREEN)
    with frozen(postgres):
        begun = time.monotonic()
        print_now(desk, visit)
        first = time.monotonic() - begun
        wait_until_over(desk)
        press(lambda: finish_visit(desk.store, visit.id))
        assert desk.store.is_alone
    assert first < FROZEN_SECONDS
    join(desk)
    assert read_visit(desk.store, visit.id).status is VisitStatus.FINISHED
    table.add("PostgreSQL frozen, desk goes on alone", papers(printer), told=True)
    assert papers(printer) == 1
    close(desk)
    check_audit(hall)


@contextmanager
def frozen(server: PostgresServer) -> Iterator[None]:
    """Every process of the server stands still: it takes what is sent and answers nothing."""
    first = server.process
    assert first is not None
    children = subprocess.run(["pgrep", "-P", str(first)], capture_output=True, check=True, text=True).stdout
    processes = [first, *map(int, children.split())]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def test_two_desks_finish_one_ticket_and_a_person_is_told(
    hall: TownHall, postgres: PostgresServer, printer: Script, table: Table
) -> None:
    desk, ticket, config = begin(hall.office.settings.folder), hall.ticket(), hall.office.settings.folder
    postgres.kill()
    mine = desk.reception.scan(ticket, SCREEN)
    print_now(desk, mine)
    wait_until_over(desk)
    finish_visit(desk.store, mine.id)
    postgres.start()
    other = open_desk(config, mode=DeskMode.LOBBY)
    theirs = other.reception.scan(ticket, SCREEN)
    print_now(other, theirs)
    wait_until_over(other)
    finish_visit(other.store, theirs.id)
    join(desk)
    (twins,) = list_twins(desk.store)
    assert (twins.later.id, twins.other.id) == (mine.id, theirs.id)
    assert {read_visit(desk.store, each.id).status for each in (mine, theirs)} == {VisitStatus.FINISHED}
    close(desk)
    close(other)
    check_audit(hall)


# A server that is killed while it takes a connection leaves one that knows of nothing; it goes with the program.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.timeout(1800)
def test_the_desk_itself_is_killed_while_it_is_alone(
    hall: TownHall, postgres: PostgresServer, printer: Script, table: Table, tmp_path: Path
) -> None:
    chance, config = random.Random(table.seed), hall.office.settings.folder
    close(begin(config))
    for number in range(1, VISITS // 4 + 1):
        before, ticket = papers(printer), hall.ticket()
        postgres.kill()
        step, _ = killed(hall, printer, tmp_path, number, chance.uniform(0, 1.2), ticket, "tests.faults.alone")
        printer.job = list(DONE)
        out = papers(printer) - before
        desk = begin(config)
        assert isinstance(desk.store, DeskStore)
        assert desk.store.is_alone
        _let_marks_grow_old(desk)
        told, _ = come_again(desk, ticket, out)
        postgres.start()
        join(desk)
        assert (open_visits(desk.store), list_twins(desk.store)) == ((), ())
        close(desk)
        table.add(f"desk alone, killed after “{step}”", papers(printer) - before, told=told)
        assert papers(printer) - before == 1, (table.seed, number, step)
    check_audit(hall)


def _let_marks_grow_old(desk: Workplace) -> None:
    """Two minutes later."""
    assert isinstance(desk.store, DeskStore)
    with desk.store.writing() as session:
        session.connection().exec_driver_sql(
            "UPDATE visit SET printing_until = '2020-01-01 00:00:00.000000' WHERE printing_until IS NOT NULL"
        )


if __name__ == "__main__":
    serve(begin, *map(Path, sys.argv[1:]))
