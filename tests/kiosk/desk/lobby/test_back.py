"""The way back from a question, without JavaScript and after mistakes: to the question before, with its answer."""

import pytest

from kiosk.desk import Workplace, create_app
from tests.kiosk.desk.lobby.test_pages import scan
from tests.kiosk.desk.townhall import YOSHIDA_ANSWERS, TownHall
from tests.kiosk.pages import Pages

NAME = {"you.name.family": "やまだ", "you.name.given": "はな"}


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    return Pages(create_app(lobby.office, lobby.desk, lobby))


def test_it_works_from_question_to_question_and_to_the_procedures(pages: Pages) -> None:
    by_hand(pages)
    assert back(pages) == "/procedures"
    pages.open("/next")
    assert pages.send({"whom": "self"}, form="question").path == "/ask/you.name"
    assert back(pages) == "/ask/whom"
    assert pages.now is not None
    assert dict(pages.now.form("question").fields)["whom"] == "self"


def test_going_on_again_leads_to_where_one_was(pages: Pages) -> None:
    by_hand(pages)
    pages.send({"whom": "self"}, form="question")
    there = pages.send(NAME, form="question").path
    assert back(pages) == "/ask/you.name"
    assert pages.send(form="question").path == there


def test_a_mistake_in_between_does_not_matter(pages: Pages) -> None:
    by_hand(pages)
    pages.send({"whom": "self"}, form="question")
    pages.send({"you.name.family": ""}, form="question", status=422)
    pages.send(NAME, form="question")
    assert back(pages) == "/ask/you.name"


def test_from_the_review_it_leads_to_the_review(pages: Pages, town_hall: TownHall) -> None:
    scan(pages, town_hall)
    pages.open("/ask/you.phone?from=review")
    assert back(pages) == "/review"


def test_what_a_ticket_lacks_has_the_answers_before_it(pages: Pages, town_hall: TownHall) -> None:
    lacking = {key: value for key, value in YOSHIDA_ANSWERS.items() if key != "you.birth_date"}
    assert scan(pages, town_hall, lacking).path == "/ask/you.birth_date"
    assert back(pages) == "/ask/you.kana"


def by_hand(pages: Pages) -> None:
    """At the first question."""
    pages.open("/hand")
    assert pages.now is not None
    token = dict(pages.now.form("help").fields)["csrf_token"]
    pages.client.post("/hand", data={"csrf_token": token, "procedure": "resident_record_copy"})
    pages.open("/next")


def back(pages: Pages) -> str:
    """Presses the way back; gives where it leads."""
    assert pages.now is not None
    (link,) = [each for each in pages.now.find("a") if each.text.strip() == "戻る"]
    return pages.open(link.attributes["href"]).path
