"""The daily path of a visit with one procedure, by keys alone, on a screen of 1280×800: nothing of it is below the edge."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.store import open_visits
from tests.browser.atcounter import scan
from tests.browser.deskserver import PASSWORD, running_desk
from tests.browser.test_whole_journeys_counter import page_without_mouse, tab_to
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.town.test_hall import EXAMPLE
from tools.virtual_printer import VirtualPrinter

SCREENS = (
    "sign-in",
    "list",
    "number called",
    "number seated",
    "scanned",
    "checked",
    "printed",
    "fee asked",
    "till",
    "till payment",
    "till change",
    "paid",
    "handed on",
    "finished",
)


@pytest.fixture
def town_hall(tmp_path: Path, printer: VirtualPrinter) -> TownHall:
    built = build_town_hall(tmp_path, printer=printer.uri, more="[till]\nuse = true\nask = true\n")
    (tmp_path / "config/hall.toml").write_text(EXAMPLE, encoding="utf-8")
    return built


def look(page: Page, heights: dict[str, int], screen: str) -> None:
    """Keep how high the screen is, with everything it shows."""
    page.wait_for_load_state()
    heights[screen] = page.evaluate("document.documentElement.scrollHeight")


@pytest.mark.printer
def test_no_screen_of_it_scrolls_and_keys_reach_each(
    browser: Browser, printer: VirtualPrinter, town_hall: TownHall
) -> None:
    heights: dict[str, int] = {}
    with running_desk(town_hall, DeskMode.COUNTER) as (address, workplace):
        add_staff(workplace.store, "suzuki", PASSWORD, StaffRole.CLERK, StaffRole.CASHIER)
        page, pointed = page_without_mouse(browser)
        keys = page.keyboard
        page.goto(f"{address}/login")
        look(page, heights, "sign-in")
        keys.type("suzuki")
        keys.press("Tab")
        keys.type(f"{PASSWORD}\n")
        page.wait_for_url(f"{address}/")
        look(page, heights, "list")

        keys.press("F3")
        expect(page.locator("#turn-number")).to_be_focused()
        keys.press("Shift+Tab")
        keys.press("Shift+Tab")
        expect(page.locator("#give-cert button")).to_be_focused()
        keys.press("Enter")
        expect(page.locator(".strip-lines")).to_contain_text("証明書 1人")
        keys.press("F5")
        expect(page.get_by_text("を呼んでいます")).to_be_visible()
        look(page, heights, "number called")
        keys.press("F5")
        expect(page.get_by_text("を受けています")).to_be_visible()
        look(page, heights, "number seated")

        scan(page, town_hall.ticket()[0])
        look(page, heights, "scanned")
        visit = page.url
        keys.press("F7")
        keys.press("Space")
        expect(page.locator("#identification .panel-note")).to_have_text("済み")
        look(page, heights, "checked")
        keys.press("F2")
        expect(page.get_by_text("印刷が終わりました。")).to_be_visible()
        look(page, heights, "printed")
        keys.press("F4")
        expect(page.get_by_text("手数料は済み。")).to_be_visible()
        look(page, heights, "fee asked")

        keys.press("F1")
        expect(page.locator("#float")).to_be_focused()
        keys.type("20000\n")
        expect(page.locator("#number")).to_be_focused()
        look(page, heights, "till")
        (open_visit,) = open_visits(workplace.store)
        keys.type(f"{open_visit.receipt_number.lower()}\n", delay=120)
        expect(page.locator("#given")).to_be_focused()
        look(page, heights, "till payment")
        keys.type("1000\n")
        expect(page.get_by_text("おつり")).to_be_visible()
        look(page, heights, "till change")
        keys.press("F2")
        expect(page.get_by_text("第1号").first).to_be_visible()
        page.goto(visit)
        look(page, heights, "paid")

        keys.press("Escape")
        page.wait_for_url(f"{address}/")
        tab_to(page, "#hand-on")
        keys.press("Tab")
        keys.press("Enter")
        expect(page.locator(".strip-lines")).to_contain_text("引っ越し 1人")
        look(page, heights, "handed on")
        page.goto(visit)
        expect(page.locator("#finish")).to_be_focused()
        keys.press("F4")
        expect(page.get_by_text("の受付を終了しました。")).to_be_visible()
        look(page, heights, "finished")
        assert pointed == []
        page.context.close()
    assert tuple(heights) == SCREENS
    assert {screen: height for screen, height in heights.items() if height > 800} == {}
