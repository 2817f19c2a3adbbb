"""The lobby as a resident uses it, by touch: with a card, with a code, by hand."""

from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kiosk.desk import Workplace
from kiosk.settings import DeskMode
from kiosk.store import VisitStatus, open_visits
from kiosk.store.audit import read_entries
from tests.browser.atcounter import read_code
from tests.browser.axe import assert_accessible
from tests.browser.deskserver import UPRIGHT, WIDE, lobby_page, running_desk, touch_keys
from tests.cardreader.pcscd import Insert, card_service, insert, person, reader
from tests.kiosk.desk.townhall import TownHall, two_part_ticket
from tests.residents import YOSHIDA
from tests.sweep import swept
from tools.virtual_printer import VirtualPrinter

__all__ = ["card_service", "insert", "reader"]

pytestmark = [pytest.mark.card, pytest.mark.lobby, pytest.mark.printer]

CHOSEN = {"whom": "わたし", "resident_record.kind": "いまの", "resident_record.scope": "世帯の全員"}
BOTH_WAYS_UP = pytest.mark.parametrize("page", [UPRIGHT, WIDE], indirect=True)
UPRIGHT_DAILY = swept(4, lambda case: case["page"] == UPRIGHT)


@pytest.fixture
def desk(town_hall: TownHall, insert: Insert) -> Iterator[tuple[str, Workplace]]:
    with running_desk(town_hall, DeskMode.LOBBY) as running:
        yield running


@pytest.fixture
def page(browser: Browser, desk: tuple[str, Workplace], request: pytest.FixtureRequest) -> Iterator[Page]:
    opened = lobby_page(browser, desk[0], getattr(request, "param", UPRIGHT))
    yield opened
    opened.context.close()


@UPRIGHT_DAILY
@BOTH_WAYS_UP
def test_from_card_to_paper(
    page: Page, insert: Insert, printer: VirtualPrinter, desk: tuple[str, Workplace]
) -> None:
    card = insert(person("yoshida"))
    page.wait_for_url("**/card")
    enter_pin(page, "1234")
    choose_procedure(page)
    walk_to_review(page, {})
    expect(page.get_by_text(person("yoshida").address)).to_be_visible()
    page.tap("text=この内容で印刷する")
    page.tap("text=紙を取った（終了する）")
    expect(page.get_by_role("heading", name="カードを取ってください")).to_be_visible()
    expect(page.locator(".shown-big svg")).to_be_in_viewport(ratio=1)
    expect(page.locator("html[data-sounded]")).to_have_count(1)
    card.remove()
    expect(page.get_by_role("heading", name="紙を持って、窓口へ行ってください")).to_be_visible()
    assert len(printer.papers()) == 1
    assert [visit.status for visit in open_visits(desk[1].store)] == [VisitStatus.AWAITED]


@UPRIGHT_DAILY
@BOTH_WAYS_UP
def test_from_code_to_paper(page: Page, town_hall: TownHall, printer: VirtualPrinter) -> None:
    read_code(page, town_hall.ticket()[0] + "\n")
    page.wait_for_url("**/review")
    expect(page.get_by_text(YOSHIDA)).to_be_visible()
    page.tap("text=この内容で印刷する")
    page.tap("text=紙を取った（終了する）")
    page.wait_for_url("**/done")
    assert len(printer.papers()) == 1


@UPRIGHT_DAILY
@BOTH_WAYS_UP
def test_by_hand_to_paper(page: Page, printer: VirtualPrinter) -> None:
    written = {
        "you.name": ("や", "ま", "た", "゛", "次の欄へ", "は", "な", "次へ"),
        "you.birth_date": ("3", "5", "次の欄へ", "7", "次の欄へ", "5", "次へ"),
        "you.address": (*"みとり", "1", "次へ"),
        "you.phone": (*"0152001234", "次へ"),
    }
    page.tap("text=画面で入力する")
    choose_procedure(page)
    walk_to_review(page, written)
    expect(page.get_by_text("2通", exact=True)).to_be_visible()
    page.tap("text=この内容で印刷する")
    expect(page.get_by_role("heading", name="紙を取ってください")).to_be_visible()
    expect(page.locator("html[data-sounded]")).to_have_count(1)
    page.tap("text=紙を取った（終了する）")
    page.wait_for_url("**/done")
    assert len(printer.papers()) == 1


