"""From the card to a 転居届 for four without one typed name, up to the paper; of a protected household nothing at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from forms.answers import rows_of
from kiosk.desk import Workplace
from kiosk.register.lookup import ASK_SECTION
from kiosk.settings import DeskMode
from kiosk.store import Visit, open_visits
from tests.browser.axe import assert_accessible
from tests.browser.deskserver import counter_page, lobby_page, running_desk, touch_keys
from tests.cardreader.pcscd import Insert, card_service, insert, person, reader
from tests.kiosk.desk.counter.test_register import FAMILY, GRANT, imported
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.register.files import number
from tests.printing.paper import pdfium_text, words
from tools.virtual_printer import VirtualPrinter

__all__ = ["card_service", "insert", "reader"]

pytestmark = [pytest.mark.card, pytest.mark.printer]

NAMES = ("𠮷田　太郎", "𠮷田　花子", "𠮷田　湊", "𠮷田　凜")
HOME = "北海道架空郡みどり野町旭町１番地"
NEW = {
    "whom": "self",
    "you.address": "北海道架空郡みどり野町本町四丁目５番地",
    "you.phone": "0152-00-1234",
    "move.date": "2026-11-20",
}
"""What nobody can know but the family itself."""


@pytest.fixture
def town_hall(tmp_path: Path, printer: VirtualPrinter) -> TownHall:
    """A town that uses its register at both desks."""
    hall = build_town_hall(tmp_path / "town", printer=printer.uri)
    folder = hall.office.settings.folder
    (folder / "register.toml").write_text("[use]\non = true\nlobby = true\n", "utf-8")
    (folder / "grants.toml").write_text(GRANT.replace('["counter-1"]', '["counter-1", "lobby-1"]'), "utf-8")
    return hall


@pytest.fixture
def counter(browser: Browser, town_hall: TownHall, insert: Insert) -> Iterator[tuple[Page, Workplace, Visit]]:
    """A visit of somebody who moves within the town, and her card is read."""
    with running_desk(town_hall, DeskMode.COUNTER) as (address, here):
        page = counter_page(browser, address)
        visit = here.reception.by_hand(["move_within"], 1)
        insert(person("yoshida"))
        page.goto(f"{address}/visits/{visit.id}/card")
        page.fill("#pin", person("yoshida").pin)
        page.click("text=次へ進む")
        page.wait_for_url(f"**/visits/{visit.id}")
        yield page, here, visit
        page.context.close()


def test_from_the_card_to_the_paper_of_four(
    counter: tuple[Page, Workplace, Visit], tmp_path: Path, printer: VirtualPrinter
) -> None:
    page, here, visit = counter
    imported(here, tmp_path, FAMILY)
    page.reload()
    page.click("text=台帳から入力する")
    page.click("text=読んだカードの人を引く")
    for name in NAMES:
        page.check(f"label.tick:has-text('{name}') input")
    assert_accessible(page)
    page.click("text=選んだ人を入力する")
    expect(page.get_by_text("台帳（").first).to_be_visible()
    case = here.cases.read(visit.id)
    assert here.reception.correct(case, {**case.answers, **NEW}, 1).answers["move.old_address"] == HOME
    page.reload()
    page.keyboard.press("F2")
    expect(page.get_by_text("印刷が終わりました。")).to_be_visible()
    printed = words("".join(pdfium_text(paper.pdf.read_bytes()) for paper in printer.papers()))
    assert [name for name in (*NAMES, HOME) if words(name) not in printed] == []


def test_nothing_of_a_protected_household_reaches_the_screen(
    counter: tuple[Page, Workplace, Visit], tmp_path: Path
) -> None:
    page, here, visit = counter
    imported(here, tmp_path, FAMILY, number(3))
    page.reload()
    page.click("text=台帳から入力する")
    page.click("text=読んだカードの人を引く")
    expect(page.get_by_text(ASK_SECTION)).to_be_visible()
    shown = page.content()
    assert [word for word in ("太郎", "湊", "凜", "ミナト", "旭町", "支援", "保護") if word in shown] == []
    assert "family" not in here.cases.read(visit.id).answers
    page.click("text=台帳を使わずに戻る")
    page.wait_for_url(f"**/visits/{visit.id}")


@pytest.mark.lobby
def test_at_the_lobby_the_card_brings_those_who_are_ticked(
    browser: Browser, town_hall: TownHall, insert: Insert, tmp_path: Path
) -> None:
    with running_desk(town_hall, DeskMode.LOBBY) as (address, here):
        imported(here, tmp_path, FAMILY)
        page = lobby_page(browser, address)
        insert(person("yoshida"))
        page.wait_for_url("**/card")
        touch_keys(page, person("yoshida").pin, ".pad")
        page.tap("a.way-line:has-text('引っ越し')")
        page.tap("button.way-line:has-text('転居届')")
        page.tap("text=台帳から入力する")
        page.wait_for_url("**/household/find")
        assert_accessible(page)
        page.tap("label.row:has-text('湊')")
        page.tap("label.row:has-text('凜')")
        page.tap("button:has-text('次へ')")
        page.wait_for_url("**/ask/*")
        (visit,) = open_visits(here.store)
        case = here.cases.read(visit.id)
        assert [row["name"] for row in rows_of(case.answers["family"])] == ["𠮷田　湊", "𠮷田　凜"]
        assert case.answers["you.kana"] == "ヨシダ　ハナコ"
        page.context.close()
