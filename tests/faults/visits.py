"""`make faults`: whatever breaks, a visit ends with exactly one paper, and a person is told of what nobody else can see.

Not part of `make test`.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, text

from forms.ticket import TicketError, TicketReason
from kiosk.desk import Workplace
from kiosk.desk.reasons import DeskError
from kiosk.settings import DeskMode
from kiosk.store import StoreError, StoreReason, Visit, finish_visit, purge
from printing.ipp.printer import Operation
from tests.faults.clerk import SCREEN, close, draw, open_desk, print_visit, start, wait_until_over
from tests.faults.table import Table
from tests.kiosk.desk.townhall import TownHall
from tests.printing.scripted_printer import DRIP, ENDLESS, HANG_UP, HANG_UP_AFTER_DOING, Answer, Script

ROOT = Path(__file__).parents[2]
VISITS = int(os.environ.get("VISITS") or 40)
SLOW_JOB = [(5, 0, "job-printing")] * 6 + [(9, 1, "job-completed-successfully")]
DONE = [(9, 1, "job-completed-successfully")]


def papers(printer: Script) -> int:
    """How many documents it was given whole."""
    return len(printer.asked(Operation.SEND_DOCUMENT)) + len(printer.asked(Operation.PRINT_JOB))


def come_again(desk: Workplace, ticket: tuple[str, ...], tray: int) -> tuple[bool, int]:
    """The person comes back with the same code: whether anybody was told, and how many papers were printed now."""
    try:
        visit = desk.reception.scan(ticket, SCREEN)
    except TicketError as error:
        if error.reason is not TicketReason.ALREADY_FINISHED:
            raise
        return False, 0
    return bring_to_an_end(desk, visit, tray)


def bring_to_an_end(desk: Workplace, visit: Visit, tray: int) -> tuple[bool, int]:
    """Do what the screen says: look at the tray where it asks, print what is missing, hand it over."""
    state = desk.printer.state(desk.cases.read(visit.id).visit)
    told, printed = state.needs_a_look or state.asks_first, 0
    if tray and state.needs_a_look:
        desk.printer.note_seen(state.visit, 1, reason="seen_in_tray")
    elif not tray:
        print_visit(desk, visit, again=told)
        printed = 1
    finish_visit(desk.store, visit.id)
    return told, printed


@pytest.mark.timeout(1800)
def test_a_desk_killed_at_any_moment(town_hall: TownHall, printer: Script, table: Table, tmp_path: Path) -> None:
    chance, config = random.Random(table.seed), town_hall.office.settings.folder
    span = killed(town_hall, printer, tmp_path, 0, None)[1]
    assert papers(printer) == 1
    for number in range(1, VISITS + 1):
        before, ticket = papers(printer), town_hall.ticket()
        step, _ = killed(town_hall, printer, tmp_path, number, chance.uniform(0, span * 1.1), ticket)
        printer.job = list(DONE)
        out = papers(printer) - before
        desk = open_desk(config, minutes=3)
        try:
            told, _ = come_again(desk, ticket, out)
        finally:
            close(desk)
        table.add(f"desk killed after “{step}”", papers(printer) - before, told=told)
        assert papers(printer) - before == 1, (table.seed, number, step)


def killed(
    hall: TownHall,
    printer: Script,
    folder: Path,
    number: int,
    after: float | None,
    ticket: tuple[str, ...] | None = None,
    program: str = "tests.faults.clerk",
) -> tuple[str, float]:
    """Let a desk serve a visit and kill it after so many seconds; its last step, and how long it took."""
    printer.job = list(SLOW_JOB)
    file, steps = folder / f"ticket-{number}", folder / f"steps-{number}"
    file.write_text("\n".join(ticket or hall.ticket()), "ascii")
    steps.touch()
    words = (str(hall.office.settings.folder), str(file), str(steps))
    with subprocess.Popen([sys.executable, "-m", program, *words], cwd=ROOT) as clerk:
        while "ready" not in steps.read_text("ascii"):
            assert clerk.poll() is None
            time.sleep(0.005)
        begun = time.monotonic()
        if after is None:
            clerk.wait()
        else:
            time.sleep(after)
            clerk.kill()
    # What the printer was given in the last moment is read by its own thread.
    time.sleep(0.1)
    return steps.read_text("ascii").split()[-1], time.monotonic() - begun


@dataclass(frozen=True)
class PrinterFault:
    tray: int = 0
    state: int = 3
    reasons: tuple[str, ...] = ("none",)
    answers: dict[int, list[Answer]] = field(default_factory=dict)
    job: tuple[tuple[int, int, str], ...] = tuple(DONE)
    uri: str | None = None


BUSY, NOT_FOUND = 0x0507, 0x0406
PRINTER_FAULTS = {
    "printer off": PrinterFault(uri="ipp://127.0.0.1:1/ipp/print"),
    "printer without paper": PrinterFault(state=5, reasons=("media-empty-error",)),
    "printer jammed": PrinterFault(state=5, reasons=("media-jam-error",)),
    "printer busy with something else": PrinterFault(answers={Operation.CREATE_JOB: [BUSY] * 999}),
    "printer hangs up before the page": PrinterFault(answers={Operation.CREATE_JOB: [HANG_UP] * 9}),
    "printer loses power with the page out": PrinterFault(
        1, answers={Operation.SEND_DOCUMENT: [HANG_UP_AFTER_DOING] * 9}
    ),
    "printer loses power before the page": PrinterFault(answers={Operation.SEND_DOCUMENT: [HANG_UP] * 9}),
    "printer drips before the page": PrinterFault(answers={Operation.CREATE_JOB: [DRIP] * 9}),
    "printer drips with the page out": PrinterFault(1, answers={Operation.SEND_DOCUMENT: [DRIP] * 9}),
    "printer answers without end before the page": PrinterFault(answers={Operation.CREATE_JOB: [ENDLESS] * 9}),
    "printer answers without end with the page out": PrinterFault(
        1, answers={Operation.SEND_DOCUMENT: [ENDLESS] * 9}
    ),
    "printer forgets the job, page out": PrinterFault(1, answers={Operation.GET_JOB_ATTRIBUTES: [NOT_FOUND] * 99}),
    "printer aborts the job": PrinterFault(job=((8, 0, "aborted-by-system"),)),
    "printer lies that a page came out": PrinterFault(),
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", PRINTER_FAULTS)
def test_a_printer_that_fails(name: str, town_hall: TownHall, printer: Script, table: Table) -> None:
    fault, config = PRINTER_FAULTS[name], town_hall.office.settings.folder
    printer.state, printer.reasons, printer.job = fault.state, fault.reasons, list(fault.job)
    printer.answers = {code: list(answers) for code, answers in fault.answers.items()}
    desk = open_desk(config, fault.uri)
    visit = desk.reception.scan(town_hall.ticket(), SCREEN)
    print_visit(desk, visit)
    is_known = desk.printer.state(desk.cases.read(visit.id).visit).is_recorded
    printer.state, printer.reasons, printer.job, printer.answers = 3, ("none",), list(DONE), {}
    if fault.uri:
        close(desk)
        desk = open_desk(config)
    try:
        asked, printed = bring_to_an_end(desk, visit, fault.tray)
    finally:
        close(desk)
    told = asked or not is_known
    table.add(name, fault.tray + printed, told=told)
    assert (fault.tray + printed, told) == (1, True)


@contextmanager
def pragma(desk: Workplace, words: str) -> Iterator[None]:
    """Let every new connection of the desk begin with this."""
    engine = desk.store.engine

    def begin(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA {words}").close()  # type: ignore[attr-defined]

    event.listen(engine, "connect", begin)
    engine.dispose()
    yield
    event.remove(engine, "connect", begin)
    engine.dispose()


@contextmanager
def locked(desk: Workplace, _words: str) -> Iterator[None]:
    """Hold the database as another program would."""
    engine = create_engine(desk.store.engine.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("BEGIN IMMEDIATE"))
        yield
        connection.execute(text("ROLLBACK"))
    engine.dispose()


DATABASE_FAULTS = {
    "read-only": (pragma, "query_only=ON", StoreReason.DATABASE_READ_ONLY),
    "locked": (locked, "", StoreReason.DATABASE_BUSY),
}


@pytest.mark.parametrize("name", DATABASE_FAULTS)
@pytest.mark.parametrize("step", ["scan", "print", "finish"])
def test_a_database_that_refuses(name: str, step: str, town_hall: TownHall, printer: Script, table: Table) -> None:
    breaking, words, reason = DATABASE_FAULTS[name]
    ticket, desk = town_hall.ticket(), open_desk(town_hall.office.settings.folder)
    try:
        visit = desk.reception.scan(ticket, SCREEN) if step != "scan" else None
        if visit is not None and step == "finish":
            print_visit(desk, visit)
        with breaking(desk, words), pytest.raises(StoreError) as caught:
            take_step(desk, step, visit, ticket)
        come_again(desk, ticket, papers(printer))
    finally:
        close(desk)
    table.add(f"database {name} at {step}", papers(printer), told=True)
    assert (caught.value.reason, papers(printer)) == (reason, 1)


def take_step(desk: Workplace, step: str, visit: Visit | None, ticket: tuple[str, ...]) -> None:
    if visit is None:
        desk.reception.scan(ticket, SCREEN)
    elif step == "print":
        print_visit(desk, visit)
    else:
        finish_visit(desk.store, visit.id)


@pytest.mark.parametrize("days", [40, -40])
def test_a_clock_that_jumps(days: int, town_hall: TownHall, printer: Script, table: Table) -> None:
    config, ticket = town_hall.office.settings.folder, town_hall.ticket()
    desk = open_desk(config)
    desk.reception.scan(ticket, SCREEN)
    close(desk)
    wrong = open_desk(config, days=days)
    told = False
    try:
        purge(wrong.store)
    except StoreError as error:
        told = error.reason is StoreReason.CLOCK_DOUBTFUL
    close(wrong)
    desk = open_desk(config)
    try:
        come_again(desk, ticket, papers(printer))
    finally:
        close(desk)
    table.add(f"clock {days:+} days, and right again", papers(printer), told=told)
    assert (papers(printer), told) == (1, days > 0)


@pytest.mark.parametrize("name", ["read-only", "locked"])
def test_a_database_lost_while_the_page_comes_out(
    name: str, town_hall: TownHall, printer: Script, table: Table
) -> None:
    breaking, words, _ = DATABASE_FAULTS[name]
    printer.job = list(SLOW_JOB)
    ticket, desk = town_hall.ticket(), open_desk(town_hall.office.settings.folder)
    visit = desk.reception.scan(ticket, SCREEN)
    start(desk, visit, draw(desk, visit))
    with breaking(desk, words):
        wait_until_over(desk)
    close(desk)
    later = open_desk(town_hall.office.settings.folder, minutes=3)
    try:
        told, _ = come_again(later, ticket, papers(printer))
    finally:
        close(later)
    table.add(f"database {name} while the page comes out", papers(printer), told=told)
    assert (papers(printer), told) == (1, True)


TWO_DESKS = 20


def test_two_desks_on_one_visit(town_hall: TownHall, printer: Script, table: Table) -> None:
    config, chance = town_hall.office.settings.folder, random.Random(table.seed)
    desks = [open_desk(config), open_desk(config, mode=DeskMode.LOBBY)]
    try:
        for _ in range(TWO_DESKS):
            printer.job = list(SLOW_JOB)
            before, ticket = papers(printer), town_hall.ticket()
            pauses = [chance.random() / 5 for _ in desks]
            with ThreadPoolExecutor(2) as both:
                told = sum(both.map(serve_too, desks, [ticket] * 2, pauses))
            table.add("two desks on one visit", papers(printer) - before, told=told > 0)
            assert (papers(printer) - before, told) == (1, 1)
    finally:
        for desk in desks:
            close(desk)


def serve_too(desk: Workplace, ticket: tuple[str, ...], pause: float) -> bool:
    """Serve a visit that another desk serves at the same time; whether anybody was told so."""
    try:
        visit = desk.reception.scan(ticket, SCREEN)
        stacks = draw(desk, visit)
        time.sleep(pause)
        start(desk, visit, stacks)
        wait_until_over(desk)
        finish_visit(desk.store, visit.id)
    except (DeskError, StoreError, TicketError):
        return True
    return False


def test_a_second_press_prints_nothing(town_hall: TownHall, printer: Script, table: Table) -> None:
    printer.job = list(SLOW_JOB)
    desk = open_desk(town_hall.office.settings.folder)
    try:
        visit = desk.reception.scan(town_hall.ticket(), SCREEN)
        start(desk, visit, draw(desk, visit))
        with pytest.raises(DeskError):
            start(desk, visit, draw(desk, visit))
        wait_until_over(desk)
        finish_visit(desk.store, visit.id)
    finally:
        close(desk)
    table.add("print pressed twice", papers(printer), told=True)
    assert papers(printer) == 1
