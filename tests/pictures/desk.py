"""The counter and the lobby, with a virtual card in the real card service and a virtual printer."""

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from cardreader.virtual import VirtualCard
from kiosk.settings import DeskMode
from tests.browser.deskserver import UPRIGHT, WIDE, counter_page, lobby_page, running_desk
from tests.cardreader.pcscd import SERVICE, person, wait_for_card
from tests.kiosk.desk.townhall import FAMILY_ANSWERS, TownHall
from tests.pictures.book import Book
from tools.virtual_printer import VirtualPrinter


def shoot_counter(browser: Browser, hall: TownHall, printer: VirtualPrinter, book: Book) -> Image.Image:
    """Every screen; gives back the open visit, for the overview."""
    with running_desk(hall, DeskMode.COUNTER) as (address, _):
        page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="ja-JP").new_page()
        page.goto(f"{address}/login")
        book.shoot(page, "login", "窓口を始める", whole=False)
        page.context.close()
        page = counter_page(browser, address)
        book.shoot(page, "start", "受付を待つ", whole=False)
        _scan(page, hall.ticket()[0])
        visit = book.shoot(page, "visit", "受付コードを読んだところ", whole=False)
        page.click("text=直す：請求する人")
        book.shoot(page, "correct", "その場で直す")
        page.fill("[name='applicant.phone']", "090-1234-5678")
        page.click("text=これでよい")
        book.shoot(page, "changed", "直したところ")
        page.keyboard.press("F2")
        page.locator("#finish").wait_for(timeout=30_000)
        book.shoot(page, "printed", "印刷が終わったところ", whole=False)
        page.keyboard.press("F4")
        expect(page.get_by_text("本人確認が終わっていません。")).to_be_visible()
        book.shoot(page, "identify", "本人確認がまだのとき", whole=False)
        printer.take_paper_out()
        _scan(page, hall.ticket(FAMILY_ANSWERS)[0])
        page.keyboard.press("F2")
        page.get_by_text("プリンターの紙がなくなりました。").first.wait_for()
        book.shoot(page, "paper-out", "紙がないとき", whole=False)
        printer.refill()
        page.goto(address)
        page.keyboard.type(hall.expired_ticket()[0] + "\n")
        page.get_by_text("受付コードの有効期限が過ぎています。").wait_for()
        book.shoot(page, "refused", "期限の過ぎたコード", whole=False)
        page.goto(address)
        page.keyboard.press("F9")
        page.wait_for_timeout(500)
        book.shoot(page, "interview", "何も持たない人の受付")
        page.context.close()
    return visit


def shoot_lobby(browser: Browser, hall: TownHall, book: Book) -> None:
    """Upright with a card, wide with a code."""
    SERVICE.start()
    with running_desk(hall, DeskMode.LOBBY) as (address, _):
        page = lobby_page(browser, address, UPRIGHT)
        book.shoot(page, "start", "はじめの画面（縦）", whole=False)
        card = VirtualCard(person("yoshida"), port=SERVICE.port)
        card.insert()
        wait_for_card(SERVICE.readers[0], present=True)
        page.wait_for_url("**/card")
        page.locator("#pin").wait_for()
        book.shoot(page, "pin", "暗証番号", whole=False)
        for digit in person("yoshida").pin:
            page.tap(f".pad .pad-key:text-is('{digit}')")
        page.tap("text=決める")
        page.wait_for_url("**/procedures*")
        book.shoot(page, "groups", "手続を選ぶ", whole=False)
        page.tap("a.way-line:has-text('証明書')")
        page.tap("button.way-line:has-text('住民票の写し') >> nth=0")
        page.wait_for_url("**/ask/*")
        book.shoot(page, "question", "1画面に1つの質問", whole=False)
        page.goto(f"{address}/ask/applicant.name?from=review")
        book.shoot(page, "name", "名前を手で入れる", whole=False)
        page.tap("text=やめる >> nth=0")
        page.wait_for_timeout(800)
        book.shoot(page, "take-card", "カードを取ってもらう", whole=False)
        card.remove()
        page.context.close()
        page = lobby_page(browser, address, WIDE)
        book.shoot(page, "start-wide", "はじめの画面（横）", whole=False)
        page.keyboard.type(hall.ticket()[0] + "\n", delay=1)
        page.wait_for_url("**/review")
        book.shoot(page, "review-wide", "内容の確認（横）", whole=False)
        page.tap("text=これでよい。印刷する")
        page.get_by_text("紙を取りました。終わる").wait_for(timeout=30_000)
        book.shoot(page, "paper-wide", "紙を取る（横）", whole=False)
        page.tap("text=紙を取りました。終わる")
        page.wait_for_url("**/done")
        book.shoot(page, "done-wide", "終わり（横）", whole=False)
        page.context.close()


def _scan(page: Page, digits: str) -> None:
    page.keyboard.type(digits + "\n", delay=1)
    page.wait_for_url("**/visits/*")
    page.wait_for_timeout(400)
