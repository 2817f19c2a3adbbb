"""A town moves from SQLite to PostgreSQL, or to another disk, and loses nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.settings import Database, DeskMode
from kiosk.signin import sign_in
from kiosk.staff import StaffRole, add_staff, list_staff
from kiosk.store import (
    NewVisit,
    PrintOutcome,
    Store,
    StoreError,
    StoreReason,
    WayIn,
    audit,
    finish_visit,
    open_store,
    open_visit,
    open_visits,
    read_answers,
    read_print_attempts,
    record_print,
    trim,
)
from kiosk.store.copying import copy_store
from tests.kiosk.store.conftest import Clock, Place

USED, WAITING = "a" * 64, "b" * 64


@pytest.fixture
def is_shaped() -> bool:
    """The place to copy to is new."""
    return False


@pytest.fixture
def one_desk(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = open_store(Database(f"sqlite:///{tmp_path}/old/desk.sqlite", None, 12), clock)
    yield opened
    opened.close()


def scanned(fingerprint: str) -> NewVisit:
    return NewVisit("lobby-1", "K", DeskMode.LOBBY, WayIn.TICKET, fingerprint=fingerprint, sealed=b"sealed")


def a_day(store: Store) -> None:
    add_staff(store, "hanako", "midori-no-machi", StaffRole.ADMIN)
    used = open_visit(store, scanned(USED))
    record_print(store, used.id, PrintOutcome.PRINTED, sheets=2)
    finish_visit(store, used.id)
    open_visit(store, scanned(WAITING))


def test_everything_comes_along(one_desk: Store, store: Store) -> None:
    a_day(one_desk)
    counts = copy_store(one_desk, store)
    assert (counts["visit"], counts["staff"], counts["sealed_answers"]) == (2, 1, 2)
    assert audit.verify_chain(store, audit.read_head(one_desk)).is_whole
    assert audit.read_entries(store) == audit.read_entries(one_desk)
    assert open_visits(store) == open_visits(one_desk)
    (waiting,) = open_visits(store)
    assert read_answers(store, waiting.id) == b"sealed"
    with pytest.raises(StoreError) as caught:
        open_visit(store, scanned(USED))
    assert caught.value.reason is StoreReason.ALREADY_FINISHED


def test_the_copy_goes_on_counting(one_desk: Store, store: Store) -> None:
    a_day(one_desk)
    copy_store(one_desk, store)
    assert sign_in(store, "hanako", "midori-no-machi").id == 1
    assert add_staff(store, "taro", "midori-no-machi", StaffRole.CLERK).id == 2
    visit = open_visit(store, scanned("c" * 64))
    assert visit.receipt_number == "K-003"
    record_print(store, visit.id, PrintOutcome.PRINTED, sheets=1)
    assert len(read_print_attempts(store, visit.id)) == 1
    assert [each.name for each in list_staff(store)] == ["hanako", "taro"]
    assert audit.verify_chain(store).is_whole


def test_a_trimmed_log_keeps_its_anchor(one_desk: Store, store: Store, clock: Clock) -> None:
    a_day(one_desk)
    clock.pass_by(days=2000)
    trim(one_desk)
    copy_store(one_desk, store)
    assert audit.verify_chain(store) == audit.verify_chain(one_desk)
    assert audit.verify_chain(store).begins_after > 0


def test_a_database_in_use_is_never_written_over(one_desk: Store, store: Store) -> None:
    a_day(one_desk)
    kept = open_visit(store, scanned("d" * 64))
    with pytest.raises(StoreError) as caught:
        copy_store(one_desk, store)
    assert caught.value.reason is StoreReason.TARGET_NOT_EMPTY
    assert open_visits(store) == (kept,)


def test_a_damaged_chain_is_not_copied(one_desk: Store, store: Store, place: Place) -> None:
    a_day(one_desk)
    with one_desk.writing() as session:
        for statement in (
            "DROP TRIGGER audit_entry_no_update",
            "UPDATE audit_entry SET staff_id = 9 WHERE seq = 2",
        ):
            session.connection().exec_driver_sql(statement)
    with pytest.raises(StoreError) as caught:
        copy_store(one_desk, store)
    assert caught.value.reason is StoreReason.COPY_DIFFERS
    again = open_store(place.database)
    assert open_visits(again) == ()
    again.close()
