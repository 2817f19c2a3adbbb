"""The list of visits lives: who comes stands there, and a page empties itself when its visit is over elsewhere."""

from playwright.sync_api import Page, expect

from kiosk.desk import Workplace
from kiosk.store import abandon_visit, note_presence
from tests.browser.axe import assert_accessible, assert_no_sideways_scrolling
from tests.kiosk.desk.townhall import YOSHIDA_ANSWERS, TownHall
from tests.residents import YOSHIDA

NAMES = ("サトウ　ケンタ", "タカハシ　トメ", "ワタナベ　ナナ")


def test_who_comes_and_goes_at_another_desk_is_seen_without_a_key(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    expect(page.get_by_text("いまはありません。")).to_be_visible()
    for name in NAMES:
        desk[1].reception.scan(town_hall.ticket(YOSHIDA_ANSWERS | {"you.kana": name}), name)
    expect(page.locator(".visit")).to_have_count(3)
    expect(page.locator(".visit").first).to_contain_text("サトウ　ケンタ")
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.keyboard.press("F8")
    page.keyboard.type("takahashi")
    page.fill("#number", "たかはし")
    page.keyboard.press("Enter")
    page.wait_for_url("**/visits/*")


def test_a_page_empties_itself_when_its_visit_is_over_elsewhere(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    visit = desk[1].reception.scan(town_hall.ticket(), "another screen")
    page.goto(f"{desk[0]}/visits/{visit.id}?edit=you")
    page.fill("[name='you.phone']", "0152-99-9999")
    note_presence(desk[1].store, visit.id, "lobby-1", 1)
    expect(page.get_by_text("ロビー端末（sato）も開いています。")).to_be_visible()
    expect(page.locator("[name='you.phone']")).to_have_value("0152-99-9999")
    abandon_visit(desk[1].store, visit.id)
    expect(page.get_by_text("この受付はもう終わっています。")).to_be_visible()
    assert YOSHIDA not in page.content()


def test_what_another_clerk_corrects_is_seen_at_once_and_what_is_typed_here_stays(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace]
) -> None:
    here = desk[1]
    visit = here.reception.scan(town_hall.ticket(), "another screen")
    page.goto(f"{desk[0]}/visits/{visit.id}")
    case = here.cases.read(visit.id)
    here.reception.correct(case, {**case.answers, "you.phone": "0152-11-1111"}, 1)
    expect(page.locator("#page-you")).to_contain_text("0152-11-1111")
    # A form that came anew still sends itself when something is ticked.
    page.locator("#kind-my_number_card").check()
    expect(page.locator("#identification .panel-note")).to_have_text("済み")
    page.goto(f"{desk[0]}/visits/{visit.id}?edit=you")
    page.fill("[name='you.phone']", "0152-22-2222")
    case = here.cases.read(visit.id)
    count = next(key for key in case.answers if key.startswith("resident_record.count"))
    here.reception.correct(case, {**case.answers, count: 7}, 1)
    expect(page.locator("#page-wanted")).to_contain_text("7通")
    expect(page.locator("[name='you.phone']")).to_have_value("0152-22-2222")
