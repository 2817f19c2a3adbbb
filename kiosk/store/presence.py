"""Who has which visit open on a screen right now, so that nobody disturbs anybody unknowingly."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from kiosk.store.database import Store
from kiosk.store.tables import PresenceRow, SealedAnswersRow, VisitRow
from kiosk.store.visit import IS_OPEN, Visit, VisitId, make_visit

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


def note_presence(store: Store, visit_id: VisitId, desk: str, staff_id: int) -> None:
    """Note that the desk has the visit open; another one it had open before is so no longer."""
    with store.writing() as session:
        row = PresenceRow(desk=desk, visit_id=visit_id, staff_id=staff_id, seen_at=store.clock())
        session.merge(row)


def _unless_past(answers: SealedAnswersRow | None, now: datetime) -> bytes | None:
    return answers.sealed if answers is not None and answers.expires_at > now else None


def read_attendance(store: Store) -> Attendance:
    """Return what is open now, in one read."""
    kept, now = SealedAnswersRow, store.clock()
    query = select(VisitRow, kept).outerjoin(kept, kept.visit_id == VisitRow.id).where(IS_OPEN)
    with store.reading() as session:
        found = session.execute(query.order_by(VisitRow.opened_at, VisitRow.id)).all()
        visits = tuple((make_visit(row), _unless_past(answers, now)) for row, answers in found)
        presences = _fresh(session, now)
    return Attendance(visits, presences)


def read_presences(store: Store, visit_id: VisitId) -> Attendance:
    """Return who has this one visit open, without the others: a screen asks it each time it is shown."""
    with store.reading() as session:
        return Attendance((), _fresh(session, store.clock(), PresenceRow.visit_id == visit_id))


def _fresh(session: Session, now: datetime, *only: ColumnElement[bool]) -> tuple[Presence, ...]:
    query = select(PresenceRow).where(PresenceRow.seen_at > now - FRESH, *only).order_by(PresenceRow.desk)
    return tuple(Presence(row.desk, row.visit_id, row.staff_id) for row in session.scalars(query))
