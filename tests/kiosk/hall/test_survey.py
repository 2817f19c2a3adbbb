"""A walk as a resident is its taps; before and after can be compared."""

from kiosk.hall.survey import Activity, Phase, compare, drop_walk, read_walks, tap
from kiosk.store import Store
from tests.kiosk.store.conftest import Clock

TAPS = ((Activity.WALK, 2), (Activity.WRITE, 11), (Activity.WAIT, 20), (Activity.TALK, 5), (Activity.END, 0))


def walk(store: Store, clock: Clock, id: str, phase: Phase, writing: float = 11) -> None:
    for activity, minutes in TAPS:
        tap(store, id, phase, "birth", activity)
        clock.pass_by(minutes=writing if activity is Activity.WRITE else minutes)


def test_it_works(store: Store, clock: Clock) -> None:
    walk(store, clock, "a" * 32, Phase.BEFORE)
    (found,) = read_walks(store)
    assert (found.minutes[Activity.WRITE], found.minutes[Activity.ASK], found.total) == (11, 0, 38)
    assert found.now is Activity.END


def test_the_same_button_twice_and_after_the_end_changes_nothing(store: Store, clock: Clock) -> None:
    walk(store, clock, "a" * 32, Phase.BEFORE)
    before = read_walks(store)
    tap(store, "a" * 32, Phase.BEFORE, "birth", Activity.WAIT)
    assert read_walks(store) == before
    tap(store, "b" * 32, Phase.AFTER, "birth", Activity.WALK)
    tap(store, "b" * 32, Phase.AFTER, "birth", Activity.WALK)
    assert read_walks(store)[0].times[Activity.WALK] == 1
    drop_walk(store, "b" * 32)
    assert read_walks(store) == before


def test_before_and_after_are_medians_of_walks_that_are_over(store: Store, clock: Clock) -> None:
    for id, phase, writing in (("a", Phase.BEFORE, 10), ("b", Phase.BEFORE, 14), ("c", Phase.AFTER, 0)):
        walk(store, clock, id * 32, phase, writing)
    tap(store, "d" * 32, Phase.AFTER, "birth", Activity.WALK)
    (found,) = compare(read_walks(store))
    assert found.counts == {Phase.BEFORE: 2, Phase.AFTER: 1}
    assert found.minutes[Activity.WRITE] == (12, 0)
    assert found.total == (39, 27)
