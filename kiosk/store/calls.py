"""What desks tell each other: somebody at a lobby terminal waits for staff, who is on the way, or a device does not work.

A small table of its own holds what is so now; the audit log only keeps that staff was called, and who went.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, text
from sqlalchemy.orm import Session

from kiosk.store.audit import AuditEvent, append
from kiosk.store.database import Store
from kiosk.store.tables import DeskSignalRow, UtcTime
from kiosk.store.visit import VisitId, change_rows, find_row

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

    store: Store
    desks: Set[str]
    """What a desk that is no longer in the settings has left behind is told nobody."""

    def read(self) -> Signals:
        """Return what holds now, in one read. Raise StoreError if the database cannot be used."""
        query = select(DeskSignalRow).order_by(DeskSignalRow.since, DeskSignalRow.desk, DeskSignalRow.kind)
        with self.store.reading() as session:
            rows = [row for row in session.scalars(query) if row.desk in self.desks]
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
                append(session, now, AuditEvent.STAFF_CALLED, desk=desk, visit=visit)

    def answer(self, desk: str, staff_id: int | None = None) -> None:
        """Tell the desk that a member of staff is on the way. Without a call nothing happens."""
        now = self.store.clock()
        with self.store.writing() as session:
            if change_rows(session, ANSWER, {"desk": desk, "now": now}):
                append(session, now, AuditEvent.STAFF_CAME, desk=desk, staff_id=staff_id)

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


def delete_stale_calls(session: Session, now: datetime) -> None:
    """Delete, in the caller's transaction, the calls that are too old to mean anything."""
    change_rows(
        session,
        delete(DeskSignalRow).where(DeskSignalRow.kind.in_((CALL, COMING)), DeskSignalRow.since <= now - STALE),
    )


def _raise_signal(
    session: Session, desk: str, kind: str, now: datetime, receipt_number: str | None = None
) -> bool:
    """Keep the signal unless it is up already; return whether it is new. A stale call counts as none."""
    values = {"desk": desk, "kind": kind, "now": now, "receipt_number": receipt_number, "stale": now - STALE}
    return change_rows(session, RAISE, values) > 0


def _drop_signal(session: Session, desk: str, kind: str) -> bool:
    """Return whether there was such a signal."""
    signal = delete(DeskSignalRow).where(DeskSignalRow.desk == desk, DeskSignalRow.kind == kind)
    return change_rows(session, signal) > 0
