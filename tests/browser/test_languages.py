"""A resident in her own language, without JavaScript: from the first page to the code, and at the lobby. Every screen
in every language: test_accessibility.py."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from forms.ticket import open_ticket
from forms.ticket.keyfiles import read_keyring
from kiosk.desk import Workplace
from kiosk.office import Office, now
from kiosk.settings import DeskMode
from kiosk.store import open_visits
from kiosk.tickets import seal_application
from kiosk.web.language import EASY, LANGUAGES
from tests.browser.axe import assert_accessible, assert_no_sideways_scrolling
from tests.browser.codes import codes_on_screen
from tests.browser.deskserver import counter_page, lobby_page, running_desk
from tests.browser.untranslated import assert_translated
from tests.browser.walking import fill, open_group
from tests.kiosk.desk.townhall import build_town_hall
from tests.kiosk.prefill.journeys import APPLICANT, WANTED
from tests.residents import HOME


def go_on(page: Page) -> None:
    """Presses the one main button, whatever it is called."""
    with page.expect_navigation():
        page.locator("main form :is(.actions-main, .choose-bar) button").first.click()


def walk(page: Page, url: str, code: str, look: Callable[[Page, str], None]) -> None:
    """Chooses the language by its own name, then all the way to the code."""
    page.goto(url)
    page.locator(".language-menu > summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name=LANGUAGES[code].name, exact=True).click()
    look(page, code)
    open_group(page, "resident_record_copy")
    page.locator("[value=resident_record_copy]").check()
    for values in ({}, {"whom": "self"}, APPLICANT, WANTED, {}):
        fill(page, values)
        go_on(page)
        look(page, code)
    expect(page).to_have_url(re.compile("/code"))


def look_closely(page: Page, code: str) -> None:
    """axe-core needs scripts."""
    look(page, code)
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def look(page: Page, code: str) -> None:
    expect(page.locator("html")).to_have_attribute("lang", LANGUAGES[code].tag)
    assert_translated(page, code)


def test_it_works_without_javascript(plain_phone: Page, prefill_url: str, town: Office) -> None:
    walk(plain_phone, prefill_url, EASY, look)
    assert_carried(plain_phone, town, EASY)


def assert_carried(page: Page, town: Office, code: str) -> None:
    """The ticket says the language, and what was typed arrives."""
    ring = read_keyring(town.settings.keys.folder, town.settings.town.code)
    contents = open_ticket(codes_on_screen(page), ring, town.catalogue, now())
    assert contents.language == code
    assert contents.answers["you.address"] == HOME


def test_readings_stand_above_kanji_but_not_in_the_title(plain_phone: Page, prefill_url: str) -> None:
    plain_phone.goto(f"{prefill_url}/?language={EASY}")
    expect(plain_phone.locator("h1 ruby rt")).not_to_have_count(0)
    assert "\ufff9" not in plain_phone.content()
    expect(plain_phone).to_have_title(re.compile("^やくばにくるまえに"))


def test_a_browser_that_asks_for_english_gets_english(browser: Browser, prefill_url: str) -> None:
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto(prefill_url)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    context.close()


def test_two_tabs_keep_two_languages(plain_phone: Page, prefill_url: str) -> None:
    plain_phone.goto(f"{prefill_url}/?language=en")
    open_group(plain_phone, "resident_record_copy")
    plain_phone.locator("[value=resident_record_copy]").check()
    go_on(plain_phone)
    other = plain_phone.context.new_page()
    other.goto(f"{prefill_url}/?language=ja")
    plain_phone.reload()
    expect(plain_phone.locator("html")).to_have_attribute("lang", "en")
    expect(other.locator("html")).to_have_attribute("lang", "ja")


@pytest.fixture
def lobby(tmp_path: Path) -> Iterator[tuple[str, Workplace]]:
    with running_desk(build_town_hall(tmp_path), DeskMode.LOBBY) as running:
        yield running


def test_the_lobby_speaks_the_language_until_the_person_leaves(
    browser: Browser, lobby: tuple[str, Workplace]
) -> None:
    address, workplace = lobby
    page = lobby_page(browser, address)
    page.get_by_role("link", name="English", exact=True).click()
    page.wait_for_url("**language=en**")
    look_closely(page, "en")
    page.locator("a[href='/hand']").click()
    page.wait_for_url("**/hand**")
    look(page, "en")
    page.locator(".way").first.click()
    page.locator("button[value=resident_record_copy]").click()
    page.wait_for_url("**/ask/**")
    look(page, "en")
    assert [visit.language for visit in open_visits(workplace.store)] == ["en"]
    page.locator(".ends button[value=quit]").click()
    page.wait_for_url(f"{address}/")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    page.context.close()


def test_the_counter_stays_japanese_and_says_which_language_was_used(browser: Browser, tmp_path: Path) -> None:
    town_hall = build_town_hall(tmp_path)
    with running_desk(town_hall, DeskMode.COUNTER) as (address, workplace):
        ticket = seal_application(town_hall.application(), town_hall.office, "vi")
        visit = workplace.reception.scan(ticket.texts, "test")
        page = counter_page(browser, address)
        page.goto(f"{address}/visits/{visit.id}")
        expect(page.locator("html")).to_have_attribute("lang", "ja")
        expect(page.locator(".spoken")).to_contain_text("ベトナム語（Tiếng Việt）")
        page.context.close()
