"""Screens of the lobby that could not be shown: kind words and a way on, with no address bar and no way to reload."""

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.store import StoreError, StoreReason, abandon_visit, open_visits, save_answers
from tests.kiosk.desk.lobby.test_pages import scan, token_of
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.pages import Page, Pages


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    return Pages(create_app(lobby.office, lobby.desk, lobby))


def test_it_works_a_visit_that_has_ended_elsewhere_says_so(
    pages: Pages, town_hall: TownHall, lobby: Workplace
) -> None:
    scan(pages, town_hall)
    abandon_visit(lobby.store, open_visits(lobby.store)[0].id, reason="left")
    page = pages.open("/review")
    assert page.heading == "この受付は、ここでは続けられません。"
    assert "入力した内容は、この端末から消去しました。" in page.text
    assert ways_on(page) == {"はじめの画面へ": "/"}
    # Whoever comes next is not told about it.
    assert pages.open("/review").path == "/"


def test_an_answer_sent_after_the_end_says_so_too(pages: Pages, town_hall: TownHall, lobby: Workplace) -> None:
    scan(pages, town_hall)
    pages.open("/ask/you.phone")
    abandon_visit(lobby.store, open_visits(lobby.store)[0].id, reason="left")
    assert pages.send(form="question").path == "/lost"


def test_answers_that_cannot_be_opened_any_more_leave_the_other_ways(
    pages: Pages, town_hall: TownHall, lobby: Workplace
) -> None:
    scan(pages, town_hall)
    save_answers(lobby.store, open_visits(lobby.store)[0].id, b"\x01\x00\x00broken")
    page = pages.open("/review")
    assert page.path == "/lost"
    assert "ほかの方法で始めるか、職員を呼んでください。" in page.text
    assert "消しました" not in page.text


def test_a_busy_database_loses_no_visit(
    pages: Pages, town_hall: TownHall, lobby: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(pages, town_hall)

    def busy(*_: object) -> None:
        raise StoreError(StoreReason.DATABASE_BUSY)

    with monkeypatch.context() as patched:
        patched.setattr("kiosk.desk.case.read_open_visit", busy)
        page = pages.open("/review", status=409)
        assert "少し待ってから、もう一度お試しください。" in page.text
        assert ways_on(page) == {"この画面をもう一度開く": "", "はじめの画面へ": "quit"}
    assert pages.open("/review").path == "/review"


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/finish", 405)])
def test_an_error_in_a_visit_leads_back_into_it(pages: Pages, town_hall: TownHall, path: str, status: int) -> None:
    scan(pages, town_hall)
    page = pages.open(path, status=status)
    assert "入力した内容は残っています。" in page.text
    assert ways_on(page) == {"続ける": "/next", "はじめの画面へ": "quit"}
    assert pages.open("/next").path == "/review"


def test_an_error_before_a_visit_leads_to_the_start(pages: Pages) -> None:
    page = pages.open("/nowhere", status=404)
    assert "はじめの画面からやり直してください。" in page.text
    assert ways_on(page) == {"はじめの画面へ": "/"}


def test_a_form_without_its_token_speaks_of_no_reloading(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    sent = pages.client.post("/print", data={})
    assert sent.status_code == 403
    assert "読み込み直して" not in sent.text
    assert "「続ける」を押してください。" in sent.text


def test_our_own_fault_offers_the_same_screen_again(
    pages: Pages, lobby: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken for this test")

    pages.client.application.testing = False
    monkeypatch.setattr("kiosk.desk.lobby.procedures._choosing", broken)
    page = pages.open("/hand", status=500)
    assert "少し待ってから、もう一度お試しください。" in page.text
    assert ways_on(page) == {"この画面をもう一度開く": "", "はじめの画面へ": "/"}


def test_a_sent_form_that_is_refused_leads_back_into_the_visit(pages: Pages, town_hall: TownHall) -> None:
    """The same address again would send nothing: the visit goes on where it was."""
    scan(pages, town_hall)
    sent = pages.client.post("/print", data={"csrf_token": token_of(pages)})
    assert sent.status_code == 409
    assert 'href="/next"' in sent.text


def ways_on(page: Page) -> dict[str, str]:
    """The words and addresses offered in the middle of the screen, or what leads to the same screen again: ""."""
    links = [each for each in page.find("a") if "button" in each.attributes.get("class", "")]
    ways = {each.text.strip(): each.attributes["href"].partition("?")[0] for each in links}
    gives_up = [each.text.strip() for each in page.find("button", value="quit") if "form" not in each.attributes]
    return ways | dict.fromkeys(gives_up, "quit")
