"""Whole visits of several procedures at the counter: one scan, one job behind a cover slip, from a real IPP printer."""

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from kiosk.desk import Workplace
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.store import open_visits
from kiosk.tickets import seal_application
from kiosk.training import sample_resident, training_office
from tests.browser.atcounter import eventually, read_code, scan
from tests.browser.axe import assert_accessible, assert_no_sideways_scrolling
from tests.browser.deskserver import PASSWORD, counter_page, running_desk
from tests.kiosk.desk.townhall import TownHall
from tests.printing.paper import pdfium_text, words
from tools.virtual_printer import VirtualPrinter

pytestmark = pytest.mark.printer

FAMILY = ["move_in", "health_insurance_join", "child_allowance", "child_medical", "water"]
BEREAVED = [
    "bereavement_head_change",
    "funeral_allowance",
    "insurance_card_return",
    "unpaid_pension",
    "heir_representative",
    "seal_registration_end",
    "care_insurance_return",
    "disability_handbook_return",
]


def test_a_family_that_moved_in_gets_its_papers_in_order_behind_one_slip(
    page: Page, town_hall: TownHall, printer: VirtualPrinter
) -> None:
    arrive(page, town_hall, [*FAMILY, "resident_record_copy"])
    expect(page.get_by_text("（受付票1枚を含む）")).to_be_visible()
    expect(page.locator(".fees-total td")).to_have_text("600円")
    page.keyboard.press("F2")
    until_paper_is_out(page)
    papers = printer.papers()
    # 児童手当 has a back page: it goes to the printer on its own, on both sides, between the others.
    assert [paper.job["sides"] for paper in papers] == ["one-sided", "two-sided-long-edge", "one-sided"]
    assert {paper.job["job-name"] for paper in papers} == {"madoguchi"}
    text = words("".join(pdfium_text(paper.pdf.read_bytes()) for paper in papers))
    titles = ["受付票", "住民票の写し", "転入届", "国民健康保険", "児童手当", "子ども医療費", "水道"]
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert slip_of(papers[0].pdf).count("600円") == 2


def test_a_bereaved_family_gets_eight_sheets_at_once(
    page: Page, town_hall: TownHall, printer: VirtualPrinter
) -> None:
    arrive(page, town_hall, BEREAVED)
    page.keyboard.press("F2")
    until_paper_is_out(page)
    assert len(printer.papers()) == 1
    assert len(pypdfium2.PdfDocument(printer.papers()[0].pdf)) >= 1 + len(BEREAVED)
    slip = slip_of(printer.papers()[0].pdf)
    assert "無料" in slip
    for procedure in town_hall.office.catalogue.chosen(BEREAVED):
        assert words(procedure.title) in slip


def test_one_sheet_is_printed_again_alone(page: Page, town_hall: TownHall, printer: VirtualPrinter) -> None:
    arrive(page, town_hall, FAMILY)
    page.keyboard.press("F2")
    until_paper_is_out(page)
    before = len(printer.papers())
    page.click("summary:has-text('1枚だけもう一度印刷する')")
    assert_accessible(page)
    with page.expect_navigation():
        page.locator(".alone").get_by_role("button", name="水道").click()
    eventually(page, lambda: len(printer.papers()) == before + 1)
    alone = words(pdfium_text(printer.papers()[-1].pdf.read_bytes()))
    assert "水道" in alone
    assert "受付票" not in alone


def test_staff_asks_for_two_procedures_and_adds_a_third(page: Page, desk: tuple[str, Workplace]) -> None:
    page.keyboard.press("F9")
    for name in ("move_in", "water"):
        page.check(f"#by-hand input[value={name}]")
    page.click("text=受付を始める")
    page.check("[name='whom'][value=self]")
    page.click("text=変更を確定する")
    page.click("summary:has-text('手続の追加・取消し')")
    page.check("#procedures input[value=child_medical]")
    page.click("text=この手続にする")
    expect(page.locator("h1")).to_contain_text("転入届、")
    visit = open_visits(desk[1].store)[0]
    assert {id for id, _ in visit.procedures} == {"move_in", "water", "child_medical"}
    assert desk[1].cases.read(visit.id).answers["whom"] == "self"
    # The interview goes on where it was.
    expect(page.locator(".correcting")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def test_practice_is_marked_on_every_screen_and_every_sheet(
    browser: Browser, town_hall: TownHall, printer: VirtualPrinter
) -> None:
    practice = TownHall(training_office(town_hall.office))
    with running_desk(practice, DeskMode.COUNTER) as (address, _):
        page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="ja-JP").new_page()
        page.goto(f"{address}/login")
        page.click("text=練習を始める")
        page.locator("#sample-residents").wait_for()
        look(page)
        page.check("#sample-residents input[value=water]")
        page.click("text=受付コードを表示する")
        page.get_by_role("button", name="かざしたことにする").first.wait_for()
        look(page)
        page.get_by_role("button", name="かざしたことにする").first.click()
        page.locator("#print").wait_for()
        look(page)
        page.keyboard.press("F2")
        until_paper_is_out(page)
        page.context.close()
    assert is_marked(printer.papers()[0].pdf)


def test_the_page_for_accounts_is_accessible(browser: Browser, desk: tuple[str, Workplace]) -> None:
    add_staff(desk[1].store, "kacho", PASSWORD, StaffRole.ADMIN, StaffRole.CLERK)
    page = counter_page(browser, desk[0], "kacho")
    page.click("text=職員の登録")
    expect(page.get_by_role("row", name="sato")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.context.close()


def arrive(page: Page, town_hall: TownHall, procedures: list[str]) -> None:
    """A resident with the samples of these procedures on the phone."""
    resident = sample_resident(town_hall.office.catalogue.chosen(procedures), "typical")
    *first, last = seal_application(resident, town_hall.office).texts
    for text in first:
        read_code(page, text + "\n")
        expect(page.get_by_text("1つ目を読み取りました")).to_be_visible()
    scan(page, last)


def slip_of(pdf: Path) -> str:
    return words(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded())


def until_paper_is_out(page: Page) -> None:
    """The visit can be finished only then."""
    expect(page.locator("#finish")).to_be_visible()


def look(page: Page) -> None:
    page.wait_for_load_state()
    expect(page.locator(".training-bar strong")).to_have_text("練習中")
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def is_marked(pdf: Path) -> bool:
    """Whether grey outlines lie across the middle of the first page's blank margin and text."""
    page: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil()
    shades = page.convert("L").histogram()
    return sum(shades[120:190]) > 2000
