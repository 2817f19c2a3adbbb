"""Adding and changing staff accounts."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kiosk.staff.errors import StaffError, StaffReason
from kiosk.staff.passwords import check_password, hash_password
from kiosk.store.audit import AuditEvent, Details, append
from kiosk.store.database import Store
from kiosk.store.tables import StaffRow

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}", re.ASCII)


class StaffRole(StrEnum):
    CLERK = "clerk"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Staff:
    id: int
    name: str
    role: StaffRole
    disabled: bool
    session_mark: int
    """Goes up when the password changes or the account is disabled: a session with an older mark is over."""


def add_staff(store: Store, name: str, password: str, role: StaffRole, *, by: int | None = None) -> Staff:
    """Add an account; `by` is the id of the one who adds, if signed in.

    Raise StaffError if name or password will not do.
    """
    row = StaffRow(
        name=_tidy_name(name),
        password_hash=hash_password(check_password(password)),
        role=role.value,
        disabled=False,
        failed_sign_ins=0,
        locked_until=None,
        session_mark=1,
        added_at=store.clock(),
    )
    try:
        with store.writing() as session:
            session.add(row)
            session.flush()
            details = Details(subject_staff_id=row.id, role=role.value)
            append(session, store.clock(), AuditEvent.STAFF_ADDED, staff_id=by, details=details)
    except IntegrityError:
        raise StaffError(StaffReason.NAME_TAKEN) from None
    return make_staff(row)


def list_staff(store: Store) -> tuple[Staff, ...]:
    with store.reading() as session:
        return tuple(make_staff(row) for row in session.scalars(select(StaffRow).order_by(StaffRow.name)))


def find_active_staff(store: Store, staff_id: int, session_mark: int) -> Staff | None:
    """Return whose session this is, None if it has ended meanwhile. To be asked at every request."""
    with store.reading() as session:
        row = session.get(StaffRow, staff_id)
        return make_staff(row) if row and not row.disabled and row.session_mark == session_mark else None


def change_password(store: Store, name: str, password: str, *, by: int | None = None) -> Staff:
    """Change the password; also end a lock-out and every session of this account.

    Raise StaffError if it will not do.
    """
    hashed = hash_password(check_password(password))
    with store.writing() as session:
        row = _find_row(session, name)
        row.password_hash, row.failed_sign_ins, row.locked_until = hashed, 0, None
        return _note_change(store, session, row, AuditEvent.STAFF_PASSWORD_CHANGED, by)


def disable_staff(store: Store, name: str, *, by: int | None = None) -> Staff:
    """End every session of this account and let nobody in until it is enabled. Raise StaffError(staff_unknown)."""
    with store.writing() as session:
        row = _find_row(session, name)
        row.disabled = True
        return _note_change(store, session, row, AuditEvent.STAFF_DISABLED, by)


def enable_staff(store: Store, name: str, *, by: int | None = None) -> Staff:
    """Let the account in again, a lock-out included. Raise StaffError(staff_unknown)."""
    with store.writing() as session:
        row = _find_row(session, name)
        row.disabled, row.failed_sign_ins, row.locked_until = False, 0, None
        return _note_change(store, session, row, AuditEvent.STAFF_ENABLED, by)


def _note_change(store: Store, session: Session, row: StaffRow, event: AuditEvent, by: int | None) -> Staff:
    row.session_mark += 1
    append(session, store.clock(), event, staff_id=by, details=Details(subject_staff_id=row.id))
    return make_staff(row)


def _find_row(session: Session, name: str) -> StaffRow:
    row = session.scalars(select(StaffRow).where(StaffRow.name == fold_name(name)).with_for_update()).one_or_none()
    if row is None:
        raise StaffError(StaffReason.STAFF_UNKNOWN)
    return row


def _tidy_name(name: str) -> str:
    folded = fold_name(name)
    if not folded:
        raise StaffError(StaffReason.NAME_IMPOSSIBLE)
    return folded


def fold_name(name: str) -> str:
    """Return the name as if typed in small ASCII letters; empty for what cannot be a name."""
    folded = unicodedata.normalize("NFKC", name[:100]).strip().lower()
    return folded if NAME.fullmatch(folded) else ""


def make_staff(row: StaffRow) -> Staff:
    return Staff(row.id, row.name, StaffRole(row.role), row.disabled, row.session_mark)
