"""Signing in and out, with a lock-out against guessing."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.staff.accounts import Staff, fold_name, make_staff
from kiosk.staff.errors import StaffError, StaffReason
from kiosk.staff.passwords import verify_password
from kiosk.store.audit import AuditEvent, append
from kiosk.store.database import Store
from kiosk.store.tables import StaffRow

FAILURES = 5
LOCKED_FOR = timedelta(minutes=5)


def sign_in(store: Store, name: str, password: str, *, desk: str | None = None) -> Staff:
    """Return the account these belong to. Raise StaffError: sign_in_refused, locked_out.

    An unknown or disabled name costs a password check as well and gets the same answer as a wrong password.
    """
    candidate = _count_attempt(store, name)
    right = verify_password(candidate.password_hash if candidate else None, password)
    with store.writing() as session:
        row = _admit(session, candidate) if right else None
        if row is None:
            _note_failure(store, session, candidate, desk)
        else:
            append(session, store.clock(), AuditEvent.STAFF_SIGNED_IN, staff_id=row.id, desk=desk)
    if row is None:
        raise StaffError(StaffReason.SIGN_IN_REFUSED)
    return make_staff(row)


def sign_out(store: Store, staff_id: int, *, desk: str | None = None) -> None:
    with store.writing() as session:
        append(session, store.clock(), AuditEvent.STAFF_SIGNED_OUT, staff_id=staff_id, desk=desk)


def _count_attempt(store: Store, name: str) -> StaffRow | None:
    """Return the enabled account, with this attempt counted as failed until it proves right.

    Counting first keeps any number of attempts at once down to five. Raise StaffError(locked_out).
    """
    wanted = StaffRow.name == fold_name(name)
    now = store.clock()
    with store.writing() as session:
        row = session.scalars(select(StaffRow).where(wanted).with_for_update()).one_or_none()
        if row is None or row.disabled:
            return None
        if row.locked_until is not None:
            if now < row.locked_until:
                raise StaffError(StaffReason.LOCKED_OUT)
            row.failed_sign_ins, row.locked_until = 0, None
        row.failed_sign_ins += 1
        if row.failed_sign_ins >= FAILURES:
            row.locked_until = now + LOCKED_FOR
        return row


def _admit(session: Session, candidate: StaffRow | None) -> StaffRow | None:
    """Return the row with its count reset, unless the account changed while the password was checked."""
    if candidate is None:
        return None
    row = session.get_one(StaffRow, candidate.id, with_for_update=True)
    if row.disabled or row.session_mark != candidate.session_mark:
        return None
    row.failed_sign_ins, row.locked_until = 0, None
    return row


def _note_failure(store: Store, session: Session, candidate: StaffRow | None, desk: str | None) -> None:
    """The name that was typed is not kept: it may be a password in the wrong box."""
    known = candidate.id if candidate else None
    append(session, store.clock(), AuditEvent.STAFF_SIGN_IN_FAILED, staff_id=known, desk=desk)
    if candidate and candidate.locked_until:
        append(session, store.clock(), AuditEvent.STAFF_LOCKED_OUT, staff_id=known, desk=desk)
