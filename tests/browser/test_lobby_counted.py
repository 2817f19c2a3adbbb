"""How often a person touches the lobby's screen, from first to last; docs/screens.md has the figures."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.settings import DeskMode
from tests.browser.atcounter import read_code
from tests.browser.deskserver import lobby_page, running_desk, touch_keys
from tests.cardreader.pcscd import Insert, card_service, insert, person, reader
from tests.kiosk.desk.townhall import CONFIG, TownHall, build_town_hall
from tests.sweep import in_turns
from tools.virtual_printer import VirtualPrinter

__all__ = ["card_service", "insert", "reader"]

pytestmark = [pytest.mark.card, pytest.mark.lobby, pytest.mark.printer, in_turns("touches counted", 3)]

UNHURRIED = 150
"""Milliseconds between two keys of a person; a scanner types ten times as fast."""
BY_HAND = 28

COUNTING = "addEventListener('pointerdown', () => window.touched(), true);"


@pytest.fixture
def town_hall(tmp_path: Path, printer: VirtualPrinter) -> TownHall:
    """With the shipped lists of certificates and streets."""
    hall = build_town_hall(tmp_path / "town", printer=printer.uri)
    (hall.office.settings.folder / "lobby.toml").unlink()
    shutil.copy(CONFIG / "streets.toml", hall.office.settings.folder)
    return hall


class Counted:
    """A screen that counts how often it is touched."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.page, self.touches = lobby_page(browser, address), 0
        self.page.expose_function("touched", self._one)
        self.page.add_init_script(COUNTING)
        self.page.goto(address)

    def _one(self) -> None:
        self.touches += 1


@pytest.fixture
def lobby(browser: Browser, town_hall: TownHall, insert: Insert) -> Iterator[Counted]:
    with running_desk(town_hall, DeskMode.LOBBY) as (address, _):
        counted = Counted(browser, address)
        yield counted
        counted.page.context.close()


def test_from_card_to_paper_in_eight_touches(lobby: Counted, insert: Insert) -> None:
    page = lobby.page
    insert(person("yoshida"))
    page.wait_for_url("**/card")
    touch_keys(page, person("yoshida").pin, ".pad")
    page.tap("button.way-line:has-text('住民票の写し')")
    page.tap("button.way-line:has-text('世帯の全員')")
    print_and_take(page)
    assert lobby.touches == 8


def test_by_code_in_two(lobby: Counted, town_hall: TownHall) -> None:
    read_code(lobby.page, town_hall.ticket()[0] + "\n")
    print_and_take(lobby.page)
    assert lobby.touches == 2


def test_from_card_to_paper_with_a_keypad_alone(lobby: Counted, insert: Insert) -> None:
    page = lobby.page
    insert(person("yoshida"))
    page.wait_for_url("**/card")
    page.locator(".pad-key").first.wait_for()
    page.keyboard.type(person("yoshida").pin, delay=UNHURRIED)
    page.get_by_role("heading", name="どの手続をしますか").wait_for()
    page.keyboard.press("1")
    page.get_by_role("heading", name="この形でよいですか").wait_for()
    expect(page.locator(".way .key-number")).to_have_text(["1", "2", "3"])
    page.keyboard.press("0")
    page.get_by_role("heading", name="どの手続をしますか").wait_for()
    page.keyboard.press("1")
    page.get_by_role("heading", name="この形でよいですか").wait_for()
    page.keyboard.press("1")
    expect(page.locator(".print-bar .key-number")).to_have_text("1")
    page.keyboard.press("1")
    expect(page.locator("main .button-wide .key-number")).to_have_text("1")
    page.get_by_role("button", name="紙を取った").wait_for()
    page.keyboard.press("1")
    page.wait_for_url("**/done")
    assert lobby.touches == 0


def test_an_address_in_the_town_in_six(lobby: Counted) -> None:
    page = lobby.page
    page.tap("button.way-line:has-text('住民票の写し')")
    page.tap("button.way-line:has-text('世帯の全員')")
    page.wait_for_url("**/ask/you.name")
    page.goto(page.url.replace("you.name", "you.address"))
    lobby.touches = 0
    page.tap("button.way:has-text('はい')")
    page.tap("button.way:has-text('中央一丁目')")
    page.locator("[data-dashes]").wait_for()
    touch_keys(page, ("2", "-", "3", "次へ"))
    page.wait_for_url(lambda url: not url.endswith("you.address"))
    assert lobby.touches == 6


def test_by_hand_from_the_first_screen_to_paper(lobby: Counted) -> None:
    page = lobby.page
    page.tap("button.way-line:has-text('住民票の写し')")
    page.tap("button.way-line:has-text('世帯の全員')")
    page.wait_for_url("**/ask/you.name")
    touch_keys(page, ("や", "ま", "た", "゛", "次の欄へ", "は", "な", "次へ"))
    page.wait_for_url("**/ask/you.birth_date")
    page.select_option("select", "S")
    lobby.touches += 2
    page.tap("[name='you.birth_date.year']")
    touch_keys(page, ("3", "5", "次の欄へ", "7", "次の欄へ", "5", "次へ"))
    page.wait_for_url("**/ask/you.address")
    page.tap("button.way:has-text('はい')")
    page.tap("button.way:has-text('中央一丁目')")
    page.locator("[data-dashes]").wait_for()
    touch_keys(page, ("2", "-", "3", "次へ"))
    page.wait_for_url("**/review")
    print_and_take(page)
    assert lobby.touches == BY_HAND


def print_and_take(page: Page) -> None:
    page.tap("text=この内容で印刷する")
    page.tap("text=紙を取った（終了する）")
    page.wait_for_url("**/done")
