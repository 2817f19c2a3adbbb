"""The counter as staff uses it: a scanner that types, the keyboard alone, paper from a real IPP printer."""

from time import time

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.desk import Workplace
from kiosk.store import StoreError, VisitStatus, open_visits, read_visit
from tests.browser.atcounter import eventually, press_keys, read_code, scan, us_key
from tests.browser.axe import assert_accessible, assert_no_sideways_scrolling
from tests.browser.deskserver import counter_page
from tests.kiosk.desk.townhall import TownHall, two_part_ticket
from tests.residents import YOSHIDA
from tools.virtual_printer import VirtualPrinter

pytestmark = pytest.mark.printer

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

IDLE = 700
"""Milliseconds without a key that end a scan (scanner.js)."""


def test_from_scan_to_paper_in_one_key(page: Page, town_hall: TownHall, printer: VirtualPrinter) -> None:
    scan(page, town_hall.ticket()[0])
    expect(page.locator("#title-you")).to_contain_text(YOSHIDA)
    expect(page.locator("#print")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("印刷が終わりました。")).to_be_visible()
    assert len(printer.papers()) == 1


@pytest.mark.parametrize("pace", [1, 10])
@pytest.mark.parametrize("end", ["\n", ""])
def test_a_scanner_types_with_and_without_enter(page: Page, town_hall: TownHall, pace: int, end: str) -> None:
    scan(page, town_hall.ticket()[0], end=end, pace=pace)
    expect(page.locator("#title-you")).to_contain_text(YOSHIDA)
    # The scanner's own Enter must not press the print button of the page it opened.
    expect(page.locator("#print")).to_be_visible()


def test_two_scans_in_a_row_open_two_visits(page: Page, town_hall: TownHall, desk: tuple[str, Workplace]) -> None:
    scan(page, town_hall.ticket()[0], end="")
    scan(page, town_hall.ticket()[0], end="")
    assert len(open_visits(desk[1].store)) == 2


def test_a_scan_cut_off_says_so_and_never_joins_the_next(page: Page, town_hall: TownHall) -> None:
    ticket = town_hall.ticket()[0]
    read_half(page, ticket)
    scan(page, ticket)
    expect(page.locator("#title-you")).to_contain_text(YOSHIDA)


def test_on_a_busy_pc_a_scan_is_as_whole_as_its_keys_were_pressed(page: Page, town_hall: TownHall) -> None:
    keys = [us_key(sign) for sign in town_hall.ticket()[0]]
    begun, half = time(), len(keys) // 2
    press_keys(page, keys[:half], begun=begun)
    expect(page.get_by_text("もう一度かざしてください。")).to_be_visible()
    press_keys(page, keys[half:], begun=begun + half / 1000)
    expect(page.locator("#title-you")).to_contain_text(YOSHIDA)


def test_a_scan_with_the_focus_in_a_field_leaves_the_field_alone(page: Page, town_hall: TownHall) -> None:
    ticket = town_hall.ticket()[0]
    page.wait_for_load_state()
    page.fill("#number", "A-0")
    read_half(page, ticket)
    expect(page.locator("#number")).to_be_focused()
    expect(page.locator("#number")).to_have_value("A-0")
    scan(page, ticket)
    expect(page.locator("#title-you")).to_contain_text(YOSHIDA)


def test_a_scan_on_a_visit_opens_the_next_visit(page: Page, town_hall: TownHall) -> None:
    scan(page, town_hall.ticket()[0])
    first = page.url
    scan(page, town_hall.ticket()[0])
    assert page.url != first


def test_full_width_digits_can_be_pasted(page: Page, town_hall: TownHall) -> None:
    page.fill("#text", town_hall.ticket()[0].translate(FULL_WIDTH))
    page.press("#text", "Enter")
    expect(page.locator("#title-you")).to_contain_text(YOSHIDA)


def test_a_ticket_of_two_codes_asks_for_the_second(page: Page, town_hall: TownHall) -> None:
    first, second = two_part_ticket(town_hall)
    read_code(page, second + "\n")
    expect(page.get_by_text("1つ目を読み取りました")).to_be_visible()
    scan(page, first)
    expect(page.locator("#paper")).to_be_visible()


def test_a_wrong_code_is_refused_in_words(page: Page, town_hall: TownHall) -> None:
    read_code(page, town_hall.expired_ticket()[0] + "\n")
    expect(page.get_by_text("受付コードの有効期限が過ぎています。")).to_be_visible()
    assert_accessible(page)


def test_an_answer_is_corrected_in_place_and_marked(page: Page, town_hall: TownHall) -> None:
    scan(page, town_hall.ticket()[0])
    page.click("a[href*='edit=you']")
    page.fill("[name='you.phone']", "090-1234-5678")
    page.click("text=変更を確定する")
    expect(page.locator(".answer-changed")).to_contain_text("前：0152-00-1234")
    page.click("a[href*='edit=you']")
    page.fill("[name='you.name.family']", "")
    page.fill("[name='you.name.given']", "")
    page.click("text=変更を確定する")
    expect(page.get_by_role("group", name="直していただきたい")).to_contain_text("お名前")
    assert_accessible(page)


