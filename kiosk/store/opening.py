"""Opening visits."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, bindparam, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kiosk.store.answers import keep_sealed
from kiosk.store.audit_chain import append
from kiosk.store.audit_events import AuditEvent, Details
from kiosk.store.database import Store
from kiosk.store.errors import StoreError, StoreReason
from kiosk.store.rows import open_row, row_of_ticket
from kiosk.store.tables import VisitProcedureRow, VisitRow
from kiosk.store.utctime import day_in_japan
from kiosk.store.visit import (
    NewVisit,
    Procedures,
    Visit,
    VisitId,
    VisitStatus,
    receipt_number,
    visit_of,
)

TRIES = 3
NEXT_NUMBER = text(
    "INSERT INTO receipt_counter (day, letter, last) VALUES (:day, :letter, 1) "
    "ON CONFLICT (day, letter) DO UPDATE SET last = receipt_counter.last + 1 RETURNING last"
).bindparams(bindparam("day", type_=Date))


@dataclass(frozen=True, slots=True)
class OpenedVisit:
    visit: Visit
    resumed: bool
    """True if this ticket's visit was open already: its own answers, perhaps corrected, are the ones to use."""


def open_visit(store: Store, new: NewVisit) -> OpenedVisit:
    """Opens a visit, or resumes the one its ticket already has. Raises StoreError if that one is finished.

    Two desks that scan the same code at once get the same visit.
    """
    for _ in range(TRIES):
        try:
            with store.writing() as session:
                known = row_of_ticket(session, new.fingerprint, lock=True)
                return _resumed(store, session, known, new) if known else _opened(store, session, new)
        except IntegrityError:
            # Another desk has opened it since we looked.
            continue
    raise StoreError(StoreReason.DATABASE_BUSY)


def set_procedures(store: Store, visit_id: VisitId, procedures: Procedures) -> Visit:
    """Replaces what the resident wants done, as far as the visit is open. Raises StoreError."""
    with store.writing() as session:
        row = open_row(session, visit_id)
        row.procedures.clear()
        session.flush()
        row.procedures.extend(_procedure_rows(procedures))
        session.flush()
        return visit_of(row)


def set_language(store: Store, visit_id: VisitId, language: str) -> None:
    """The person has changed the language of the screen. Raises StoreError."""
    with store.writing() as session:
        open_row(session, visit_id).language = language


def _resumed(store: Store, session: Session, row: VisitRow, new: NewVisit) -> OpenedVisit:
    if row.status == VisitStatus.FINISHED:
        raise StoreError(StoreReason.ALREADY_FINISHED)
    # The resident may have walked on to another desk.
    row.desk, row.mode, row.staff_id = new.desk, new.mode.value, new.staff_id or row.staff_id
    append(session, store.clock(), AuditEvent.VISIT_RESUMED, staff_id=new.staff_id, visit=row)
    return OpenedVisit(visit_of(row), resumed=True)


def _opened(store: Store, session: Session, new: NewVisit) -> OpenedVisit:
    now = store.clock()
    row = VisitRow(
        id=new.id,
        receipt_number=_next_number(session, day_in_japan(now), new.receipt_letter),
        opened_on=day_in_japan(now),
        opened_at=now,
        closed_at=None,
        desk=new.desk,
        mode=new.mode.value,
        way_in=new.way_in.value,
        language=new.language,
        status=VisitStatus.OPEN.value,
        staff_id=new.staff_id,
        fingerprint=new.fingerprint,
        printed_times=0,
        corrected_items=0,
        printing_desk=None,
        printing_mark=None,
        printing_until=None,
        procedures=_procedure_rows(new.procedures),
    )
    session.add(row)
    session.flush()
    if new.sealed is not None:
        keep_sealed(session, new.id, new.sealed, now + store.retention)
    details = Details(way_in=new.way_in.value, mode=new.mode.value)
    append(session, now, AuditEvent.VISIT_OPENED, staff_id=new.staff_id, visit=row, details=details)
    return OpenedVisit(visit_of(row), resumed=False)


def _next_number(session: Session, day: date, letter: str) -> str:
    count = session.execute(NEXT_NUMBER, {"day": day, "letter": letter}).scalar_one()
    return receipt_number(letter, int(count))


def _procedure_rows(procedures: Procedures) -> list[VisitProcedureRow]:
    return [
        VisitProcedureRow(position=position, procedure_id=procedure, version=version)
        for position, (procedure, version) in enumerate(procedures)
    ]
