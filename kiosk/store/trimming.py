"""The end of what is kept: closed visits, ended turns, and the oldest part of the audit log.

The log is a chain. What is left of it hangs on an anchor, the number and hash of the last entry that was deleted, and
an entry of its own says up to where, so that a chain cut by anybody else is found.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kiosk.clock import day_in_japan
from kiosk.store.audit import ANCHOR, AuditEvent, append
from kiosk.store.database import Store
from kiosk.store.halltables import AnnouncementRow, FeedbackRow, SurveyMarkRow, TurnRow
from kiosk.store.tables import AuditAnchorRow, AuditEntryRow, VisitRow
from kiosk.store.tilltables import TillDayRow
from kiosk.store.visit import change_rows


@dataclass(frozen=True, slots=True)
class Trimmed:
    visits: int
    audit_entries: int


def trim(store: Store) -> Trimmed:
    """Delete closed visits and audit entries that were kept long enough. Raise StoreError."""
    with store.writing() as session:
        now = store.clock()
        closed = VisitRow.closed_at <= now - store.visits_kept
        visits = change_rows(session, delete(VisitRow).where(closed))
        for of_a_day in (TurnRow, FeedbackRow, AnnouncementRow):
            change_rows(session, delete(of_a_day).where(of_a_day.day < day_in_japan(now - store.visits_kept)))
        change_rows(session, delete(SurveyMarkRow).where(SurveyMarkRow.at <= now - store.visits_kept))
        change_rows(session, delete(TillDayRow).where(TillDayRow.closed_at <= now - store.audit_kept))
        entries = _trim_audit(session, now, now - store.audit_kept)
    return Trimmed(visits, entries)


def _trim_audit(session: Session, now: datetime, until: datetime) -> int:
    last = session.scalar(select(func.max(AuditEntryRow.seq)).where(AuditEntryRow.at <= until))
    if last is None:
        return 0
    append(session, now, AuditEvent.AUDIT_TRIMMED, details={"up_to": last})
    anchor = session.get_one(AuditAnchorRow, ANCHOR)
    anchor.seq, anchor.hash = last, session.get_one(AuditEntryRow, last).hash
    session.flush()
    session.expunge_all()
    return change_rows(session, delete(AuditEntryRow).where(AuditEntryRow.seq <= last))
