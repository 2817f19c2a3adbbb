"""The lobby: upright with a card and by hand, wide with a code. A virtual card in the real card service, a virtual printer."""

from playwright.sync_api import Browser, Page

from cardreader.virtual import VirtualCard
from kiosk.desk import Workplace
from kiosk.settings import DeskMode
from tests.browser.atcounter import read_code
from tests.browser.deskserver import UPRIGHT, WIDE, lobby_page, running_desk, touch_keys
from tests.cardreader.pcscd import SERVICE, person, wait_for_card
from tests.kiosk.desk.townhall import TownHall, two_part_ticket
from tests.pictures.book import Book
from tools.virtual_printer import VirtualPrinter

PRINTED = 30_000
IDLE = 121_000


def shoot_lobby(browser: Browser, hall: TownHall, printer: VirtualPrinter, book: Book) -> None:
    SERVICE.start()
    with running_desk(hall, DeskMode.LOBBY) as (address, workplace):
        _card(browser, address, book)
        _by_hand(browser, address, book)
        _code(browser, address, hall, printer, book)
        _looks(browser, address, hall, book)
        _trouble(browser, address, hall, workplace, printer, book)


def _card(browser: Browser, address: str, book: Book) -> None:
    page = lobby_page(browser, address, UPRIGHT)
    book.shoot(page, "start", "はじめの画面（縦）", whole=False)
    page.goto(f"{address}/card")
    book.shoot(page, "put-card", "カードを置いてもらう", whole=False)
    page.goto(address)
    card = VirtualCard(person("yoshida"), port=SERVICE.port)
    card.insert()
    wait_for_card(SERVICE.readers[0], present=True)
    page.wait_for_url("**/card")
    page.locator("#pin").wait_for()
    book.shoot(page, "pin", "暗証番号", whole=False)
    press(page, "9999")
    page.locator(".pin .notice-refusal").wait_for()
    book.shoot(page, "pin-wrong", "暗証番号がちがうとき", whole=False)
    press(page, person("yoshida").pin)
    page.wait_for_url("**/procedures*")
    book.shoot(page, "groups", "手続を選ぶ", whole=False)
    page.tap("a.way-line:has-text('証明書')")
    page.wait_for_url("**group=**")
    book.shoot(page, "procedures", "手続を選ぶ：証明書", whole=False)
    page.tap("button.way-line:has-text('住民票の写し') >> nth=0")
    page.wait_for_url("**/usual")
    book.shoot(page, "usual", "ふつうの形なら1回で選ぶ", whole=False)
    page.tap("text=自分で選ぶ")
    page.locator(".one-question").wait_for()
    book.shoot(page, "question", "1画面に1つの質問", whole=False)
    page.locator(".ends button[value=quit]").tap()
    book.shoot(page, "quit", "やめる前に聞く", whole=False)
    page.locator("form[action='/quit'] button").tap()
    page.get_by_role("heading", name="カードを取ってください").wait_for()
    book.shoot(page, "take-card", "カードを取ってもらう", whole=False)
    card.remove()
    page.context.close()
    blocked = VirtualCard(person("blocked"), port=SERVICE.port)
    page = lobby_page(browser, address, UPRIGHT)
    blocked.insert()
    page.get_by_text("暗証番号がロックされています。").wait_for()
    book.shoot(page, "blocked", "暗証番号がロックされたカード", whole=False)
    blocked.remove()
    page.context.close()


def _by_hand(browser: Browser, address: str, book: Book) -> None:
    page = lobby_page(browser, address, UPRIGHT)
    page.tap("text=画面で入力する")
    page.wait_for_url("**/hand")
    page.tap("a.way-line:has-text('証明書')")
    page.tap("button.way-line:has-text('住民票の写し') >> nth=0")
    page.wait_for_url("**/usual")
    page.goto(f"{address}/ask/you.name")
    touch_keys(page, "わたなへ゛")
    book.shoot(page, "name", "名前を五十音キーで入れる", whole=False)
    page.tap("text=漢字にする")
    page.locator(".board-offers button").first.wait_for()
    book.shoot(page, "kanji", "漢字を選ぶ", whole=False)
    page.tap(".board-offers button:text-is('渡辺')")
    page.tap("text=字の形")
    page.get_by_text("字の形を選んでください。").wait_for()
    book.shoot(page, "shapes", "字の形を選ぶ", whole=False)
    for key, name, caption in (
        ("you.address", "address", "住所"),
        ("resident_record.count@resident_record_copy", "count", "何通いるか"),
        ("you.birth_date", "birth-date", "生年月日"),
    ):
        page.goto(f"{address}/ask/{key}")
        page.wait_for_timeout(300)
        book.shoot(page, name, caption, whole=False)
    page.locator(".one-question .button-wide").tap()
    page.locator(".error").first.wait_for()
    book.shoot(page, "mistake", "答えが要るとき", whole=False)
    page.locator("button[value=call]").tap()
    page.get_by_role("heading", name="職員を呼びました").wait_for()
    book.shoot(page, "called", "職員を呼んだところ", whole=False)
    page.get_by_role("button", name="続ける", exact=True).tap()
    page.locator(".one-question").wait_for()
    page.locator("button[value=languages]").tap()
    page.get_by_role("button", name="English").wait_for()
    book.shoot(page, "languages", "途中でことばを替える", whole=False)
    page.context.close()


