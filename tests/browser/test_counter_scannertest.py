"""The page that tells which setting of a scanner is wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.settings import DeskMode
from kiosk.web.qr import TEST_DIGITS
from tests.browser.atcounter import read_code
from tests.browser.axe import assert_accessible
from tests.browser.codes import codes_on_screen
from tests.browser.deskserver import counter_page, running_desk
from tests.kiosk.desk.townhall import build_town_hall


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    with running_desk(build_town_hall(tmp_path), DeskMode.COUNTER) as (address, _):
        opened = counter_page(browser, address)
        opened.goto(f"{address}/scanner")
        yield opened
        opened.context.close()


def test_a_well_set_scanner_is_praised(page: Page) -> None:
    assert codes_on_screen(page) == [TEST_DIGITS]
    read_code(page, TEST_DIGITS + "\n")
    expect(page.get_by_text("すべて正しく届きました")).to_be_visible()
    expect(page.get_by_text("Enterが付いています")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("A" + TEST_DIGITS, "前置き・後置き"),
        (TEST_DIGITS[:60], "途中で切れました"),
        (TEST_DIGITS[:50] + TEST_DIGITS[53:], "文字が抜けています"),
    ],
)
def test_what_is_wrong_is_named(page: Page, typed: str, words: str) -> None:
    read_code(page, typed)
    expect(page.get_by_text(words)).to_be_visible()


def test_a_slow_scanner_is_told_where_to_set_it(page: Page) -> None:
    read_code(page, TEST_DIGITS[:20], pace=130)
    expect(page.get_by_text("Inter-character delay")).to_be_visible()
