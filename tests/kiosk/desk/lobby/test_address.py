"""An address by touch, without JavaScript: a street of the town and a number, another town by its postal code, or
written after all."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.desk.lobby import address
from kiosk.desk.workplace import open_workplace
from kiosk.settings import DeskMode
from kiosk.store import open_visits
from tests.kiosk.desk.lobby.test_usual import GIVEN, by_hand
from tests.kiosk.desk.townhall import CONFIG, TownHall, build_town_hall
from tests.kiosk.pages import Element, Page, Pages

ASKED = "/ask/you.address"
NUMBER = "you.address!number"


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    hall = build_town_hall(tmp_path)
    shutil.copy(CONFIG / "streets.toml", hall.office.settings.folder)
    return hall


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    """At the question for the address."""
    pages = Pages(create_app(lobby.office, lobby.desk, lobby))
    by_hand(pages)
    pages.open(ASKED)
    return pages


def test_it_works_a_street_of_the_town_and_a_number(pages: Pages, lobby: Workplace) -> None:
    assert "みどり野町の住所ですか" in shown(pages).text
    page = press(pages, "way:town")
    assert len(offered(page)) == 14
    page = press(pages, "place:北海道みどり野町中央一丁目")
    assert "北海道みどり野町中央一丁目" in page.text
    page = pages.send({NUMBER: "2-3"}, form="question")
    assert page.path != ASKED
    assert answered(lobby) == "北海道みどり野町中央一丁目2-3"


def test_another_town_by_its_postal_code(pages: Pages, lobby: Workplace) -> None:
    press(pages, "way:elsewhere")
    page = pages.send({"you.address!code": "060-0001"}, form="question")
    assert page.path == ASKED
    assert [each.text for each in offered(page)] == ["北海道札幌市中央区北一条西"]
    press(pages, "place:北海道札幌市中央区北一条西")
    pages.send({NUMBER: "2"}, form="question")
    assert answered(lobby) == "北海道札幌市中央区北一条西2"


def test_whoever_wants_to_writes_it_with_what_was_chosen_standing_there(pages: Pages, lobby: Workplace) -> None:
    press(pages, "way:town")
    press(pages, "place:北海道みどり野町字緑野")
    page = press(pages, "way:written")
    assert page.find("textarea")[0].text.strip() == "北海道みどり野町字緑野"
    pages.send({"you.address": "北海道みどり野町字緑野 12番地のとなり"}, form="question")
    assert answered(lobby) == "北海道みどり野町字緑野 12番地のとなり"


def test_what_is_missing_is_said_at_its_step(pages: Pages) -> None:
    press(pages, "way:elsewhere")
    page = pages.send({"you.address!code": "12"}, form="question", status=422)
    assert page.errors == ["エラー： 郵便番号は7桁の数字で入力してください。"]
    pages.open(ASKED)
    press(pages, "way:town")
    press(pages, "place:北海道みどり野町本町")
    page = pages.send(form="question", status=422)
    assert page.errors[0].startswith("エラー： 番地を入力してください。")


def test_a_letter_is_no_address(pages: Pages, lobby: Workplace) -> None:
    press(pages, "way:written")
    page = pages.send({"you.address": "A"}, form="question", status=422)
    assert page.errors == ["エラー： 住所を、市区町村の名前から入力してください。"]
    assert answered(lobby) is None


def test_a_place_that_was_not_offered_is_not_taken(pages: Pages) -> None:
    press(pages, "way:town")
    page = press(pages, "place:どこかの町")
    assert "どこかの町" not in page.text
    assert len(offered(page)) == 14


def test_a_call_in_between_comes_back_to_the_same_step(pages: Pages) -> None:
    press(pages, "way:town")
    press(pages, "place:北海道みどり野町本町")
    pages.send({NUMBER: "7"}, form="question", button="call")
    page = pages.send(form="question", button="stay")
    assert "北海道みどり野町本町" in page.text
    assert dict(page.form("question").fields)[NUMBER] == "7"


def test_an_address_given_before_is_shown_to_be_changed(pages: Pages, lobby: Workplace) -> None:
    press(pages, "way:written")
    pages.send(GIVEN["you.address"], form="question")
    page = pages.open(ASKED)
    assert page.find("textarea")[0].text.strip() == answered(lobby)
    assert len(offered(press(pages, "way:town"))) == 14


def test_many_streets_are_found_by_the_row_of_their_reading(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "MOST_STREETS", 5)
    page = press(pages, "way:town")
    assert [each.text for each in rows(page)] == ["あ行", "か行", "さ行", "た行", "な行", "は行", "ま行"]
    page = press(pages, "row:た")
    assert [each.text for each in offered(page)] == [
        "中央一丁目（ちゅうおういっちょうめ）",
        "中央二丁目（ちゅうおうにちょうめ）",
    ]


def test_a_town_without_a_list_of_streets_has_the_address_written(tmp_path: Path) -> None:
    hall = build_town_hall(tmp_path / "other")
    for opened in opened_lobby(hall):
        pages = Pages(create_app(opened.office, opened.desk, opened))
        by_hand(pages)
        assert pages.open(ASKED).find("textarea")


def opened_lobby(hall: TownHall) -> Iterator[Workplace]:
    opened = open_workplace(hall.office, hall.office.settings.desk(DeskMode.LOBBY))
    yield opened
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()


def press(pages: Pages, button: str) -> Page:
    return pages.send(form="question", button=button)


def shown(pages: Pages) -> Page:
    assert pages.now is not None
    return pages.now


def offered(page: Page) -> list[Element]:
    return [each for each in page.find("button", name="action") if each.attributes["value"].startswith("place:")]


def rows(page: Page) -> list[Element]:
    return [each for each in page.find("button", name="action") if each.attributes["value"].startswith("row:")]


def answered(lobby: Workplace) -> object:
    return lobby.cases.read(open_visits(lobby.store)[0].id).answers.get("you.address")
