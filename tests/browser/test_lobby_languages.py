"""Every screen of the lobby in every language: nothing for axe to find, nothing to scroll sideways for, large targets,
and no text left in Japanese. Upright as it comes, and wide with everything turned on; each day one language in turn
(tests/sweep.py), all of them when a screen, a text or these tests have changed (.ci/run)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.desk import Workplace
from kiosk.web.language import LANGUAGES, OFFERED
from tests.browser.atcounter import read_code
from tests.browser.axe import assert_accessible, assert_no_sideways_scrolling
from tests.browser.deskserver import UPRIGHT, WIDE, lobby_page, small_targets, touch_keys
from tests.browser.untranslated import assert_translated
from tests.cardreader.pcscd import Insert, card_service, insert, person, reader
from tests.kiosk.desk.townhall import TownHall
from tests.sweep import swept
from tools.virtual_printer import VirtualPrinter

__all__ = ["card_service", "insert", "reader"]

pytestmark = [pytest.mark.lobby, pytest.mark.printer]

WIDEST = "my"
SCREENS = [
    (code, look, size) for code in OFFERED for look, size in (("", UPRIGHT), ("large contrast seated", WIDE))
]
LANGUAGE = pytest.mark.parametrize("language", OFFERED)

LookAt = Callable[[Page, str], None]

QUESTIONS = (
    "whom",
    "you.name",
    "you.birth_date",
    "you.address",
    "resident_record.entries@resident_record_copy",
    "resident_record.count@resident_record_copy",
)


@pytest.fixture
def look_at(pytestconfig: pytest.Config) -> LookAt:
    """Looks at a screen in its language; at its colours in Japanese, and in a sweep."""

    def looked_at(page: Page, language: str) -> None:
        expect(page.locator("html")).to_have_attribute("lang", LANGUAGES[language].tag)
        assert_accessible(page, colours=language == "ja" or bool(pytestconfig.option.sweep))
        assert_no_sideways_scrolling(page)
        assert small_targets(page) == []
        assert_translated(page, language)

    return looked_at


@swept(len(SCREENS), lambda case: False)
@pytest.mark.parametrize(("language", "look", "size"), SCREENS)
def test_it_works_from_the_first_screen_to_the_paper(
    browser: Browser,
    desk: tuple[str, Workplace],
    town_hall: TownHall,
    printer: VirtualPrinter,
    look_at: LookAt,
    language: str,
    look: str,
    size: tuple[int, int],
) -> None:
    page = lobby_page(browser, desk[0], size)
    for path in ("/?", "/scan?", "/hand?", "/hand?group=証明書", "/card?"):
        page.goto(f"{desk[0]}{path}&language={language}&look={look}")
        look_at(page, language)
    page.goto(f"{desk[0]}/?language={language}&look={look}")
    read_code(page, "4902102072618\n")
    expect(page.locator(".notice-refusal")).to_be_visible()
    look_at(page, language)
    bring(page, town_hall, language)
    look_at(page, language)
    for key in QUESTIONS:
        page.goto(f"{desk[0]}/ask/{key}?from=review")
        look_at(page, language)
    refuse(page)
    look_at(page, language)
    page.goto(f"{desk[0]}/called")
    look_at(page, language)
    printer.take_paper_out()
    page.goto(f"{desk[0]}/review")
    page.locator(".print-bar button").tap()
    expect(page.locator(".paper-paper_out")).to_be_visible()
    look_at(page, language)
    printer.refill()
    finish = page.locator("form[action='/finish'] button")
    finish.wait_for()
    look_at(page, language)
    finish.tap()
    page.wait_for_url("**/done")
    look_at(page, language)
    page.context.close()


@pytest.mark.card
@swept(len(OFFERED), lambda case: False)
@LANGUAGE
def test_the_card_and_its_refusals(
    browser: Browser, desk: tuple[str, Workplace], insert: Insert, look_at: LookAt, language: str
) -> None:
    page = lobby_page(browser, desk[0], UPRIGHT)
    page.goto(f"{desk[0]}/?language={language}&look=large")
    card = insert(person("yoshida"))
    page.wait_for_url("**/card")
    look_at(page, language)
    touch_keys(page, "9999", ".pad")
    page.locator(".pin .notice-refusal").wait_for()
    page.wait_for_load_state()
    look_at(page, language)
    page.goto(f"{desk[0]}/done")
    look_at(page, language)
    card.remove()
    page.context.close()


@swept(len(OFFERED), lambda case: False)
@LANGUAGE
def test_the_question_whether_somebody_is_there_and_the_way_to_the_counter(
    browser: Browser,
    desk: tuple[str, Workplace],
    town_hall: TownHall,
    printer: VirtualPrinter,
    look_at: LookAt,
    language: str,
) -> None:
    page = lobby_page(browser, desk[0], WIDE)
    page.clock.install()
    bring(page, town_hall, language)
    page.clock.run_for(121_000)
    page.locator("dialog[open]").wait_for()
    look_at(page, language)
    page.locator("[data-stays]").tap()
    printer.unplug()
    page.locator(".print-bar button").tap()
    page.clock.run_for(20_000)
    page.locator("form[action='/hand-over'] button").tap()
    page.locator("p.number").wait_for()
    look_at(page, language)
    page.context.close()


def bring(page: Page, town_hall: TownHall, language: str) -> None:
    """Shows a code whose person chose this language at home."""
    read_code(page, town_hall.ticket(language=language)[0] + "\n")
    page.wait_for_url("**/review")


def refuse(page: Page) -> None:
    """Sends the number of copies empty."""
    page.locator(".one-question input.input").fill("")
    page.locator(".one-question .button-wide").tap()
    page.locator(".error").first.wait_for()
    page.wait_for_load_state()
