"""The end of what is kept: closed visits, ended turns, and the oldest part of the audit log.

The log is a chain. What is left of it hangs on an anchor, the number and hash of the last entry that was deleted, and
an entry of its own says up to where, so that a chain cut by anybody else is found.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, orm, select

from kiosk.clock import day_in_japan
from kiosk.store import audit, database, halltables, tables, tilltables, visit


@dataclass(frozen=True, slots=True)
class Trimmed:
    visits: int
    audit_entries: int


def trim(store: database.Store) -> Trimmed:
    """Delete closed visits and audit entries that were kept long enough. Raise StoreError."""
    with store.writing() as session:
        now = store.clock()
        closed = tables.VisitRow.closed_at <= now - store.visits_kept
        visits = visit.change_rows(session, delete(tables.VisitRow).where(closed))
        for of_a_day in (halltables.TurnRow, halltables.FeedbackRow, halltables.AnnouncementRow):
            visit.change_rows(
                session, delete(of_a_day).where(of_a_day.day < day_in_japan(now - store.visits_kept))
            )
        visit.change_rows(
            session, delete(halltables.SurveyMarkRow).where(halltables.SurveyMarkRow.at <= now - store.visits_kept)
        )
        visit.change_rows(
            session, delete(tilltables.TillDayRow).where(tilltables.TillDayRow.closed_at <= now - store.audit_kept)
        )
        entries = _trim_audit(session, now, now - store.audit_kept)
    return Trimmed(visits, entries)


def _trim_audit(session: orm.Session, now: datetime, until: datetime) -> int:
    last = session.scalar(select(func.max(tables.AuditEntryRow.seq)).where(tables.AuditEntryRow.at <= until))
    if last is None:
        return 0
    audit.append(session, now, audit.AuditEvent.AUDIT_TRIMMED, details={"up_to": last})
    anchor = session.get_one(tables.AuditAnchorRow, audit.ANCHOR)
    anchor.seq, anchor.hash = last, session.get_one(tables.AuditEntryRow, last).hash
    session.flush()
    session.expunge_all()
    return visit.change_rows(session, delete(tables.AuditEntryRow).where(tables.AuditEntryRow.seq <= last))
