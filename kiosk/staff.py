"""Staff accounts: names, argon2 passwords, signing in, lock-out."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forms.inputs import is_one_line
from forms.told import Told
from kiosk.store.audit import AuditEvent, Details, append
from kiosk.store.database import Store
from kiosk.store.tables import StaffRow


class StaffReason(StrEnum):
    NAME_TAKEN = "name_taken"
    NAME_IMPOSSIBLE = "name_impossible"
    PASSWORD_TOO_SHORT = "password_too_short"  # noqa: S105 — a reason, not a password
    PASSWORD_IMPOSSIBLE = "password_impossible"  # noqa: S105
    STAFF_UNKNOWN = "staff_unknown"
    SIGN_IN_REFUSED = "sign_in_refused"
    LOCKED_OUT = "locked_out"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    StaffReason.NAME_TAKEN: ("その職員名は、もう使われています。", "別の職員名にしてください。"),
    StaffReason.NAME_IMPOSSIBLE: (
        "その職員名は使えません。",
        "半角の英小文字・数字・「.」「_」「-」で、40字までにしてください。",
    ),
    StaffReason.PASSWORD_TOO_SHORT: ("パスワードが短すぎます。", "8文字以上にしてください。"),
    StaffReason.PASSWORD_IMPOSSIBLE: (
        "そのパスワードは使えません。",
        "128文字までの、目に見える文字にしてください。",
    ),
    StaffReason.STAFF_UNKNOWN: ("その職員名は登録されていません。", "職員の一覧でつづりを確かめてください。"),
    StaffReason.SIGN_IN_REFUSED: (
        "職員名かパスワードが違います。",
        "もう一度入れてください。5回続けて違うと、5分間入れなくなります。",
    ),
    StaffReason.LOCKED_OUT: (
        "続けて5回違ったため、今は入れません。",
        "5分待ってから、もう一度お試しください。",
    ),
}


class StaffError(Told):
    """Never holds a name or a password."""

    reasons = StaffReason
    words = WORDS
    reason: StaffReason


SHORTEST = 8
LONGEST = 128
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def check_password(password: str) -> str:
    """Return the password, if it may be used. Raise StaffError if it is too short or impossible."""
    if len(password) < SHORTEST:
        raise StaffError(StaffReason.PASSWORD_TOO_SHORT)
    if len(password) > LONGEST or not is_one_line(password):
        raise StaffError(StaffReason.PASSWORD_IMPOSSIBLE)
    return password


def hash_password(password: str) -> str:
    return HASHER.hash(password)


def verify_password(hashed: str | None, password: str) -> bool:
    """Return whether the password is the one of the hash; without a hash it takes as long and is never right."""
    candidate = password if len(password) <= LONGEST and is_one_line(password) else ""
    try:
        HASHER.verify(hashed or _hash_of_nobody(), candidate)
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None


@cache
def _hash_of_nobody() -> str:
    return hash_password("")


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


__all__ = [
    "Staff",
    "StaffError",
    "StaffReason",
    "StaffRole",
    "add_staff",
    "change_password",
    "disable_staff",
    "enable_staff",
    "find_active_staff",
    "list_staff",
    "sign_in",
    "sign_out",
]
