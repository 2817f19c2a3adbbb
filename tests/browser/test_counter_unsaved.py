"""A correction that is typed and not yet taken over is never lost by the way, and no other code goes unanswered."""

from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from kiosk.desk import Workplace
from kiosk.store import open_visits
from tests.browser.atcounter import read_code, scan
from tests.kiosk.desk.townhall import YOSHIDA_ANSWERS, TownHall, build_town_hall

WORDS = "変更が保存されていません。"
NEW = "0152-00-9999"
PRESSED = "() => { window.pressed = 0; addEventListener('submit', () => window.pressed++, true); }"


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    return build_town_hall(tmp_path, printer="ipp://127.0.0.1:9/ipp/print")


@pytest.fixture
def correcting(page: Page, town_hall: TownHall) -> Page:
    """A telephone number has been typed and not been sent."""
    scan(page, town_hall.ticket()[0])
    page.goto(f"{page.url}?edit=you")
    page.fill("[name='you.phone']", NEW)
    return page


def test_what_was_typed_before_the_scripts_were_there_counts_as_well(page: Page, town_hall: TownHall) -> None:
    scan(page, town_hall.ticket()[0])
    held: list[Route] = []
    is_open: list[bool] = []
    page.route(
        "**/js/*.js*",
        lambda route: route.continue_() if is_open or "keys" in route.request.url else held.append(route),
    )
    page.goto(f"{page.url}?edit=you", wait_until="commit")
    page.fill("[name='you.phone']", NEW)
    is_open.append(True)  # A script that has come asks for others.
    for route in held:
        route.continue_()
    page.wait_for_load_state()
    page.keyboard.press("F2")
    expect(page.locator("#unsaved")).to_be_focused()


def test_a_key_for_something_else_loses_nothing(correcting: Page) -> None:
    edit = correcting.url
    for at, key in enumerate(("F2", "F3", "F6", "F7", "Escape")):
        number = f"0152-00-999{at}"
        if at:
            correcting.goto(edit)
        correcting.fill("[name='you.phone']", number)
        correcting.keyboard.press(key)
        expect(correcting.locator("#unsaved"), key).to_be_focused()
        expect(correcting.get_by_text(WORDS)).to_be_visible()
        correcting.keyboard.press("Tab")
        correcting.keyboard.press("Enter")
        expect(correcting.locator(".correcting")).to_have_count(0)
        expect(correcting.get_by_text(number)).to_be_visible()


def test_the_next_ticket_waits(correcting: Page, town_hall: TownHall, desk: tuple[str, Workplace]) -> None:
    other = town_hall.ticket(YOSHIDA_ANSWERS | {"resident_record.count": 3})[0]
    read_code(correcting, other + "\n")
    expect(correcting.get_by_text(WORDS)).to_be_visible()
    expect(correcting.locator("[name='you.phone']")).to_have_value(NEW)
    assert len(open_visits(desk[1].store)) == 1
    correcting.get_by_role("button", name="変更を確定する").click()
    expect(correcting.locator(".correcting")).to_have_count(0)
    scan(correcting, other)
    assert len(open_visits(desk[1].store)) == 2


def test_who_gives_up_is_asked_nothing(correcting: Page) -> None:
    correcting.on("dialog", lambda _: pytest.fail("nobody is to be asked"))
    correcting.get_by_role("link", name="取り消す", exact=True).click()
    expect(correcting.locator(".correcting")).to_have_count(0)
    expect(correcting.get_by_text(NEW)).to_have_count(0)


def test_a_click_beside_it_is_asked_about(correcting: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    correcting.on("dialog", stay)
    correcting.get_by_role("link", name="受付の画面").click()
    expect(correcting.locator("[name='you.phone']")).to_have_value(NEW)
    assert asked == ["beforeunload"]


def test_what_stands_as_it_stood_holds_nobody_up(page: Page, town_hall: TownHall) -> None:
    scan(page, town_hall.ticket()[0])
    page.goto(f"{page.url}?edit=you")
    page.fill("[name='you.phone']", NEW)
    page.fill("[name='you.phone']", "0152-00-1234")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="受付コードをかざしてください")).to_be_visible()


def test_a_code_of_something_else_is_answered(page: Page) -> None:
    start = page.url
    for code in (
        "https://example.com/form?place=1",
        "WIFI:T:WPA;S:town;P:12345678;;",
        "ABCDEFGHIJKLMNOP",
        "49123456",
    ):
        page.goto(start)
        expect(page.locator(".notice-refusal")).to_have_count(0)
        read_code(page, code + "\n")
        expect(page.locator(".notice-refusal"), code).to_be_visible()


def test_a_short_code_presses_no_button(page: Page, town_hall: TownHall, desk: tuple[str, Workplace]) -> None:
    scan(page, town_hall.ticket()[0])
    expect(page.locator("#print")).to_be_focused()
    read_code(page, "49123456\n")
    expect(page.locator(".notice-refusal")).to_be_visible()
    visit = open_visits(desk[1].store)[0]
    assert desk[1].printer.jobs.job(visit.id) is None


def test_letters_typed_by_a_person_send_nothing(page: Page) -> None:
    page.evaluate(PRESSED)
    page.keyboard.type("abc123", delay=150)
    page.keyboard.press("Enter")
    page.fill("#number", "")
    page.locator("#number").type("tomorrow", delay=1)
    assert page.evaluate("window.pressed") == 0
