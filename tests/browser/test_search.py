"""The search on a phone and at the lobby, as they are seen, touched and read aloud."""

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.desk import Workplace
from tests.browser.axe import assert_accessible, assert_no_sideways_scrolling
from tests.browser.deskserver import STEADY, lobby_page

LEAST_TARGET = 44
LEAST_KEY = 48


def test_on_a_small_phone_with_large_text_what_is_found_is_read_reached_and_come_back_to(
    phone: Page, prefill_url: str
) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    phone.goto(f"{prefill_url}/?language=vi")
    phone.fill("#f-q", "chuyen nha")
    phone.press("#f-q", "Enter")
    expect(phone.locator("#found")).to_be_focused()
    expect(phone.get_by_role("status").filter(has_text="Tìm thấy")).to_be_visible()
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    assert_accessible(phone)
    assert_no_sideways_scrolling(phone)
    heights = phone.evaluate(
        """() => [...document.querySelectorAll(".results .row, .results summary, .search .button, .search .input")]
            .map(each => each.getBoundingClientRect().height)"""
    )
    assert heights
    assert min(heights) >= LEAST_TARGET
    phone.locator(".results a").first.click()
    phone.wait_for_url("**/guide/**")
    phone.go_back()
    expect(phone.locator("#f-q")).to_have_value("chuyen nha")
    expect(phone.locator(".results a").first).to_be_visible()


@pytest.mark.lobby
def test_at_the_lobby_the_keys_on_the_screen_are_enough(browser: Browser, desk: tuple[str, Workplace]) -> None:
    page = lobby_page(browser, desk[0])
    page.tap("text=手続を探す")
    for key in ("い", "ぬ"):
        page.tap(f".board .pad-key:text-is('{key}')")
    assert_accessible(page)
    page.tap(".board .pad-main")
    expect(page.locator("#q")).to_have_value("いぬ")
    expect(page.locator("#chosen button").first).to_contain_text("犬の登録")
    assert_accessible(page)
    page.locator("#chosen button").first.tap()
    expect(page).not_to_have_url(f"{desk[0]}/search")
    page.context.close()


@pytest.mark.lobby
def test_at_the_lobby_words_are_searched_in_the_script_of_the_language(
    browser: Browser, desk: tuple[str, Workplace]
) -> None:
    page = lobby_page(browser, desk[0])
    for language, keys, typed, found in (
        ("ko", "ㅇㅣㅎㅗㄴ", "이혼", "이혼"),
        ("ne", "कुकुर", "कुकुर", "कुकुर"),
        ("my", "ခွေး", "ခွေး", "ခွေး"),
    ):
        page.goto(f"{desk[0]}/?language={language}")
        page.goto(f"{desk[0]}/search")
        sizes = page.evaluate(
            "() => [...document.querySelectorAll('.board .pad-key')].map(each => each.getBoundingClientRect())"
            ".map(each => Math.min(each.width, each.height))"
        )
        assert min(sizes) >= LEAST_KEY, language
        assert_no_sideways_scrolling(page)
        for key in keys:
            page.locator(f".board-keys .pad-key:text-is('{key}')").tap()
            page.wait_for_timeout(STEADY)
        expect(page.locator("#q")).to_have_value(typed)
        assert_accessible(page)
        page.tap(".board .pad-main")
        expect(page.locator(".results")).to_contain_text(found)
    page.context.close()
