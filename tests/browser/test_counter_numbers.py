"""The strip at a window by keyboard, and the lobby that gives out a number by touch."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kiosk.desk.workplace import Workplace
from kiosk.hall.turn import NewTurn, Way
from kiosk.hall.turns import Turns, new_key
from kiosk.settings import DeskMode
from tests.browser.deskserver import counter_page, running_desk
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.town.test_hall import EXAMPLE

pytestmark = pytest.mark.browser


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    built = build_town_hall(tmp_path)
    (tmp_path / "config/hall.toml").write_text(EXAMPLE, encoding="utf-8")
    return built


@pytest.fixture
def window(town_hall: TownHall, browser: Browser) -> Iterator[tuple[Page, Workplace]]:
    with running_desk(town_hall, DeskMode.COUNTER) as (address, workplace):
        page = counter_page(browser, address)
        yield page, workplace
        page.context.close()


def test_f5_calls_and_seats_whoever_is_next(window: tuple[Page, Workplace]) -> None:
    page, workplace = window
    turns = Turns(workplace.store, "main")
    for _ in range(2):
        turns.issue(new_key(), NewTurn("main", "cert", "C", Way.LOBBY))
    page.reload()
    page.keyboard.press("F5")
    page.get_by_text("を呼んでいます").wait_for()
    page.keyboard.press("F5")
    page.get_by_text("を受けています").wait_for()
    assert page.locator(".strip-number").inner_text() == "C-001"


def test_a_number_given_out_elsewhere_appears_by_itself(window: tuple[Page, Workplace]) -> None:
    page, workplace = window
    Turns(workplace.store, "main").issue(new_key(), NewTurn("main", "cert", "C", Way.LOBBY))
    page.get_by_text("証明書 1人").wait_for(timeout=10_000)
