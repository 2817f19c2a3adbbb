"""How staff get in and out: signing in, sessions that end for good, and waiting after wrong passwords."""

import hashlib
import math
import secrets
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import bindparam, orm, select

from kiosk import directory, passwords
from kiosk.clock import ShortLived
from kiosk.settings.directory import Rights
from kiosk.staff import Staff, StaffError, StaffReason, StaffRole, add_staff, change_roles, fold_name, make_staff
from kiosk.store import AuditEvent, DeskStore, Details, Store, acquainted, audit, inhand, tables

LONGEST_SESSION = timedelta(hours=12)
"""However busy somebody is: a day at the counter is shorter."""

_STAFF, _SESSION = tables.table_of(tables.StaffRow), tables.table_of(tables.StaffSessionRow)
_SIGNED_IN = (
    select(_STAFF, _SESSION.c.id.label(inhand.SESSION_ID), _SESSION.c.started_at)
    .join(_SESSION)
    .where(_SESSION.c.id == bindparam("session"), _SESSION.c.ended_at.is_(None), _STAFF.c.disabled.is_(False))
)
"""Put together once: it is asked at every request."""

FREE_TRIES = 5
FIRST_WAIT, LONGEST_WAIT = 5.0, 300.0
FORGOTTEN_AFTER = 3600.0
MOST_NAMES = 10_000


