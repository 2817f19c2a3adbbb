"""The audit log tells who did what, and whether anybody changed it afterwards."""

from concurrent.futures import ThreadPoolExecutor

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
    new_visit_id,
    open_store,
    open_visit,
    purge,
    record_print,
    save_answers,
)
from kiosk.store.audit import AuditEvent, ChainHead, ChainReport
from tests import residents
from tests.kiosk.store.conftest import Clock, Place

BY_HAND = ("counter-1", "A", DeskMode.COUNTER, WayIn.HAND)


def some_entries(store: Store, count: int = 5) -> None:
    for number in range(count):
        audit.record(
            store, AuditEvent.TICKET_REFUSED, desk="lobby-1", details={"reason": "expired", "count": number}
        )


def tamper(store: Store, *statements: str) -> None:
    """As somebody with all rights on the database would."""
    if store.engine.dialect.name == "sqlite":
        unlock = ["DROP TRIGGER audit_entry_no_update", "DROP TRIGGER audit_entry_no_delete"]
    else:
        unlock = ["ALTER TABLE audit_entry DISABLE TRIGGER ALL"]
    with store.writing() as session:
        for statement in (*unlock, *statements):
            session.execute(text(statement))


def test_it_works_and_an_empty_chain_is_whole(store: Store) -> None:
    assert audit.verify_chain(store) == ChainReport(0, None)
    some_entries(store)
    assert audit.verify_chain(store) == ChainReport(5, None)
    first, *_, last = audit.read_entries(store)
    assert (first.seq, first.event, first.desk) == (1, "ticket_refused", "lobby-1")
    assert last.details == {"reason": "expired", "count": 4}
    assert audit.read_entries(store, after=4) == (last,)


def test_a_visit_leaves_its_trail(store: Store, clock: Clock) -> None:
    visit = open_visit(store, NewVisit(*BY_HAND, staff_id=None))
    save_answers(store, visit.id, b"sealed", corrected=3)
    audit.record(store, AuditEvent.IDENTITY_CHECKED, visit_id=visit.id, details={"kind": "driving_licence"})
    record_print(store, visit.id, PrintOutcome.FAILED, sheets=1, reason="paper_out")
    record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1)
    finish_visit(store, visit.id)
    abandon_visit(store, open_visit(store, NewVisit(*BY_HAND)).id, reason="timed_out")
    open_visit(store, NewVisit(*BY_HAND, sealed=b"sealed"))
    clock.pass_by(hours=13)
    purge(store)
    trail = [(entry.event, entry.receipt_number, dict(entry.details)) for entry in audit.read_entries(store)]
    assert trail == [
        ("visit_opened", "A-001", {"way_in": "hand", "mode": "counter"}),
        ("answers_corrected", "A-001", {"count": 3}),
        ("identity_checked", "A-001", {"kind": "driving_licence"}),
        ("print_failed", "A-001", {"outcome": "failed", "sheets": 1, "reason": "paper_out"}),
        ("sheets_printed", "A-001", {"outcome": "printed", "sheets": 1}),
        ("visit_finished", "A-001", {}),
        ("visit_opened", "A-002", {"way_in": "hand", "mode": "counter"}),
        ("visit_abandoned", "A-002", {"reason": "timed_out"}),
        ("visit_opened", "A-003", {"way_in": "hand", "mode": "counter"}),
        ("answers_purged", None, {"count": 2}),
    ]
    assert audit.verify_chain(store).is_whole


CHANGES = {
    "another event": ("UPDATE audit_entry SET event = 'visit_finished' WHERE seq = 3", 3),
    "another clerk": ("UPDATE audit_entry SET staff_id = 7 WHERE seq = 3", 3),
    "another detail": ("UPDATE audit_entry SET details = '{\"count\": 9}' WHERE seq = 3", 3),
    "a forged hash": ("UPDATE audit_entry SET hash = '" + "a" * 64 + "' WHERE seq = 3", 3),
    "a removed entry": ("DELETE FROM audit_entry WHERE seq = 3", 3),
    "a removed first entry": ("DELETE FROM audit_entry WHERE seq = 1", 1),
    "a removed last entry": ("DELETE FROM audit_entry WHERE seq = 5", 5),
    "no entries left": ("DELETE FROM audit_entry", 1),
    "another time": ("UPDATE audit_entry SET at = '2020-01-01 00:00:00.000000' WHERE seq = 3", 3),
}


