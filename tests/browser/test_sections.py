"""A family of five through seven sections, walking and staying, and a bereavement in a booth: clerks with screens of their
own, a board that is watched."""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.staff import StaffRole, add_staff
from kiosk.store import PrintOutcome, just_finished, open_visits, record_print
from kiosk.store.task import TaskState
from tests.browser.atcounter import scan
from tests.browser.deskserver import PASSWORD
from tests.browser.sections import LATE, SECTIONS, Hall, do, town_of
from tests.sweep import in_turns

pytestmark = in_turns("seven sections", 3)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def assert_no_name(page: Page) -> None:
    """Numbers only, for everybody to see."""
    text = page.content()
    assert "髙﨑" not in text
    assert "タカサキ" not in text


def prepare(page: Page, hall: Hall) -> None:
    """The papers are out, and identity is checked: what is no matter of sections."""
    (visit,) = open_visits(hall.store)
    record_print(hall.store, visit.id, PrintOutcome.PRINTED, sheets=11)
    for kind in ("my_number_card", "number_card"):
        page.locator(f"#kind-{kind}").check()
    expect(page.locator("#identification .panel-note")).to_have_text("済み")


def finished(page: Page, hall: Hall, sections: Mapping[str, tuple[str, ...]]) -> None:
    """Ends the visit, with nothing left of it undone."""
    page.locator("#finish").click()
    page.get_by_role("button", name="確かめずに終了する").click()
    expect(page.get_by_text("の受付を終了しました。").first).to_be_visible()
    (visit,) = just_finished(hall.store)
    assert (visit.receipt_number, hall.states(visit.id)) == ("A-001", dict.fromkeys(sections, TaskState.DONE))
    assert_no_name(hall.board)


def test_a_family_of_five_walks_through_seven_sections(browser: Browser, tmp_path: Path, stack: ExitStack) -> None:
    windows = {"counter-1": "juumin kankyo", "pc-2": "hoken kodomo suido", "pc-3": "hoiku gakko"}
    hall = Hall(browser, town_of(tmp_path, SECTIONS, windows), stack)
    desk, visited, done = "counter-1", ["counter-1"], set[str]()
    page = hall.clerk(desk, "sato", *windows[desk].split())
    scan(page, hall.ticket(SECTIONS))
    prepare(page, hall)
    while True:
        for id in windows[desk].split():
            do(page, SECTIONS[id][1])
            done.add(id)
        if done == set(SECTIONS):
            break
        page.locator("#hand-on [name=slip]").uncheck()
        page.locator("#hand-on button").click()
        told = page.get_by_text(re.compile("番号はそのままです。")).inner_text()
        following = next(id for id, (name, *_) in SECTIONS.items() if f"次に{name}（" in told)
        desk = next(each for each, own in windows.items() if following in own.split())
        visited.append(desk)
        page = hall.clerk(desk, f"clerk-{following}", *windows[desk].split())
        page.keyboard.press("F5")
        call = hall.board.locator(".board-call", has_text="A-001")
        expect(call).to_contain_text(f"{list(windows).index(desk) + 1}番窓口")
        expect(page.get_by_text("を呼んでいます")).to_be_visible()
        page.wait_for_load_state()
        page.keyboard.press("F5")
        page.get_by_role("link", name="受付を開く").click()
        page.wait_for_url("**/visits/*")
    assert visited == ["counter-1", "pc-3", "pc-2"], "what takes longest is begun first, not what is nearest"
    expect(page.locator("#hand-on"), "nobody is left to go to").to_have_count(0)
    finished(page, hall, SECTIONS)


def test_seven_sections_come_to_a_family_that_stays(browser: Browser, tmp_path: Path, stack: ExitStack) -> None:
    windows = {"counter-1": "juumin", "pc-2": " ".join(list(SECTIONS)[1:])}
    hall = Hall(browser, town_of(tmp_path, SECTIONS, windows, '[[stay]]\nwindows = ["w1"]\n'), stack)
    pair = list(SECTIONS)[1:]
    others = {two: hall.clerk("pc-2", f"clerk-{two[0]}", *two) for two in (tuple(pair[:3]), tuple(pair[3:]))}
    for other in others.values():
        other.get_by_role("link", name="課の用").click()
        expect(other.get_by_text("残っているものはありません。")).to_be_visible()
    page = hall.clerk("counter-1", "sato", "juumin")
    hall.open_visit(page, "counter-1", SECTIONS)
    prepare(page, hall)
    do(page, "転入の届出")
    expect(page.locator("#coming")).to_contain_text("ここに来る課：学校教育課、保険年金課")
    assert not page.locator("#hand-on").count()
    for two, other in others.items():
        expect(other.locator("#tasks-left tbody tr")).to_have_count(3)
        assert_no_name(other)
        for id in two:
            row = other.locator("#tasks-left tbody tr", has_text=SECTIONS[id][1])
            expect(row).to_contain_text("1番窓口")
            row.get_by_role("button", name=re.compile("^対応する")).click()
            expect(row).to_contain_text("対応中")
            do(other, SECTIONS[id][1])
    expect(page.locator("#coming"), "it follows by itself").to_have_count(0)
    expect(hall.board.locator(".board-call", has_text="A-001")).to_contain_text("1番窓口")
    finished(page, hall, SECTIONS)


def test_a_bereaved_family_stays_in_the_booth(browser: Browser, tmp_path: Path, stack: ExitStack) -> None:
    windows = {"counter-1": "juumin", "pc-2": "hoken nenkin zeimu"}
    named = ", ".join(f'"{id}"' for _, _, *ids in LATE.values() for id in ids)
    hall = Hall(browser, town_of(tmp_path, LATE, windows, f"[[stay]]\nprocedures = [{named}]\n"), stack)
    page = hall.clerk("counter-1", "sato", "juumin")
    hall.open_visit(page, "counter-1", LATE)
    prepare(page, hall)
    expect(page.locator("#coming")).to_contain_text("ここに来る課：保険年金課、年金係、税務課")
    do(page, LATE["juumin"][1])
    for id in ("hoken", "nenkin", "zeimu"):
        page.keyboard.press("F10")
        page.get_by_role("link", name="ほかの職員がはじめて入る").click()
        add_staff(hall.store, f"clerk-{id}", PASSWORD, StaffRole.CLERK, sections=[id])
        page.fill("#name", f"clerk-{id}")
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="ログイン").click()
        page.wait_for_url("**/visits/*")
        do(page, LATE[id][1])
    finished(page, hall, LATE)
