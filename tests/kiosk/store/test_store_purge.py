"""What has been kept long enough is deleted, and nothing else."""

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from kiosk.settings import DeskMode
from kiosk.store import (
    NewVisit,
    PrintOutcome,
    Purged,
    Store,
    StoreError,
    StoreReason,
    VisitStatus,
    WayIn,
    find_ticket_visit,
    finish_visit,
    just_finished,
    open_visit,
    open_visits,
    purge,
    read_answers,
    read_visit,
    record_print,
    reopen_visit,
    save_answers,
)
from kiosk.store.tables import SealedAnswersRow, VisitRow
from tests.kiosk.store.conftest import Clock

TICKET = sha256(b"a ticket").hexdigest()


def with_answers(fingerprint: str | None = None) -> NewVisit:
    way_in = WayIn.TICKET if fingerprint else WayIn.HAND
    return NewVisit("counter-1", "A", DeskMode.COUNTER, way_in, fingerprint=fingerprint, sealed=b"sealed")


def test_it_works_and_closes_the_visits_past_their_time(store: Store, clock: Clock) -> None:
    old = open_visit(store, with_answers())
    bare = open_visit(store, NewVisit("lobby-1", "K", DeskMode.LOBBY, WayIn.CARD))
    clock.pass_by(hours=11)
    young = open_visit(store, with_answers())
    clock.pass_by(hours=1)
    assert purge(store) == Purged(expired_visits=2, deleted_answers=1)
    assert [read_visit(store, each.id).status for each in (old, bare)] == [VisitStatus.EXPIRED] * 2
    assert read_visit(store, old.id).closed_at == clock.now
    assert [visit.id for visit in open_visits(store)] == [young.id]
    assert read_answers(store, young.id) == b"sealed"
    assert purge(store) == Purged(0, 0)


def test_saving_starts_the_time_anew(store: Store, clock: Clock) -> None:
    visit = open_visit(store, with_answers())
    clock.pass_by(hours=11)
    save_answers(store, visit.id, b"sealed again")
    clock.pass_by(hours=11)
    assert purge(store).expired_visits == 0


def test_answers_past_their_time_are_not_read_even_before_the_purge(store: Store, clock: Clock) -> None:
    visit = open_visit(store, with_answers())
    clock.pass_by(hours=12)
    with pytest.raises(StoreError) as caught:
        read_answers(store, visit.id)
    assert caught.value.reason is StoreReason.ANSWERS_UNKNOWN


def test_the_ticket_of_an_expired_visit_may_come_back(store: Store, clock: Clock) -> None:
    expired = open_visit(store, with_answers(TICKET))
    clock.pass_by(hours=13)
    purge(store)
    assert open_visit(store, with_answers(TICKET)).id != expired.id


def test_answers_left_behind_by_a_closed_visit_are_deleted(store: Store) -> None:
    visit = open_visit(store, with_answers())
    with store.writing() as session:
        row = session.scalars(select(VisitRow).where(VisitRow.id == visit.id)).one()
        row.status = VisitStatus.ABANDONED.value
    assert purge(store).deleted_answers == 1
    with store.reading() as session:
        assert session.scalars(select(SealedAnswersRow)).all() == []


def test_old_tickets_are_forgotten_once_none_can_be_valid(store: Store, clock: Clock) -> None:
    visit = open_visit(store, with_answers(TICKET))
    record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1)
    finish_visit(store, visit.id)
    for _ in range(9):
        clock.now += timedelta(days=10)
        purge(store)
    clock.now += timedelta(days=1)
    purge(store)
    assert find_ticket_visit(store, TICKET) == read_visit(store, visit.id)
    clock.now += timedelta(days=1)
    purge(store)
    assert find_ticket_visit(store, TICKET) is None


def test_a_clock_far_ahead_deletes_nothing_until_somebody_says_it_is_right(store: Store, clock: Clock) -> None:
    purge(store)
    visit = open_visit(store, with_answers())
    clock.now += timedelta(days=40)
    for _ in range(3):
        with pytest.raises(StoreError) as caught:
            purge(store)
        assert caught.value.reason is StoreReason.CLOCK_DOUBTFUL
        open_visit(store, with_answers())
    assert len(open_visits(store)) == 4
    clock.now -= timedelta(days=40)
    assert purge(store) == Purged(0, 0)
    assert read_answers(store, visit.id) == b"sealed"
    clock.now += timedelta(days=40)
    assert purge(store, clock_is_right=True) == Purged(1, 1)
    assert purge(store) == Purged(0, 0)


def test_a_long_holiday_is_no_wrong_clock(store: Store, clock: Clock) -> None:
    purge(store)
    open_visit(store, with_answers())
    clock.now += timedelta(days=11)
    assert purge(store).expired_visits == 1


def test_what_was_finished_can_be_opened_again_for_half_an_hour(store: Store, clock: Clock) -> None:
    visit = open_visit(store, with_answers())
    record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1)
    finish_visit(store, visit.id)
    clock.pass_by(minutes=29)
    purge(store)
    assert [each.id for each in just_finished(store)] == [visit.id]
    assert reopen_visit(store, visit.id).status is VisitStatus.PRINTED
    assert read_answers(store, visit.id) == b"sealed"
    finish_visit(store, visit.id)
    clock.pass_by(minutes=30)
    assert just_finished(store) == ()
    with pytest.raises(StoreError, check=lambda error: error.reason is StoreReason.VISIT_CLOSED):
        reopen_visit(store, visit.id)
    assert purge(store).deleted_answers == 1