@pytest.mark.parametrize(("statement", "broken_at"), CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_found_where_it_is(store: Store, statement: str, broken_at: int) -> None:
    some_entries(store)
    tamper(store, statement)
    assert audit.verify_chain(store).broken_at == broken_at


def test_swapped_entries_are_found(store: Store) -> None:
    some_entries(store)
    moves = ((-3, 3), (3, 2), (2, -3))
    tamper(store, *[f"UPDATE audit_entry SET seq = {new} WHERE seq = {old}" for new, old in moves])
    assert audit.verify_chain(store).broken_at == 2


def test_an_added_entry_is_found(store: Store) -> None:
    some_entries(store)
    columns = "at, event, staff_id, desk, visit_id, receipt_number, details, hash"
    tamper(store, f"INSERT INTO audit_entry (seq, {columns}) SELECT 6, {columns} FROM audit_entry WHERE seq = 5")
    assert audit.verify_chain(store).broken_at == 6


def test_a_chain_cut_with_its_head_is_found_by_a_noted_head(store: Store) -> None:
    some_entries(store)
    noted = audit.read_head(store)
    fourth = audit.read_entries(store)[3]
    third = "SELECT hash FROM audit_entry WHERE seq = 4"
    tamper(store, "DELETE FROM audit_entry WHERE seq = 5", f"UPDATE audit_head SET seq = 4, hash = ({third})")
    assert fourth.seq == 4
    assert audit.verify_chain(store).is_whole
    assert audit.verify_chain(store, noted).broken_at == 5
    some_entries(store, 3)
    assert audit.verify_chain(store, noted).broken_at == 5
    assert (
        audit.verify_chain(store, ChainHead(2, audit.read_entries(store)[1].hash_after("0" * 64))).broken_at == 2
    )


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET staff_id = 7", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_changes(store: Store, statement: str) -> None:
    some_entries(store, 1)
    with pytest.raises(DatabaseError, match="audit entries stay"), store.engine.begin() as connection:
        connection.execute(text(statement))


def test_desks_write_one_chain_at_once(place: Place, store: Store) -> None:
    other = open_store(place.database)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda turn: some_entries((store, other)[turn % 2], 3), range(16)))
    other.close()
    assert audit.verify_chain(store) == ChainReport(48, None)


def test_a_step_that_fails_leaves_no_entry(store: Store) -> None:
    visit = open_visit(store, NewVisit(*BY_HAND))
    with pytest.raises(StoreError):
        finish_visit(store, visit.id)
    assert [entry.event for entry in audit.read_entries(store)] == ["visit_opened"]


@pytest.mark.parametrize(
    "details",
    [{"reason": residents.YOSHIDA}, {"kind": "two words"}, {"name": "x"}, {"count": True}, {"item": "a" * 65}],
)
def test_details_that_could_be_personal_are_refused(store: Store, details: audit.Details) -> None:
    with pytest.raises(ValueError, match="audit detail"):
        audit.record(store, AuditEvent.CARD_READ, details=details)
    assert audit.read_entries(store) == ()


def test_an_entry_for_a_visit_that_never_was_is_refused(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        audit.record(store, AuditEvent.ANSWERS_SHOWN, visit_id=new_visit_id())
    assert caught.value.reason is StoreReason.VISIT_UNKNOWN


def test_a_long_chain_is_verified_in_pieces(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "BATCH", 4)
    some_entries(store, 11)
    assert audit.verify_chain(store) == ChainReport(11, None)
