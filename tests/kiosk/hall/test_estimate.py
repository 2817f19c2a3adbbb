"""A told wait is a range, learned from what was measured, never lowered unseen, and scored afterwards."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, strategies as st

from forms import shipped_catalogue
from kiosk.clock import day_in_japan
from kiosk.hall.estimate import Estimator, Waits, range_of, read_holds, read_onward
from kiosk.hall.figures import read_promises
from kiosk.hall.play import Durations, Kind, Person, Place, forecast, measure, play
from kiosk.hall.turn import FINISH, HAND_ON, MISS, PARK, RESUME, SEAT, NewTurn, Range, Turn, Way
from kiosk.hall.turns import Turns, new_key
from kiosk.store import Store
from kiosk.town.hall import Hall, read_hall
from tests.kiosk.store.conftest import Clock
from tests.kiosk.town.test_hall import EXAMPLE

CERT, MOVE = ("cert", ()), ("move", ())
ALL = frozenset({"cert", "move"})


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    (tmp_path / "hall.toml").write_text(EXAMPLE, encoding="utf-8")
    found = read_hall(tmp_path / "hall.toml", list(shipped_catalogue().current), ["counter-1", "counter-2"])
    assert found is not None
    return found


def always(minutes: float, queue: str = "cert") -> Durations:
    """Durations that were measured so often that nothing else is drawn."""
    return Durations({queue: minutes}, {(queue, ()): (minutes,) * 100_000})


def in_line(count: int) -> list[Person]:
    return [Person(str(at), CERT) for at in range(count)]


def serve(turns: Turns, clock: Clock, minutes: float, *, told: Range | None = None, wait: float = 0) -> Turn:
    """Let somebody take a number, wait, and be served at the first window."""
    given = turns.issue(new_key(), NewTurn("main", "cert", "C", Way.LOBBY, told=told))
    clock.pass_by(minutes=wait)
    turns.call_next(new_key(), "w1", ["cert"])
    turns.step(new_key(), given.id, SEAT)
    clock.pass_by(minutes=minutes)
    return turns.step(new_key(), given.id, FINISH)


def test_it_works_with_durations_that_never_differ() -> None:
    waits = play([Place(ALL), Place(ALL)], in_line(5), always(10), Random(1))
    assert [waits[str(at)] for at in range(5)] == [0, 0, 10, 10, 20]


def test_whoever_sits_at_a_window_already_takes_the_rest_of_their_time() -> None:
    waits = play([Place(ALL, CERT, 7)], in_line(2), always(10), Random(1))
    assert [waits["0"], waits["1"]] == [3, 13]


def test_a_window_calls_only_whom_it_serves_and_an_appointment_not_before_its_time() -> None:
    people = [Person("move", MOVE), Person("due", CERT, 25), Person("cert", CERT)]
    waits = play([Place(frozenset({"cert"}))], people, always(10), Random(1))
    assert waits == {"cert": 0, "due": 25}


def test_whoever_only_asks_holds_up_nobody() -> None:
    people = [Person("asks", CERT, takes_time=False), *in_line(2)]
    waits = play([Place(ALL)], people, always(10), Random(1))
    assert waits == {"asks": 0, "0": 0, "1": 10}


def passed_on(queue: str = "move") -> Durations:
    """Ten minutes each at the first queue, then five at the other, whoever comes."""
    measured: dict[Kind, tuple[float, ...]] = {CERT: (10.0,) * 100_000, MOVE: (5.0,) * 100_000}
    return Durations({}, measured, onward={CERT: (queue,) * 1_000_000 if queue else ()})


def test_whoever_will_be_handed_on_is_before_those_who_came_later() -> None:
    places = [Place(frozenset({"cert"}), CERT, 4), Place(frozenset({"move"}))]
    people = [Person("first", MOVE), Person("second", MOVE), Person("third", MOVE), Person("asks", MOVE)]
    alone = play(places, people, passed_on(""), Random(1))
    assert alone == {"first": 0, "second": 5, "third": 10, "asks": 15}
    # The one at the other window is done there after six minutes, and keeps the place of an earlier number.
    assert play(places, people, passed_on(), Random(1)) == {"first": 0, "second": 5, "third": 15, "asks": 20}


def test_a_window_nobody_waits_for_has_those_who_are_handed_on_to_it() -> None:
    places = [Place(frozenset({"cert"})), Place(frozenset({"move"}))]
    people = [Person("first", CERT), Person("second", CERT), Person("late", MOVE, due=11)]
    # The first goes on after ten minutes and holds the other window for five.
    assert play(places, people, passed_on(), Random(1)) == {"first": 0, "second": 10, "late": 15}


def test_nobody_is_sent_round_for_ever() -> None:
    assert play([Place(ALL)], in_line(1), passed_on("cert"), Random(1)) == {"0": 0}
    waits = play([Place(ALL)], [*in_line(1), Person("asks", CERT, takes_time=False)], passed_on("cert"), Random(1))
    assert waits["asks"] == 40


def test_how_many_are_handed_on_is_learned(hall: Hall, store: Store, turns: Turns, clock: Clock) -> None:
    clock.pass_by(hours=-9)
    for queue in ("move", "move", "", "move"):
        given = turns.issue(new_key(), NewTurn("main", "cert", "C", Way.LOBBY))
        turns.call_next(new_key(), "w1", ["cert"])
        for step in (SEAT, PARK, RESUME):
            turns.step(new_key(), given.id, step)
        if queue:
            turns.step(new_key(), given.id, HAND_ON, queue=queue)
            turns.call_next(new_key(), "w2", ["move"])
            turns.step(new_key(), given.id, SEAT)
        turns.step(new_key(), given.id, FINISH)
    seen = read_onward(store, "main", given.day, given.day)
    assert sorted(seen) == [(CERT, ""), *[(CERT, "move")] * 3, *[(MOVE, "")] * 3]
    clock.pass_by(days=1)
    onward = Estimator(hall, store, "main").learn().onward
    assert sorted(onward[CERT]) == ["", "move", "move", "move"]


def test_the_same_minute_tells_the_same() -> None:
    usual = Durations({"cert": 8})
    told = [range_of(forecast([Place(ALL)], in_line(4), usual, Random("a"))["3"]) for _ in range(2)]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(0, 1, (0, 5)), (7, 21, (5, 25)), (10, 40, (10, 40)), (10, 41, (10, None)), (0, 0, (0, 5))],
)
def test_a_range_is_rounded_outward_and_open_where_it_would_be_too_wide(
    low: float, high: float, told: tuple[int, int | None]
) -> None:
    assert Range.around(low, high) == Range(*told)


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)), min_size=2, max_size=8))
def test_what_is_told_never_falls_by_more_than_one_step(spans: Sequence[tuple[int, int]]) -> None:
    before: Range | None = None
    for low, width in spans:
        now = Range.around(low, low + width).held(before)
        assert now.high is None or now.low < now.high
        if before:
            assert now.low >= before.low - 5
            assert now.high is None or before.high is None or now.high >= before.high - 5
        before = now


def test_a_turn_nobody_ended_teaches_nothing() -> None:
    found = measure([(CERT, 8.0)] * 9 + [(CERT, 300.0)])
    assert found[CERT] == (8.0,) * 9


def test_twenty_measured_people_count_as_much_as_what_the_town_says() -> None:
    durations = Durations({"cert": 1}, {CERT: (1000.0,) * 20})
    chance = Random(1)
    drawn = [durations.draw(CERT, chance) for _ in range(4000)]
    assert sum(each == 1000 for each in drawn) / 4000 == pytest.approx(0.5, abs=0.05)


def test_a_slow_day_makes_everybody_slower() -> None:
    usual = always(10)
    assert usual.at_the_pace_of([]).pace == 1
    assert 1.3 < usual.at_the_pace_of([(CERT, 15.0)] * 30).pace < 1.5
    assert usual.at_the_pace_of([(CERT, 500.0)] * 30).pace == 2


def test_a_window_is_held_from_the_call_to_the_end_without_the_parked_time(turns: Turns, clock: Clock) -> None:
    given = turns.issue(new_key(), NewTurn("main", "cert", "C", Way.LOBBY))
    turns.call_next(new_key(), "w1", ["cert"])
    for step, minutes in ((SEAT, 1), (PARK, 5), (RESUME, 30), (FINISH, 2)):
        clock.pass_by(minutes=minutes)
        turns.step(new_key(), given.id, step)
    missed = turns.issue(new_key(), NewTurn("main", "cert", "C", Way.LOBBY))
    turns.call_next(new_key(), "w1", ["cert"])
    clock.pass_by(minutes=3)
    turns.step(new_key(), missed.id, MISS)
    assert read_holds(turns.store, "main", given.day, given.day) == [(CERT, 8.0)]


def test_what_was_measured_before_today_is_learned(hall: Hall, store: Store, turns: Turns, clock: Clock) -> None:
    clock.pass_by(hours=-9)
    for _ in range(60):
        serve(turns, clock, 2)
    assert Estimator(hall, store, "main").learn().measured == {}
    clock.pass_by(days=1)
    estimator = Estimator(hall, store, "main")
    assert estimator.learn().measured == {CERT: (2.0,) * 60}
    for _ in range(8):
        turns.issue(new_key(), NewTurn("main", "cert", "C", Way.LOBBY))
    told = estimator.work_out().ranges
    # Eight people of two minutes each; by `usual_minutes` it would be more than an hour.
    assert told["cert"].high is not None
    assert told["cert"].high <= 45


def test_a_longer_line_is_told_longer_and_a_shorter_one_slowly(
    hall: Hall, store: Store, turns: Turns, clock: Clock
) -> None:
    estimator = Estimator(hall, store, "main")
    short = estimator.work_out().ranges["move"]
    people = [turns.issue(new_key(), NewTurn("main", "move", "M", Way.LOBBY)) for _ in range(6)]
    long = estimator.work_out()
    assert long.ranges["move"].low > short.low
    assert people[0].state == "waiting"
    later = Waits({"move": short}).held(long)
    assert later.ranges["move"].low == long.ranges["move"].low - 5


def test_a_queue_that_is_later_than_was_promised_says_so(
    hall: Hall, store: Store, turns: Turns, clock: Clock
) -> None:
    turns.issue(new_key(), NewTurn("main", "cert", "C", Way.LOBBY, told=Range(0, 5)))
    estimator = Estimator(hall, store, "main")
    assert estimator.work_out().late == frozenset()
    clock.pass_by(minutes=11)
    assert estimator.work_out().late == {"cert"}


def test_every_promise_is_scored(store: Store, turns: Turns, clock: Clock) -> None:
    clock.pass_by(hours=-9)
    for told, wait in ((Range(5, 15), 10), (Range(5, 15), 16), (Range(5, 15), 2), (Range(20, None), 40)):
        serve(turns, clock, 1, told=told, wait=wait)
    day = day_in_japan(clock.now)
    (score,) = read_promises(store, day, day, least=1)
    assert (score.queue, score.count, score.inside, score.longer, score.shorter) == ("cert", 3, 1, 1, 1)
    assert read_promises(store, day, day) == ()
    assert read_promises(store, day - timedelta(days=1), day - timedelta(days=1), least=1) == ()