def test_a_ticket_of_two_codes(page: Page, town_hall: TownHall) -> None:
    first, second = two_part_ticket(town_hall)
    read_code(page, first + "\n")
    expect(page.get_by_role("heading", name="もう1つのコードをかざしてください")).to_be_visible()
    read_code(page, second + "\n")
    page.wait_for_url("**/review")


def test_a_name_is_entered_by_touch_in_hiragana(page: Page, desk: tuple[str, Workplace]) -> None:
    page.tap("text=画面で入力する")
    choose_procedure(page)
    answer(page, "わたし")
    touch_keys(page, ("か", "゛", "く", "1字消す", "み"))
    go_on(page)
    visit = open_visits(desk[1].store)[0]
    assert desk[1].cases.read(visit.id).answers["you.name"] == "がみ"


def test_a_wrong_pin_says_how_many_tries_are_left(page: Page, insert: Insert) -> None:
    insert(person("yoshida"))
    page.wait_for_url("**/card")
    expect(page.get_by_text("あと3回")).to_be_visible()
    enter_pin(page, "9999")
    expect(page.get_by_text("暗証番号が違います。")).to_be_visible()
    expect(page.get_by_text("あと2回")).to_be_visible()
    expect(page.get_by_text("カードがロックされるのを防ぐため、入力を終わります。")).to_be_visible()
    expect(page.get_by_text("券面事項")).to_have_count(0)
    assert "9999" not in page.content()


def test_who_does_not_know_the_pin_goes_on_by_hand(page: Page, insert: Insert) -> None:
    card = insert(person("yoshida"))
    page.wait_for_url("**/card")
    page.locator(".ends").get_by_role("link", name="画面で入力する").tap()
    page.wait_for_url("**/hand")
    page.go_back()
    expect(page.locator("#pin")).to_be_visible()
    card.remove()
    expect(page.locator(".ends").get_by_role("link")).to_have_count(0)


def test_the_last_try_is_never_sent(page: Page, insert: Insert) -> None:
    card = insert(person("last_try"))
    page.wait_for_url("**/card")
    expect(page.get_by_text("あと1回です")).to_be_visible()
    expect(page.locator("#pin")).to_have_count(0)
    # Nor by a request that the page does not offer.
    token = page.locator("input[name=csrf_token]").first.input_value()
    sent = page.request.post(page.url, form={"csrf_token": token, "pin": "0000", "shown": shown_to(page)})
    assert sent.status in (200, 422)
    assert card.inserted
    page.reload()
    expect(page.get_by_text("あと1回です")).to_be_visible()


def test_a_blocked_card_shows_the_other_ways(page: Page, insert: Insert) -> None:
    insert(person("blocked"))
    page.wait_for_url("**/card")
    expect(page.get_by_text("暗証番号がロックされています。")).to_be_visible()
    assert_accessible(page)
    expect(page.get_by_text("もう一度読み取る")).to_have_count(0)
    page.tap("text=画面で入力する")
    page.wait_for_url("**/hand")


def test_a_card_pulled_before_the_pin_is_asked_for_again(page: Page, insert: Insert) -> None:
    card = insert(person("yoshida"))
    page.wait_for_url("**/card")
    expect(page.locator("#pin")).to_be_visible()
    card.remove()
    expect(page.get_by_text("カードを、カードリーダーに置いてください。")).to_be_visible()
    card.insert()
    expect(page.locator("#pin")).to_be_visible()


def test_a_card_pulled_while_it_is_read_is_told_and_asked_for_again(page: Page, insert: Insert) -> None:
    card = insert(person("yoshida"), seconds_per_command=0.4)
    page.wait_for_url("**/card")
    pulled = Timer(0.9, card.remove)
    page.on(
        "request",
        lambda sent: pulled.start() if (sent.method, sent.url.rpartition("/")[2]) == ("POST", "card") else None,
    )
    enter_pin(page, "1234")
    expect(page.get_by_text("カードをもう一度置き")).to_be_visible()
    expect(page.locator("#pin")).to_have_count(0)


