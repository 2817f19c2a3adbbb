"""What desks tell each other: somebody at a lobby terminal waits for staff, who is on the way, or a device does not work.

A small table of its own holds what is so now; the audit log only keeps that staff was called, and who went.
"""

import hashlib
import threading
import time
from collections.abc import Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, orm, select, text

from kiosk.store import audit, database
from kiosk.store.tables import DeskSignalRow, PresenceRow, SealedAnswersRow, UtcTime, VisitRow, table_of
from kiosk.store.visit import IS_OPEN, Visit, VisitId, change_rows, find_row, make_visit

STALE = timedelta(minutes=30)
"""Nobody waits at a terminal for longer."""

CALL, COMING = "call", "coming"
"""The kinds of signal that are no device: somebody waits for staff, and staff is on the way."""

RAISE = text(
    "INSERT INTO desk_signal (desk, kind, since, receipt_number) VALUES (:desk, :kind, :now, :receipt_number) "
    "ON CONFLICT (desk, kind) DO UPDATE SET since = excluded.since, receipt_number = excluded.receipt_number "
    "WHERE desk_signal.since <= :stale"
).bindparams(bindparam("now", type_=UtcTime), bindparam("stale", type_=UtcTime))

ANSWER = text(
    "UPDATE desk_signal SET kind = 'coming', since = :now WHERE desk = :desk AND kind = 'call'"
).bindparams(bindparam("now", type_=UtcTime))

_SIGNAL, _PRESENCE = table_of(DeskSignalRow), table_of(PresenceRow)
_SIGNALS = select(_SIGNAL).order_by(_SIGNAL.c.since, _SIGNAL.c.desk, _SIGNAL.c.kind)
_PRESENCES = select(_PRESENCE).where(_PRESENCE.c.seen_at > bindparam("oldest")).order_by(_PRESENCE.c.desk)
_PRESENCES_OF = _PRESENCES.where(_PRESENCE.c.visit_id == bindparam("visit"))


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody at this desk waits for staff. `receipt_number` is empty before a visit is open."""

    desk: str
    since: datetime
    receipt_number: str


@dataclass(frozen=True, slots=True)
class Signals:
    """What desks tell now: the calls, longest waiting first, those that somebody of the staff has answered (`since`
    then), and desk and device of each that does not work."""

    waiting: tuple[Call, ...] = ()
    coming: tuple[Call, ...] = ()
    broken: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls for staff and broken devices of these desks, in the database that they share."""

    store: database.Store
    desks: Set[str]
    """What a desk that is no longer in the settings has left behind is told nobody."""

    def read(self) -> Signals:
        """Return what holds now, in one read. Raise StoreError if the database cannot be used."""
        with self.store.reading() as session:
            rows = [row for row in session.connection().execute(_SIGNALS) if row.desk in self.desks]
        oldest = self.store.clock() - STALE
        calls = [row for row in rows if row.since > oldest]
        waiting, coming = (
            tuple(Call(row.desk, row.since, row.receipt_number or "") for row in calls if row.kind == kind)
            for kind in (CALL, COMING)
        )
        return Signals(
            waiting, coming, tuple((row.desk, row.kind) for row in rows if row.kind not in (CALL, COMING))
        )

    def call(self, desk: str, visit_id: VisitId | None = None) -> None:
        """Call staff to this desk; a call that waits already goes on waiting, one that was answered waits anew.

        Raise StoreError(visit_unknown) if there is no such visit.
        """
        now = self.store.clock()
        with self.store.writing() as session:
            visit = find_row(session, visit_id) if visit_id else None
            receipt_number = visit.receipt_number if visit else None
            _drop_signal(session, desk, COMING)
            if _raise_signal(session, desk, CALL, now, receipt_number):
                audit.append(session, now, audit.AuditEvent.STAFF_CALLED, desk=desk, visit=visit)

    def answer(self, desk: str, staff_id: int | None = None) -> None:
        """Tell the desk that a member of staff is on the way. Without a call nothing happens."""
        now = self.store.clock()
        with self.store.writing() as session:
            if change_rows(session, ANSWER, {"desk": desk, "now": now}):
                audit.append(session, now, audit.AuditEvent.STAFF_CAME, desk=desk, staff_id=staff_id)

    def end(self, desk: str) -> None:
        """Take this desk's call back, answered or not: nobody waits there any more."""
        with self.store.writing() as session:
            for kind in (CALL, COMING):
                _drop_signal(session, desk, kind)

    def report(self, desk: str, broken: Set[str]) -> None:
        """Tell staff which devices of this desk do not work now (printer, reader, scanner)."""
        known = {device for name, device in self.read().broken if name == desk}
        if broken == known:
            return
        with self.store.writing() as session:
            for device in sorted(broken - known):
                _raise_signal(session, desk, device, self.store.clock())
            for device in sorted(known - broken):
                _drop_signal(session, desk, device)


def delete_stale_calls(session: orm.Session, now: datetime) -> None:
    """Delete, in the caller's transaction, the calls that are too old to mean anything."""
    change_rows(
        session,
        delete(DeskSignalRow).where(DeskSignalRow.kind.in_((CALL, COMING)), DeskSignalRow.since <= now - STALE),
    )


def _raise_signal(
    session: orm.Session, desk: str, kind: str, now: datetime, receipt_number: str | None = None
) -> bool:
    """Keep the signal unless it is up already; return whether it is new. A stale call counts as none."""
    values = {"desk": desk, "kind": kind, "now": now, "receipt_number": receipt_number, "stale": now - STALE}
    return change_rows(session, RAISE, values) > 0


