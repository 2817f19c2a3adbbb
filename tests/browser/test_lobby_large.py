"""Large text in the low position: what one came for is in sight, in languages that need much room as well."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kiosk.desk import Workplace
from kiosk.settings import DeskMode
from tests.browser.atcounter import read_code
from tests.browser.deskserver import UPRIGHT, WIDE, lobby_page, running_desk, touch_keys
from tests.browser.test_lobby_reach import hidden_below
from tests.cardreader.pcscd import Insert, card_service, insert, person, reader
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.sweep import swept

__all__ = ["card_service", "insert", "reader"]

BOTH_WAYS_UP = pytest.mark.parametrize("size", [UPRIGHT, WIDE])
LONG = ("ja", "my", "vi")


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    return build_town_hall(tmp_path)


@pytest.fixture
def desk(town_hall: TownHall) -> Iterator[tuple[str, Workplace]]:
    with running_desk(town_hall, DeskMode.LOBBY) as running:
        yield running


@swept(4, lambda case: case["size"] == WIDE)
@BOTH_WAYS_UP
def test_it_works_all_ways_on_are_in_sight(
    browser: Browser, desk: tuple[str, Workplace], size: tuple[int, int]
) -> None:
    page = lobby_page(browser, desk[0], size)
    for language in LONG:
        page.goto(f"{desk[0]}/?language={language}&look=large+contrast+seated")
        for path in ("/card", "/hand", "/nowhere", "/lost"):
            page.goto(desk[0] + path)
            assert hidden_below(page) <= 16, (language, path)
            assert_not_longer_than_the_screen(page)
        page.goto(f"{desk[0]}/scan")
        read_code(page, "4902102072618\n")
        page.locator(".notice-refusal").wait_for()
        assert in_sight(page.locator("main .actions a").last), language
    page.context.close()


def test_on_a_wide_screen_all_procedures_of_a_group_are_in_sight(
    browser: Browser, desk: tuple[str, Workplace]
) -> None:
    page = lobby_page(browser, desk[0], WIDE)
    page.goto(f"{desk[0]}/hand?group=証明書")
    expect(page.locator("button.way-line").nth(8)).to_be_visible()
    assert hidden_below(page) == 0
    page.context.close()


@pytest.mark.card
@swept(5, lambda case: (case["language"], case["size"]) == ("my", WIDE))
@BOTH_WAYS_UP
@pytest.mark.parametrize("language", LONG)
def test_after_a_wrong_pin_the_field_and_every_key_are_in_sight(
    browser: Browser, desk: tuple[str, Workplace], insert: Insert, size: tuple[int, int], language: str
) -> None:
    page = lobby_page(browser, desk[0], size)
    page.goto(f"{desk[0]}/?language={language}&look=large+contrast+seated")
    insert(person("yoshida"))
    page.wait_for_url("**/card")
    touch_keys(page, "9999", ".pad")
    page.locator(".pin .notice-refusal").wait_for()
    assert in_sight(page.locator("#pin"))
    assert in_sight(page.locator(".pad .pad-key:text-is('0')"))
    assert in_sight(page.locator(".pin .button-wide"))
    page.context.close()


def test_the_review_is_no_longer_than_the_screen(
    browser: Browser, desk: tuple[str, Workplace], town_hall: TownHall
) -> None:
    """Only the question scrolls, never the frame with the buttons that are always there."""
    page = lobby_page(browser, desk[0], WIDE)
    read_code(page, town_hall.ticket()[0] + "\n")
    page.wait_for_url("**/review")
    assert_not_longer_than_the_screen(page)
    page.context.close()


def test_that_there_is_no_camera_is_said_to_who_asks_for_it(browser: Browser, desk: tuple[str, Workplace]) -> None:
    page = lobby_page(browser, desk[0])
    page.goto(f"{desk[0]}/scan")
    button = page.get_by_role("button", name="カメラで読む")
    expect(button).to_be_visible()
    expect(page.locator("#scanner-says")).to_have_text("")
    button.tap()
    expect(page.locator("#scanner-says")).to_contain_text("カメラを使えません。")
    page.context.close()


def in_sight(thing: Locator) -> bool:
    """Whether it can be touched in its upper and its lower half, nothing lying above it, once a new screen has rested."""
    found: bool = thing.evaluate(
        """async e => { await Promise.allSettled(document.getAnimations().filter(each => each.animationName === "rests")
                    .map(each => each.finished));
                  const box = e.getBoundingClientRect(), x = box.x + box.width / 2;
                  return [0.25, 0.75].map(part => box.top + box.height * part).every(y => e.contains(document.elementFromPoint(x, y))); }"""
    )
    return found


def assert_not_longer_than_the_screen(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), page.url
