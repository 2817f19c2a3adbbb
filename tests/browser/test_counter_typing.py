"""What helps staff while they type: readings, addresses without losing one's place, the right shape of a character."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.atcounter import scan
from tests.kiosk.desk.townhall import YOSHIDA_ANSWERS, TownHall

OPEN = {key: value for key, value in YOSHIDA_ANSWERS.items() if key not in ("you.kana", "you.address")}


@pytest.fixture
def typing(page: Page, town_hall: TownHall) -> Page:
    scan(page, town_hall.ticket(OPEN)[0])
    page.goto(f"{page.url}?edit=you")
    expect(page.locator("html.improved")).to_have_count(1)
    return page


def test_a_reading_is_proposed_an_address_found_and_a_shape_chosen(typing: Page) -> None:
    name, reading = (typing.locator(f"[name='you.{part}.family']") for part in ("name", "kana"))
    name.fill("Nguyen")
    expect(reading).to_have_value("グエン")
    name.fill("高田")
    name.press("ArrowLeft")
    typing.locator("[data-name]").get_by_role("button", name="字の形").first.click()
    typing.get_by_role("button", name="髙", exact=True).click()
    expect(name).to_have_value("髙田")
    expect(name).to_be_focused()
    typing.fill("[name='you.postal_code']", "0930042")
    typing.locator("[name='you.postal_code']").press("Tab")
    typing.keyboard.press("Enter")
    expect(typing.locator("[name='you.address']")).to_be_focused()
    expect(typing.locator("[name='you.address']")).not_to_have_value("")
    expect(name).to_have_value("髙田")
