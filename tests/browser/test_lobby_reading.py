"""The screen is read aloud; what a person has answered is not, for the hall can hear."""

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from kiosk.desk import Workplace
from tests.browser.atcounter import read_code
from tests.browser.deskserver import lobby_page, small_targets
from tests.kiosk.desk.townhall import TownHall
from tests.residents import HOME, YOSHIDA

pytestmark = pytest.mark.lobby

ANSWERED = (*YOSHIDA.split(), HOME)


def test_it_works_a_recording_plays_and_stops(
    browser: Browser, desk: tuple[str, Workplace], town_hall: TownHall
) -> None:
    audio = town_hall.office.settings.folder / "audio"
    audio.mkdir()
    (audio / "scan.mp3").write_bytes(b"")
    page = lobby_page(browser, desk[0])
    page.goto(f"{desk[0]}/scan")
    with page.expect_response("**/audio/scan.mp3"):
        page.tap("text=読み上げ")
    assert small_targets(page) == []
    page.context.close()


def test_the_voice_of_this_pc_speaks_the_screen_and_ends(browser: Browser, desk: tuple[str, Workplace]) -> None:
    page = lobby_page(browser, desk[0])
    page.goto(f"{desk[0]}/?language=en")
    said = spoken_on(page)
    assert said.startswith("Make your application form here")
    assert "My Number" in said
    button = page.get_by_role("button", name="Read aloud")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.tap()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.context.close()


def test_what_a_person_has_answered_is_never_spoken(
    browser: Browser, desk: tuple[str, Workplace], town_hall: TownHall
) -> None:
    page = lobby_page(browser, desk[0])
    read_code(page, town_hall.ticket(language="pt")[0] + "\n")
    page.wait_for_url("**/review")
    on_review = spoken_on(page)
    # Once begun, it reads the next screen without being asked.
    with page.expect_response("**/speech") as answered:
        page.goto(f"{desk[0]}/ask/you.name?from=review")
    on_name = words_of(answered.value.request)
    assert on_review
    assert on_name
    assert all(secret not in said for secret in ANSWERED for said in (on_review, on_name))
    page.context.close()


def test_once_begun_it_goes_on_from_screen_to_screen_until_it_is_stopped(
    browser: Browser, desk: tuple[str, Workplace]
) -> None:
    page = lobby_page(browser, desk[0])
    page.goto(f"{desk[0]}/?language=en")
    page.goto(f"{desk[0]}/scan")
    spoken_on(page)
    with page.expect_response("**/speech"):
        page.goto(f"{desk[0]}/hand")
    button = page.locator("[data-says]")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.tap()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.goto(f"{desk[0]}/scan")
    expect(page.locator("[data-says]")).to_have_attribute("aria-pressed", "false")
    spoken_on(page)
    # The first screen belongs to the next person.
    page.goto(f"{desk[0]}/?language=en")
    expect(page.locator("[data-says]")).to_have_attribute("aria-pressed", "false")
    page.context.close()


def spoken_on(page: Page) -> str:
    """Presses read-aloud; gives the words that go to the voice."""
    button = page.locator("[data-says]")
    with page.expect_response("**/speech") as answered:
        button.tap()
    assert answered.value.status == 200
    return words_of(answered.value.request)


def words_of(request: Request) -> str:
    return parse_qs(request.post_data or "")["text"][0]