class SignInTries:
    """Wrong passwords in a row by typed name and client, whether anybody has the name or not.

    After five, each further try has to wait, twice as long each time. Elsewhere the same name gets in at once: who
    types nonsense at one PC shuts nobody out of another. In memory only, and no name itself: it may be a password
    in the wrong box.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._salt = secrets.token_bytes(16)
        self._lock = threading.Lock()
        self._tries = ShortLived[bytes, tuple[int, float]](FORGOTTEN_AFTER, MOST_NAMES, clock)

    def begin(self, name: str, client: str) -> None:
        """Count a try as wrong until it proves right, so that many at once are no more than five.

        Raise StaffError(sign_in_delayed).
        """
        key, now = self._key(name, client), self._clock()
        with self._lock:
            count, until = self._tries.get(key) or (0, now)
            if now < until:
                raise StaffError(StaffReason.SIGN_IN_DELAYED, seconds=str(math.ceil(until - now)))
            count += 1
            self._tries.put(key, (count, now + _wait(count)))

    def succeed(self, name: str, client: str) -> None:
        """Forget the wrong ones before."""
        self._tries.forget(self._key(name, client))

    def _key(self, name: str, client: str) -> bytes:
        typed = (fold_name(name) or name).encode(errors="replace")
        return hashlib.blake2b(typed + b"\0" + client.encode(), key=self._salt, digest_size=16).digest()


def _wait(count: int) -> float:
    """Seconds until the next try, after so many."""
    return 0.0 if count < FREE_TRIES else min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(count - FREE_TRIES, 16))


def no_second(staff: Staff) -> bool:
    """Ask nobody for a second factor."""
    return False


def sign_in(
    store: Store,
    name: str,
    password: str,
    *,
    desk: str | None = None,
    asks_second: Callable[[Staff], bool] = no_second,
) -> Staff:
    """Return the account these belong to. Raise StaffError(sign_in_refused), or (sign_in_alone) without the database, where
    only who has signed in at this desk within days is known.

    An unknown or disabled name costs a password check as well and gets the same answer as a wrong password. How often
    it may be tried is up to `SignInTries`. Whom `asks_second` names has not signed in yet: that is recorded by
    `kiosk.secondfactor`, as what was asked is shown.
    """
    candidate = _find_candidate(store, name)
    # Only now it is known whether the database answers.
    if isinstance(store, DeskStore) and store.is_alone:
        candidate = store.find_acquainted(fold_name(name)) or candidate
    right = passwords.verify_password((candidate.password_hash or None) if candidate else None, password)
    with store.writing() as session:
        row = _admit(session, candidate, store) if right else None
        event = AuditEvent.STAFF_SIGNED_IN if row else AuditEvent.STAFF_SIGN_IN_FAILED
        if row and asks_second(make_staff(row)):
            event = AuditEvent.STAFF_SECOND_ASKED
        # The name that was typed is not kept: it may be a password in the wrong box.
        who, details = candidate.id if candidate else None, Details(kind="alone" if store.is_alone else "")
        audit.append(session, store.clock(), event, staff_id=who, desk=desk, details=details)
    if row is None:
        raise StaffError(StaffReason.SIGN_IN_ALONE if store.is_alone else StaffReason.SIGN_IN_REFUSED)
    if isinstance(store, DeskStore):
        store.acquaint(row)
    return make_staff(row)


def sign_in_by_directory(
    store: Store, name: str, rights: Rights | None = None, *, desk: str | None = None
) -> Staff:
    """Return the account of somebody whom the town's directory knows by this name. With `rights` the account has these,
    whatever it had, and is made where there is none. Raise DirectoryError(no_account, no_role), StaffError."""
    candidate = _find_candidate(store, name)
    is_let_in = candidate is not None and (rights is None or bool(rights.roles))
    if rights is not None and rights.roles:
        is_let_in = _give(store, name, rights, make_staff(candidate) if candidate else None)
        candidate = _find_candidate(store, name)
    with store.writing() as session:
        event = AuditEvent.STAFF_SIGNED_IN if is_let_in else AuditEvent.STAFF_SIGN_IN_FAILED
        who, details = candidate.id if candidate else None, Details(kind="directory")
        audit.append(session, store.clock(), event, staff_id=who, desk=desk, details=details)
    if candidate is None or not is_let_in:
        is_without_role = rights is not None and not rights.roles
        raise directory.DirectoryError(
            directory.DirectoryReason.NO_ROLE if is_without_role else directory.DirectoryReason.NO_ACCOUNT
        )
    return make_staff(candidate)


def _give(store: Store, name: str, rights: Rights, staff: Staff | None) -> bool:
    """Let the account have the rights; return whether there is one that may be used. Raise StaffError(last_administrator)."""
    roles = frozenset(StaffRole(role) for role in rights.roles)
    if staff is None:
        try:
            return not add_staff(store, name, None, *roles, sections=rights.sections).disabled
        except StaffError as error:
            # Disabled here, or nothing that could be a name.
            if error.reason in (StaffReason.NAME_TAKEN, StaffReason.NAME_IMPOSSIBLE):
                return False
            raise
    if (staff.roles, staff.sections) != (roles, rights.sections):
        change_roles(store, staff.name, *roles, sections=rights.sections)
    return True


def begin_session(store: Store, staff_id: int) -> str:
    """Return the name of a new session of this account, which its cookie carries."""
    name = secrets.token_hex(16)
    with store.writing() as session:
        row = tables.StaffSessionRow(id=name, staff_id=staff_id, started_at=store.clock(), ended_at=None)
        session.add(row)
    return name


def find_signed_in(store: Store, session_name: str) -> Staff | None:
    """Return whose session this is; None if there is none, or it has ended. To be asked at every request.

    A session that began in the future is none: the clock was wrong then, or is now.
    """
    with store.reading() as session:
        found = session.connection().execute(_SIGNED_IN, {"session": session_name}).one_or_none()
        if found is None or not timedelta(0) <= store.clock() - found.started_at < LONGEST_SESSION:
            return None
        inhand.note_signed_in(session, found)
        return make_staff(found)


def sign_out(store: Store, session_name: str, *, desk: str | None = None) -> None:
    """End the session for good, at every desk and with every copy of its cookie."""
    with store.writing() as session:
        row = session.get(tables.StaffSessionRow, session_name, with_for_update=True)
        if row is None or row.ended_at is not None:
            return
        row.ended_at = store.clock()
        audit.append(session, store.clock(), AuditEvent.STAFF_SIGNED_OUT, staff_id=row.staff_id, desk=desk)


def _find_candidate(store: Store, name: str) -> tables.StaffRow | None:
    with store.reading() as session:
        wanted = (tables.StaffRow.name == fold_name(name)) & tables.StaffRow.disabled.is_(False)
        return session.scalars(select(tables.StaffRow).where(wanted)).one_or_none()


def _admit(session: orm.Session, candidate: tables.StaffRow | None, store: Store) -> tables.StaffRow | None:
    """Return the row, unless the account changed while the password was checked."""
    if candidate is None:
        return None
    if store.is_alone:
        return acquainted.admit(session, candidate)
    row = session.get_one(tables.StaffRow, candidate.id, with_for_update=True)
    return None if row.disabled or row.password_hash != candidate.password_hash else row