def _code(browser: Browser, address: str, hall: TownHall, printer: VirtualPrinter, book: Book) -> None:
    page = lobby_page(browser, address, WIDE)
    book.shoot(page, "start-wide", "はじめの画面（横）", whole=False)
    page.tap("text=スマートフォンのコード")
    page.wait_for_url("**/scan")
    book.shoot(page, "scan-wide", "コードを見せる（横）", whole=False)
    read_code(page, "4902102072618\n")
    page.locator(".notice-refusal").wait_for()
    book.shoot(page, "scan-refused-wide", "ほかのコードを見せたとき（横）", whole=False)
    read_code(page, two_part_ticket(hall)[0] + "\n")
    page.get_by_text("1つ目を読み取りました").wait_for()
    book.shoot(page, "half-wide", "2つに分かれたコードの1つめ（横）", whole=False)
    show(page, hall)
    book.shoot(page, "review-wide", "内容の確認（横）", whole=False)
    printer.take_paper_out()
    page.tap("text=この内容で印刷する")
    page.get_by_text("プリンターの紙がなくなりました。").wait_for()
    book.shoot(page, "paper-out-wide", "紙がないとき（横）", whole=False)
    printer.refill()
    page.get_by_text("紙を取った（終了する）").wait_for(timeout=PRINTED)
    book.shoot(page, "paper-wide", "紙を取る（横）", whole=False)
    page.tap("text=紙を取った（終了する）")
    page.wait_for_url("**/done")
    book.shoot(page, "done-wide", "終わり（横）", whole=False)
    page.clock.install()
    page.goto(address)
    show(page, hall)
    page.clock.run_for(IDLE)
    page.locator("dialog[open]").wait_for()
    book.shoot(page, "still-there-wide", "しばらく触られないとき（横）", whole=False)
    page.context.close()


def _looks(browser: Browser, address: str, hall: TownHall, book: Book) -> None:
    for look, size, name, caption in (
        ("large", UPRIGHT, "large", "文字を大きく（縦）"),
        ("contrast", WIDE, "contrast-wide", "色をはっきり（横）"),
        ("seated", UPRIGHT, "seated", "ボタンを下に（縦）"),
        ("large contrast seated", WIDE, "all-wide", "3つともいっしょに（横）"),
    ):
        page = lobby_page(browser, address, size)
        page.goto(f"{address}/?look={look}")
        book.shoot(page, f"{name}-start", f"はじめの画面：{caption}", whole=False)
        show(page, hall)
        book.shoot(page, f"{name}-review", f"内容の確認：{caption}", whole=False)
        page.goto(f"{address}/ask/you.name?from=review")
        page.wait_for_timeout(300)
        book.shoot(page, f"{name}-name", f"名前：{caption}", whole=False)
        page.context.close()


def _trouble(
    browser: Browser, address: str, hall: TownHall, workplace: Workplace, printer: VirtualPrinter, book: Book
) -> None:
    page = lobby_page(browser, address, UPRIGHT)
    show(page, hall)
    printer.unplug()
    page.tap("text=この内容で印刷する")
    hand_over = page.locator("form[action='/hand-over'] button")
    hand_over.wait_for(timeout=PRINTED)
    book.shoot(page, "no-printer", "プリンターにつながらないとき", whole=False)
    hand_over.tap()
    page.locator("p.number").wait_for()
    book.shoot(page, "number", "窓口で続ける", whole=False)
    workplace.devices.look_at_printer()
    page.goto(address)
    page.get_by_text("いまは印刷できません。").wait_for()
    book.shoot(page, "start-trouble", "はじめの画面：印刷できないとき", whole=False)
    printer.plug_in()
    page.context.close()


def press(page: Page, digits: str) -> None:
    """Presses digits on the pad; the last one sends them."""
    touch_keys(page, digits, ".pad")


def show(page: Page, hall: TownHall, language: str = "ja") -> None:
    """Shows a code at any screen."""
    read_code(page, hall.ticket(language=language)[0] + "\n")
    page.wait_for_url("**/review")
