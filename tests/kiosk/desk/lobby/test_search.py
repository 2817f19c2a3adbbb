"""The search at the lobby: what a person types leads to a procedure, an event's procedures or the town's answer."""

import shutil

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.store import open_visits
from kiosk.town.topics import FAQ
from tests.kiosk.offices import CONFIG
from tests.kiosk.pages import Page, Pages


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    shutil.copy(CONFIG / FAQ, lobby.office.settings.folder)
    return Pages(create_app(lobby.office, lobby.desk, lobby))


def search(pages: Pages, words: str, **more: str) -> Page:
    pages.open("/search")
    return pages.send({"q": words, **more}, button="search", form="search")


def test_it_works_from_the_first_screen_to_the_first_question(pages: Pages, lobby: Workplace) -> None:
    assert pages.open("/").find("a", href="/search")
    page = search(pages, "はんこ")
    assert page.path == "/search"
    assert "見つかりました" in page.find("p", role="status", id="found-count")[0].text
    assert not open_visits(lobby.store), "nothing begins before something is chosen"
    pages.send({"procedure": "seal_certificate"}, form="chosen")
    (visit,) = open_visits(lobby.store)
    assert [id for id, _ in visit.procedures] == ["seal_certificate"]


def test_an_event_shows_its_procedures_and_a_question_its_answer(pages: Pages) -> None:
    page = search(pages, "父が亡くなった")
    assert "できごと" in page.text
    assert page.find("button", name="procedure", value="funeral_allowance")
    page = search(pages, "ごみの日")
    assert "に確かめた答えです。" in page.text
    assert "担当：住民課" in page.text


def test_where_nothing_is_found_staff_and_the_list_are_named(pages: Pages) -> None:
    page = search(pages, "ゎゑヴヰ")
    assert "職員を呼んでください" in page.find("p", role="status", id="found-count")[0].text
    assert page.find("a", href="/hand")


def test_what_was_typed_stays_in_another_look_and_language_and_is_kept_nowhere(
    pages: Pages, capfd: pytest.CaptureFixture[str]
) -> None:
    search(pages, "離婚したい")
    page = pages.send(button="look:large", form="search")
    assert page.find("input", name="q", value="離婚したい")
    assert "離婚" in page.text.partition('id="found"')[2]
    pages.send(button="languages", form="search")
    page = pages.send(button="language:vi", form="question")
    assert page.find("input", name="q", value="離婚したい")
    assert "ly hôn" in page.text.casefold()
    with pages.client.session_transaction() as session:
        assert "離婚したい" not in str(dict(session))
    assert "離婚" not in capfd.readouterr().err
    assert "離婚したい" not in pages.open("/search").text


def test_a_long_or_strange_query_is_only_begun(pages: Pages) -> None:
    page = search(pages, "\x00\u202e！？" + "あ" * 5000)
    (field,) = page.find("input", name="q")
    assert len(field.attributes["value"]) <= 100


def test_the_search_and_what_it_found_are_read_aloud(pages: Pages) -> None:
    assert pages.open("/search").find("button", **{"data-reads": "/audio/search.ogg"})
    assert search(pages, "はんこ").find("button", **{"data-reads": "/audio/found.ogg"})
