"""The audit log: who did what and when, append-only and hash-chained, without personal data."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.store.audit_chain import HEAD, START, AuditEntry, append, entry_of
from kiosk.store.audit_events import AuditEvent, Details
from kiosk.store.database import Store
from kiosk.store.rows import row_of_visit
from kiosk.store.tables import AuditEntryRow, AuditHeadRow
from kiosk.store.visit import VisitId

__all__ = [
    "AuditEntry",
    "AuditEvent",
    "ChainHead",
    "ChainReport",
    "Details",
    "entries",
    "head",
    "record",
    "verify_chain",
]

BATCH = 1000


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last entry. Noted outside the database, it proves later that nobody rewrote the whole chain."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """`broken_at` is the first entry that is changed, missing or added, `None` if all is well."""

    entries: int
    broken_at: int | None

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def record(
    store: Store,
    event: AuditEvent,
    *,
    staff_id: int | None = None,
    desk: str | None = None,
    visit_id: VisitId | None = None,
    details: Details | None = None,
) -> None:
    """Adds one entry. What the store does by itself (open, print, finish …) it audits by itself.

    Raises StoreError(visit_unknown), ValueError for a detail that could be personal.
    """
    with store.writing() as session:
        visit = row_of_visit(session, visit_id) if visit_id else None
        append(session, store.clock(), event, staff_id=staff_id, desk=desk, visit=visit, details=details)


def head(store: Store) -> ChainHead:
    with store.reading() as session:
        return _head(session)


def entries(store: Store, *, after: int = 0, most: int = BATCH) -> tuple[AuditEntry, ...]:
    """Entries in order, those with a larger `seq` than `after`."""
    with store.reading() as session:
        return tuple(entry_of(row) for row in _rows(session, after, most))


def verify_chain(store: Store, noted: ChainHead | None = None) -> ChainReport:
    """Goes through the whole chain; `noted` is an earlier head that must still be part of it."""
    with store.reading() as session:
        # In this order an entry added meanwhile is never mistaken for a forged one.
        largest = session.scalar(select(func.max(AuditEntryRow.seq))) or 0
        last = _head(session)
        good = _last_good(session, last, noted)
    whole = good == last and largest <= last.seq and (noted is None or noted.seq <= last.seq)
    return ChainReport(good.seq, None if whole else good.seq + 1)


def _last_good(session: Session, last: ChainHead, noted: ChainHead | None) -> ChainHead:
    good = ChainHead(0, START)
    while rows := _rows(session, good.seq, min(BATCH, last.seq - good.seq)):
        for row in rows:
            found = ChainHead(row.seq, entry_of(row).hash_after(good.hash))
            if found != ChainHead(good.seq + 1, row.hash) or _differs(noted, found):
                return good
            good = found
        session.expunge_all()
    return good


def _differs(noted: ChainHead | None, found: ChainHead) -> bool:
    return noted is not None and noted.seq == found.seq and noted.hash != found.hash


def _rows(session: Session, after: int, most: int) -> list[AuditEntryRow]:
    query = select(AuditEntryRow).where(AuditEntryRow.seq > after).order_by(AuditEntryRow.seq).limit(most)
    return list(session.scalars(query))


def _head(session: Session) -> ChainHead:
    row = session.scalars(select(AuditHeadRow).where(AuditHeadRow.id == HEAD)).one()
    return ChainHead(row.seq, row.hash)
