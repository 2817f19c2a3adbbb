"""Looking rows up for a change."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.store.reasons import StoreError, StoreReason
from kiosk.store.tables import VisitRow
from kiosk.store.visit import OPEN_STATUSES, VisitId, VisitStatus

IS_OPEN = VisitRow.status.in_([status.value for status in OPEN_STATUSES])
HOLDS_TICKET = VisitRow.status.in_([status.value for status in (*OPEN_STATUSES, VisitStatus.FINISHED)])


def open_row(session: Session, visit_id: VisitId) -> VisitRow:
    """The row, locked for this transaction. Raises StoreError if the visit is unknown or closed."""
    row = session.scalars(select(VisitRow).where(VisitRow.id == visit_id).with_for_update()).one_or_none()
    if row is None:
        raise StoreError(StoreReason.VISIT_UNKNOWN)
    if not VisitStatus(row.status).is_open:
        raise StoreError(StoreReason.VISIT_CLOSED)
    return row


def row_of_ticket(session: Session, fingerprint: str | None, *, lock: bool) -> VisitRow | None:
    """The open or finished visit of this ticket."""
    if fingerprint is None:
        return None
    query = select(VisitRow).where(VisitRow.fingerprint == fingerprint, HOLDS_TICKET)
    return session.scalars(query.with_for_update() if lock else query).one_or_none()
