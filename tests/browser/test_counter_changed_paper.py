"""By keyboard alone: a correction after printing, the changed sheet printed, the visit finished."""

import pytest
from playwright.sync_api import Page, expect

from kiosk.desk import Workplace
from tests.browser.atcounter import scan
from tests.browser.axe import assert_accessible, assert_no_sideways_scrolling
from tests.kiosk.desk.test_printjobs import wait_for
from tests.kiosk.desk.townhall import TownHall
from tools.virtual_printer import VirtualPrinter

pytestmark = pytest.mark.printer


def test_a_correction_after_printing_is_printed_before_the_paper_is_handed_over(
    page: Page, town_hall: TownHall, desk: tuple[str, Workplace], printer: VirtualPrinter
) -> None:
    scan(page, town_hall.ticket()[0])
    page.keyboard.press("F2")
    expect(page.get_by_text("印刷が終わりました。")).to_be_visible()
    page.locator("label.tick", has_text="運転免許証").first.click()
    expect(page.get_by_text("済み")).to_be_visible()
    page.click("a[href*='edit=you']")
    page.fill("[name='you.phone']", "0152-88-8888")
    page.keyboard.press("Enter")
    expect(page.get_by_text("変わったところ：電話番号")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.keyboard.press("F4")
    expect(page.get_by_role("button", name="合わない紙のまま渡して終了する")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("F2")
    expect(page.get_by_text("印刷が終わりました。")).to_be_visible()
    wait_for(lambda: len(printer.papers()) == 2)
    page.keyboard.press("F4")
    expect(page.get_by_text("A-001 の受付を終了しました。")).to_be_visible()
