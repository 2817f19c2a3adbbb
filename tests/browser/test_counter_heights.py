"""A visit with one procedure fits the counter's screen of 1280×800, whatever the procedure and however it came."""

import pytest
from playwright.sync_api import Browser, Page, expect

from forms.procedures import shipped_catalogue
from forms.samples import read_sample
from kiosk.settings import DeskMode
from kiosk.store import open_visits
from kiosk.tickets import seal_application
from tests.browser.atcounter import scan
from tests.browser.deskserver import counter_page, lobby_page, running_desk
from tests.browser.test_lobby import choose_procedure, enter_pin, walk_to_review
from tests.cardreader.pcscd import Insert, card_service, insert, person, reader
from tests.kiosk.desk.townhall import TownHall
from tests.sweep import swept
from tools.virtual_printer import VirtualPrinter

SCREEN = 800
__all__ = ["card_service", "insert", "reader"]

PROCEDURES = tuple(id for id in shipped_catalogue().current if id not in shipped_catalogue().discreet)
EVERY_DAY = ("move_in", "card_proxy")
"""What comes often and what wants most room of what fits: looked at in each run."""
LONG = frozenset({"divorce_notice", "high_cost_medical"})
"""Their answers alone are more than a screen: twelve places of a statutory form, three hospitals. What is done with them
stays in sight all the same."""


def height(page: Page) -> int:
    page.wait_for_load_state()
    found: int = page.evaluate("document.documentElement.scrollHeight")
    return found


@swept(36, lambda case: case["id"] in EVERY_DAY)
@pytest.mark.parametrize("id", PROCEDURES)
def test_every_procedure_does(page: Page, town_hall: TownHall, id: str) -> None:
    sample = read_sample(shipped_catalogue().current[id], "typical")
    scan(page, seal_application(sample, town_hall.office).texts[0])
    assert (height(page) <= SCREEN) is (id not in LONG)
    for todo in page.locator("#paper, #identification").all():
        expect(todo).to_be_in_viewport(ratio=1)


@pytest.mark.printer
def test_one_printed_before_anybody_was_identified_does(
    page: Page, town_hall: TownHall, printer: VirtualPrinter
) -> None:
    """The longest list of papers: an agent, and a number to look at."""
    sample = read_sample(shipped_catalogue().current["care_assessment"], "typical")
    scan(page, seal_application(sample, town_hall.office).texts[0])
    page.keyboard.press("F2")
    expect(page.get_by_text("印刷が終わりました。")).to_be_visible()
    assert height(page) <= SCREEN
    for count, need in enumerate(("driving_licence", "letter_of_authority", "number_unknown"), start=1):
        page.keyboard.press("F7")
        tick = page.locator(f"#kind-{need}")
        expect(tick).to_be_visible()
        tick.check()
        expect(page.locator("#identification summary", has_text="✓")).to_have_count(count)
        assert height(page) <= SCREEN
    expect(page.locator("#identification .panel-note")).to_have_text("済み")


@pytest.mark.card
@pytest.mark.printer
def test_one_that_comes_from_the_lobby_with_a_card_does(
    browser: Browser, town_hall: TownHall, insert: Insert, printer: VirtualPrinter
) -> None:
    with running_desk(town_hall, DeskMode.LOBBY) as (address, workplace):
        lobby = lobby_page(browser, address)
        insert(person("yoshida"))
        lobby.wait_for_url("**/card")
        enter_pin(lobby, "1234")
        choose_procedure(lobby)
        walk_to_review(lobby, {})
        lobby.tap("text=この内容で印刷する")
        lobby.tap("text=紙を取った（終了する）")
        (visit,) = open_visits(workplace.store)
        lobby.context.close()
    with running_desk(town_hall, DeskMode.COUNTER) as (address, _):
        page = counter_page(browser, address)
        page.goto(f"{address}/visits/{visit.id}")
        expect(page.locator("#identification .tick-proposed")).to_be_visible()
        assert height(page) <= SCREEN
        page.keyboard.press("F7")
        page.keyboard.press("Space")
        expect(page.locator("#identification .panel-note")).to_have_text("済み")
        assert height(page) <= SCREEN
        page.context.close()
