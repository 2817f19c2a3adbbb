"""Look, language and the call for staff on every screen, without JavaScript: the same step comes back, nothing is lost."""

import re
from urllib.parse import quote, unquote, urlsplit

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.store import open_visits
from tests.kiosk.desk.lobby.test_pages import scan
from tests.kiosk.desk.townhall import TownHall, two_part_ticket
from tests.kiosk.pages import Page, Pages
from tests.residents import YOSHIDA

FAMILY = "you.name.family"


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    return Pages(create_app(lobby.office, lobby.desk, lobby))


def test_it_works_on_a_question_with_half_a_name(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    pages.open("/ask/you.name?from=review")
    page = pages.send({FAMILY: "わた"}, form="question", button="look:large")
    assert "lobby-screen large" in page.text
    assert dict(page.form("question").fields)[FAMILY] == "わた"


def test_a_mistake_is_named_again_after_a_switch(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    pages.open("/ask/you.phone?from=review")
    pages.send({"you.phone": "12"}, form="question", status=422)
    page = pages.send(form="question", button="look:contrast", status=422)
    assert "lobby-screen contrast" in page.text
    assert page.errors
    assert 'value="12"' in page.text


def test_another_language_on_a_question_brings_the_question_back(
    pages: Pages, town_hall: TownHall, lobby: Workplace
) -> None:
    scan(pages, town_hall)
    pages.open("/ask/you.name?from=review")
    choice = pages.send({FAMILY: "わた"}, form="question", button="languages")
    assert [each.text for each in choice.elements if "language:vi" in each.attributes.values()] == ["Tiếng Việt"]
    page = pages.send(form="question", button="language:vi")
    assert page.find("html")[0].attributes["lang"] == "vi"
    assert dict(page.form("question").fields)[FAMILY] == "わた"
    assert open_visits(lobby.store)[0].language == "vi"


def test_going_back_from_the_languages_changes_nothing(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    pages.open("/ask/you.name?from=review")
    pages.send({FAMILY: "わた"}, form="question", button="languages")
    page = pages.send(form="question", button="stay")
    assert page.find("html")[0].attributes["lang"] == "ja"
    assert dict(page.form("question").fields)[FAMILY] == "わた"


def test_calling_staff_keeps_what_is_not_yet_sent(pages: Pages, town_hall: TownHall, lobby: Workplace) -> None:
    scan(pages, town_hall)
    pages.open("/ask/you.name?from=review")
    page = pages.send({FAMILY: "わた"}, form="question", button="call")
    assert page.heading == "職員を呼びました"
    assert [call.receipt_number for call in lobby.calls.read().waiting] == ["K-001"]
    page = pages.send(form="question", button="stay")
    assert dict(page.form("question").fields)[FAMILY] == "わた"


def test_the_languages_are_on_every_screen_and_lead_back(pages: Pages, town_hall: TownHall) -> None:
    for path in ("/scan", "/card", "/hand", "/hand?group=証明書", "/done"):
        pages.open(path)
        choose(pages, "en")
        assert pages.now is not None
        assert unquote(pages.now.response.request.full_path).rstrip("?") == path
        assert pages.now.find("html")[0].attributes["lang"] == "en"
        choose(pages, "ja")
    scan(pages, town_hall)
    assert choose(pages, "ne").path == "/review"
    assert YOSHIDA in pages.open("/review").text


def test_every_button_below_belongs_to_a_form(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    for path in ("/", "/scan", "/ask/you.name", "/review", "/languages", "/called", "/done"):
        page = pages.open(path)
        ids = {form.id for form in page.forms}
        below = [each for each in page.find("button", name="action") if "form" in each.attributes]
        assert len(below) > 3, path
        assert all(each.attributes["form"] in ids for each in below), path


def test_the_first_screen_has_the_languages_themselves(pages: Pages) -> None:
    assert 'value="languages"' not in pages.open("/").text


@pytest.mark.parametrize("code", ["xx", "", "../en", "ja\n"])
def test_an_unknown_language_is_no_language(
    pages: Pages, town_hall: TownHall, lobby: Workplace, code: str
) -> None:
    scan(pages, town_hall)
    page = pages.send(form="help", button=f"language:{code}")
    assert page.find("html")[0].attributes["lang"] == "ja"
    assert open_visits(lobby.store)[0].language == "ja"


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "/\\example.org", "", "review"])
def test_the_way_back_leads_nowhere_else(pages: Pages, back: str) -> None:
    pages.open(f"/languages?back={back}")
    assert pages.now is not None
    page = pages.send(form="question", button="language:en")
    assert page.path == "/"


def test_the_number_for_the_counter_stays_after_a_switch(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    assert pages.now is not None
    token = dict(pages.now.form("help").fields)["csrf_token"]
    pages.client.post("/hand-over", data={"csrf_token": token})
    assert "K-001" in pages.open("/handed-over").text
    for button in ("look:large", "look:seated", "call"):
        pages.send(form="help", button=button)
        assert "K-001" in pages.open("/handed-over").text
    assert "K-001" in choose(pages, "en").text
    pages.open("/")
    assert pages.open("/handed-over").path == "/"
    with pages.client.session_transaction() as session:
        assert "K-001" not in str(dict(session))


def test_a_refused_code_is_still_refused_after_a_switch(pages: Pages) -> None:
    pages.open("/scan")
    refused = pages.send(form="scanner", text="123456", status=422)
    words = refused.find("p", class_="notice-title")[0].text
    after = pages.send(form="help", button="look:large")
    assert after.find("p", class_="notice-title")[0].text == words
    assert "lobby-screen large" in after.text


def test_the_first_of_two_codes_is_still_there_after_a_switch(pages: Pages, town_hall: TownHall) -> None:
    first, second = two_part_ticket(town_hall)
    pages.open("/scan")
    pages.send(form="scanner", text=first, status=422)
    assert pages.send(form="help", button="look:large").heading == "もう1つのコードをかざしてください"
    assert pages.send(form="scanner", text=second).path == "/review"


def test_no_procedure_is_still_said_after_a_switch(pages: Pages, town_hall: TownHall) -> None:
    pages.open("/hand?group=証明書")
    assert pages.now is not None
    token = dict(pages.now.form("help").fields)["csrf_token"]
    sent = pages.client.post("/hand?group=証明書", data={"csrf_token": token})
    assert (sent.status_code, sent.request.path) == (422, "/hand")
    assert "手続が選ばれていません。" in sent.text
    pages.open("/hand?group=証明書")
    assert "手続が選ばれていません。" in pages.send(form="help", button="look:large").text
    pages.open("/scan")
    assert "手続が選ばれていません。" not in pages.open("/hand").text, "another screen was opened meanwhile"


@pytest.mark.parametrize("path", ["/nowhere", "/print"])
def test_an_error_is_a_screen_like_the_others(pages: Pages, lobby: Workplace, path: str) -> None:
    """With staff within reach, and left by itself when nobody does anything."""
    page = pages.open(path, status=404 if path == "/nowhere" else 405)
    assert "lobby-screen" in page.find("html")[0].attributes["class"]
    assert page.find("footer")[0].attributes["data-idle"] == str(lobby.desk.idle_seconds)
    pages.send(form="help", button="call", status=200)
    assert [call.desk for call in lobby.calls.read().waiting] == ["lobby-1"]


def test_after_a_refused_code_there_is_another_way(pages: Pages) -> None:
    pages.open("/scan")
    assert "/hand" not in pages.open("/scan").text
    assert "/hand" in pages.send(form="scanner", text="123456", status=422).text


def choose(pages: Pages, code: str) -> Page:
    """Opens the languages from where we are and takes one."""
    pages.send(form="help", button="languages")
    return pages.send(form="question", button=f"language:{code}")


OUTSIDE = (
    "//evil.example/x",
    "/\\evil.example",
    "/\t/evil.example",
    "/\n/x",
    "/\r\n/evil.example",
    "/%09/evil.example",
    "/%2f/evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "\\\\evil.example",
    "/evil.example",
    "/kit/css/tokens.css",
    "/live",
    "//[",
    "/@evil.example",
    "/ask",
    "",
)


@pytest.mark.parametrize("back", OUTSIDE)
def test_the_way_back_leads_to_no_other_place(pages: Pages, back: str) -> None:
    pages.open("/scan")
    assert pages.now is not None
    token = dict(pages.now.form("help").fields)["csrf_token"]
    for action in ("look:large", "language:en", "languages", "call", "stay", ""):
        sent = pages.client.post("/help", data={"csrf_token": token, "action": action, "back": back})
        assert sent.status_code == 303
        to = urlsplit(sent.headers["Location"])
        assert (to.netloc, to.path in ("/", "/languages", "/called")) == ("", True)
    for screen in ("/languages", "/called"):
        page = pages.client.get(screen, query_string={"back": back}).get_data(as_text=True)
        assert not re.search(r'(?:href|action)="[^"]*(?:evil|javascript)', page)


def test_the_way_back_keeps_what_the_address_says(pages: Pages) -> None:
    pages.open("/scan")
    pages.client.get("/hand")
    page = pages.open("/called?back=" + quote("/hand?group=証明書&_external=1&endpoint=x"))
    (link,) = page.find("a", class_="button button-wide")
    assert unquote(link.attributes["href"]) == "/hand?group=証明書&_external=1&endpoint=x"
