"""The sealed answers of a visit. The store never sees them open."""

from datetime import datetime

from sqlalchemy.orm import Session

from kiosk.store.audit_chain import append
from kiosk.store.audit_events import AuditEvent, Details
from kiosk.store.database import Store
from kiosk.store.errors import StoreError, StoreReason
from kiosk.store.rows import open_row, row_of_visit
from kiosk.store.tables import SealedAnswersRow
from kiosk.store.visit import VisitId

LARGEST_SEALED = 262_144
"""Bytes; eight procedures for a household of twenty stay far below."""


def save_answers(
    store: Store, visit_id: VisitId, sealed: bytes, *, corrected: int = 0, staff_id: int | None = None
) -> None:
    """Keeps these answers in place of the earlier ones and starts the retention time anew. Raises StoreError.

    `corrected` is how many items were changed since the last time; only the number is kept.
    """
    with store.writing() as session:
        row = open_row(session, visit_id)
        now = store.clock()
        keep_sealed(session, visit_id, sealed, now + store.retention)
        if corrected:
            row.corrected_items += corrected
            details = Details(count=corrected)
            append(session, now, AuditEvent.ANSWERS_CORRECTED, staff_id=staff_id, visit=row, details=details)


def read_answers(store: Store, visit_id: VisitId) -> bytes:
    """The sealed answers of an open visit. Raises StoreError."""
    with store.reading() as session:
        row_of_visit(session, visit_id)
        kept = session.get(SealedAnswersRow, visit_id)
        # A visit past its time is as good as purged, whether or not the purge has run.
        if kept is None or kept.expires_at <= store.clock():
            raise StoreError(StoreReason.ANSWERS_UNKNOWN)
        return kept.sealed


def keep_sealed(session: Session, visit_id: VisitId, sealed: bytes, expires_at: datetime) -> None:
    if len(sealed) > LARGEST_SEALED:
        raise StoreError(StoreReason.ANSWERS_TOO_LARGE)
    session.merge(SealedAnswersRow(visit_id=visit_id, sealed=sealed, expires_at=expires_at))
    session.flush()
