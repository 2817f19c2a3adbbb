"""What was kept long enough goes, and what is left can still be proven."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from kiosk.settings import DeskMode
from kiosk.store import (
    NewVisit,
    PrintOutcome,
    Store,
    StoreError,
    StoreReason,
    WayIn,
    abandon_visit,
    audit,
    finish_visit,
    open_visit,
    open_visits,
    read_visit,
    record_print,
    trim,
)
from kiosk.store.audit import AuditEvent, ChainHead
from kiosk.store.trimming import Trimmed
from tests.kiosk.store.conftest import Clock

BY_HAND = NewVisit("counter-1", "A", DeskMode.COUNTER, WayIn.HAND)


def new_visit() -> NewVisit:
    return NewVisit("counter-1", "A", DeskMode.COUNTER, WayIn.HAND)


def some_entries(store: Store, count: int) -> None:
    for number in range(count):
        audit.record(store, AuditEvent.TICKET_REFUSED, details={"count": number})


def test_it_works_old_visits_and_entries_go(store: Store, clock: Clock) -> None:
    old = open_visit(store, new_visit())
    record_print(store, old.id, PrintOutcome.PRINTED, sheets=1)
    finish_visit(store, old.id)
    waiting = open_visit(store, new_visit())
    assert trim(store) == Trimmed(0, 0)
    clock.pass_by(days=401)
    assert trim(store) == Trimmed(1, 0)
    with pytest.raises(StoreError) as caught:
        read_visit(store, old.id)
    assert caught.value.reason is StoreReason.VISIT_UNKNOWN
    assert open_visits(store) == (waiting,)
    clock.pass_by(days=1500)
    assert trim(store).audit_entries == 4
    (left,) = audit.read_entries(store)
    assert (left.event, left.details) == ("audit_trimmed", {"up_to": 4})
    assert audit.verify_chain(store) == audit.ChainReport(5, None, 4)


def test_the_rest_of_the_chain_hangs_on_its_anchor(store: Store, clock: Clock) -> None:
    some_entries(store, 3)
    noted_early, noted_late = ChainHead(1, "0" * 64), audit.read_head(store)
    clock.pass_by(days=1828)
    some_entries(store, 2)
    assert trim(store).audit_entries == 3
    report = audit.verify_chain(store, noted_late)
    assert (report.is_whole, report.entries, report.begins_after) == (True, 3, 3)
    assert audit.verify_chain(store, noted_early).is_whole
    assert not audit.verify_chain(store, ChainHead(3, "f" * 64)).is_whole
    assert not audit.verify_chain(store, ChainHead(4, "f" * 64)).is_whole


def test_a_chain_that_somebody_shortened_by_moving_the_anchor_is_found(store: Store) -> None:
    some_entries(store, 5)
    third = audit.read_entries(store)[2]
    with store.writing() as session:
        session.execute(
            text("UPDATE audit_anchor SET seq = 3, hash = (SELECT hash FROM audit_entry WHERE seq = 3)")
        )
        session.execute(text("DELETE FROM audit_entry WHERE seq <= 3"))
    assert third.seq == 3
    assert audit.verify_chain(store).broken_at == 3


def test_entries_after_the_anchor_cannot_be_deleted(store: Store, clock: Clock) -> None:
    some_entries(store, 2)
    clock.pass_by(days=1828)
    trim(store)
    with pytest.raises(DatabaseError, match="audit entries stay"), store.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entry"))


def test_a_used_code_stays_used_as_long_as_it_may_be_valid(store: Store, clock: Clock) -> None:
    used = NewVisit("lobby-1", "K", DeskMode.LOBBY, WayIn.TICKET, fingerprint="a" * 64)
    record_print(store, open_visit(store, used).id, PrintOutcome.PRINTED, sheets=1)
    finish_visit(store, open_visit(store, used).id)
    clock.pass_by(days=91)
    trim(store)
    with pytest.raises(StoreError) as caught:
        open_visit(store, NewVisit("lobby-1", "K", DeskMode.LOBBY, WayIn.TICKET, fingerprint="a" * 64))
    assert caught.value.reason is StoreReason.ALREADY_FINISHED


PLANS = {
    "audit entries since a day": "SELECT min(seq), max(seq) FROM audit_entry WHERE at >= '2026-04-01'",
    "old tickets": "SELECT id FROM visit WHERE opened_at <= '2026-04-01' AND fingerprint IS NOT NULL",
    "closed visits": "DELETE FROM visit WHERE closed_at <= '2026-04-01'",
}


@pytest.mark.parametrize("statement", PLANS.values(), ids=PLANS.keys())
def test_what_is_asked_by_time_is_found_by_an_index(store: Store, statement: str) -> None:
    abandon_visit(store, open_visit(store, BY_HAND).id)
    is_shared = store.is_shared
    with store.writing() as session:
        if is_shared:
            session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = session.execute(text(f"EXPLAIN {'' if is_shared else 'QUERY PLAN '}{statement}")).all()
    said = " ".join(str(row) for row in plan)
    assert "ndex" in said or "INDEX" in said
    assert "Seq Scan" not in said
    assert "SCAN visit" not in said
