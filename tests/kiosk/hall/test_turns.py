"""Numbers from the first minute to the last, and the troubles that other halls had with theirs."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from kiosk.hall.turn import (
    CALL_AGAIN,
    COME_BACK,
    FINISH,
    HAND_ON,
    LEAVE,
    MISS,
    PARK,
    RESUME,
    SEAT,
    STEPS,
    NewTurn,
    Range,
    State,
    Turn,
    TurnError,
    TurnReason,
    Way,
)
from kiosk.hall.turns import Turns, end_days, new_key
from kiosk.settings import DeskMode
from kiosk.store import NewVisit, WayIn, open_store, open_visit
from kiosk.store.halltables import TurnRow
from kiosk.town.hall import Need
from tests.kiosk.store.conftest import Clock, Place

CERT, MOVE = ("cert",), ("cert", "move")


def issue(turns: Turns, queue: str = "cert", letter: str = "C", **more: object) -> Turn:
    return turns.issue(new_key(), NewTurn("main", queue, letter, Way.LOBBY, **more))  # type: ignore[arg-type]


def refused(reason: TurnReason) -> "pytest.RaisesExc[TurnError]":
    return pytest.raises(TurnError, check=lambda error: error.reason is reason)


def call(turns: Turns, window: str = "w1", queues: tuple[str, ...] = CERT) -> Turn | None:
    return turns.call_next(new_key(), window, queues)


def called(turns: Turns, window: str = "w1", queues: tuple[str, ...] = CERT) -> Turn:
    found = call(turns, window, queues)
    assert found is not None
    return found


def test_it_works_from_the_number_to_the_end(turns: Turns, clock: Clock) -> None:
    given = issue(turns, language="vi")
    assert (given.number, given.state, given.language) == ("C-001", State.WAITING, "vi")
    assert turns.waiting()["cert"].count == 1
    clock.pass_by(minutes=7)
    assert called(turns).id == given.id
    assert turns.at("w1") == turns.find("C-001")
    clock.pass_by(minutes=1)
    turns.step(new_key(), given.id, SEAT)
    clock.pass_by(minutes=9)
    done = turns.step(new_key(), given.id, FINISH)
    assert (done.state, turns.at("w1"), turns.waiting()) == (State.SERVED, None, {})
    spans = [(span.state, span.window) for span in turns.spans(given.day)]
    assert spans == [
        (State.WAITING, None),
        (State.CALLED, "w1"),
        (State.SERVING, "w1"),
        (State.SERVED, "w1"),
    ]


def test_who_came_first_is_called_first(turns: Turns, clock: Clock) -> None:
    numbers = []
    for queue, letter in (("cert", "C"), ("move", "M"), ("cert", "C")):
        numbers.append(issue(turns, queue, letter).number)
        clock.pass_by(minutes=1)
    order = []
    while turn := call(turns, queues=MOVE):
        order.append(turn.number)
        turns.step(new_key(), turn.id, SEAT)
        turns.step(new_key(), turn.id, FINISH)
    assert order == numbers == ["C-001", "M-001", "C-002"]


def test_nobody_is_called_where_nobody_waits(turns: Turns) -> None:
    issue(turns, "move", "M")
    assert call(turns) is None


def test_the_same_press_gives_one_number_however_often_it_arrives(turns: Turns) -> None:
    key, new = new_key(), NewTurn("main", "cert", "C", Way.LOBBY)
    assert turns.issue(key, new) == turns.issue(key, new)
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda _: turns.issue(key, new).number, range(4)))
    assert set(again) == {"C-001"}
    assert turns.waiting()["cert"].count == 1


def test_a_page_loaded_again_calls_nobody_else(turns: Turns) -> None:
    first, _ = issue(turns), issue(turns)
    key = new_key()
    assert [turns.call_next(key, "w1", CERT) for _ in range(2)] == [turns.find(first.number)] * 2
    assert turns.waiting()["cert"].count == 1
    empty = new_key()
    assert turns.call_next(empty, "w2", ("move",)) is None
    issue(turns, "move", "M")
    assert turns.call_next(empty, "w2", ("move",)) is None


def test_two_windows_never_call_the_same_person(place: Place, turns: Turns) -> None:
    numbers = {issue(turns).number for _ in range(8)}
    other = open_store(place.database, turns.store.clock)
    halls = (turns, Turns(other, "main"))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda at: called(halls[at % 2], f"w{at}").number, range(8)))
    other.close()
    assert sorted(found) == sorted(numbers)


def test_a_window_has_one_person_at_a_time(turns: Turns) -> None:
    issue(turns), issue(turns)
    called(turns)
    with refused(TurnReason.WINDOW_BUSY):
        call(turns)
    assert turns.waiting()["cert"].count == 1


def test_numbers_of_visits_and_of_turns_are_never_the_same(turns: Turns) -> None:
    visit = open_visit(turns.store, NewVisit("lobby-1", "C", DeskMode.LOBBY, WayIn.HAND))
    assert [visit.receipt_number, issue(turns).number] == ["C-001", "C-002"]


def test_a_visit_that_has_a_number_keeps_it(turns: Turns) -> None:
    visit = open_visit(turns.store, NewVisit("lobby-1", "K", DeskMode.LOBBY, WayIn.HAND))
    given = issue(turns, number=visit.receipt_number, visit_id=visit.id)
    assert (given.number, given.visit_id) == (visit.receipt_number, visit.id)


def test_whoever_missed_the_call_comes_back_to_the_old_place(turns: Turns, clock: Clock) -> None:
    first = issue(turns)
    clock.pass_by(minutes=1)
    issue(turns)
    called(turns)
    turns.step(new_key(), first.id, CALL_AGAIN)
    missed = turns.step(new_key(), first.id, MISS)
    assert (missed.state, missed.calls) == (State.MISSED, 2)
    clock.pass_by(minutes=5)
    turns.step(new_key(), first.id, COME_BACK)
    assert called(turns).id == first.id


def test_a_person_handed_on_keeps_number_and_arrival(turns: Turns, clock: Clock) -> None:
    first = issue(turns)
    clock.pass_by(minutes=1)
    issue(turns, "move", "M")
    called(turns)
    turns.step(new_key(), first.id, SEAT)
    moved = turns.step(new_key(), first.id, HAND_ON, queue="move")
    assert (moved.number, moved.queue, moved.issued_at) == ("C-001", "move", first.issued_at)
    assert called(turns, "w2", ("move",)).id == first.id


def test_a_parked_turn_leaves_the_window_free_and_comes_back_to_it(turns: Turns) -> None:
    first, second = issue(turns), issue(turns)
    called(turns)
    turns.step(new_key(), first.id, SEAT)
    turns.step(new_key(), first.id, PARK)
    assert [turn.id for turn in turns.parked_at("w1")] == [first.id]
    assert called(turns).id == second.id
    with refused(TurnReason.WINDOW_BUSY):
        turns.step(new_key(), first.id, RESUME, window="w1")
    turns.step(new_key(), second.id, LEAVE)
    assert turns.step(new_key(), first.id, RESUME, window="w1").state is State.SERVING


def test_an_appointment_is_called_when_it_is_due_and_not_before(turns: Turns, clock: Clock) -> None:
    booked = issue(turns, due_at=clock.now + timedelta(minutes=30))
    walk_in = issue(turns)
    assert called(turns).id == walk_in.id
    turns.step(new_key(), walk_in.id, LEAVE)
    assert call(turns) is None
    later = issue(turns)
    clock.pass_by(minutes=30)
    assert called(turns).id == booked.id
    turns.step(new_key(), booked.id, LEAVE)
    assert called(turns).id == later.id


def test_after_being_overtaken_three_times_a_person_is_next(turns: Turns, clock: Clock) -> None:
    patient = issue(turns)
    clock.pass_by(minutes=1)
    for _ in range(5):
        issue(turns, due_at=clock.now)
    order = []
    for _ in range(4):
        turn = called(turns)
        order.append(turn.id == patient.id)
        turns.step(new_key(), turn.id, LEAVE)
    assert order == [False, False, False, True]


def test_a_promise_that_is_fifteen_minutes_over_goes_first(turns: Turns, clock: Clock) -> None:
    promised = issue(turns, told=Range(0, 10))
    clock.pass_by(minutes=25)
    issue(turns, due_at=clock.now)
    assert called(turns).id == promised.id


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_a_step_from_another_state_changes_nothing(turns: Turns, step: object) -> None:
    chosen = next(each for each in STEPS.values() if each is step)
    turn = issue(turns)
    if State.WAITING in chosen.sources:
        pytest.skip("possible")
    with refused(TurnReason.STEP_IMPOSSIBLE):
        turns.step(new_key(), turn.id, chosen)
    assert turns.find(turn.number) == turn


def test_a_turn_that_never_was_is_unknown(turns: Turns) -> None:
    for turn_id in ("", "x" * 32, "\0", "'"):
        with refused(TurnReason.TURN_UNKNOWN):
            turns.step(new_key(), turn_id, LEAVE)


def test_at_midnight_in_japan_everybody_has_left_and_numbers_begin_anew(turns: Turns, clock: Clock) -> None:
    waiting, served = issue(turns), issue(turns)
    turns.step(new_key(), waiting.id, LEAVE)
    left_open = called(turns)
    assert left_open.id == served.id
    clock.pass_by(hours=7)  # past midnight in Japan, not yet in London
    assert end_days(turns.store) == 1
    assert end_days(turns.store) == 0
    assert turns.at("w1") is None
    last = turns.spans(waiting.day)[-1]
    assert (last.state, last.since.astimezone().date() <= clock.now.date()) == (State.LEFT, True)
    assert issue(turns).number == "C-001"
    with refused(TurnReason.STEP_IMPOSSIBLE):
        turns.step(new_key(), waiting.id, COME_BACK)


def test_what_somebody_needs_is_known_to_the_staff_and_forgotten_in_the_night(turns: Turns, clock: Clock) -> None:
    given = issue(turns, needs=frozenset({Need.WRITTEN}))
    assert turns.need(given.id, [Need.SEAT, Need.INTERPRETER]).needs == {Need.SEAT, Need.INTERPRETER}
    assert called(turns).needs == {Need.SEAT, Need.INTERPRETER}
    turns.step(new_key(), given.id, SEAT)
    turns.step(new_key(), given.id, FINISH)
    clock.pass_by(days=1)
    assert end_days(turns.store) == 0
    with turns.store.reading() as session:
        assert set(session.scalars(select(TurnRow.needs))) == {""}


def test_the_day_of_a_number_is_japans_whatever_the_zone_of_the_pc(
    turns: Turns, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.now = datetime(2026, 4, 1, 23, 30, tzinfo=UTC)
    with monkeypatch.context() as patch:
        for zone in ("America/New_York", "Asia/Tokyo", "UTC"):
            patch.setenv("TZ", zone)
            time.tzset()
            assert issue(turns).day == date(2026, 4, 2)
    time.tzset()
    assert [turn.number for turn in turns.in_state(State.WAITING)] == ["C-001", "C-002", "C-003"]
    assert called(turns).issued_at == clock.now


def test_a_call_again_or_a_hand_on_loses_no_place_and_no_time(turns: Turns, clock: Clock) -> None:
    first = issue(turns)
    clock.pass_by(minutes=5)
    issue(turns)
    called(turns)
    turns.step(new_key(), first.id, CALL_AGAIN)
    turns.step(new_key(), first.id, SEAT)
    turns.step(new_key(), first.id, HAND_ON, queue="cert")
    turns.need(first.id, [Need.SEAT])
    again = called(turns)
    assert (again.id, again.number, again.issued_at) == (first.id, first.number, first.issued_at)


def test_turns_of_another_site_are_not_seen(turns: Turns) -> None:
    issue(turns)
    branch = Turns(turns.store, "east")
    assert (branch.waiting(), call(branch)) == ({}, None)
