"""Bringing a visit to paper: what was tried, and who prints it right now.

Two desks never print a visit at the same moment: a desk sets its mark before it prints, keeps it fresh while the
job lasts and takes it away afterwards. A mark that is no longer kept fresh belongs to a desk that stopped in the
middle: then only people can see whether paper came out.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Update, or_, orm, select, update

from kiosk.store import audit, database
from kiosk.store.tables import PrintAttemptRow, PrintedSheetRow, VisitRow
from kiosk.store.visit import (
    IS_OPEN,
    Visit,
    VisitId,
    VisitStatus,
    change_rows,
    lock_open_row,
    make_visit,
    note_changed,
)

REASON = re.compile(r"[a-z0-9_]{0,64}", re.ASCII)


Imprints = Mapping[str, Mapping[str, str]]
"""By sheet and by item a keyed digest of what stands there: enough to see that it changed, too little to read it."""


class PrintOutcome(StrEnum):
    PRINTED = "printed"
    SHOWN_AS_PDF = "shown_as_pdf"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    """The printer was lost on the way: only people can see whether paper came out."""

    @property
    def made_paper(self) -> bool:
        return self in (PrintOutcome.PRINTED, PrintOutcome.SHOWN_AS_PDF)


@dataclass(frozen=True, slots=True)
class PrintAttempt:
    """`at` is in UTC."""

    at: datetime
    outcome: PrintOutcome


def record_print(
    store: database.Store,
    visit_id: VisitId,
    outcome: PrintOutcome,
    *,
    sheets: int,
    reason: str = "",
    staff_id: int | None = None,
) -> Visit:
    """Note one attempt to print. `reason` is the code of what went wrong.

    Raise StoreError if the visit is not open.
    """
    if not REASON.fullmatch(reason):
        raise ValueError("a reason is a code, not a sentence")
    with store.writing() as session:
        row, now = lock_open_row(session, visit_id), store.clock()
        attempt = PrintAttemptRow(
            visit_id=row.id, attempted_at=now, outcome=outcome.value, reason=reason, sheets=sheets
        )
        session.add(attempt)
        if outcome.made_paper:
            row.printed_times += 1
            if not VisitStatus(row.status).has_paper:
                row.status = VisitStatus.PRINTED.value
            _note_out(session, row.id)
        event = audit.AuditEvent.SHEETS_PRINTED if outcome.made_paper else audit.AuditEvent.PRINT_FAILED
        details = audit.Details(outcome=outcome.value, sheets=sheets, reason=reason)
        audit.append(session, now, event, staff_id=staff_id, visit=row, details=details)
        return make_visit(row)


def read_print_attempts(store: database.Store, visit_id: VisitId) -> tuple[PrintAttempt, ...]:
    """Return all attempts to print this visit, oldest first."""
    query = select(PrintAttemptRow).where(PrintAttemptRow.visit_id == visit_id).order_by(PrintAttemptRow.id)
    with store.reading() as session:
        rows = session.scalars(query)
        return tuple(PrintAttempt(row.attempted_at, PrintOutcome(row.outcome)) for row in rows)


def read_imprints(store: database.Store, visit_id: VisitId) -> Imprints:
    """Return what stands on the paper of this visit, as far as it is known."""
    with store.reading() as session:
        return {row.sheet: row.on_paper for row in _find_sheets(session, visit_id) if row.on_paper is not None}


def _find_sheets(session: orm.Session, visit_id: VisitId) -> list[PrintedSheetRow]:
    return list(session.scalars(select(PrintedSheetRow).where(PrintedSheetRow.visit_id == visit_id)))


def _note_sent(session: orm.Session, visit_id: VisitId, imprints: Imprints) -> None:
    """Only what the last job sent can come out from now on."""
    known = {row.sheet: row for row in _find_sheets(session, visit_id)}
    for sheet in known.keys() | imprints.keys():
        row = known.get(sheet) or PrintedSheetRow(visit_id=visit_id, sheet=sheet, on_paper=None)
        row.sent = dict(imprints[sheet]) if sheet in imprints else None
        session.add(row)


def _note_out(session: orm.Session, visit_id: str) -> None:
    for row in _find_sheets(session, VisitId(visit_id)):
        if row.sent is not None:
            row.on_paper = row.sent


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


def claim_print(
    store: database.Store, visit: Visit, desk: str, *, again: bool = False, imprints: Imprints | None = None
) -> tuple[PrintClaim, PrintMark]:
    """Set the mark of a new job, as far as nobody else prints and nothing was printed since `visit` was read.

    `again`: a person has looked, and wants paper although some may be out. `imprints` are of the sheets that are sent.
    Raise StoreError if the visit is not open.
    """
    mark = PrintMark(visit.id, secrets.token_hex(16))
    with store.writing() as session:
        now = store.clock()
        never, stale = VisitRow.printing_mark.is_(None), VisitRow.printing_until <= now
        free = or_(never, stale) if again else never
        same = VisitRow.printed_times == visit.printed_times
        values = {"printing_desk": desk, "printing_mark": mark.mark, "printing_until": now + FRESH_FOR}
        claim = update(VisitRow).where(VisitRow.id == visit.id, IS_OPEN, free, same).values(values)
        if not change_rows(session, claim):
            return _find_refusal(store, session, visit), mark
        note_changed(session, visit.id)
        _note_sent(session, visit.id, imprints or {})
        return PrintClaim.GRANTED, mark


def has_mark(store: database.Store, mark: PrintMark) -> bool:
    """Return whether the visit has this very mark."""
    with store.reading() as session:
        row = session.get(VisitRow, mark.visit_id)
        return row is not None and row.printing_mark == mark.mark


def renew_print(store: database.Store, mark: PrintMark) -> None:
    """Keep the mark fresh: the job still goes on."""
    with store.writing() as session:
        note_changed(session, mark.visit_id)
        change_rows(session, _update_marked(mark).values(printing_until=store.clock() + FRESH_FOR))


def end_print(store: database.Store, mark: PrintMark) -> None:
    """Take the mark away once the job has ended and that is recorded; the mark of a later job stays."""
    with store.writing() as session:
        note_changed(session, mark.visit_id)
        change_rows(
            session, _update_marked(mark).values(printing_desk=None, printing_mark=None, printing_until=None)
        )


def forget_interruption(store: database.Store, visit_id: VisitId) -> None:
    """Take a stale mark away: people have looked what the desk that stopped had printed."""
    with store.writing() as session:
        note_changed(session, visit_id)
        stale = update(VisitRow).where(VisitRow.id == visit_id, VisitRow.printing_until <= store.clock())
        change_rows(session, stale.values(printing_desk=None, printing_mark=None, printing_until=None))


def _update_marked(mark: PrintMark) -> Update:
    return update(VisitRow).where(VisitRow.id == mark.visit_id, VisitRow.printing_mark == mark.mark)


def _find_refusal(store: database.Store, session: orm.Session, visit: Visit) -> PrintClaim:
    row = lock_open_row(session, visit.id)
    if row.printing_until is not None and row.printing_until > store.clock():
        return PrintClaim.ELSEWHERE
    return PrintClaim.PRINTED_MEANWHILE if row.printed_times != visit.printed_times else PrintClaim.INTERRUPTED
