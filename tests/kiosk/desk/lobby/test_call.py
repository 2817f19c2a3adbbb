"""A call for staff: nothing is wiped while it waits, it says who comes, and it ends with its person."""

import time

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.desk.lobby import LobbyWatch
from kiosk.desk.lobby.session import CALL_HOLDS
from kiosk.store import Signals, open_visits
from tests.kiosk.desk.lobby.test_pages import scan, token_of
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.pages import Pages


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    return Pages(create_app(lobby.office, lobby.desk, lobby))


def test_it_works_the_screen_says_that_somebody_comes(pages: Pages, town_hall: TownHall, lobby: Workplace) -> None:
    scan(pages, town_hall)
    assert pages.send(form="help", button="call").heading == "職員を呼びました"
    lobby.calls.answer("lobby-1", 1)
    assert pages.open("/called?back=/review").heading == "係の者が来ます"


def test_while_staff_is_awaited_every_screen_knows_for_how_long_nothing_is_wiped(
    pages: Pages, town_hall: TownHall, lobby: Workplace
) -> None:
    scan(pages, town_hall)
    assert held(pages) == 0
    pages.send(form="help", button="call")
    pages.open("/review")
    assert CALL_HOLDS.total_seconds() - 60 < held(pages) <= CALL_HOLDS.total_seconds()


def test_the_program_itself_ends_no_visit_that_waits_for_staff(
    pages: Pages, town_hall: TownHall, lobby: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(pages, town_hall)
    watch = LobbyWatch(lobby)
    watch.begin(open_visits(lobby.store)[0].id)
    lobby.calls.call("lobby-1")
    now = time.monotonic()
    monkeypatch.setattr("kiosk.desk.lobby.session.time.monotonic", lambda: now + 10_000)
    watch.end_what_was_left()
    assert len(open_visits(lobby.store)) == 1
    lobby.calls.end("lobby-1")
    watch.end_what_was_left()
    assert open_visits(lobby.store) == ()


@pytest.mark.parametrize("path", ["/finish", "/quit", "/bye", "/hand-over"])
def test_the_call_ends_when_its_person_leaves(
    pages: Pages, town_hall: TownHall, lobby: Workplace, path: str
) -> None:
    scan(pages, town_hall)
    pages.send(form="help", button="call")
    assert lobby.calls.read() != Signals()
    pages.client.post(path, data={"csrf_token": token_of(pages)})
    assert lobby.calls.read() == Signals()


def test_who_called_before_anything_was_begun_takes_the_call_away_too(pages: Pages, lobby: Workplace) -> None:
    pages.open("/scan")
    pages.send(form="help", button="call")
    pages.client.post("/bye", data={"csrf_token": token_of(pages)})
    assert lobby.calls.read() == Signals()


def test_the_next_person_has_no_call_of_the_one_before(
    pages: Pages, town_hall: TownHall, lobby: Workplace
) -> None:
    scan(pages, town_hall)
    pages.send(form="help", button="call")
    pages.open("/")
    scan(pages, town_hall)
    assert lobby.calls.read() == Signals()


def held(pages: Pages) -> int:
    assert pages.now is not None
    return int(pages.now.find("div", id="held")[0].attributes["data-held"])