def test_finishing_needs_identification_and_deletes_the_answers(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    ticket = town_hall.ticket()[0]
    scan(page, ticket)
    visit_id = page.url.rsplit("/", 1)[1]
    page.keyboard.press("F2")
    expect(page.locator("#finish")).to_be_visible()
    page.keyboard.press("F4")
    expect(page.get_by_text("本人確認が終わっていません。")).to_be_visible()
    page.locator("label.tick", has_text="運転免許証").first.click()
    expect(page.get_by_text("済み")).to_be_visible()
    page.keyboard.press("F4")
    expect(page.get_by_text("A-001 の受付を終了しました。")).to_be_visible()
    assert read_visit(desk[1].store, visit_id).status is VisitStatus.FINISHED  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        desk[1].cases.read(visit_id)
    read_code(page, ticket + "\n")
    expect(page.get_by_text("この受付コードの手続は、すでに終わっています。")).to_be_visible()


def test_paper_out_is_shown_and_printing_goes_on(page: Page, town_hall: TownHall, printer: VirtualPrinter) -> None:
    printer.take_paper_out()
    scan(page, town_hall.ticket()[0])
    page.keyboard.press("F2")
    expect(page.get_by_text("プリンターの紙がなくなりました。").first).to_be_visible()
    assert_accessible(page)
    printer.refill()
    expect(page.get_by_text("印刷が終わりました。")).to_be_visible()
    assert len(printer.papers()) == 1


def test_printing_again_asks_first(page: Page, town_hall: TownHall, printer: VirtualPrinter) -> None:
    scan(page, town_hall.ticket()[0])
    page.keyboard.press("F2")
    expect(page.locator("#finish")).to_be_visible()
    page.keyboard.press("F2")
    page.click("summary:has-text('もう一度印刷する')")
    assert len(printer.papers()) == 1
    page.click("#again")
    eventually(page, lambda: len(printer.papers()) == 2)


def test_a_printer_that_is_gone_says_so_and_nothing_was_sent(
    page: Page, town_hall: TownHall, printer: VirtualPrinter
) -> None:
    scan(page, town_hall.ticket()[0])
    printer.unplug()
    page.keyboard.press("F2")
    expect(page.locator(".paper-words")).to_have_text("プリンターにつながりません。印刷の内容は送っていません。")
    expect(page.locator("#print")).to_be_visible()


def test_a_visitor_without_anything_is_led_through_the_questions(page: Page) -> None:
    page.keyboard.press("F9")
    page.check("label:has-text('住民票の写し') input >> nth=0")
    page.click("text=受付を始める")
    page.check("[name='whom'][value='self']")
    page.click("text=変更を確定する")
    expect(page.locator("[name='you.name.family']")).to_be_visible()
    assert_accessible(page)


def test_an_open_visit_is_found_by_its_number(page: Page, town_hall: TownHall) -> None:
    scan(page, town_hall.ticket()[0])
    page.keyboard.press("Escape")
    page.wait_for_selector("text=開いている受付")
    page.keyboard.press("F8")
    page.keyboard.type("a1\n")
    expect(page.locator("#title-you")).to_contain_text(YOSHIDA)


def test_everything_works_without_javascript(
    browser: Browser, desk: tuple[str, Workplace], town_hall: TownHall, printer: VirtualPrinter
) -> None:
    page = counter_page(browser, desk[0], javascript=False)
    page.fill("#text", town_hall.ticket()[0])
    page.click("text=読み取る >> nth=0")
    with page.expect_navigation():
        page.click("#print")
    eventually(page, lambda: bool(page.reload()) and page.get_by_text("印刷が終わりました。").is_visible())
    page.check("text=マイナンバーカード")
    page.click("text=本人確認を記録する")
    page.click("#finish")
    expect(page.get_by_text("A-001 の受付を終了しました。")).to_be_visible()
    page.context.close()


def look_closely(page: Page) -> None:
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def test_every_screen_is_accessible_and_fits(page: Page, town_hall: TownHall, desk: tuple[str, Workplace]) -> None:
    desk[1].calls.call("lobby-1")
    page.reload()
    look_closely(page)
    scan(page, town_hall.ticket()[0])
    look_closely(page)
    with page.expect_navigation():
        page.click("text=取りやめる")
    look_closely(page)


def test_a_call_from_the_lobby_appears_by_itself(page: Page, desk: tuple[str, Workplace]) -> None:
    desk[1].calls.call("lobby-1")
    expect(page.get_by_text("ロビー端末で職員を呼んでいます")).to_be_visible()
    page.click("text=対応します")
    expect(page.get_by_text("ロビー端末で職員を呼んでいます")).to_be_hidden()


def read_half(page: Page, ticket: str) -> None:
    """Has half of a code read, and waits until it is over for the page: it says so as soon as keys fail to come, but
    goes by the time at which they were pressed, and on a busy machine they come late."""
    read_code(page, ticket[: len(ticket) // 2])
    expect(page.get_by_text("もう一度かざしてください。")).to_be_visible()
    page.wait_for_timeout(IDLE + len(ticket) // 2)
