"""A number at the lobby: one press, one number, one slip."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.desk import Workplace, create_app
from kiosk.desk.workplace import open_workplace
from kiosk.hall.turn import State
from kiosk.hall.turns import Turns
from kiosk.settings import DeskMode
from kiosk.store.halltables import PromiseRow
from kiosk.town.hall import Need
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.hall.test_slip import ReceiptPrinter
from tests.kiosk.pages import Pages
from tests.kiosk.town.test_hall import EXAMPLE


@pytest.fixture
def printer() -> ReceiptPrinter:
    return ReceiptPrinter()


@pytest.fixture
def lobby(tmp_path: Path, printer: ReceiptPrinter) -> Iterator[Workplace]:
    town_hall = build_town_hall(tmp_path)
    slips = f'[[slip_printer]]\ndesk = "lobby-1"\naddress = "{printer.address}"\n'
    (tmp_path / "config/hall.toml").write_text(EXAMPLE + slips, encoding="utf-8")
    opened = open_workplace(town_hall.office, town_hall.office.settings.desk(DeskMode.LOBBY))
    yield opened
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    return Pages(create_app(lobby.office, lobby.desk, lobby))


def test_it_works(pages: Pages, lobby: Workplace, printer: ReceiptPrinter) -> None:
    assert "番号を取る" in pages.open("/").text
    page = pages.open("/number?language=ja")
    assert page.heading == "ご用件を選んでください"
    given = pages.send(queue="cert", form="queues")
    assert given.heading == "あなたの番号"
    assert "C-001" in given.text
    assert "C-001" in printer.paper()
    assert Turns(lobby.store, "main").waiting()["cert"].count == 1


def test_the_same_press_twice_gives_one_number(pages: Pages, lobby: Workplace, printer: ReceiptPrinter) -> None:
    pages.open("/number")
    assert pages.now is not None
    sent = next(dict(form.fields) for form in pages.now.forms if "key" in dict(form.fields)) | {"queue": "move"}
    pages.send(queue="move", form="queues")
    for _ in range(2):
        pages.client.post("/number", data=sent)
    assert Turns(lobby.store, "main").waiting()["move"].count == 1
    assert printer.paper().count("M-001") == 1


def test_how_long_it_will_take_is_told_on_screen_and_slip_and_kept(
    pages: Pages, lobby: Workplace, printer: ReceiptPrinter
) -> None:
    pages.open("/number")
    given = pages.send(queue="cert", form="queues")
    assert "およそ5分以内にお呼びします。" in given.text
    assert "待ち時間　およそ5分以内" in printer.paper()
    for _ in range(6):
        pages.open("/number")
        given = pages.send(queue="cert", form="queues")
    with lobby.store.reading() as session:
        told = [(low, high) for low, high in session.execute(select(PromiseRow.low, PromiseRow.high))]
    assert len(told) == 7
    assert told[0] == (0, 5)
    assert told[-1][0] >= 15, "seven people of eight minutes at one window"


def test_whoever_needs_help_while_waiting_says_so_with_one_touch(
    pages: Pages, lobby: Workplace, printer: ReceiptPrinter
) -> None:
    pages.open("/number")
    given = pages.send(queue="cert", form="queues")
    assert "席まで来てほしい" in given.text
    assert "呼び出しベル" not in given.text, "this town hall has none"
    noted = pages.send(form="need-seat")
    assert "職員に伝えました" in noted.text
    turns = Turns(lobby.store, "main")
    assert [turn.needs for turn in turns.in_state(State.WAITING)] == [{Need.SEAT}]
    pages.send(form="need-seat")
    assert [turn.needs for turn in turns.in_state(State.WAITING)] == [frozenset()]
    printer.paper()


def test_in_vietnamese_the_matter_keeps_its_japanese_name(pages: Pages, printer: ReceiptPrinter) -> None:
    pages.open("/?language=vi")
    page = pages.open("/number")
    assert "証明書" in page.text
    assert pages.send(queue="cert", form="queues").status == 200
    printer.paper()


def test_a_town_without_queues_gives_no_numbers(town_hall: TownHall, tmp_path: Path) -> None:
    opened = open_workplace(town_hall.office, town_hall.office.settings.desk(DeskMode.LOBBY))
    pages = Pages(create_app(opened.office, opened.desk, opened))
    assert "番号を取る" not in pages.open("/").text
    assert pages.client.get("/number").status_code == 404
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()
