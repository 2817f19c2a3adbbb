"""The office's own day: the morning round, what sections do for a family, the till, and the evening round."""

from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Page

from kiosk.staff import StaffRole
from tests.browser.atcounter import scan
from tests.browser.sections import SECTIONS, Hall, do, town_of
from tests.kiosk.desk.townhall import YOSHIDA_ANSWERS
from tests.pictures.book import Book

WINDOWS = {"counter-1": "juumin", "pc-2": "hoken kodomo hoiku", "pc-3": "gakko suido kankyo"}


def shoot_office_day(browser: Browser, folder: Path, book: Book) -> None:
    """Every screen of the day that is no visit of one section."""
    with ExitStack() as stack:
        town = town_of(folder, SECTIONS, WINDOWS, settings="[till]\nuse = true\n")
        hall = Hall(browser, town, stack)
        page = hall.clerk("counter-1", "sato", also=[StaffRole.CASHIER])
        page.goto(f"{hall.addresses['counter-1']}/opening")
        book.shoot(page, "opening", "朝の確認", whole=False)
        _announce(page, hall, book)
        page.goto(hall.addresses["counter-1"])
        scan(page, hall.ticket(SECTIONS))
        page.locator("#tasks").scroll_into_view_if_needed()
        book.shoot(page, "tasks-of-visit", "家族の受付：課の用（まわる順）")
        do(page, SECTIONS["juumin"][1])
        other = hall.clerk("pc-2", "mori", "hoken", "kodomo")
        other.get_by_role("link", name="課の用").click()
        other.locator("#tasks-left tbody th").first.wait_for()
        book.shoot(other, "tasks", "課の用：だれが、どこで待っているか", whole=False)
        other.locator("#tasks-left tbody th a").first.click()
        other.wait_for_url("**/visits/*")
        book.shoot(other, "section-view", "自分の課の内容だけが見える", whole=False)
        _till(page, hall, book)
        page.goto(f"{hall.addresses['counter-1']}/closing")
        book.shoot(page, "closing", "夕方の確認", whole=False)


def _announce(page: Page, hall: Hall, book: Book) -> None:
    page.goto(f"{hall.addresses['counter-1']}/announcements")
    page.fill("#at", "10:30")
    for id in ("hoken", "kodomo"):
        page.check(f"[name=plan][value={id}]")
    page.locator("#announce button").click()
    page.get_by_text("の予定1 を入れました。").wait_for()
    book.shoot(page, "announcements", "来庁予定", whole=False)


def _till(page: Page, hall: Hall, book: Book) -> None:
    page.goto(hall.addresses["counter-1"])
    scan(page, hall.town.ticket(YOSHIDA_ANSWERS)[0])
    number = page.locator("h1 .receipt").inner_text()
    page.keyboard.press("F1")
    page.fill("#float", "20000")
    book.shoot(page, "till-open", "レジを開ける", whole=False)
    page.keyboard.press("F2")
    page.fill("#number", number)
    page.keyboard.press("Enter")
    page.locator("#given").wait_for()
    book.shoot(page, "till-bill", "手数料を受け取る", whole=False)
    page.fill("#given", "1000")
    page.keyboard.press("F2")
    page.get_by_text("おつり").first.wait_for()
    book.shoot(page, "till-done", "受け取ったところ", whole=False)
    page.keyboard.press("F4")
    page.locator("#pieces-10000").wait_for()
    book.shoot(page, "till-count", "締める：現金を数える", whole=False)
