"""Twins: two visits of one ticket, because a desk could not ask the database whether it was served already.

Nothing decides between them but a person, who sees both with their times and desks.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, orm, select

from kiosk.store import audit, database, tables
from kiosk.store.visit import Visit, VisitId, find_row, make_visit


class TwinRow(tables.Base):
    __tablename__ = "visit_twin"
    visit_id: orm.Mapped[str] = orm.mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    """The one that came in later, from a journal."""
    other_id: orm.Mapped[str] = orm.mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    found_at: orm.Mapped[datetime] = orm.mapped_column(tables.UtcTime)
    settled_at: orm.Mapped[datetime | None] = orm.mapped_column(tables.UtcTime)


class TwinOutcome(StrEnum):
    """What a person found out about twins."""

    ONE_TAKEN_BACK = "one_taken_back"
    """One of two papers was taken back, or never handed over."""
    BOTH_WANTED = "both_wanted"
    ONE_PAPER = "one_paper"
    """Only one of them became paper."""


@dataclass(frozen=True, slots=True)
class Twins:
    """`later` is the one that came in from a journal."""

    later: Visit
    other: Visit
    found_at: datetime


def list_twins(store: database.Store) -> tuple[Twins, ...]:
    """Return those that nobody has settled, the oldest first. Raise StoreError."""
    query = select(TwinRow).where(TwinRow.settled_at.is_(None)).order_by(TwinRow.found_at, TwinRow.visit_id)
    with store.reading() as session:
        return tuple(
            Twins(
                make_visit(find_row(session, VisitId(row.visit_id))),
                make_visit(find_row(session, VisitId(row.other_id))),
                row.found_at,
            )
            for row in session.scalars(query)
        )


def settle_twins(
    store: database.Store, visit_id: VisitId, outcome: TwinOutcome, *, staff_id: int | None = None
) -> None:
    """Keep what a person found out; both visits stay as they are. Raise StoreError(visit_unknown)."""
    with store.writing() as session:
        visit = find_row(session, visit_id)
        row = session.get(TwinRow, visit_id, with_for_update=True)
        if row is None:
            raise database.StoreError(database.StoreReason.VISIT_UNKNOWN)
        if row.settled_at is None:
            row.settled_at = store.clock()
            details = audit.Details(outcome=outcome.value)
            audit.append(
                session,
                store.clock(),
                audit.AuditEvent.TWINS_SETTLED,
                staff_id=staff_id,
                visit=visit,
                details=details,
            )
