"""The board from eight metres away, lying and standing."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from kiosk.board import create_app
from kiosk.desk.scan import find_digits
from kiosk.hall.turn import MISS, NewTurn, Range, Way
from kiosk.hall.turns import Turns, new_key
from kiosk.office import open_office
from kiosk.settings import read_secret
from kiosk.store import Store
from kiosk.town.status import public_half, unpack_status
from kiosk.web import Front
from tests.browser.serving import serving
from tests.kiosk.board.conftest import board, issue, store, town_hall, turns
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.store.conftest import Clock

__all__ = ["board", "store", "town_hall", "turns"]
pytestmark = pytest.mark.browser

SMALLEST = 65
"""Pixels of a 43-inch screen that are 32 mm: legible at 250 times that, which is 8 m."""

SIZES = """() => [...document.querySelectorAll("main *")]
  .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .map((element) => parseFloat(getComputedStyle(element).fontSize))"""
CUT = """() => [...document.querySelectorAll("main, main *")].filter((element) => {
  const place = element.getBoundingClientRect();
  return place.right > innerWidth + 1 || place.bottom > innerHeight + 1;
}).map((element) => element.className + element.textContent.trim().slice(0, 20))"""


@pytest.fixture
def address(board: Front) -> Iterator[str]:
    with serving(board) as url:
        yield f"{url}/board/main"


def a_busy_hour(turns: Turns) -> None:
    """Five windows, twelve people who wait and six who did not come."""
    for _ in range(23):
        issue(turns)
    issue(turns, "move", "M")
    for at in range(6):
        called = turns.call_next(new_key(), f"w{at + 9}", ["cert"])
        assert called is not None
        turns.step(new_key(), called.id, MISS)
    for at in range(5):
        called = turns.call_next(new_key(), f"w{at}", ["cert"])
        assert called is not None


@pytest.fixture
def shining(town_hall: TownHall, store: Store) -> Iterator[str]:
    """A board with the status in its corner."""
    key = town_hall.office.settings.folder / "status.key"
    keys = replace(town_hall.office.settings.keys, status_key_file=key)
    office = replace(town_hall.office, settings=replace(town_hall.office.settings, keys=keys))
    assert office.hall is not None
    with serving(create_app(office, office.hall, store)) as url:
        yield f"{url}/board/main"


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920)], ids=["lying", "standing"])
def test_it_can_be_read_from_eight_metres(
    browser: Browser, shining: str, town_hall: TownHall, turns: Turns, width: int, height: int
) -> None:
    a_busy_hour(turns)
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=True)
    page = context.new_page()
    page.goto(shining)
    sizes = page.evaluate(SIZES)
    assert sizes
    assert min(sizes) >= SMALLEST
    assert page.evaluate(CUT) == []
    (digits,) = find_digits(page.screenshot())
    status = unpack_status(digits, public_half(read_secret(town_hall.office.settings.folder / "status.key")))
    assert status is not None
    assert [number for number, _ in status.calls] == ["C-007", "C-008", "C-009", "C-010", "C-011"]
    assert status.queues[0].count == 12
    context.close()


@pytest.mark.parametrize("queues", [2, 3, 6])
def test_a_late_and_busy_hour_has_room_for_every_queue(
    browser: Browser, town_hall: TownHall, store: Store, turns: Turns, queues: int
) -> None:
    file = town_hall.office.settings.folder / "hall.toml"
    more = [
        f'\n[[queue]]\nid = "more-{letter.lower()}"\nlabel = "国民健康保険"\nsection = "juumin"\nletter = "{letter}"\n'
        for letter in "AEFH"[: queues - 2]
    ]
    file.write_text(file.read_text("utf-8") + "".join(more), "utf-8")
    office = open_office(town_hall.office.settings.folder)
    assert office.hall is not None
    assert len(office.hall.queues) == queues
    a_busy_hour(turns)
    for queue in office.hall.queues:
        turns.issue(new_key(), NewTurn("main", queue.id, queue.letter, Way.LOBBY, told=Range(0, 5)))
    assert isinstance(store.clock, Clock)
    store.clock.pass_by(minutes=30)
    with serving(create_app(office, office.hall, store)) as url:
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(f"{url}/board/main")
        assert page.get_by_text("おくれています").count() == queues
        list_ends, band_begins = (
            page.locator(f".board-{part}").evaluate("part => part.getBoundingClientRect()")[side]
            for part, side in (("queues ul", "bottom"), ("missed", "top"))
        )
        assert list_ends <= band_begins
        assert page.evaluate(CUT) == []
        page.close()


def test_a_call_appears_by_itself(browser: Browser, address: str, turns: Turns) -> None:
    issue(turns)
    page = browser.new_page()
    page.goto(address)
    turns.call_next(new_key(), "w1", ["cert"])
    page.get_by_text("C-001").wait_for(timeout=8000)
    page.close()
