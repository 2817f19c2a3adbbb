"""Joining: what a desk kept in its journal comes into the database, all of it in one transaction, and only once.

Where the database has not moved on, a visit becomes what it became at the desk. Where somebody else has gone on with
it, or has served the same ticket, both stay side by side as twins, for a person to look at.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import String, orm, select

from kiosk.clock import day_in_japan
from kiosk.store import audit, carried, dayseal, tables, visit
from kiosk.store.carried import VISIT, read_rows, state_of, without_expired
from kiosk.store.twins import TwinRow

Reseal = Callable[[bytes, str, str], bytes | None]
"""Of sealed answers from one visit to another; None where they cannot be opened."""

FIRST_ALONE = 700
"""Receipt numbers that a desk gives out without its database come after this one: nobody else gives out these."""


class JoinedJournalRow(tables.Base):
    """Of a desk's journal how many of its audit entries are in this database, so that none is joined twice."""

    __tablename__ = "joined_journal"
    id: orm.Mapped[str] = orm.mapped_column(String(32), primary_key=True)
    desk: orm.Mapped[str] = orm.mapped_column(String(20))
    entries: orm.Mapped[int]
    joined_at: orm.Mapped[datetime] = orm.mapped_column(tables.UtcTime)


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of it."""

    visits: int
    entries: int
    twins: int


@dataclass(frozen=True, slots=True)
class Joining:
    """One journal on its way into the database."""

    session: orm.Session
    journal: str
    desk: str
    now: datetime
    reseal: Reseal
    knows: Callable[[tables.StaffRow], bool]
    """Whether the database still knows somebody as the desk did that let them in."""

    def join(self, carried: carried.Carried) -> Joined:
        """Join what is not there yet. The caller's transaction keeps all of it or nothing."""
        known = self.session.get(JoinedJournalRow, self.journal, with_for_update=True)
        entries = carried.entries(known.entries if known else 0)
        if entries:
            details = audit.Details(count=len(entries), joined=self.journal[:8])
            audit.append(self.session, self.now, audit.AuditEvent.JOURNAL_JOINED, desk=self.desk, details=details)
        twins = sum(self._join_visit(id, carried) for id in carried.changed)
        self._join_sessions(carried.sessions)
        # Sealed with this day's first event already: a day that is over is not sealed again.
        sealer = self.session.info.pop(dayseal.SEALER, None)
        for entry in entries:
            marked = {**entry.details, "joined": f"{self.journal[:8]}:{entry.seq}"}
            audit.add_entry(self.session, replace(entry, details=marked), day_in_japan(self.now))
        self.session.info[dayseal.SEALER] = sealer
        self.session.merge(
            JoinedJournalRow(id=self.journal, desk=self.desk, entries=carried.last_entry, joined_at=self.now)
        )
        self.session.flush()
        return Joined(len(carried.changed), len(entries), twins)

    def _join_visit(self, id: str, carried: carried.Carried) -> int:
        """Join one visit; return how many twins it has made."""
        rows, here = without_expired(carried.visits[id], self.now), read_rows(self.session.connection(), id)
        if here[VISIT] and state_of(here) in carried.states.get(id, ()):
            # Of twins one has no ticket.
            self._write(_changed(rows, fingerprint=here[VISIT][0]["fingerprint"]))
            return 0
        if here[VISIT]:
            return self._put_beside(self._copied(rows), id)
        other = self._find_other(rows)
        if other is not None:
            return self._put_beside(_changed(rows, fingerprint=None), other)
        self._write(rows)
        return 0

    def _find_other(self, rows: carried.Rows) -> str | None:
        """Return the visit that has the same ticket."""
        mine = rows[VISIT][0]
        if not visit.VisitStatus(str(mine["status"])).holds_ticket:
            return None
        mark = mine["fingerprint"]
        other = visit.find_ticket_row(self.session, str(mark) if mark else None)
        return other.id if other is not None else None

    def _put_beside(self, rows: carried.Rows, other: str) -> int:
        id = str(rows[VISIT][0]["id"])
        self._write(rows)
        if self.session.get(TwinRow, id) is not None:
            return 0
        self.session.add(TwinRow(visit_id=id, other_id=other, found_at=self.now, settled_at=None))
        self.session.flush()
        return 1

    def _copied(self, rows: carried.Rows) -> carried.Rows:
        """Return the visit under an id of its own, always the same one; its answers are sealed to that."""
        old = str(rows[VISIT][0]["id"])
        new = hashlib.sha256(f"{self.journal} {old}".encode()).hexdigest()[:32]
        answers = [
            {**each, "sealed": self.reseal(bytes(_bytes(each["sealed"])), old, new)}
            for each in rows[carried.ANSWERS]
        ]
        parts: carried.Rows = {kind.__tablename__: rows.get(kind.__tablename__, []) for kind in carried.PARTS}
        parts[carried.ANSWERS] = [each for each in answers if each["sealed"] is not None]
        moved: carried.Rows = {
            name: [{**each, "visit_id": new} for each in found] for name, found in parts.items()
        }
        return _changed({**moved, VISIT: rows[VISIT]}, id=new, fingerprint=None)

    def _write(self, rows: carried.Rows) -> None:
        mine = rows[VISIT][0]
        staff = mine["staff_id"]
        known = isinstance(staff, int) and self.session.get(tables.StaffRow, staff) is not None
        number = self._free_number(str(mine["id"]), str(mine["opened_on"]), str(mine["receipt_number"]))
        carried.write_rows(self.session, _changed(rows, staff_id=staff if known else None, receipt_number=number))

    def _free_number(self, id: str, day: str, number: str) -> str:
        """Return the visit's own number, or the next one if another visit of that day has it."""
        own = select(tables.VisitRow.receipt_number).where(tables.VisitRow.id == id)
        if (kept := self.session.scalar(own)) is not None:
            return kept
        taken = set(
            self.session.scalars(
                select(tables.VisitRow.receipt_number).where(tables.VisitRow.opened_on == date.fromisoformat(day))
            )
        )
        count = FIRST_ALONE
        while number in taken:
            count += 1
            number = visit.format_receipt_number(number[0], count)
        return number

    def _join_sessions(self, sessions: Mapping[str, carried.Row]) -> None:
        """Whoever signed out at the desk is signed out everywhere; who signed in at it stays so, unless they were removed
        meanwhile or have another password."""
        for id, row in sessions.items():
            found = self.session.get(tables.StaffSessionRow, id)
            if found is None:
                staff = self.session.get(tables.StaffRow, row["staff_id"])
                if staff is not None and self.knows(staff):
                    self.session.add(
                        tables.StaffSessionRow(**carried.typed_row(tables.table_of(tables.StaffSessionRow), row))
                    )
            elif found.ended_at is None and row["ended_at"] is not None:
                found.ended_at = datetime.fromisoformat(str(row["ended_at"]))


def _changed(rows: carried.Rows, **values: carried.Plain) -> carried.Rows:
    return {**rows, VISIT: [{**rows[VISIT][0], **values}]}


def _bytes(value: carried.Plain) -> bytes:
    return value if isinstance(value, bytes) else b""
