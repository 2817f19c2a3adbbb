"""Printing, finishing and giving up a visit."""

import re
from enum import StrEnum

from sqlalchemy import delete
from sqlalchemy.orm import Session

from kiosk.store.audit_chain import append
from kiosk.store.audit_events import AuditEvent, Details
from kiosk.store.database import Store
from kiosk.store.errors import StoreError, StoreReason
from kiosk.store.rows import open_row
from kiosk.store.tables import PrintAttemptRow, SealedAnswersRow, VisitRow
from kiosk.store.visit import Visit, VisitId, VisitStatus, visit_of

REASON = re.compile(r"[a-z0-9_]{0,64}", re.ASCII)


class PrintOutcome(StrEnum):
    PRINTED = "printed"
    SHOWN_AS_PDF = "shown_as_pdf"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    """The printer was lost on the way: only people can see whether paper came out."""

    @property
    def made_paper(self) -> bool:
        return self in (PrintOutcome.PRINTED, PrintOutcome.SHOWN_AS_PDF)


def record_print(
    store: Store,
    visit_id: VisitId,
    outcome: PrintOutcome,
    *,
    sheets: int,
    reason: str = "",
    staff_id: int | None = None,
) -> Visit:
    """Notes one attempt to print. `reason` is the code of what went wrong. Raises StoreError."""
    if not REASON.fullmatch(reason):
        raise ValueError("a reason is a code, not a sentence")
    with store.writing() as session:
        row, now = open_row(session, visit_id), store.clock()
        attempt = PrintAttemptRow(
            visit_id=row.id, attempted_at=now, outcome=outcome.value, reason=reason, sheets=sheets
        )
        session.add(attempt)
        if outcome.made_paper:
            row.status, row.printed_times = VisitStatus.PRINTED.value, row.printed_times + 1
        event = AuditEvent.SHEETS_PRINTED if outcome.made_paper else AuditEvent.PRINT_FAILED
        details = Details(outcome=outcome.value, sheets=sheets, reason=reason)
        append(session, now, event, staff_id=staff_id, visit=row, details=details)
        return visit_of(row)


def finish_visit(store: Store, visit_id: VisitId, *, staff_id: int | None = None) -> Visit:
    """Closes a printed visit and deletes its answers. Raises StoreError if nothing was printed."""
    with store.writing() as session:
        row = open_row(session, visit_id)
        if row.status != VisitStatus.PRINTED:
            raise StoreError(StoreReason.NOT_PRINTED)
        closed = _close(store, session, row, VisitStatus.FINISHED)
        append(session, store.clock(), AuditEvent.VISIT_FINISHED, staff_id=staff_id, visit=row)
    store.overwrite_deleted()
    return closed


def abandon_visit(store: Store, visit_id: VisitId, *, reason: str = "", staff_id: int | None = None) -> Visit:
    """Closes an open visit and deletes its answers; its ticket may be used again. Raises StoreError."""
    with store.writing() as session:
        row = open_row(session, visit_id)
        closed = _close(store, session, row, VisitStatus.ABANDONED)
        details = Details(reason=reason)
        append(session, store.clock(), AuditEvent.VISIT_ABANDONED, staff_id=staff_id, visit=row, details=details)
    store.overwrite_deleted()
    return closed


def _close(store: Store, session: Session, row: VisitRow, status: VisitStatus) -> Visit:
    row.status, row.closed_at = status.value, store.clock()
    session.execute(delete(SealedAnswersRow).where(SealedAnswersRow.visit_id == row.id))
    session.flush()
    return visit_of(row)
