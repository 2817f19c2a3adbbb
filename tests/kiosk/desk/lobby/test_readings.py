"""The reading of a name as a suggestion: heard while kanji are chosen, an answer only once the person sends it."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from forms import shipped_catalogue
from forms.checking import is_legal
from forms.vocabulary import shipped_vocabulary
from kiosk.desk import Workplace, create_app
from kiosk.desk.case import Case, CaseFile, pack, unpack
from kiosk.desk.lobby.kanji import hear
from kiosk.settings import DeskMode
from kiosk.store import Visit, VisitStatus, WayIn, new_visit_id, open_visits
from tests.kiosk.desk.lobby.test_pages import scan
from tests.kiosk.desk.townhall import YOSHIDA_ANSWERS, TownHall
from tests.kiosk.pages import Page, Pages

NAME, KANA = "you.name", "you.kana"
WRITTEN = {f"{NAME}.family": "渡邉", f"{NAME}.given": "花子"}
HEARD = {f"{NAME}.family!reading": "わたなべ", f"{NAME}.given!reading": "はなこ"}

VISIT = Visit(
    id=new_visit_id(),
    receipt_number="K-001",
    opened_at=datetime(2026, 4, 1, tzinfo=UTC),
    closed_at=None,
    desk="lobby-1",
    mode=DeskMode.LOBBY,
    way_in=WayIn.HAND,
    language="ja",
    procedures=(),
    status=VisitStatus.OPEN,
    staff_id=None,
    printed_times=0,
    corrected_items=0,
)
ASKED = shipped_catalogue().chosen(["resident_record_copy"])
AT_NAME = Case(VISIT, ASKED, CaseFile(answers={"whom": "self"}))


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    return Pages(create_app(lobby.office, lobby.desk, lobby))


def test_it_works_and_can_be_changed(pages: Pages, lobby: Workplace) -> None:
    name_by_hand(pages)
    page = pages.send(WRITTEN | HEARD, form="question")
    assert page.path == f"/ask/{KANA}"
    assert dict(page.form("question").fields)[f"{KANA}.family"] == "ワタナベ"
    assert KANA not in answers(lobby)
    pages.send({f"{KANA}.family": "わたべ"}, form="question")
    assert answers(lobby)[KANA] == "ワタベ　ハナコ"
    assert suggested(lobby) == {}


def test_without_a_reading_nothing_is_asked_and_nothing_suggested(pages: Pages, lobby: Workplace) -> None:
    name_by_hand(pages)
    assert pages.send(WRITTEN, form="question").path != f"/ask/{KANA}"
    assert suggested(lobby) == {}


def test_a_reading_for_half_the_name_is_none(pages: Pages, lobby: Workplace) -> None:
    name_by_hand(pages)
    pages.send(WRITTEN | {f"{NAME}.given!reading": "はなこ"}, form="question")
    assert suggested(lobby) == {}


@pytest.mark.parametrize("reading", ["渡邉", "<b>", "x" * 200, "わ\u202eた", "1"])
def test_what_is_no_reading_is_no_suggestion(pages: Pages, lobby: Workplace, reading: str) -> None:
    name_by_hand(pages)
    pages.send(WRITTEN | {name: reading for name in HEARD}, form="question")
    assert suggested(lobby) == {}


def test_who_empties_the_suggestion_is_not_asked_again(pages: Pages, lobby: Workplace) -> None:
    name_by_hand(pages)
    pages.send(WRITTEN | HEARD, form="question")
    page = pages.send({f"{KANA}.family": "", f"{KANA}.given": ""}, form="question")
    assert page.path != f"/ask/{KANA}"
    assert suggested(lobby) == {}
    assert pages.open("/next").path != f"/ask/{KANA}"


def test_a_reading_that_is_already_given_stays(pages: Pages, town_hall: TownHall, lobby: Workplace) -> None:
    scan(pages, town_hall)
    pages.open(f"/ask/{NAME}?from=review")
    assert pages.send(WRITTEN | HEARD, form="question").path == "/review"
    assert answers(lobby)[KANA] == YOSHIDA_ANSWERS[KANA]
    assert suggested(lobby) == {}


def test_from_the_review_the_reading_comes_next_and_then_the_review(
    pages: Pages, town_hall: TownHall, lobby: Workplace
) -> None:
    scan(pages, town_hall, {key: value for key, value in YOSHIDA_ANSWERS.items() if key != KANA})
    assert send_from_review(pages, NAME, WRITTEN | HEARD) == f"/ask/{KANA}"
    assert send_from_review(pages, KANA) == "/review"
    assert answers(lobby)[KANA] == "ワタナベ　ハナコ"


def test_it_lies_sealed_beside_the_answers() -> None:
    file = CaseFile(answers={NAME: "渡邉　花子"}, suggested={KANA: "ワタナベ　ハナコ"})
    assert unpack(pack(file)) == file


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_heard_is_a_legal_reading_or_nothing(written: str, reading: str) -> None:
    heard = hear(AT_NAME, NAME, {f"{NAME}.family": (written,), f"{NAME}.family!reading": (reading,)})
    assert heard.answers == AT_NAME.answers
    assert all(is_legal(shipped_vocabulary()["person.kana"], text) for text in heard.file.suggested.values())


def name_by_hand(pages: Pages) -> Page:
    """At the question for the name, before anything else is answered."""
    pages.open("/hand")
    assert pages.now is not None
    token = dict(pages.now.form("help").fields)["csrf_token"]
    pages.client.post("/hand", data={"csrf_token": token, "procedure": "resident_record_copy"})
    pages.open("/next")
    pages.send({"whom": "self"}, form="question")
    return pages.open(f"/ask/{NAME}")


def send_from_review(pages: Pages, key: str, typed: Mapping[str, str] | None = None) -> str:
    """Sends the question as it is shown, with what is typed; gives where that leads."""
    page = pages.open(f"/ask/{key}?from=review")
    sent = dict(page.form("question").fields) | dict(typed or {}) | {"action": "next"}
    return pages.client.post(f"/ask/{key}?from=review", data=sent, follow_redirects=True).request.path


def answers(lobby: Workplace) -> dict[str, object]:
    return dict(lobby.cases.read(open_visits(lobby.store)[0].id).answers)


def suggested(lobby: Workplace) -> dict[str, object]:
    return dict(lobby.cases.read(open_visits(lobby.store)[0].id).file.suggested)
