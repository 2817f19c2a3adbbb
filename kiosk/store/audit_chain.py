"""The chain itself: each audit entry carries a hash over the one before and its own contents."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import cbor2
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.store.audit_events import AuditEvent, Details, checked_details
from kiosk.store.tables import AuditEntryRow, AuditHeadRow, VisitRow

START = "0" * 64
"""The hash before the first entry."""

HEAD = 1


@dataclass(frozen=True, slots=True)
class AuditEntry:
    seq: int
    at: datetime
    event: str
    staff_id: int | None
    desk: str | None
    visit_id: str | None
    receipt_number: str | None
    details: Mapping[str, str | int]

    def hash_after(self, before: str) -> str:
        """SHA-256, as 64 hex digits, over the hash before (32 bytes) and the canonical CBOR of this entry."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        who = [self.staff_id, self.desk, self.visit_id, self.receipt_number]
        contents = cbor2.dumps([self.seq, at, self.event, *who, dict(self.details)], canonical=True)
        return hashlib.sha256(bytes.fromhex(before) + contents).hexdigest()


def append(
    session: Session,
    at: datetime,
    event: AuditEvent,
    *,
    staff_id: int | None = None,
    desk: str | None = None,
    visit: VisitRow | None = None,
    details: Details | None = None,
) -> None:
    """Adds an entry in the caller's transaction: what happened and its entry are kept together or not at all.

    Raises ValueError for a detail that is not in the closed list or not a code or number; an empty one is left out.
    """
    head = session.scalars(select(AuditHeadRow).where(AuditHeadRow.id == HEAD).with_for_update()).one()
    entry = AuditEntry(
        seq=head.seq + 1,
        at=at,
        event=event.value,
        staff_id=staff_id,
        desk=desk or (visit.desk if visit else None),
        visit_id=visit.id if visit else None,
        receipt_number=visit.receipt_number if visit else None,
        details=checked_details(details or {}),
    )
    head.seq, head.hash = entry.seq, entry.hash_after(head.hash)
    session.add(_row(entry, head.hash))
    session.flush()


def entry_of(row: AuditEntryRow) -> AuditEntry:
    who = (row.staff_id, row.desk, row.visit_id, row.receipt_number)
    return AuditEntry(row.seq, row.at, row.event, *who, row.details)


def _row(entry: AuditEntry, digest: str) -> AuditEntryRow:
    return AuditEntryRow(
        seq=entry.seq,
        at=entry.at,
        event=entry.event,
        staff_id=entry.staff_id,
        desk=entry.desk,
        visit_id=entry.visit_id,
        receipt_number=entry.receipt_number,
        details=dict(entry.details),
        hash=digest,
    )
