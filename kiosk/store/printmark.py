"""Who prints a visit right now, so that two desks never print it at the same moment.

A desk sets its mark before it prints, keeps it fresh while the job lasts and takes it away afterwards. A mark that is
no longer kept fresh belongs to a desk that stopped in the middle: then only people can see whether paper came out.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Update, or_, update
from sqlalchemy.orm import Session

from kiosk.store.database import Store
from kiosk.store.rows import IS_OPEN, changed_rows, open_row
from kiosk.store.tables import VisitRow
from kiosk.store.visit import Visit, VisitId

FRESH_FOR = timedelta(minutes=2)
"""Long enough for desks whose clocks differ a little; a dead desk blocks nobody for longer."""


class PrintClaim(StrEnum):
    """What came of the wish to print."""

    GRANTED = "granted"
    ELSEWHERE = "elsewhere"
    """Another job prints the visit now."""
    PRINTED_MEANWHILE = "printed_meanwhile"
    """Another desk has printed it since it was looked at."""
    INTERRUPTED = "interrupted"
    """A desk stopped while it printed."""


@dataclass(frozen=True, slots=True)
class PrintMark:
    """One job's mark on its visit."""

    visit_id: VisitId
    mark: str


def claim_print(store: Store, visit: Visit, desk: str, *, again: bool = False) -> tuple[PrintClaim, PrintMark]:
    """Sets the mark of a new job in one step, as far as nobody else prints and nothing was printed since `visit` was
    read. `again`: a person has looked, and wants paper although some may be out. Raises StoreError."""
    mark = PrintMark(visit.id, secrets.token_hex(16))
    with store.writing() as session:
        now = store.clock()
        never, stale = VisitRow.printing_mark.is_(None), VisitRow.printing_until <= now
        free = or_(never, stale) if again else never
        same = VisitRow.printed_times == visit.printed_times
        values = {"printing_desk": desk, "printing_mark": mark.mark, "printing_until": now + FRESH_FOR}
        claim = update(VisitRow).where(VisitRow.id == visit.id, IS_OPEN, free, same).values(values)
        granted = changed_rows(session, claim)
        return (PrintClaim.GRANTED if granted else _refusal(store, session, visit)), mark


def renew_print(store: Store, mark: PrintMark) -> None:
    """The job still goes on. Raises StoreError."""
    with store.writing() as session:
        changed_rows(session, _of(mark).values(printing_until=store.clock() + FRESH_FOR))


def end_print(store: Store, mark: PrintMark) -> None:
    """The job has ended, and how is recorded; a mark of a later job stays. Raises StoreError."""
    with store.writing() as session:
        changed_rows(session, _of(mark).values(printing_desk=None, printing_mark=None, printing_until=None))


def forget_interruption(store: Store, visit_id: VisitId) -> None:
    """People have looked what the desk that stopped had printed. Raises StoreError."""
    with store.writing() as session:
        stale = update(VisitRow).where(VisitRow.id == visit_id, VisitRow.printing_until <= store.clock())
        changed_rows(session, stale.values(printing_desk=None, printing_mark=None, printing_until=None))


def _of(mark: PrintMark) -> Update:
    return update(VisitRow).where(VisitRow.id == mark.visit_id, VisitRow.printing_mark == mark.mark)


def _refusal(store: Store, session: Session, visit: Visit) -> PrintClaim:
    row = open_row(session, visit.id)
    if row.printing_until is not None and row.printing_until > store.clock():
        return PrintClaim.ELSEWHERE
    return PrintClaim.PRINTED_MEANWHILE if row.printed_times != visit.printed_times else PrintClaim.INTERRUPTED
