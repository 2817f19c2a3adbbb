"""The rounds of the day: in the morning everything is seen at once, in the evening nothing is left behind unseen."""

from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from kiosk.clock import JAPAN
from kiosk.desk import Workplace, create_app
from kiosk.desk.rounds import Level, TillState, look_at_printers, look_at_tills
from kiosk.office import now, today
from kiosk.settings import Desk
from kiosk.staff import StaffRole, add_staff
from kiosk.store.audit import read_head
from kiosk.till.tills import Tills
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.pages import Pages
from tests.printing.paper import pdfium_text
from tools.virtual_printer import VirtualPrinter

PASSWORD = "mado-guchi-1"
NUMBERS = count(1)
NOWHERE = "ipp://127.0.0.1:9/ipp/print"


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    return build_town_hall(tmp_path, printer=NOWHERE, more="[till]\nuse = true\n")


@pytest.fixture
def pages(workplace: Workplace) -> Pages:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK, StaffRole.CASHIER)
    signed_in = Pages(create_app(workplace.office, workplace.desk, workplace))
    signed_in.client.environ_base["REMOTE_ADDR"] = f"10.{next(NUMBERS)}.17.1"
    signed_in.open("/login")
    signed_in.send(name="sato", password=PASSWORD)
    return signed_in


def test_the_morning_shows_what_does_not_work_before_it_is_needed(pages: Pages) -> None:
    page = pages.open("/opening")
    assert page.heading.startswith("朝の確認")
    for words in ("1番窓口", "ロビー端末", "この端末からは確かめられません。", "まだ開けていません。"):
        assert words in page.text
    assert "件、確かめてください。" in page.text


def test_a_printer_is_asked_once_however_many_desks_share_it(town_hall: TownHall, tmp_path: Path) -> None:
    with VirtualPrinter(tmp_path / "printer") as printer:
        desk = replace(town_hall.office.settings.desks[0], printer_uri=printer.uri)
        (own,) = look_at_printers([desk], desk.name)
        assert (own.level, own.desks) == (Level.GOOD, ("1番窓口",))
        printer.take_paper_out()
        (empty,) = look_at_printers([desk], desk.name)
        assert (empty.level, empty.sentence) == (Level.WRONG, "プリンターの紙がなくなりました。")
    same = [replace(desk, name=name, printer_uri="ipp://printer.invalid/ipp/print") for name in ("a", "b")]
    (shared,) = look_at_printers(same, "a")
    assert (shared.level, len(shared.desks)) == (Level.WRONG, 2)


def test_a_printer_on_another_pc_is_not_mistaken_for_ones_own(town_hall: TownHall) -> None:
    counter, lobby = town_hall.office.settings.desks
    looks = {each.desks: each.level for each in look_at_printers([counter, lobby], counter.name)}
    assert looks == {("1番窓口",): Level.WRONG, ("ロビー端末",): Level.UNSEEN}


def test_a_town_without_printers_is_asked_nothing(town_hall: TownHall) -> None:
    def without(desk: Desk) -> Desk:
        return replace(desk, printer_uri=None)

    assert look_at_printers([without(desk) for desk in town_hall.office.settings.desks], "counter-1") == ()


def test_the_evening_shows_open_visits_and_tills(pages: Pages, town_hall: TownHall) -> None:
    assert "残っているものはありません。" in pages.open("/closing").text
    (ticket,) = town_hall.ticket()
    pages.open("/")
    pages.send(text=ticket, form="scanner")
    pages.open("/till")
    pages.send(float="20000", form="open")
    page = pages.open("/closing")
    assert "2件、残っています。" in page.text
    assert ">A-001</a>" in page.text
    assert "つり銭は20,000円です。" in pages.open("/opening").text


def test_a_till_that_was_never_closed_is_told_next_morning(workplace: Workplace, pages: Pages) -> None:
    pages.open("/till")
    pages.send(float="20000", form="open")
    desks, day = workplace.office.settings.desks, today()
    assert {each.till: each.state for each in look_at_tills(workplace.store, desks, day)}["counter-1"] is (
        TillState.OPEN
    )
    tomorrow = day.fromordinal(day.toordinal() + 1)
    look = next(each for each in look_at_tills(workplace.store, desks, tomorrow) if each.till == "counter-1")
    assert (look.state, look.is_undone) == (TillState.FORGOTTEN, True)
    assert Tills(workplace.store, "counter-1").open_day() == look.day


def test_the_end_of_the_audit_log_comes_on_paper(pages: Pages, workplace: Workplace) -> None:
    pages.open("/closing")
    head = read_head(workplace.store)
    paper = pages.client.get("/closing/head.pdf")
    said = pdfium_text(paper.data).replace("　", "").replace("\r\n", "").replace("\n", "")
    assert f"番号{head.seq}" in said
    assert head.hash in said
    assert read_head(workplace.store) == head
    assert f"{now().astimezone(JAPAN):%Y-%m-%d}" in paper.headers["Content-Disposition"]


def test_printing_it_says_so(pages: Pages) -> None:
    token = dict(pages.open("/closing").form("scanner").fields)["csrf_token"]
    sent = pages.client.post("/closing/head", data={"csrf_token": token}, follow_redirects=True)
    assert "監査記録の控えを印刷しています。" in sent.get_data(as_text=True)
