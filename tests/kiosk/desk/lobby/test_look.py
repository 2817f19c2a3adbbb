"""Large text, contrast and the low position; recordings; several procedures. Without JavaScript."""

from pathlib import Path

import pytest

from kiosk.desk import Workplace, create_app, open_workplace
from kiosk.desk.lobby import LobbyWatch
from kiosk.overlay import SHIPPED
from kiosk.settings import DeskMode
from kiosk.store import open_visits
from tests.kiosk.desk.lobby.test_pages import scan, token_of
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.pages import Pages


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    return Pages(create_app(lobby.office, lobby.desk, lobby))


def turn(pages: Pages, look: str, back: str) -> str:
    """Presses a switch; gives where it leads."""
    sent = pages.client.post("/help", data={"csrf_token": token_of(pages), "action": f"look:{look}", "back": back})
    assert sent.status_code == 303
    return sent.location


def test_it_works_and_the_same_screen_comes_back(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    assert turn(pages, "large", "/ask/you.name?from=review") == "/ask/you.name?from=review"
    assert "lobby-screen large" in pages.open("/review").text


def test_switches_are_independent_and_turn_off_again(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    turn(pages, "seated", "/review")
    turn(pages, "contrast", "/review")
    assert "lobby-screen contrast seated" in pages.open("/review").text
    turn(pages, "seated", "/review")
    assert 'lobby-screen contrast"' in pages.open("/review").text


def test_the_first_screen_keeps_them_in_its_address(pages: Pages) -> None:
    pages.open("/?language=en")
    back = turn(pages, "large", "/?language=en")
    assert back == "/?language=en&look=large"
    assert 'href="?language=ja&amp;look=large"' in pages.open(back).text
    assert "lobby-screen large" in pages.open("/scan").text


def test_they_are_gone_with_the_visit(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    turn(pages, "large", "/review")
    pages.client.post("/bye", data={"csrf_token": token_of(pages)})
    assert "lobby-screen large" not in pages.open("/").text
    assert "lobby-screen large" not in pages.open("/scan").text


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "/\\example.org", "", "nowhere"])
def test_a_switch_leads_nowhere_else(pages: Pages, back: str) -> None:
    pages.open("/scan")
    assert turn(pages, "large", back).startswith("/?language=ja")


def test_every_screen_has_switches_and_the_staff_call(pages: Pages, town_hall: TownHall) -> None:
    for path in ("/", "/scan", "/card", "/hand", "/done", "/called"):
        text = pages.open(path).text
        assert all(words in text for words in ("文字を大きく", "色をはっきり", "ボタンを下に"))
        assert ("職員を呼ぶ" in text) is (path != "/called"), "who has called need not call again"
    assert "職員を呼ぶ" in scan(pages, town_hall).text


def test_nothing_is_read_aloud_without_a_recording(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.web.speech._installed", lambda: False)
    assert "data-reads" in pages.open("/").text
    assert "data-reads" not in pages.open("/?language=en").text


def test_a_recording_of_the_town_goes_before_the_shipped_one(pages: Pages, lobby: Workplace) -> None:
    audio = lobby.office.settings.folder / "audio"
    audio.mkdir()
    (audio / "start.ogg").write_bytes(b"OggS")
    assert 'data-reads="/audio/start.ogg"' in pages.open("/").text
    with pages.client.get("/audio/start.ogg") as sent:
        assert sent.data == b"OggS"
    with pages.client.get("/audio/scan.ogg") as sent:
        assert sent.data == (SHIPPED / "audio" / "scan.ogg").read_bytes()
    assert pages.client.get("/audio/..%2ftown.toml").status_code == 404
    assert pages.client.get("/audio/nothing.ogg").status_code == 404


def test_a_question_may_have_a_recording_of_its_own(pages: Pages, lobby: Workplace, town_hall: TownHall) -> None:
    audio = lobby.office.settings.folder / "audio"
    audio.mkdir()
    (audio / "ask-you.name.ogg").write_bytes(b"OggS")
    scan(pages, town_hall)
    assert "/audio/ask-you.name.ogg" in pages.open("/ask/you.name?from=review").text
    assert "/audio/ask-person.phone.ogg" in pages.open("/ask/you.phone?from=review").text


def test_a_question_the_town_words_anew_is_not_read_in_the_old_words(tmp_path: Path) -> None:
    town_hall = build_town_hall(tmp_path)
    items = town_hall.office.settings.folder / "catalogue" / "items"
    items.mkdir(parents=True)
    (items / "own.toml").write_text(
        '["person.phone"]\nkind = "phone"\nask = "日中つながる番号"\nlabel = "電話番号"\n', "utf-8"
    )
    lobby = open_workplace(town_hall.office, town_hall.office.settings.desk(DeskMode.LOBBY))
    pages = Pages(create_app(lobby.office, lobby.desk, lobby))
    scan(pages, town_hall)
    assert "/audio/ask-person.name.ogg" in pages.open("/ask/you.name?from=review").text
    assert "ask-person.phone" not in pages.open("/ask/you.phone?from=review").text
    lobby.stop()


def test_a_further_procedure_joins_the_visit(pages: Pages, lobby: Workplace, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    assert "/procedures?more=yes" in pages.open("/review").text
    offered = pages.open("/procedures?more=yes")
    assert "resident_record_copy" not in offered.text
    data = {"csrf_token": token_of(pages), "procedure": "income_certificate"}
    sent = pages.client.post("/procedures?more=yes", data=data, follow_redirects=True)
    assert sent.request.path.startswith("/ask/")
    chosen = {name for name, _ in open_visits(lobby.store)[0].procedures}
    assert chosen == {"resident_record_copy", "income_certificate"}


def test_kanji_and_shapes_are_given_only_within_a_visit(pages: Pages, town_hall: TownHall) -> None:
    pages.open("/scan")
    token = token_of(pages)
    assert pages.client.post("/variants", data={"csrf_token": token, "character": "邉"}).status_code == 303
    scan(pages, town_hall)
    token = token_of(pages)
    shapes = pages.client.post("/variants", data={"csrf_token": token, "character": "邉"}).get_json()["shapes"]
    assert shapes[0] == "邉"
    found = pages.client.post("/kanji", data={"csrf_token": token, "reading": "x"}).get_json()
    assert found == {"reading": "", "words": []}


def test_no_field_of_any_question_is_remembered_by_the_browser(
    pages: Pages, lobby: Workplace, town_hall: TownHall
) -> None:
    scan(pages, town_hall)
    review = pages.open("/review")
    asked = [each for each in review.elements if "/ask/" in each.attributes.get("href", "")]
    assert len(asked) > 5
    for link in asked:
        page = pages.open(link.attributes["href"])
        typed = [
            each
            for each in page.elements
            if each.tag in ("input", "textarea")
            and each.attributes.get("type", "text") not in ("hidden", "radio", "checkbox", "submit")
        ]
        assert all(each.attributes.get("autocomplete") == "off" for each in typed), link


def test_staff_see_which_device_of_the_lobby_does_not_work(lobby: Workplace, town_hall: TownHall) -> None:
    lobby.calls.report("lobby-1", {"printer", "reader"})
    counter = open_workplace(town_hall.office, town_hall.office.settings.desk(DeskMode.COUNTER))
    assert counter.calls.read().broken == (("lobby-1", "printer"), ("lobby-1", "reader"))
    lobby.calls.report("lobby-1", {"reader"})
    assert counter.calls.read().broken == (("lobby-1", "reader"),)
    # At the start of the program nothing is known to be broken.
    LobbyWatch(lobby).tidy()
    assert counter.calls.read().broken == ()
    counter.hub.close()
    counter.store.close()
