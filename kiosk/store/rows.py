"""Looking rows up for a change."""

import re
from collections.abc import Mapping

from sqlalchemy import CursorResult, Delete, TextClause, Update, select
from sqlalchemy.orm import Session

from kiosk.store.errors import StoreError, StoreReason
from kiosk.store.tables import VisitRow
from kiosk.store.visit import OPEN_STATUSES, VisitId, VisitStatus

SHAPE_OF_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
IS_OPEN = VisitRow.status.in_([status.value for status in OPEN_STATUSES])
HOLDS_TICKET = VisitRow.status.in_([status.value for status in (*OPEN_STATUSES, VisitStatus.FINISHED)])


def open_row(session: Session, visit_id: VisitId) -> VisitRow:
    """The row, locked for this transaction. Raises StoreError if the visit is unknown or closed."""
    row = row_of_visit(session, visit_id, lock=True)
    if not VisitStatus(row.status).is_open:
        raise StoreError(StoreReason.VISIT_CLOSED)
    return row


def row_of_visit(session: Session, visit_id: VisitId, *, lock: bool = False) -> VisitRow:
    """The row of any visit, open or not. Raises StoreError if there is none."""
    # The id may come from a URL; PostgreSQL would not even compare some texts.
    row = session.get(VisitRow, visit_id, with_for_update=lock) if SHAPE_OF_ID.fullmatch(visit_id) else None
    if row is None:
        raise StoreError(StoreReason.VISIT_UNKNOWN)
    return row


def row_of_ticket(session: Session, fingerprint: str | None, *, lock: bool) -> VisitRow | None:
    """The open or finished visit of this ticket."""
    if fingerprint is None:
        return None
    query = select(VisitRow).where(VisitRow.fingerprint == fingerprint, HOLDS_TICKET)
    return session.scalars(query.with_for_update() if lock else query).one_or_none()


def changed_rows(
    session: Session, change: Delete | Update | TextClause, values: Mapping[str, object] | None = None
) -> int:
    """Execute the statement; return the number of rows changed."""
    result = session.execute(change.execution_options(synchronize_session=False), values)
    return result.rowcount if isinstance(result, CursorResult) else 0
