"""やめる: asked back when something was entered, without JavaScript, and nothing lost by who goes on after all."""

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.store import open_visits
from tests.kiosk.desk.lobby.test_pages import scan, token_of
from tests.kiosk.desk.townhall import PROCEDURE, TownHall
from tests.kiosk.pages import Pages
from tests.residents import YOSHIDA

NAME = "you.name.family"


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    return Pages(create_app(lobby.office, lobby.desk, lobby))


def test_it_works_who_entered_something_is_asked_and_then_all_is_gone(
    pages: Pages, town_hall: TownHall, lobby: Workplace
) -> None:
    scan(pages, town_hall)
    page = pages.send(form="help", button="quit")
    assert page.heading == "やめますか"
    assert len(open_visits(lobby.store)) == 1
    sent = pages.client.post("/quit", data={"csrf_token": token_of(pages)})
    assert sent.headers["Location"] == "/"
    assert open_visits(lobby.store) == ()


def test_who_goes_on_after_all_is_where_they_were(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    page = pages.send(form="help", button="quit")
    assert [each.attributes["href"] for each in page.find("a") if each.text == "続ける"] == ["/review"]
    assert YOSHIDA in pages.open("/review").text


def test_what_nobody_has_sent_yet_counts_and_comes_back(pages: Pages, lobby: Workplace) -> None:
    by_hand(pages)
    pages.open("/ask/you.name")
    assert pages.send({NAME: "わた"}, form="question", button="quit").heading == "やめますか"
    page = pages.send(form="question", button="stay")
    assert dict(page.form("question").fields)[NAME] == "わた"
    assert len(open_visits(lobby.store)) == 1


def test_who_entered_nothing_is_not_held_up(pages: Pages, lobby: Workplace) -> None:
    pages.open("/scan")
    assert pages.send(form="help", button="quit").path == "/"
    by_hand(pages)
    pages.open("/ask/you.name")
    assert pages.send(form="question", button="quit").path == "/"
    assert open_visits(lobby.store) == ()


def test_however_often_it_is_pressed_one_way_leads_back(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    for button in ("call", "call", "call", "quit"):
        page = pages.send(form="help", button=button)
    assert [each.attributes["href"] for each in page.find("a") if each.text == "続ける"] == ["/review"]


def by_hand(pages: Pages) -> None:
    pages.open("/hand")
    pages.client.post("/hand", data={"csrf_token": token_of(pages), "procedure": PROCEDURE})
