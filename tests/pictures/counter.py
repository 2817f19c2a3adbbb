"""The counter, with a virtual card in the real card service and a virtual printer."""

from dataclasses import replace

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from cardreader.virtual import VirtualCard
from forms.samples import read_sample
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.tickets import seal_application
from kiosk.training import training_office
from kiosk.web.qr import TEST_DIGITS
from tests.browser.atcounter import read_code
from tests.browser.deskserver import PASSWORD, counter_page, running_desk
from tests.cardreader.pcscd import SERVICE, person, wait_for_card
from tests.kiosk.desk.townhall import FAMILY_ANSWERS, TownHall, two_part_ticket
from tests.pictures.book import Book
from tools.virtual_printer import VirtualPrinter

PRINTED = 30_000
UNPRINTABLE = "\U00030edd田　花子"
"""A character newer than the fonts."""


def shoot_counter(browser: Browser, hall: TownHall, printer: VirtualPrinter, book: Book) -> Image.Image:
    """Every screen; gives back the open visit, for the overview."""
    with running_desk(hall, DeskMode.COUNTER) as (address, workplace):
        add_staff(workplace.store, "tanaka", PASSWORD, StaffRole.ADMIN, StaffRole.CLERK)
        page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="ja-JP").new_page()
        page.goto(f"{address}/login")
        book.shoot(page, "login", "ログイン", whole=False)
        page.context.close()
        page = counter_page(browser, address)
        book.shoot(page, "start", "受付を待つ", whole=False)
        visit = _one_visit(page, hall, book)
        _paper(page, hall, printer, book)
        _remarks(page, hall, book)
        _codes(page, address, hall, book)
        _card(page, address, book)
        _interview(page, address, book)
        page.context.close()
        _keeper(browser, address, book)
    return visit


def shoot_training(browser: Browser, hall: TownHall, book: Book) -> None:
    """Practice is marked on every screen."""
    with running_desk(TownHall(training_office(hall.office)), DeskMode.COUNTER) as (address, _):
        page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="ja-JP").new_page()
        page.goto(address)
        if page.get_by_role("button", name="練習を始める").count():
            book.shoot(page, "training-login", "練習を始める", whole=False)
            page.get_by_role("button", name="練習を始める").click()
        page.get_by_role("button", name="受付コードを表示する").wait_for()
        book.shoot(page, "training", "練習モード：はじめ", whole=False)
        page.get_by_role("button", name="受付コードを表示する").click()
        page.get_by_role("heading", name="練習用の住民が来ました").wait_for()
        book.shoot(page, "training-code", "練習モード：練習用の受付コード", whole=False)
        page.context.close()


def _one_visit(page: Page, hall: TownHall, book: Book) -> Image.Image:
    scan(page, hall.ticket(language="vi")[0])
    visit = book.shoot(page, "visit", "受付コードを読んだところ", whole=False)
    page.click("a[href*='edit=you']")
    page.locator("[name='you.phone']").wait_for()
    book.shoot(page, "correct", "その場で直す")
    page.fill("[name='you.phone']", "12")
    page.click("text=変更を確定する")
    page.locator(".error-summary").wait_for()
    book.shoot(page, "mistake", "直した答えにまちがいがあるとき")
    page.fill("[name='you.phone']", "090-1234-5678")
    page.click("text=変更を確定する")
    page.locator(".answer-changed").wait_for()
    book.shoot(page, "changed", "直したところ")
    page.keyboard.press("F2")
    page.locator("#finish").wait_for(timeout=PRINTED)
    book.shoot(page, "printed", "印刷が終わったところ", whole=False)
    page.keyboard.press("F4")
    expect(page.get_by_text("本人確認が終わっていません。")).to_be_visible()
    book.shoot(page, "identify", "本人確認がまだのとき", whole=False)
    page.locator("#identification [name=kind]").first.check()
    expect(page.locator("#identification").get_by_text("済み")).to_be_visible()
    book.shoot(page, "identified", "本人確認が済んだとき", whole=False)
    page.click("text=取りやめる")
    page.get_by_role("heading", name="取りやめますか").wait_for()
    book.shoot(page, "abandon", "取りやめる前に聞く", whole=False)
    page.go_back()
    return visit


