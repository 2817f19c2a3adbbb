"""Two certificates for two purposes: told apart on the phone, carried in one code, printed on two sheets."""

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.prefill import create_app
from kiosk.settings import DeskMode
from tests.browser.atcounter import scan
from tests.browser.codes import codes_on_screen
from tests.browser.deskserver import counter_page, running_desk
from tests.browser.serving import serving
from tests.browser.test_journeys_counted import HOME, PHONE, SEAL, Walk
from tests.kiosk.desk.townhall import TownHall
from tests.printing.paper import pdfium_pages, words
from tools.virtual_printer import VirtualPrinter

LICENCE, BOAT, HARBOUR = "架空運転免許試験場", "漁船の登録", "みどり野町漁協"
OWN = "@seal_certificate"


@pytest.mark.printer
def test_two_certificates_for_two_purposes_are_printed_differently(
    browser: Browser, phone: Page, printer: VirtualPrinter, town_hall: TownHall
) -> None:
    with serving(create_app(town_hall.office)) as url:
        (digits,) = digits_of(phone, url)
    with running_desk(town_hall, DeskMode.COUNTER) as (address, _workplace):
        page = counter_page(browser, address)
        scan(page, digits)
        expect(page.get_by_text("使いみち（印鑑登録証明書）")).to_be_visible()
        page.locator("#identification input[type=checkbox]").first.check()
        page.keyboard.press("F2")
        expect(page.get_by_text("印刷が終わりました。")).to_be_visible()
        page.context.close()
    (paper,) = printer.papers()
    printed = [words(text) for text in pdfium_pages(paper.pdf.read_bytes())]
    (copy,) = (text for text in printed if LICENCE in text)
    (seal,) = (text for text in printed if HARBOUR in text)
    assert "住民票の写し" in copy
    assert "印鑑登録証明書" in seal
    assert BOAT in seal
    assert BOAT not in copy


def digits_of(phone: Page, url: str) -> list[str]:
    """The codes of the phone on which one certificate was told apart while the page was typed on."""
    walk = Walk(phone, url)
    walk.choose("resident_record_copy", "seal_certificate")
    walk.press({"whom": "self"})
    walk.on(at="you")
    walk.type({"you.name.family": "吉田", "you.name.given": "花子", "you.address": HOME, "you.phone": PHONE})
    walk.date("you.birth_date", 1960, 7, 5)
    walk.on(at="wanted")
    walk.press({"purpose": "bank"})
    walk.type({"submit_to": LICENCE})
    walk.press({"overruled": "seal_certificate"})
    own = phone.locator(f'[name="purpose{OWN}"][value="bank"]')
    expect(own).to_be_checked()
    heading = phone.get_by_role("heading", name="印鑑登録証明書")
    expect(heading).to_have_count(1)
    assert heading.bounding_box()["y"] < own.bounding_box()["y"]  # type: ignore[index]
    walk.press({f"purpose{OWN}": "other"})
    walk.type({f"purpose.detail{OWN}": BOAT, f"submit_to{OWN}": HARBOUR})
    walk.on(at="review")
    walk.on(SEAL, at="code")
    return codes_on_screen(phone)
