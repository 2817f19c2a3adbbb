"""One visit from scan to finish at a desk, as a program of its own that somebody may kill at any moment."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from forms import Application
from kiosk.clock import utc_now
from kiosk.desk import Workplace
from kiosk.desk.imprint import imprints_of
from kiosk.office import open_office
from kiosk.settings import Desk, DeskMode
from kiosk.stacks import Order, Stack, draw_stacks
from kiosk.store import Visit, finish_visit, open_store
from tests.printing.ippeveprinter import HASTY

SCREEN = "a screen"


def open_desk(
    config: Path, printer: str | None = None, mode: DeskMode = DeskMode.COUNTER, **late: float
) -> Workplace:
    """Return a desk of this town; `late` is by how much its clock goes fast."""

    def clock() -> datetime:
        return utc_now() + timedelta(**late)

    office = open_office(config)
    desk: Desk = office.settings.desk(mode)
    if printer is not None:
        desk = replace(desk, printer_uri=printer)
    return Workplace(office, desk, open_store(office.settings.database, clock), HASTY)


def close(desk: Workplace) -> None:
    desk.printer.stop()
    desk.hub.close()
    desk.store.close()


def print_visit(desk: Workplace, visit: Visit, *, again: bool = False) -> None:
    """Print and wait for the end of the job. Raise DeskError or StoreError."""
    case = desk.cases.read(visit.id)
    start(desk, case.visit, draw(desk, case.visit), again=again)
    wait_until_over(desk)


def draw(desk: Workplace, visit: Visit) -> Sequence[Stack]:
    case = desk.cases.read(visit.id)
    application = Application(case.procedures, case.answers)
    return draw_stacks(application, desk.office, Order(visit.receipt_number, desk.desk.printer_uri))


def start(desk: Workplace, visit: Visit, stacks: Sequence[Stack], *, again: bool = False) -> None:
    imprints = imprints_of(desk.cases.read(visit.id), desk.office)
    desk.printer.print_sheets(visit, stacks, imprints, again=again)


def wait_until_over(desk: Workplace) -> None:
    while desk.printer.jobs.printing:
        time.sleep(0.01)


def serve(open_desk: Callable[[Path], Workplace], config: Path, ticket: Path, steps: Path) -> None:
    """Serve one visit, saying each step."""

    def step(name: str) -> None:
        with steps.open("a", encoding="ascii") as file:
            file.write(f"{name}\n")

    desk = open_desk(config)
    step("ready")
    visit = desk.reception.scan(tuple(ticket.read_text("ascii").split()), SCREEN)
    step("scanned")
    stacks = draw(desk, visit)
    step("drawn")
    start(desk, visit, stacks)
    step("sending")
    wait_until_over(desk)
    step("printed")
    finish_visit(desk.store, visit.id)
    step("finished")
    close(desk)


if __name__ == "__main__":
    serve(open_desk, *map(Path, sys.argv[1:]))
