"""What was tried to bring a visit to paper."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from kiosk.store.closing import PrintOutcome
from kiosk.store.database import Store
from kiosk.store.tables import PrintAttemptRow
from kiosk.store.visit import VisitId


@dataclass(frozen=True, slots=True)
class PrintAttempt:
    """`at` is in UTC."""

    at: datetime
    outcome: PrintOutcome


def print_attempts(store: Store, visit_id: VisitId) -> tuple[PrintAttempt, ...]:
    """All of them, oldest first. Raises StoreError."""
    query = select(PrintAttemptRow).where(PrintAttemptRow.visit_id == visit_id).order_by(PrintAttemptRow.id)
    with store.reading() as session:
        rows = session.scalars(query)
        return tuple(PrintAttempt(row.attempted_at, PrintOutcome(row.outcome)) for row in rows)
