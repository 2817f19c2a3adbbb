"""Two desks and one visit: one paper, and words for who pressed second."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from forms import Application
from kiosk.desk import Workplace
from kiosk.desk.imprint import imprints_of
from kiosk.desk.printstate import Standing
from kiosk.desk.reasons import DeskError, DeskReason
from kiosk.office import now
from kiosk.settings import DeskMode
from kiosk.stacks import Order, Stack, draw_stacks
from kiosk.store import Visit, claim_print, open_store, open_visits
from kiosk.store.visit import lock_open_row
from tests.faults.clerk import wait_until_over
from tests.faults.visits import pragma
from tests.kiosk.desk.counter.clerks import signed_in
from tests.kiosk.desk.test_printjobs import wait_for
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.pages import Pages
from tests.printing.ippeveprinter import HASTY
from tools.virtual_printer import VirtualPrinter

pytestmark = pytest.mark.printer


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with VirtualPrinter(tmp_path / "printer", seconds_per_page=0.5) as running:
        yield running


@pytest.fixture
def town_hall(tmp_path: Path, printer: VirtualPrinter) -> TownHall:
    return build_town_hall(tmp_path, printer.uri)


@pytest.fixture
def desks(town_hall: TownHall) -> Iterator[tuple[Workplace, Workplace]]:
    """Two desk programs on one database."""
    office = town_hall.office
    both = [
        Workplace(office, office.settings.desk(mode), open_store(office.settings.database), HASTY)
        for mode in (DeskMode.COUNTER, DeskMode.LOBBY)
    ]
    yield both[0], both[1]
    for each in both:
        each.printer.stop()
        each.store.close()


@pytest.fixture
def visit(desks: tuple[Workplace, Workplace], town_hall: TownHall) -> Visit:
    return desks[0].reception.scan(town_hall.ticket(), "a screen")


def test_pressed_in_the_same_moment_one_paper_comes_out(
    desks: tuple[Workplace, Workplace], visit: Visit, printer: VirtualPrinter
) -> None:
    drawn = stacks_for(desks[0], visit)
    with ThreadPoolExecutor(2) as pool:
        refused = list(pool.map(lambda desk: reason_of(desk, visit, drawn), desks))
    assert sorted(map(str, refused)) == ["None", "printing_elsewhere"]
    until_over(desks)
    assert len(printer.papers()) == 1


def test_what_the_database_refused_to_record_is_recorded_once_when_it_can_be(
    desks: tuple[Workplace, Workplace], visit: Visit
) -> None:
    here, there = desks
    assert reason_of(here, visit, stacks_for(here, visit)) is None
    with pragma(here, "query_only=ON"):
        wait_until_over(here)
    assert there.printer.state(there.cases.read(visit.id).visit).standing is Standing.ELSEWHERE
    for _ in range(2):
        here.printer.renew_marks()
        found = there.cases.read(visit.id).visit
        assert (found.printed_times, found.printing_desk) == (1, None)


def test_after_the_paper_came_out_the_other_desk_asks_first(
    desks: tuple[Workplace, Workplace], visit: Visit, printer: VirtualPrinter
) -> None:
    first, second = desks
    assert reason_of(first, visit) is None
    assert reason_of(first, visit) is DeskReason.STILL_PRINTING
    until_over(desks)
    assert reason_of(second, visit) is DeskReason.MAY_HAVE_PRINTED
    printed = second.cases.read(visit.id).visit
    assert not printed.printing_until
    assert reason_of(second, printed, again=True) is None
    until_over(desks)
    assert len(printer.papers()) == 2


def test_a_printer_that_is_off_leaves_no_mark_behind(
    desks: tuple[Workplace, Workplace], visit: Visit, printer: VirtualPrinter
) -> None:
    printer.unplug()
    assert reason_of(desks[0], visit) is None
    until_over(desks)
    printer.plug_in()
    assert reason_of(desks[1], visit) is None
    until_over(desks)
    assert len(printer.papers()) == 1


def test_the_counter_says_who_prints_and_asks_after_a_desk_died(
    desks: tuple[Workplace, Workplace], visit: Visit
) -> None:
    counter = desks[0]
    pages = signed_in(counter, "sato")
    claim_print(counter.store, visit, "lobby-1")
    shown = pages.open(f"/visits/{visit.id}")
    assert "いまロビー端末で印刷しています。" in shown.text
    assert 'id="print"' not in shown.response.text
    long_ago = replace(counter.store, clock=lambda: now() - timedelta(minutes=3))
    with long_ago.writing() as session:
        lock_open_row(session, visit.id).printing_until = long_ago.clock()
    shown = pages.open(f"/visits/{visit.id}")
    assert "印刷の途中で端末が止まり" in shown.text
    pages.client.post(f"/visits/{visit.id}/print/seen", data={"csrf_token": token(pages, visit)})
    (after,) = open_visits(counter.store)
    assert (after.printed_times, after.printing_desk) == (1, None)


def test_a_call_from_the_lobby_stands_on_the_counter_until_somebody_goes(
    desks: tuple[Workplace, Workplace], visit: Visit
) -> None:
    counter, lobby = desks
    pages = signed_in(counter, "sato")
    lobby.calls.call("lobby-1", visit.id)
    lobby.calls.report("lobby-1", {"printer"})
    shown = pages.open("/")
    assert f"ロビー端末で職員を呼んでいます（{visit.receipt_number}）" in shown.text
    assert "ロビー端末のプリンターが使えません。" in shown.text
    pages.client.post("/calls/lobby-1/answer", data={"csrf_token": token(pages, visit)})
    assert "職員を呼んでいます" not in pages.open("/").text
    assert lobby.calls.read().waiting == ()


def reason_of(
    desk: Workplace, visit: Visit, drawn: Sequence[Stack] = (), *, again: bool = False
) -> DeskReason | None:
    try:
        imprints = imprints_of(desk.cases.read(visit.id), desk.office)
        desk.printer.print_sheets(visit, drawn or stacks_for(desk, visit), imprints, again=again)
    except DeskError as error:
        return error.reason
    return None


def stacks_for(desk: Workplace, visit: Visit) -> Sequence[Stack]:
    case = desk.cases.read(visit.id)
    application = Application(case.procedures, case.answers)
    return draw_stacks(application, desk.office, Order(visit.receipt_number, desk.desk.printer_uri))


def until_over(desks: tuple[Workplace, Workplace]) -> None:
    wait_for(lambda: not any(desk.printer.jobs.printing for desk in desks))


def token(pages: Pages, visit: Visit) -> str:
    return dict(pages.open(f"/visits/{visit.id}").form("scanner").fields)["csrf_token"]
