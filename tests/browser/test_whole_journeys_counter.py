"""A whole visit at the counter with both hands on the keyboard, and scanners whatever layout Windows believes in."""

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.desk import Workplace
from kiosk.settings import DeskMode
from kiosk.store import StoreError, VisitId, VisitStatus, open_visits, read_visit
from tests.browser.atcounter import Key, press_keys, scan
from tests.browser.conftest import PATIENCE
from tests.browser.deskserver import COUNTER_SIZE, PASSWORD, counter_page, running_desk
from tests.kiosk.desk.townhall import TownHall
from tests.printing.paper import pdfium_text, words
from tests.residents import YOSHIDA
from tools.virtual_printer import VirtualPrinter

PHONE = "090-1234-5678"
MOST_TABS = 80
HAND = 120
"""Milliseconds from key to key: twelve digits faster than 100 are taken for a scanner's."""
POINTERS = ("pointerdown", "mousedown", "touchstart", "mousemove", "wheel")
LAYOUTS = {
    "Japanese input switched on": (("Process",) * 10, "Digit{}"),
    "Japanese input, full width": (tuple("０１２３４５６７８９"), "Digit{}"),
    "French layout": (tuple("à&é\"'(-è_ç"), "Digit{}"),
    "numeric keypad without NumLock": (
        (
            "Insert",
            "End",
            "ArrowDown",
            "PageDown",
            "ArrowLeft",
            "Clear",
            "ArrowRight",
            "Home",
            "ArrowUp",
            "PageUp",
        ),
        "Numpad{}",
    ),
}
"""What the ten digit keys of a scanner's US keyboard mean to the PC, and what the keys are called."""


@pytest.mark.printer
def test_a_whole_visit_needs_no_mouse(browser: Browser, printer: VirtualPrinter, town_hall: TownHall) -> None:
    with running_desk(town_hall, DeskMode.COUNTER) as (address, workplace):
        page, pointed = page_without_mouse(browser)
        sign_in(page, address)
        scan(page, town_hall.ticket()[0])
        visit_id = VisitId(page.url.rsplit("/", 1)[1])
        correct_the_phone_number(page)
        go_to_identification(page)
        page.keyboard.press("Space")
        expect(page.locator("#identification .panel-note")).to_have_text("済み")
        page.keyboard.press("F2")
        expect(page.get_by_text("印刷が終わりました。")).to_be_visible()
        page.keyboard.press("F4")
        expect(page.get_by_text("A-001 の受付を終了しました。")).to_be_visible()
        assert pointed == []
        is_over(workplace, visit_id)
        page.context.close()
    (paper,) = printer.papers()
    printed = words(pdfium_text(paper.pdf.read_bytes()))
    assert words(YOSHIDA) in printed
    assert PHONE in printed


@pytest.mark.parametrize(("layout", "pace"), [*((layout, 1) for layout in LAYOUTS), (next(iter(LAYOUTS)), 10)])
def test_a_scanner_is_read_by_its_keys_whatever_they_mean(
    browser: Browser, town_hall: TownHall, layout: str, pace: int
) -> None:
    with running_desk(town_hall, DeskMode.COUNTER) as (address, workplace):
        page = counter_page(browser, address)
        press_keys(page, [*(meant(digit, layout) for digit in town_hall.ticket()[0]), Key("Enter", "Enter")], pace)
        page.wait_for_url("**/visits/*")
        expect(page.locator("#title-you")).to_contain_text(YOSHIDA)
        assert len(open_visits(workplace.store)) == 1
        page.context.close()


def page_without_mouse(browser: Browser) -> tuple[Page, list[str]]:
    """A page, and what pointers did on any screen it ever shows.

    When the page moves below a resting pointer, Chromium tells of a mouse that moved by nothing.
    """
    context = browser.new_context(viewport={"width": COUNTER_SIZE[0], "height": COUNTER_SIZE[1]}, locale="ja-JP")
    context.set_default_timeout(PATIENCE)
    pointed: list[str] = []
    context.expose_function("pointed", lambda kind: pointed.append(kind))
    for kind in POINTERS:
        rests = "'movementX' in it && it.type === 'mousemove' && !it.movementX && !it.movementY"
        context.add_init_script(f"addEventListener('{kind}', (it) => {{ {rests} || pointed('{kind}') }}, true)")
    return context.new_page(), pointed


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/login")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("sato")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")


def correct_the_phone_number(page: Page) -> None:
    tab_to(page, "a[href*='edit=you']")
    page.keyboard.press("Enter")
    page.wait_for_url("**edit=you**")
    tab_to(page, "[name='you.phone']")
    page.keyboard.press("Control+A")
    page.keyboard.type(PHONE, delay=HAND)
    page.keyboard.press("Enter")
    expect(page.locator(".answer-changed")).to_contain_text("前：0152-00-1234")


def go_to_identification(page: Page) -> None:
    page.keyboard.press("F7")
    expect(page.locator("#identification :focus")).to_have_count(1)


def tab_to(page: Page, selector: str) -> None:
    for _ in range(MOST_TABS):
        if page.evaluate("s => !!document.activeElement?.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {selector}")


def meant(digit: str, layout: str) -> Key:
    """A key as the operating system tells of it: where it is, and what the layout takes it for."""
    meanings, code = LAYOUTS[layout]
    meaning = meanings[int(digit)]
    return Key(meaning, code.format(digit), number=229 if meaning == "Process" else 0)


def is_over(workplace: Workplace, visit_id: VisitId) -> None:
    visit = read_visit(workplace.store, visit_id)
    assert visit is not None
    assert visit.status is VisitStatus.FINISHED
    with pytest.raises(StoreError):
        workplace.cases.read(visit_id)
