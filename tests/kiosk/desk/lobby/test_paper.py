"""The paper screen of the lobby on CUPS's own IPP printer, without JavaScript: what came out, and what to do now."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.desk import Workplace, create_app, open_workplace
from kiosk.settings import DeskMode
from kiosk.store import VisitStatus, open_visits
from tests.kiosk.desk.lobby.test_pages import scan, token_of
from tests.kiosk.desk.test_printjobs import stacks, wait_for
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.pages import Pages
from tests.printing.ippeveprinter import HASTY
from tools.virtual_printer import VirtualPrinter

pytestmark = pytest.mark.printer


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with VirtualPrinter(tmp_path / "printer", seconds_per_page=0.2) as running:
        yield running


@pytest.fixture
def town_hall(tmp_path: Path, printer: VirtualPrinter) -> TownHall:
    return build_town_hall(tmp_path, printer=printer.uri)


@pytest.fixture
def lobby(town_hall: TownHall) -> Iterator[Workplace]:
    desk = town_hall.office.settings.desk(DeskMode.LOBBY)
    opened = Workplace(town_hall.office, desk, open_workplace(town_hall.office, desk).store, HASTY)
    yield opened
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    return Pages(create_app(lobby.office, lobby.desk, lobby))


def test_it_works(pages: Pages, lobby: Workplace, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    pages.client.post("/print", data={"csrf_token": token_of(pages)})
    until_ended(lobby)
    assert pages.open("/paper").heading == "紙を取ってください"


def test_when_some_pages_came_out_it_says_how_many_and_what_to_do(
    pages: Pages, lobby: Workplace, town_hall: TownHall, printer: VirtualPrinter
) -> None:
    partly_printed(pages, lobby, town_hall, printer)
    text = pages.open("/paper").text
    assert "4枚のうち1枚が出ました。" in text
    assert "紙は全部出ましたか。" in text
    assert "先に出た紙も窓口に渡してください。" in text
    assert "窓口で印刷してもらう" in text


def test_who_has_all_pages_after_all_goes_on(
    pages: Pages, lobby: Workplace, town_hall: TownHall, printer: VirtualPrinter
) -> None:
    partly_printed(pages, lobby, town_hall, printer)
    pages.open("/paper")
    pages.client.post("/paper/seen", data={"csrf_token": token_of(pages)})
    assert pages.open("/paper").heading == "紙を取ってください"
    assert open_visits(lobby.store)[0].status is VisitStatus.PRINTED


def test_who_lacks_pages_has_all_of_them_printed_again(
    pages: Pages, lobby: Workplace, town_hall: TownHall, printer: VirtualPrinter
) -> None:
    partly_printed(pages, lobby, town_hall, printer)
    printer.plug_in()
    printer.set_speed(0.2)
    pages.open("/paper")
    pages.client.post("/print", data={"csrf_token": token_of(pages), "again": "yes"})
    until_ended(lobby)
    assert pages.open("/paper").heading == "紙を取ってください"


def test_when_nothing_was_sent_nobody_is_asked_to_look(
    pages: Pages, lobby: Workplace, town_hall: TownHall, printer: VirtualPrinter
) -> None:
    scan(pages, town_hall)
    printer.unplug()
    pages.client.post("/print", data={"csrf_token": token_of(pages)})
    until_ended(lobby)
    text = pages.open("/paper").text
    assert "紙は全部出ましたか。" not in text
    assert "紙は出ましたか。" not in text
    # It said that the counter prints: that way comes first.
    assert 0 < text.find("窓口で印刷してもらう") < text.find("もう一度印刷する")


def partly_printed(pages: Pages, lobby: Workplace, town_hall: TownHall, printer: VirtualPrinter) -> None:
    """One page is out when the printer loses its power."""
    scan(pages, town_hall)
    printer.set_speed(1.0)
    visit = open_visits(lobby.store)[0].id
    lobby.printer.jobs.start(visit, stacks(1, 3))
    wait_for(lambda: (job := lobby.printer.jobs.job(visit)) is not None and job.pages_done >= 1)
    printer.unplug()
    until_ended(lobby)


def until_ended(lobby: Workplace) -> None:
    visit = open_visits(lobby.store)[0].id
    wait_for(lambda: (job := lobby.printer.jobs.job(visit)) is not None and not job.running, 30.0)