def _paper(page: Page, hall: TownHall, printer: VirtualPrinter, book: Book) -> None:
    printer.take_paper_out()
    scan(page, hall.ticket(FAMILY_ANSWERS | {"you.kana": "ワタナベ　カデノコウジサエモン"})[0])
    page.keyboard.press("F2")
    page.get_by_text("プリンターの紙がなくなりました。").first.wait_for()
    book.shoot(page, "paper-out", "紙がないとき", whole=False)
    printer.refill()
    page.locator("#finish").wait_for(timeout=PRINTED)
    book.shoot(page, "refilled", "紙を足して、続きが出たところ", whole=False)
    page.click("summary:has-text('もう一度印刷する')")
    book.shoot(page, "again", "もう一度印刷する前に", whole=False)


def _remarks(page: Page, hall: TownHall, book: Book) -> None:
    """Warnings stand beside the field they are about: a proxy, a letter no font has, a date long past."""
    proxy = read_sample(hall.office.catalogue.current["household_change"], "longest")
    unprintable = {**proxy.answers, "asker.name": UNPRINTABLE, "asker.kana": "ビャンデン　ハナコ"}
    texts = seal_application(replace(proxy, answers=unprintable), hall.office).texts
    for first in texts[:-1]:
        read_code(page, first + "\n")
        page.get_by_text("1つ目を読み取りました").wait_for()
    scan(page, texts[-1])
    book.shoot(page, "remarks", "代理人、書体にない字の知らせ")


def _codes(page: Page, address: str, hall: TownHall, book: Book) -> None:
    for code, words, name, caption in (
        (hall.expired_ticket()[0], "受付コードの有効期限が過ぎています。", "expired", "期限の過ぎたコード"),
        ("4902102072618", "", "foreign", "ほかのバーコード"),
        (two_part_ticket(hall)[0], "1つ目を読み取りました", "half", "2つに分かれたコードの1つめ"),
    ):
        page.goto(address)
        read_code(page, code + "\n")
        page.get_by_text(words).wait_for() if words else page.locator(".notice-refusal").wait_for()
        book.shoot(page, name, caption, whole=False)
    page.goto(address)
    book.shoot(page, "several", "いくつもの受付が開いているとき", whole=False)
    page.fill("#number", "Z-999")
    page.keyboard.press("Enter")
    page.locator(".notice-refusal").wait_for()
    book.shoot(page, "not-found", "受付番号が見つからないとき", whole=False)


def _card(page: Page, address: str, book: Book) -> None:
    SERVICE.start()
    page.goto(address)
    page.locator("a.visit").first.click()
    page.wait_for_url("**/visits/*")
    page.keyboard.press("F6")
    page.wait_for_url("**/card*")
    book.shoot(page, "card", "カードを読む", whole=False)
    card = VirtualCard(person("yoshida"), port=SERVICE.port)
    card.insert()
    wait_for_card(SERVICE.readers[0], present=True)
    page.locator("#pin").wait_for()
    book.shoot(page, "pin", "暗証番号を入れてもらう", whole=False)
    page.fill("#pin", person("yoshida").pin)
    page.keyboard.press("Enter")
    page.wait_for_url("**/visits/*")
    book.shoot(page, "card-read", "カードと入力の違い")
    card.remove()


def _interview(page: Page, address: str, book: Book) -> None:
    page.goto(address)
    page.keyboard.press("F9")
    page.get_by_text("手続を選んでください").wait_for()
    book.shoot(page, "by-hand", "何も持たない人の受付")
    page.check("#by-hand input[value=move_in]")
    page.click("text=受付を始める")
    page.wait_for_url("**/visits/*")
    book.shoot(page, "interview", "職員が聞き取る")
    page.goto(f"{address}/scanner")
    book.shoot(page, "scanner", "スキャナーを確かめる", whole=False)
    read_code(page, TEST_DIGITS)
    page.locator("#verdict li").first.wait_for()
    book.shoot(page, "scanner-result", "スキャナーの結果：Enterが付かないとき", whole=False)


def _keeper(browser: Browser, address: str, book: Book) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="ja-JP").new_page()
    page.goto(f"{address}/login")
    page.fill("#name", "tanaka")
    page.fill("#password", PASSWORD)
    page.click("button:has-text('ログイン')")
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/staff")
    book.shoot(page, "staff", "職員の登録", whole=False)
    page.context.close()


def scan(page: Page, digits: str) -> None:
    """Scans on any screen and waits for the visit."""
    before = page.url
    read_code(page, digits + "\n")
    page.wait_for_url(lambda url: "/visits/" in url and url != before)
    page.wait_for_timeout(400)
