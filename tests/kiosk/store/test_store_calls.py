"""Desks tell each other who waits for staff and what does not work, without a word in the audit log about devices."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from kiosk.settings import DeskMode
from kiosk.store import (
    Calls,
    NewVisit,
    Signals,
    Store,
    StoreError,
    StoreReason,
    WayIn,
    new_visit_id,
    open_store,
    open_visit,
    purge,
)
from kiosk.store.audit import read_entries
from kiosk.store.tables import DeskSignalRow
from tests.kiosk.store.conftest import Clock, Place

DESKS = {"counter-1", "lobby-1", "lobby-2"}
AT_THE_LOBBY = ("lobby-1", "K", DeskMode.LOBBY, WayIn.HAND)


@pytest.fixture
def lobby(store: Store) -> Calls:
    return Calls(store, DESKS)


@pytest.fixture
def counter(place: Place, clock: Clock) -> Iterator[Calls]:
    """Another desk, with a connection of its own."""
    opened = open_store(place.database, clock)
    yield Calls(opened, DESKS)
    opened.close()


def who_waits(desk: Calls) -> list[tuple[str, str]]:
    return [(call.desk, call.receipt_number) for call in desk.read().waiting]


def test_it_works_a_call_is_heard_at_the_other_desk_until_somebody_goes(lobby: Calls, counter: Calls) -> None:
    assert counter.read() == Signals()
    visit = open_visit(lobby.store, NewVisit(*AT_THE_LOBBY))
    lobby.call("lobby-1", visit.id)
    assert who_waits(counter) == [("lobby-1", "K-001")]
    counter.answer("lobby-1")
    assert who_waits(counter) == []
    assert [(call.desk, call.receipt_number) for call in lobby.read().coming] == [("lobby-1", "K-001")]
    lobby.end("lobby-1")
    assert lobby.read() == counter.read() == Signals()


def test_a_call_ends_with_its_person_answered_or_not(lobby: Calls, counter: Calls) -> None:
    lobby.call("lobby-1")
    lobby.call("lobby-2")
    lobby.end("lobby-1")
    assert who_waits(counter) == [("lobby-2", "")]


def test_who_calls_again_after_the_answer_waits_anew(lobby: Calls, counter: Calls, clock: Clock) -> None:
    lobby.call("lobby-1")
    counter.answer("lobby-1")
    clock.pass_by(minutes=3)
    lobby.call("lobby-1")
    assert [call.since for call in counter.read().waiting] == [clock.now]
    assert counter.read().coming == ()
    counter.answer("lobby-1")
    assert [call.since for call in lobby.read().coming] == [clock.now]


def test_who_waits_longest_comes_first(lobby: Calls, counter: Calls, clock: Clock) -> None:
    lobby.call("lobby-2")
    clock.pass_by(minutes=1)
    lobby.call("lobby-1")
    assert who_waits(counter) == [("lobby-2", ""), ("lobby-1", "")]


def test_calling_again_keeps_the_place(lobby: Calls, clock: Clock) -> None:
    lobby.call("lobby-1")
    first = lobby.read()
    clock.pass_by(minutes=10)
    lobby.call("lobby-1")
    assert lobby.read() == first
    assert [entry.event for entry in read_entries(lobby.store)] == ["staff_called"]


def test_a_call_nobody_answered_ends_by_itself_and_may_be_made_again(lobby: Calls, clock: Clock) -> None:
    lobby.call("lobby-1")
    clock.pass_by(minutes=30)
    assert lobby.read() == Signals()
    lobby.call("lobby-1")
    (call,) = lobby.read().waiting
    assert call.since == clock.now


def test_the_purge_deletes_the_calls_nobody_answered(lobby: Calls, clock: Clock) -> None:
    lobby.call("lobby-1")
    lobby.answer("lobby-1")
    lobby.report("lobby-1", {"printer"})
    clock.pass_by(minutes=30)
    lobby.call("lobby-2")
    purge(lobby.store)
    with lobby.store.reading() as session:
        kept = session.scalars(select(DeskSignalRow).order_by(DeskSignalRow.desk)).all()
    assert [(row.desk, row.kind) for row in kept] == [("lobby-1", "printer"), ("lobby-2", "call")]


def test_the_audit_log_keeps_who_was_called_and_who_went_once_each(lobby: Calls, counter: Calls) -> None:
    lobby.call("lobby-1")
    counter.answer("lobby-1", staff_id=7)
    counter.answer("lobby-1", staff_id=8)
    told = [(entry.event, entry.desk, entry.staff_id) for entry in read_entries(lobby.store)]
    assert told == [("staff_called", "lobby-1", None), ("staff_came", "lobby-1", 7)]


def test_pressed_many_times_at_once_it_is_one_call(lobby: Calls, counter: Calls) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda turn: (lobby, counter)[turn % 2].call("lobby-1"), range(8)))
    assert who_waits(counter) == [("lobby-1", "")]
    assert len(read_entries(lobby.store)) == 1


def test_a_call_for_a_visit_that_never_was_is_refused(lobby: Calls) -> None:
    with pytest.raises(StoreError) as caught:
        lobby.call("lobby-1", new_visit_id())
    assert caught.value.reason is StoreReason.VISIT_UNKNOWN
    assert lobby.read() == Signals()


def test_broken_devices_are_told_until_they_work_again(lobby: Calls, counter: Calls) -> None:
    lobby.report("lobby-1", {"printer", "reader"})
    lobby.report("lobby-2", {"scanner"})
    assert set(counter.read().broken) == {("lobby-1", "printer"), ("lobby-1", "reader"), ("lobby-2", "scanner")}
    lobby.report("lobby-1", {"reader"})
    assert set(counter.read().broken) == {("lobby-1", "reader"), ("lobby-2", "scanner")}
    lobby.report("lobby-1", set())
    lobby.report("lobby-2", set())
    assert counter.read() == Signals()


def test_a_paper_jam_is_nothing_for_the_audit_log(lobby: Calls) -> None:
    lobby.report("lobby-1", {"printer"})
    lobby.report("lobby-1", set())
    assert read_entries(lobby.store) == ()


def test_a_call_and_a_broken_device_of_one_desk_do_not_disturb_each_other(lobby: Calls) -> None:
    lobby.call("lobby-1")
    lobby.report("lobby-1", {"printer"})
    lobby.answer("lobby-1")
    lobby.report("lobby-1", {"printer"})
    lobby.end("lobby-1")
    assert lobby.read() == Signals(broken=(("lobby-1", "printer"),))


def test_what_a_removed_desk_left_behind_is_told_nobody(lobby: Calls) -> None:
    lobby.call("lobby-2")
    lobby.report("lobby-2", {"reader"})
    assert Calls(lobby.store, DESKS - {"lobby-2"}).read() == Signals()
