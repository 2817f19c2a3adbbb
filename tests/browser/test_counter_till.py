"""A day at the till by keyboard alone: float, a payment, a void, and a closing with a difference by two people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.desk.workplace import Workplace
from kiosk.office import today
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.till.payment import Method
from kiosk.till.tills import Tills
from tests.browser.atcounter import scan
from tests.browser.axe import assert_accessible
from tests.browser.deskserver import PASSWORD, counter_page, running_desk
from tests.kiosk.desk.townhall import TownHall, build_town_hall

SLOWLY = 120
"""Milliseconds between two keys of a person; letters that come faster are a scanner's."""


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    return build_town_hall(tmp_path, more="[till]\nuse = true\n")


@pytest.fixture
def cashier(town_hall: TownHall, browser: Browser) -> Iterator[tuple[Page, Workplace]]:
    with running_desk(town_hall, DeskMode.COUNTER) as (address, workplace):
        add_staff(workplace.store, "suzuki", PASSWORD, StaffRole.CLERK, StaffRole.CASHIER)
        page = counter_page(browser, address, "suzuki")
        yield page, workplace
        page.context.close()


def assert_at_a_glance(page: Page) -> None:
    """Nothing of the screen is below 800 pixels, and everybody can use it."""
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert_accessible(page)


def test_a_day_by_keyboard_alone(cashier: tuple[Page, Workplace], town_hall: TownHall) -> None:
    page, workplace = cashier
    keys = page.keyboard
    scan(page, town_hall.ticket()[0])
    keys.press("F1")
    expect(page.locator("#float")).to_be_focused()
    keys.type("20000\n")
    expect(page.locator("#number")).to_be_focused()
    keys.type("a1\n")
    expect(page.locator("#given")).to_be_focused()
    assert_at_a_glance(page)
    keys.type("1000\n")
    expect(page.get_by_text("おつり 400円")).to_be_visible()
    assert_at_a_glance(page)

    keys.press("F9")
    expect(page.locator("#fee-0")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("F2")
    expect(page.get_by_text("まだ受け取っていません。")).to_be_visible()
    keys.press("F7")
    keys.press("ArrowRight")
    expect(page.locator("#method-code")).to_be_checked()
    keys.press("F2")
    expect(page.get_by_text("第2号").first).to_be_visible()

    page.locator("a[href*='void=']").first.focus()
    keys.press("Enter")
    expect(page.locator("#void [name=reason]").first).to_be_focused()
    keys.press("Space")
    keys.press("F2")
    expect(page.get_by_text("取り消しました。")).to_be_visible()

    keys.press("F4")
    expect(page.locator("#pieces-10000")).to_be_focused()
    keys.type("2")
    for _ in range(4):
        keys.press("Tab")
    keys.type("1")
    keys.press("F2")
    expect(page.get_by_text("▲100円")).to_be_visible()
    assert_at_a_glance(page)
    keys.press("Space")
    keys.press("Tab")
    page.wait_for_timeout(SLOWLY)
    keys.type("sato", delay=SLOWLY)
    keys.press("Tab")
    keys.type(PASSWORD, delay=SLOWLY)
    keys.press("F2")
    expect(page.get_by_text("レジを締めました。")).to_be_visible()
    assert_accessible(page)

    (day,) = Tills(workplace.store, "counter-1").days(today(), today())
    assert day.closing is not None
    assert (day.closing.difference, day.closing.reason) == (-100, "change")
    assert [entry.payment.method for entry in day.entries] == [Method.CASH, Method.CODE, Method.CODE]
