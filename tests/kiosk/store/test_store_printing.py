"""Two desks never print one visit at the same moment, and a desk that died blocks nobody for ever."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from kiosk.settings import DeskMode
from kiosk.store import (
    NewVisit,
    PrintClaim,
    PrintOutcome,
    Store,
    StoreError,
    StoreReason,
    Visit,
    WayIn,
    claim_print,
    end_print,
    finish_visit,
    forget_interruption,
    open_store,
    open_visit,
    read_visit,
    record_print,
    renew_print,
)
from tests.kiosk.store.conftest import Clock, Place


@pytest.fixture
def visit(store: Store) -> Visit:
    return open_visit(store, NewVisit("counter-1", "A", DeskMode.COUNTER, WayIn.HAND))


def test_it_works_from_mark_to_end(store: Store, visit: Visit, clock: Clock) -> None:
    claim, mark = claim_print(store, visit, "counter-1")
    assert claim is PrintClaim.GRANTED
    shown = read_visit(store, visit.id)
    assert (shown.printing_desk, shown.is_being_printed(clock.now)) == ("counter-1", True)
    end_print(store, mark)
    assert read_visit(store, visit.id) == visit


def test_of_desks_that_press_in_the_same_moment_one_prints(place: Place, store: Store, visit: Visit) -> None:
    others = [open_store(place.database, store.clock) for _ in range(3)]
    with ThreadPoolExecutor(4) as pool:
        claims = [
            claim for claim, _ in pool.map(lambda desk: claim_print(desk, visit, "counter-1"), [store, *others])
        ]
    for other in others:
        other.close()
    assert sorted(claims) == [*[PrintClaim.ELSEWHERE] * 3, PrintClaim.GRANTED]


def test_a_desk_that_looked_before_the_paper_came_out_is_told(store: Store, visit: Visit) -> None:
    _, mark = claim_print(store, visit, "counter-1")
    record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1)
    end_print(store, mark)
    assert claim_print(store, visit, "counter-2")[0] is PrintClaim.PRINTED_MEANWHILE
    assert claim_print(store, read_visit(store, visit.id), "counter-2")[0] is PrintClaim.GRANTED


def test_a_long_job_keeps_its_mark(store: Store, visit: Visit, clock: Clock) -> None:
    _, mark = claim_print(store, visit, "counter-1")
    for _ in range(10):
        clock.pass_by(seconds=60)
        renew_print(store, mark)
    assert claim_print(store, visit, "counter-2", again=True)[0] is PrintClaim.ELSEWHERE


def test_after_a_desk_died_people_look_and_then_print(store: Store, visit: Visit, clock: Clock) -> None:
    _, dead = claim_print(store, visit, "counter-1")
    assert claim_print(store, visit, "counter-2", again=True)[0] is PrintClaim.ELSEWHERE
    clock.pass_by(minutes=2)
    assert read_visit(store, visit.id).is_interrupted(clock.now)
    assert claim_print(store, visit, "counter-2")[0] is PrintClaim.INTERRUPTED
    claim, mark = claim_print(store, visit, "counter-2", again=True)
    assert claim is PrintClaim.GRANTED
    renew_print(store, dead)
    end_print(store, dead)
    assert read_visit(store, visit.id).printing_desk == "counter-2"
    end_print(store, mark)
    assert claim_print(store, visit, "counter-1")[0] is PrintClaim.GRANTED


def test_when_people_found_the_paper_the_interruption_is_forgotten(
    store: Store, visit: Visit, clock: Clock
) -> None:
    claim_print(store, visit, "counter-1")
    forget_interruption(store, visit.id)
    assert read_visit(store, visit.id).is_being_printed(clock.now)
    clock.pass_by(minutes=2)
    forget_interruption(store, visit.id)
    assert read_visit(store, visit.id) == visit


def test_a_closed_visit_is_not_printed(store: Store, visit: Visit) -> None:
    record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1)
    finish_visit(store, visit.id)
    with pytest.raises(StoreError) as caught:
        claim_print(store, visit, "counter-1")
    assert caught.value.reason is StoreReason.VISIT_CLOSED
