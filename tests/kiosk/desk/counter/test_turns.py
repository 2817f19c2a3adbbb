"""The strip at a window: who is next, who is here, and one number for the whole visit."""

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.desk.workplace import open_workplace
from kiosk.hall.turn import NewTurn, State, Turn, Way
from kiosk.hall.turns import Turns, new_key
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.store import open_visits
from kiosk.town.hall import Need
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.pages import Pages
from tests.kiosk.town.test_hall import EXAMPLE

PASSWORD = "mado-guchi-1"
NUMBERS = count(1)


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    built = build_town_hall(tmp_path)
    (tmp_path / "config/hall.toml").write_text(EXAMPLE, encoding="utf-8")
    return built


@pytest.fixture
def workplace(town_hall: TownHall) -> Iterator[Workplace]:
    opened = open_workplace(town_hall.office, town_hall.office.settings.desk(DeskMode.COUNTER))
    yield opened
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()


@pytest.fixture
def pages(workplace: Workplace) -> Pages:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    signed_in = Pages(create_app(workplace.office, workplace.desk, workplace))
    signed_in.client.environ_base["REMOTE_ADDR"] = f"10.{next(NUMBERS)}.1.1"
    signed_in.open("/login")
    signed_in.send(name="sato", password=PASSWORD)
    return signed_in


@pytest.fixture
def turns(workplace: Workplace) -> Turns:
    return Turns(workplace.store, "main")


def issue(turns: Turns, queue: str = "cert", letter: str = "C") -> Turn:
    return turns.issue(new_key(), NewTurn("main", queue, letter, Way.LOBBY))


def press(pages: Pages, words: str) -> None:
    """The button with these words on the first screen, pressed once."""
    page = pages.open("/")
    form = next(form for form in re.findall(r"<form.*?</form>", page.text, re.DOTALL) if words in form)
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    action = re.search(r'action="([^"]+)"', form)
    assert action
    pages.client.post(action[1], data=fields)


def test_it_works_from_the_call_to_the_next_person(pages: Pages, turns: Turns) -> None:
    first, second = issue(turns), issue(turns)
    assert "2人" in pages.open("/").text
    press(pages, "次の方")
    assert "C-001</strong> を呼んでいます" in pages.open("/").text
    press(pages, "来ました")
    assert "を受けています" in pages.open("/").text
    press(pages, "終えて次の方")
    assert [turns.find(each.number) for each in (first, second)] != [None, None]
    at = turns.at("w1")
    assert at is not None
    assert (at.number, at.state) == ("C-002", State.CALLED)
    assert [turn.number for turn in turns.in_state(State.SERVED)] == ["C-001"]


def test_a_button_sent_twice_calls_one_person(pages: Pages, turns: Turns) -> None:
    issue(turns), issue(turns)
    page = pages.open("/").text
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if "turns/next" in form)
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    for _ in range(2):
        pages.client.post("/turns/next", data=fields)
    assert len(turns.in_state(State.CALLED)) == 1


def test_who_does_not_come_is_one_press_from_coming_back(pages: Pages, turns: Turns) -> None:
    issue(turns)
    press(pages, "次の方")
    press(pages, "来ない")
    assert "来なかった方 <strong>C-001" in pages.open("/").text
    press(pages, "戻りました")
    assert turns.waiting()["cert"].count == 1


def test_a_person_is_parked_and_handed_on(pages: Pages, turns: Turns) -> None:
    issue(turns)
    for words in ("次の方", "来ました", "保留"):
        press(pages, words)
    assert turns.at("w1") is None
    press(pages, "続ける")
    turn = turns.at("w1")
    assert turn is not None
    pages.client.post(f"/turns/{turn.id}/hand_on", data=token(pages) | {"queue": "move", "key": new_key()})
    assert turns.waiting()["move"].count == 1


def test_the_reception_gives_out_numbers(pages: Pages, turns: Turns) -> None:
    press(pages, "M　引っ越し")
    assert "引っ越し：M-001 をお渡しください。" in pages.open("/").text
    assert turns.waiting()["move"].count == 1


def test_a_visit_gets_the_number_its_person_was_called_by(
    pages: Pages, turns: Turns, workplace: Workplace, town_hall: TownHall
) -> None:
    issue(turns)
    press(pages, "次の方")
    pages.client.post("/scan", data=token(pages) | {"text": town_hall.ticket()[0]})
    (visit,) = open_visits(workplace.store)
    turn = turns.at("w1")
    assert turn is not None
    assert (visit.receipt_number, turn.visit_id, turn.state) == ("C-001", visit.id, State.SERVING)


def test_a_code_scanned_without_a_number_makes_one_by_itself(
    pages: Pages, turns: Turns, workplace: Workplace, town_hall: TownHall
) -> None:
    (ticket,) = town_hall.ticket()
    for _ in range(2):
        pages.client.post("/scan", data=token(pages) | {"text": ticket})
    (visit,) = open_visits(workplace.store)
    turn = turns.at("w1")
    assert turn is not None
    assert (turn.number, turn.queue, turn.state) == (visit.receipt_number, "cert", State.SERVING)


def token(pages: Pages) -> dict[str, str]:
    found = re.search(r'name="csrf_token" value="([^"]+)"', pages.open("/").text)
    return {"csrf_token": found[1]} if found else {}


def test_what_somebody_needs_is_shown_before_the_call_and_with_it(pages: Pages, turns: Turns) -> None:
    given = issue(turns)
    turns.need(given.id, [Need.WRITTEN])
    assert (
        'strip-found">待っている方 <strong>C-001</strong> <span class="strip-need">文字で呼ぶ'
        in pages.open("/").text
    )
    press(pages, "次の方")
    page = pages.open("/").text
    assert "C-001</strong> を呼んでいます" in page
    assert '<span class="strip-need">文字で呼ぶ' in page


def test_the_reception_tells_how_long_it_takes_and_notes_what_is_needed(pages: Pages, turns: Turns) -> None:
    pages.open("/")
    assert "待ち時間は5分以内とお伝えください。" in pages.send(form="give-cert").text
    pages.send(number="C-001", form="find-turn")
    pages.send(need="interpreter", form="turn-needs")
    found = turns.find("C-001")
    assert found is not None
    assert found.needs == {Need.INTERPRETER}
