"""Deleting what has been kept long enough."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from forms.ticket.contents import LONGEST_VALIDITY
from kiosk.store.audit_chain import append
from kiosk.store.audit_events import AuditEvent
from kiosk.store.database import Store
from kiosk.store.rows import IS_OPEN, changed_rows
from kiosk.store.tables import SealedAnswersRow, VisitRow
from kiosk.store.visit import VisitStatus

FINGERPRINT_KEPT = LONGEST_VALIDITY + timedelta(days=2)
"""No ticket is valid for longer, so no ticket this old can come back."""


@dataclass(frozen=True, slots=True)
class Purged:
    expired_visits: int
    deleted_answers: int
    forgotten_fingerprints: int


def purge(store: Store) -> Purged:
    """Closes the visits past their time, deletes their answers and forgets old tickets. Raises StoreError."""
    with store.writing() as session:
        now = store.clock()
        visits = _expire(session, now, store.retention)
        answers = _delete_answers(session)
        fingerprints = _forget_fingerprints(session, now)
        if visits or answers:
            append(session, now, AuditEvent.ANSWERS_PURGED, details={"count": answers})
    store.overwrite_deleted()
    return Purged(visits, answers, fingerprints)


def _expire(session: Session, now: datetime, retention: timedelta) -> int:
    kept = SealedAnswersRow
    query = select(VisitRow).outerjoin(kept, kept.visit_id == VisitRow.id).where(IS_OPEN)
    past = or_(kept.expires_at <= now, kept.visit_id.is_(None) & (VisitRow.opened_at <= now - retention))
    rows = session.scalars(query.where(past).order_by(VisitRow.id).with_for_update(of=VisitRow)).all()
    for row in rows:
        row.status, row.closed_at = VisitStatus.EXPIRED.value, now
    session.flush()
    return len(rows)


def _delete_answers(session: Session) -> int:
    """Those of every visit that is not open: just expired, or closed when a desk lost its power."""
    open_ids = select(VisitRow.id).where(IS_OPEN)
    return changed_rows(session, delete(SealedAnswersRow).where(SealedAnswersRow.visit_id.not_in(open_ids)))


def _forget_fingerprints(session: Session, now: datetime) -> int:
    old = VisitRow.opened_at <= now - FINGERPRINT_KEPT
    closed = VisitRow.closed_at.is_not(None)
    known = VisitRow.fingerprint.is_not(None)
    return changed_rows(session, update(VisitRow).where(old, closed, known).values(fingerprint=None))