def _drop_signal(session: orm.Session, desk: str, kind: str) -> bool:
    """Return whether there was such a signal."""
    signal = delete(DeskSignalRow).where(DeskSignalRow.desk == desk, DeskSignalRow.kind == kind)
    return change_rows(session, signal) > 0


FRESH = timedelta(seconds=45)
"""A screen says so every few seconds; one that is silent for so long has been left."""


@dataclass(frozen=True, slots=True)
class Presence:
    """A visit that is open on a screen of this desk."""

    desk: str
    visit_id: str
    staff_id: int


@dataclass(frozen=True, slots=True)
class Attendance:
    """All open visits with their sealed answers, oldest first, and who has which of them open."""

    visits: tuple[tuple[Visit, bytes | None], ...]
    presences: tuple[Presence, ...]

    @property
    def states(self) -> dict[str, str]:
        """By visit a text that is another as soon as anything about it has changed."""
        return {visit.id: self._state(visit, sealed) for visit, sealed in self.visits}

    def _state(self, visit: Visit, sealed: bytes | None) -> str:
        held = [(each.desk, each.staff_id) for each in self.presences if each.visit_id == visit.id]
        contents = repr((visit, sorted(held))).encode() + (sealed or b"")
        return hashlib.sha256(contents).hexdigest()[:16]


def note_presence(store: database.Store, visit_id: VisitId, desk: str, staff_id: int) -> None:
    """Note that the desk has the visit open; another one it had open before is so no longer."""
    with store.writing() as session:
        row = PresenceRow(desk=desk, visit_id=visit_id, staff_id=staff_id, seen_at=store.clock())
        session.merge(row)


def _unless_past(answers: SealedAnswersRow | None, now: datetime) -> bytes | None:
    return answers.sealed if answers is not None and answers.expires_at > now else None


def read_attendance(store: database.Store) -> Attendance:
    """Return what is open now, in one read."""
    kept, now = SealedAnswersRow, store.clock()
    query = select(VisitRow, kept).outerjoin(kept, kept.visit_id == VisitRow.id).where(IS_OPEN)
    with store.reading() as session:
        found = session.execute(query.order_by(VisitRow.opened_at, VisitRow.id)).all()
        visits = tuple((make_visit(row), _unless_past(answers, now)) for row, answers in found)
        presences = _fresh(session, now)
    return Attendance(visits, presences)


def read_presences(store: database.Store, visit_id: VisitId) -> Attendance:
    """Return who has this one visit open, without the others: a screen asks it each time it is shown."""
    with store.reading() as session:
        return Attendance((), _fresh(session, store.clock(), visit_id))


def _fresh(session: orm.Session, now: datetime, visit_id: VisitId | None = None) -> tuple[Presence, ...]:
    oldest = {"oldest": now - FRESH}
    of_one = oldest | {"visit": visit_id}
    found = session.connection().execute(*((_PRESENCES_OF, of_one) if visit_id else (_PRESENCES, oldest)))
    return tuple(Presence(row.desk, row.visit_id, row.staff_id) for row in found)


if TYPE_CHECKING:
    # Not loaded where the desk has a database of its own: it takes a fifth of a second.
    import psycopg

CHANNEL = "kiosk"
"""Triggers of the tables whose rows other desks show ring here."""

LOOK_SECONDS = 2.0
"""Without a server that tells, and while it cannot be reached."""

BREATH_SECONDS = 0.25
"""Between two looks at least: in a hall with two hundred desks something changes many times a second, and each look of each
desk is half a dozen questions to the database."""

SLICE_SECONDS = 1.0
"""How long the end of the program may have to wait."""


class Bell:
    """Waits in one thread. Holds one connection of its own, outside the pool, and takes a new one when it is lost."""

    def __init__(self, store: database.Store, ended: threading.Event) -> None:
        self._store = store
        self._ended = ended
        self._line: psycopg.Connection | None = None
        self._rang_at = -BREATH_SECONDS

    def wait(self, seconds: float) -> bool:
        """Wait for a change, at most so long. Return whether there may be one: after a lost line there may."""
        if not self._store.is_shared:
            self._ended.wait(min(seconds, LOOK_SECONDS))
            return True
        import psycopg

        try:
            return self._listen(seconds)
        except psycopg.Error:
            self.close()
            self._ended.wait(LOOK_SECONDS)
            return True

    def close(self) -> None:
        """Hang up."""
        line, self._line = self._line, None
        if line is not None:
            import psycopg

            with suppress(psycopg.Error):
                line.close()

    def _listen(self, seconds: float) -> bool:
        if self._line is None:
            self._line = _open_line(self._store)
            # What happened before the line stood was told nobody.
            return True
        # The first change is heard at once; what follows it closely waits on the line and is heard as one.
        self._ended.wait(max(0.0, self._rang_at + BREATH_SECONDS - time.monotonic()))
        while seconds > 0 and not self._ended.is_set():
            if any(True for _ in self._line.notifies(timeout=min(seconds, SLICE_SECONDS), stop_after=1)):
                self._rang_at = time.monotonic()
                return True
            seconds -= SLICE_SECONDS
        return False


def _open_line(store: database.Store) -> "psycopg.Connection":
    import psycopg

    words = store.engine.dialect.create_connect_args(store.engine.url)[1]
    line = psycopg.connect(**{**words, **database.DEAD_LINE}, autocommit=True)
    line.execute(f"LISTEN {CHANNEL}".encode())
    return line