def test_while_the_card_is_read_words_say_so(page: Page, insert: Insert) -> None:
    insert(person("yoshida"))
    page.wait_for_url("**/card")
    # Never answered with another screen: this one stays as it is while the card is being read.
    page.route(
        "**/card",
        lambda route: route.fulfill(status=204) if route.request.method == "POST" else route.continue_(),
    )
    expect(page.get_by_text("いまカードを読み取っています。")).to_be_hidden()
    enter_pin(page, "1234")
    expect(page.get_by_text("いまカードを読み取っています。")).to_be_in_viewport(ratio=1)


def test_the_pin_is_nowhere(page: Page, insert: Insert, desk: tuple[str, Workplace], tmp_path: Path) -> None:
    insert(person("watanabe"))
    page.wait_for_url("**/card")
    pin = person("watanabe").pin
    enter_pin(page, pin)
    page.wait_for_url("**/procedures")
    cookies = "".join(cookie["value"] for cookie in page.context.cookies())
    history = page.evaluate("location.href + JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")
    log = "".join(str(entry) for entry in read_entries(desk[1].store))
    assert all(f"'{pin}'" not in place and f"={pin}" not in place for place in (cookies, history, log))


def test_paper_out_calls_for_staff_and_goes_on(page: Page, town_hall: TownHall, printer: VirtualPrinter) -> None:
    read_code(page, town_hall.ticket()[0] + "\n")
    page.wait_for_url("**/review")
    printer.take_paper_out()
    page.tap("text=この内容で印刷する")
    expect(page.get_by_text("プリンターの紙がなくなりました。")).to_be_visible()
    assert_accessible(page)
    printer.refill()
    expect(page.get_by_text("紙を取った（終了する）")).to_be_visible()


def test_a_printer_in_trouble_is_told_before_the_person_begins(
    page: Page, printer: VirtualPrinter, desk: tuple[str, Workplace]
) -> None:
    printer.unplug()
    desk[1].devices.look_at_printer()
    expect(page.get_by_text("いまは印刷できません。")).to_be_visible()


def enter_pin(page: Page, digits: str) -> None:
    """The last of four digits sends it."""
    touch_keys(page, digits, ".pad")


def choose_procedure(page: Page) -> None:
    page.tap("a.way-line:has-text('証明書')")
    page.tap("button.way-line:has-text('住民票の写し') >> nth=0")
    page.wait_for_url("**/ask/*")


def walk_to_review(page: Page, written: dict[str, tuple[str, ...]]) -> None:
    """Question after question, whichever come."""
    while "/review" not in page.url:
        key = page.url.rpartition("/")[2].partition("@")[0]
        if key in CHOSEN:
            answer(page, CHOSEN[key])
        elif key == "resident_record.count":
            leave(page, page.get_by_role("button", name="2通"))
        elif key in written:
            write(page, written[key])
        else:
            go_on(page)


def answer(page: Page, words: str) -> None:
    """A single choice goes on by itself."""
    before = page.url
    page.locator("label.row").filter(has_text=words).first.tap()
    page.wait_for_url(lambda url: url != before)


def write(page: Page, keys: tuple[str, ...]) -> None:
    """On the keys of the screen; digits in the middle of words are on the keys for letters."""
    before = page.url
    era = page.locator("select[name$='.era']")
    if era.count():
        era.select_option("S")
    touch_keys(page, keys)
    page.wait_for_url(lambda url: url != before)


def go_on(page: Page) -> None:
    leave(page, page.locator(".one-question .button-wide"))


def leave(page: Page, button: Locator) -> None:
    before = page.url
    button.tap()
    page.wait_for_url(lambda url: url != before)


def shown_to(page: Page) -> str:
    return str(page.evaluate("document.querySelector('[name=shown]')?.value ?? ''"))
