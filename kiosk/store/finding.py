"""Finding visits."""

from sqlalchemy import select

from kiosk.store.database import Store
from kiosk.store.errors import StoreError, StoreReason
from kiosk.store.rows import IS_OPEN, row_of_ticket, row_of_visit
from kiosk.store.tables import VisitRow
from kiosk.store.visit import Visit, VisitId, tidy_receipt_number, visit_of


def visit_with_fingerprint(store: Store, fingerprint: str) -> Visit | None:
    """The open or finished visit of this ticket."""
    with store.reading() as session:
        row = row_of_ticket(session, fingerprint, lock=False)
        return visit_of(row) if row else None


def visit_by_id(store: Store, visit_id: VisitId) -> Visit:
    """Raises StoreError if there is none."""
    with store.reading() as session:
        return visit_of(row_of_visit(session, visit_id))


def find_visit(store: Store, typed: str) -> Visit:
    """The open visit with this receipt number, however it was typed. Raises StoreError if there is none."""
    wanted = VisitRow.receipt_number == tidy_receipt_number(typed)
    newest_first = VisitRow.opened_at.desc()
    with store.reading() as session:
        found = session.scalars(select(VisitRow).where(wanted, IS_OPEN).order_by(newest_first)).first()
        if found is None:
            raise StoreError(StoreReason.VISIT_UNKNOWN)
        return visit_of(found)


def open_visits(store: Store, desk: str | None = None) -> tuple[Visit, ...]:
    """The visits not yet finished, of one desk or of all, oldest first."""
    query = select(VisitRow).where(IS_OPEN).order_by(VisitRow.opened_at, VisitRow.id)
    if desk is not None:
        query = query.where(VisitRow.desk == desk)
    with store.reading() as session:
        return tuple(visit_of(row) for row in session.scalars(query))
