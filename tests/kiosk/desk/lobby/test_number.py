"""A number at the lobby: one press, one number, one slip."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.desk.workplace import open_workplace
from kiosk.hall.turns import Turns
from kiosk.settings import DeskMode
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
    assert page.heading == "何の用事ですか"
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
