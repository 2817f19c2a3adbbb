"""Where the focus goes at the counter, so that nobody has to reach for the mouse or tab through a page."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.desk import Workplace
from kiosk.desk.printjobs import PrintJob
from kiosk.staff import StaffRole, add_staff
from printing.ipp import PrintCode
from tests.browser.atcounter import scan, tell
from tests.browser.deskserver import PASSWORD
from tests.browser.test_whole_journeys_counter import tab_to
from tests.kiosk.desk.townhall import YOSHIDA_ANSWERS, TownHall, build_town_hall

TYPED = {
    "you.name.family": "𠮷田",
    "you.name.given": "花子",
    "you.kana.family": "よしだ",
    "you.kana.given": "はなこ",
    "you.birth_date": "昭和35年7月5日",
    "you.postal_code": "099-9999",
    "you.address": "北海道架空郡みどり野町東一条北二丁目３番地",
    "you.building": "みどり荘102号室",
    "you.phone": "0152-00-1234",
}


def assert_on_one_screen(page: Page) -> None:
    """Nobody scrolls for the question or for the key that ends it."""
    form = page.locator("form.correcting")
    expect(form.locator(":focus")).to_have_count(1)
    expect(form).to_be_in_viewport(ratio=1)


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    return build_town_hall(tmp_path, printer="ipp://127.0.0.1:9/ipp/print")


def test_a_correction_takes_three_keys_and_the_typing(page: Page, town_hall: TownHall) -> None:
    scan(page, town_hall.ticket()[0])
    page.keyboard.press("F3")
    page.keyboard.press("F3")
    expect(page.locator("a[href*='edit=you']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[name='you.name.family']")).to_be_focused()


def test_an_answer_that_is_wrong_is_where_the_keys_lead_and_nothing_prints_by_mistake(
    page: Page, town_hall: TownHall
) -> None:
    forged = dict(town_hall.application(YOSHIDA_ANSWERS).answers) | {"you.birth_date": "not-a-date"}
    scan(page, town_hall.sealed(forged)[0])
    expect(page.locator("a[href*='edit=you']")).to_be_focused()
    expect(page.locator("a[href*='edit=you'] kbd")).to_have_text("F3")
    page.keyboard.press("F3")
    expect(page.locator("a[href*='edit=you']"), "as the manual says, F3 leads there").to_be_focused()
    page.keyboard.press("F3")
    expect(page.locator("a[href*='edit=you']")).not_to_be_focused()
    page.locator("body").click(position={"x": 3, "y": 300})
    page.keyboard.press("F3")
    expect(page.locator("a[href*='edit=you']")).to_be_focused()


def test_the_interview_goes_from_the_first_key_to_the_paper_by_keys_alone(page: Page) -> None:
    page.keyboard.press("F9")
    expect(page.locator("#filter")).to_be_focused()
    page.fill("#filter", "住民票の写し")
    page.keyboard.press("Enter")
    expect(page.locator("[name=procedure][value=resident_record_copy]")).to_be_checked()
    expect(page.locator("#filter")).to_have_value("")
    page.fill("#filter", "じゅみんひょうがいる")
    page.keyboard.press("Enter")
    expect(page.locator("#found-count"), "what no row has, the server finds").to_contain_text("見つかりました")
    expect(page.locator("[name=procedure][value=resident_record_copy]")).to_be_checked()
    page.fill("#filter", "")
    page.keyboard.press("Enter")
    expect(page.locator("[name='whom']").first).to_be_focused()
    assert_on_one_screen(page)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("[name='you.name.family']")).to_be_focused()
    for name, words in TYPED.items():
        tab_to(page, f"[name='{name}']")
        page.keyboard.insert_text(words)
    assert_on_one_screen(page)
    tab_to(page, ".correcting .actions button")
    page.keyboard.press("Enter")
    expect(page.locator("#page-wanted form, [id^='page-wanted'] form")).to_have_count(1)
    assert_on_one_screen(page)


def test_f2_leads_to_the_question_about_the_paper_and_answers_nothing(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    scan(page, town_hall.ticket()[0])
    visit = page.url.rsplit("/", 1)[1]
    tell(desk[1], PrintJob(visit, PrintCode.CONNECTION_LOST, running=False, pages_done=1, pages_total=2))
    expect(page.get_by_text("紙は全部出ましたか。")).to_be_visible()
    page.keyboard.press("F2")
    expect(page.locator("#seen")).to_be_focused()
    expect(page.get_by_text("紙は全部出ましたか。")).to_be_visible()


def test_a_wrong_password_leaves_the_name_and_asks_for_the_password(
    browser: Browser, desk: tuple[str, Workplace]
) -> None:
    page = browser.new_page()
    page.goto(f"{desk[0]}/login")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("sato")
    page.keyboard.press("Tab")
    page.keyboard.type("not the one\n")
    expect(page.get_by_text("職員名かパスワードが違います。")).to_be_visible()
    expect(page.locator("#password")).to_be_focused()
    page.close()


def test_who_wants_to_finish_without_identification_is_led_to_it(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    scan(page, town_hall.ticket()[0])
    visit = page.url.rsplit("/", 1)[1]
    tell(desk[1], PrintJob(visit, PrintCode.CONNECTION_LOST, running=False, pages_done=1, pages_total=1))
    page.locator("#seen").click()
    expect(page.locator("#finish")).to_be_visible()
    page.keyboard.press("F4")
    expect(page.locator("[name=kind][value=my_number_card]")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#identification .panel-note")).to_have_text("済み")


def test_two_clerks_change_places_in_two_keys(page: Page, desk: tuple[str, Workplace]) -> None:
    add_staff(desk[1].store, "mori", PASSWORD, StaffRole.CLERK, display="森")
    page.goto(f"{desk[0]}/login")
    page.fill("#name", "mori")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="森　終了する")).to_be_visible()
    page.keyboard.press("F10")
    expect(page.get_by_role("button", name="sato")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="sato　終了する")).to_be_visible()
