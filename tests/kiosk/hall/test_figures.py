"""Figures add up to the minute, and hide whoever could be found in a small cell."""

import csv
import io
import json
from datetime import date, timedelta

from hypothesis import given, strategies as st

from kiosk.clock import day_in_japan
from kiosk.hall.figures import LEAST, REST, Figures, Score, Times, merge_small, read_figures, total_of
from kiosk.hall.opendata import MEASURES, percent, rows_of, write_csv, write_json, write_package
from kiosk.hall.turn import FINISH, HAND_ON, PARK, RESUME, SEAT, NewTurn, Way
from kiosk.hall.turns import Turns, new_key
from kiosk.settings import DeskMode
from kiosk.store import NewVisit, PrintOutcome, Store, WayIn, finish_visit, open_visit, record_print
from kiosk.store.charges import Charge, keep_charges, read_totals
from tests.kiosk.store.conftest import Clock

cells = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40))


def a_visit(language: str = "ja", procedure: str = "resident_record_copy") -> NewVisit:
    return NewVisit("counter-1", "A", DeskMode.COUNTER, WayIn.TICKET, ((procedure, 1),), language)


def test_it_works_visits_are_counted(store: Store, clock: Clock) -> None:
    for _ in range(12):
        open_visit(store, a_visit())
    for _ in range(3):
        open_visit(store, a_visit("vi"))
    day = day_in_japan(clock.now)
    found = {(cell.by, cell.value): cell.count for cell in read_figures(store, day, day, {}).cells}
    assert found["hour", "18"] == 15
    assert found["procedure", "resident_record_copy"] == 15
    # Three who spoke Vietnamese cannot be told from the twelve others.
    assert [key for key in found if key[0] == "language"] == [("language", REST)]
    exact = read_figures(store, day, day, {}, least=1)
    assert ("vi", 3) in [(cell.value, cell.count) for cell in exact.cells]


def test_waiting_and_serving_add_up_to_the_minute(store: Store, clock: Clock) -> None:
    clock.pass_by(hours=-9)
    turns = Turns(store, "main")
    for _ in range(LEAST):
        turn = turns.issue(new_key(), NewTurn("main", "cert", "C", Way.LOBBY))
        clock.pass_by(minutes=7)
        turns.call_next(new_key(), "w1", ["cert"])
        clock.pass_by(minutes=1)
        turns.step(new_key(), turn.id, SEAT)
        clock.pass_by(minutes=5)
        turns.step(new_key(), turn.id, PARK)
        clock.pass_by(minutes=30)
        turns.step(new_key(), turn.id, RESUME)
        clock.pass_by(minutes=2)
        turns.step(new_key(), turn.id, HAND_ON, queue="move")
        clock.pass_by(minutes=4)
        turns.call_next(new_key(), "w2", ["move"])
        turns.step(new_key(), turn.id, SEAT)
        clock.pass_by(minutes=3)
        turns.step(new_key(), turn.id, FINISH)
    day = day_in_japan(clock.now)
    (times,) = read_figures(store, day, day, {"cert": 7}).times
    assert (times.queue, times.count, times.waiting, times.serving, times.within) == ("cert", 10, 7.0, 10.0, 10)
    (late,) = read_figures(store, day, day, {"cert": 6}).times
    assert late.within == 0


def test_days_outside_are_left_out(store: Store, clock: Clock) -> None:
    open_visit(store, a_visit())
    yesterday = day_in_japan(clock.now) - timedelta(days=1)
    assert read_figures(store, yesterday, yesterday, {}, least=1).cells == ()


def test_no_day_is_missing_or_counted_twice(store: Store, clock: Clock) -> None:
    turns = Turns(store, "main")
    first = day_in_japan(clock.now)
    for at in range(3):
        # Before and after midnight in Japan, which is in the afternoon of the day before elsewhere.
        for hours in (5.5, 1, 17.5):
            clock.pass_by(hours=hours)
            open_visit(store, a_visit())
            turns.issue(new_key(), NewTurn("main", "cert", "C", Way.LOBBY))
            turns.call_next(new_key(), f"w{at}{hours}", ["cert"])
    last = day_in_japan(clock.now)
    days = [first + timedelta(days=after) for after in range((last - first).days + 1)]
    each = [read_figures(store, day, day, {}, least=1) for day in days]
    whole = read_figures(store, first, last, {}, least=1)
    assert sum(total_of(figures, "status") for figures in each) == total_of(whole, "status") == 9
    assert sum(times.count for figures in each for times in figures.times) == whole.times[0].count == 9


def test_what_was_charged_is_kept_as_codes_and_numbers(store: Store, clock: Clock) -> None:
    for count in (1, 2):
        visit = open_visit(store, a_visit())
        keep_charges(store, visit.id, [Charge("resident_record_copy", "copy", count, 300 * count)])
        keep_charges(
            store,
            visit.id,
            [
                Charge("resident_record_copy", "copy", count, 300 * count),
                Charge("property_certificate", "parcel", None, None),
            ],
        )
        record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1)
        finish_visit(store, visit.id)
    keep_charges(store, open_visit(store, a_visit()).id, [Charge("resident_record_copy", "copy", 1, 300)])
    day = day_in_japan(clock.now)
    assert read_totals(store, day, day) == {"copy": (2, 900), "parcel": (2, 0)}


def test_the_files_say_the_same(store: Store, clock: Clock) -> None:
    for _ in range(12):
        open_visit(store, a_visit())
    day = day_in_japan(clock.now)
    figures = read_figures(store, day, day, {})
    rows = list(csv.DictReader(io.StringIO(write_csv(figures))))
    listed = json.loads(write_json(figures))["rows"]
    assert [(row["measure"], row["value"], float(row["number"])) for row in rows] == [
        (each["measure"], each["value"], each["number"]) for each in listed
    ]
    assert "staff" not in write_json(figures).replace('"value": "staff"', "")


def test_the_package_names_file_fields_and_measures() -> None:
    day = date(2026, 11, 1)
    figures = Figures(day, day, (), (Times("cert", 12, 7.5, 10, 11),), (Score("cert", 12, 9, 2, 1),))
    package = json.loads(write_package(figures, "みどり野町", "figures-2026-11"))
    table = package["resources"][0]
    first = write_csv(figures).splitlines()[0]
    assert table["path"] == "figures-2026-11.csv"
    assert ",".join(field["name"] for field in table["schema"]["fields"]) == first
    assert {row[0] for row in rows_of(figures)} <= set(MEASURES)
    assert all(measure in package["description"] for measure in MEASURES)


def test_a_share_is_told_in_steps_so_that_no_small_number_can_be_worked_out() -> None:
    assert [percent(part, 50) for part in (50, 49, 48, 47, 0)] == [100, 100, 95, 95, 0]


@given(cells)
def test_no_published_cell_is_small_and_none_can_be_worked_out(counted: dict[str, int]) -> None:
    merged = merge_small(counted)
    assert all(count >= LEAST for count in merged.values())
    hidden = sum(counted.values()) - sum(merged.values())
    assert hidden == 0 or (hidden < LEAST and merged == {})
