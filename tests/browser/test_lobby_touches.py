"""Trembling hands: a second touch in the same place counts for nothing, and a new screen rests before it takes one."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from kiosk.desk import Workplace
from kiosk.store import open_visits
from tests.browser.deskserver import STEADY, lobby_page

pytestmark = pytest.mark.lobby

KEY = ".board .pad-key:text-is('あ')"
FIELD = "input[name='you.name.family']"


@pytest.fixture
def page(browser: Browser, desk: tuple[str, Workplace]) -> Iterator[Page]:
    """By hand, at the question for the name."""
    opened = lobby_page(browser, desk[0])
    token = opened.locator("#scanner [name=csrf_token]").input_value()
    opened.request.post(f"{desk[0]}/hand", form={"csrf_token": token, "procedure": "resident_record_copy"})
    opened.goto(f"{desk[0]}/ask/you.name")
    opened.locator(KEY).tap(trial=True)
    yield opened
    opened.context.close()


def test_it_works_two_touches_of_one_tremor_are_one(page: Page) -> None:
    finger, at = hand(page), place(page)
    touch(finger, *at)
    touch(finger, at[0] + 6, at[1] + 3)
    page.wait_for_timeout(STEADY)
    expect(page.locator(FIELD)).to_have_value("あ")


def test_a_second_touch_that_is_meant_counts(page: Page) -> None:
    finger, at = hand(page), place(page)
    touch(finger, *at)
    page.wait_for_timeout(STEADY)
    touch(finger, *at)
    expect(page.locator(FIELD)).to_have_value("ああ")


def test_a_quick_touch_on_another_key_counts(page: Page) -> None:
    finger, at = hand(page), place(page)
    touch(finger, *at)
    touch(finger, *place(page, ".board .pad-key:text-is('い')"))
    expect(page.locator(FIELD)).to_have_value("あい")


def test_keys_of_a_keyboard_are_never_ignored(page: Page) -> None:
    finger, at = hand(page), place(page)
    touch(finger, *at)
    touch(finger, *at)
    page.keyboard.press("Tab")
    page.keyboard.type("kk")
    expect(page.locator("input[name='you.name.given']")).to_have_value("kk")


def test_a_tremor_that_opens_a_screen_chooses_nothing_there(page: Page, desk: tuple[str, Workplace]) -> None:
    page.goto(f"{desk[0]}/hand")
    group = page.locator("a.way-line").first
    group.tap(trial=True)
    finger, at = hand(page), place(page, "a.way-line >> nth=0")
    touch(finger, *at)
    page.wait_for_url("**group=**", wait_until="commit")
    for _ in range(3):
        touch(finger, *at)
    page.wait_for_timeout(STEADY)
    assert "group=" in page.url
    expect(page.locator("form.choices button.way-line").first).to_be_visible()


def test_a_new_screen_takes_touches_after_a_moment(page: Page, desk: tuple[str, Workplace]) -> None:
    page.goto(f"{desk[0]}/hand")
    expect(page.locator("body")).to_have_css("pointer-events", re.compile("auto"))
    page.locator("a.way-line").first.tap()
    page.wait_for_url("**group=**")
    assert len(open_visits(desk[1].store)) == 1


def hand(page: Page) -> CDPSession:
    """A finger that is as fast as a tremor: Playwright's own waits for the screen."""
    return page.context.new_cdp_session(page)


def touch(finger: CDPSession, x: float, y: float) -> None:
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def place(page: Page, selector: str = KEY) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
