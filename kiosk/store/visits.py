"""Visits from beginning to end: opened or resumed, found, handed over, closed, deleted when kept long enough."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Date, bindparam, delete, exc, or_, orm, select, text, update

from forms.ticket.contents import LONGEST_VALIDITY
from kiosk.clock import JAPAN, day_in_japan
from kiosk.settings import DeskMode
from kiosk.store import answers, calls, tables
from kiosk.store.audit import AuditEvent, Details, append
from kiosk.store.database import Store, StoreError, StoreReason
from kiosk.store.tables import PrintedSheetRow, SealedAnswersRow, VisitProcedureRow, VisitRow
from kiosk.store.tasks import TasksLeft, drop_tasks, end_tasks, expire_tasks
from kiosk.store.visit import (
    IS_OPEN,
    NewVisit,
    Procedures,
    Visit,
    VisitId,
    VisitStatus,
    WayIn,
    add_visit,
    change_rows,
    find_row,
    find_ticket_row,
    find_visit,
    find_visit_of_ticket,
    format_receipt_number,
    lock_open_row,
    make_visit,
    tidy_receipt_number,
)

TRIES = 3
NO_TASKS = TasksLeft()
NEXT_NUMBER = text(
    "INSERT INTO receipt_counter (day, letter, last) VALUES (:day, :letter, 1) "
    "ON CONFLICT (day, letter) DO UPDATE SET last = receipt_counter.last + 1 RETURNING last"
).bindparams(bindparam("day", type_=Date))

NO_DESK = ""
"""Waiting for whichever desk finds it; no desk has an empty name."""

LONGEST_CLOSED = timedelta(days=12)
"""Between two purges; the longest holidays of a town hall have ten days."""

SESSIONS_KEPT = timedelta(days=2)
"""Sign-ins of staff; all of them have ended long before."""

REOPENED_WITHIN = timedelta(minutes=30)
"""Spilled coffee, the wrong line signed: whoever comes back so soon need not begin anew."""

FINGERPRINT_KEPT = LONGEST_VALIDITY + timedelta(days=2)
"""No ticket is valid for longer, so no ticket this old can come back."""


def open_visit(store: Store, new: NewVisit) -> Visit:
    """Open a visit, or resume the one its ticket already has: its answers, perhaps corrected, are the ones to use.

    Two desks that scan the same code at once get the same visit. Raise StoreError if that visit is finished.
    """
    for _ in range(TRIES):
        try:
            with store.writing() as session:
                known = find_ticket_row(session, new.fingerprint)
                return _resume(store, session, known, new) if known else _open_new(store, session, new)
        except exc.IntegrityError:
            # Another desk has opened it since we looked.
            continue
    raise StoreError(StoreReason.DATABASE_BUSY)


def set_procedures(store: Store, visit_id: VisitId, procedures: Procedures) -> Visit:
    """Replace what the resident wants done. Raise StoreError if the visit is not open."""
    with store.writing() as session:
        row = lock_open_row(session, visit_id)
        row.procedures.clear()
        session.flush()
        row.procedures.extend(_make_procedure_rows(procedures))
        session.flush()
        return make_visit(row)


def set_language(store: Store, visit_id: VisitId, language: str) -> None:
    """Keep the language the person has chosen for the screen. Raise StoreError if the visit is not open."""
    with store.writing() as session:
        lock_open_row(session, visit_id).language = language


def find_ticket_visit(store: Store, fingerprint: str) -> Visit | None:
    """Return the open or finished visit of this ticket, None if there is none."""
    with store.reading() as session:
        return find_visit_of_ticket(session, fingerprint)


def read_visit(store: Store, visit_id: VisitId) -> Visit:
    """Return any visit, open or not. Raise StoreError(visit_unknown) if there is none."""
    with store.reading() as session:
        return find_visit(session, visit_id)


def find_visits(store: Store, typed: str) -> tuple[Visit, ...]:
    """Return the open visits with this receipt number, however it was typed, the newest first; a number without its letter
    is that of every desk."""
    number = tidy_receipt_number(typed) or f"_{tidy_receipt_number(f'A{typed.strip()}')[1:]}"
    wanted = VisitRow.receipt_number.like(number)
    with store.reading() as session:
        found = session.scalars(select(VisitRow).where(wanted, IS_OPEN).order_by(VisitRow.opened_at.desc()))
        return tuple(make_visit(row) for row in found)


def find_visits_of(store: Store, typed: str, day: date) -> tuple[Visit, ...]:
    """Return the visits with this receipt number that were opened on the day or are still open, as `find_visits` reads it:
    somebody who is served past midnight pays for the visit of the day before."""
    number = tidy_receipt_number(typed) or f"_{tidy_receipt_number(f'A{typed.strip()}')[1:]}"
    is_real = VisitRow.status.not_in([VisitStatus.ABANDONED.value, VisitStatus.EXPIRED.value])
    wanted = VisitRow.receipt_number.like(number), or_(VisitRow.opened_on == day, IS_OPEN), is_real
    with store.reading() as session:
        return tuple(make_visit(row) for row in session.scalars(select(VisitRow).where(*wanted)))


def find_paper_visit(store: Store, receipt_number: str, printed: datetime) -> Visit:
    """Return the open visit with this number whose paper was printed in that minute.

    Raise StoreError(visit_unknown) for none: the number of another day's paper may be somebody else's today.
    """
    for visit in find_visits(store, receipt_number):
        if visit.opened_at < printed + timedelta(minutes=1):
            return visit
    raise StoreError(StoreReason.VISIT_UNKNOWN)


def open_visits(store: Store, desk: str | None = None) -> tuple[Visit, ...]:
    """Return the visits not yet closed, of one desk or of all, oldest first."""
    query = select(VisitRow).where(IS_OPEN).order_by(VisitRow.opened_at, VisitRow.id)
    if desk is not None:
        query = query.where(VisitRow.desk == desk)
    with store.reading() as session:
        return tuple(make_visit(row) for row in session.scalars(query))


def hand_over(store: Store, visit_id: VisitId) -> None:
    """Let the visit go on at any counter: what its own desk does at its next start leaves it alone.

    Raise StoreError if the visit is not open.
    """
    with store.writing() as session:
        row = lock_open_row(session, visit_id)
        row.desk, row.mode = NO_DESK, DeskMode.COUNTER.value


def send_to_counter(store: Store, visit_id: VisitId) -> None:
    """The visitor goes to the counter with the papers; the answers stay until staff finish the visit.

    Raise StoreError(not_printed) if nothing was printed, and if the visit is not open.
    """
    with store.writing() as session:
        row = lock_open_row(session, visit_id)
        if not VisitStatus(row.status).has_paper:
            raise StoreError(StoreReason.NOT_PRINTED)
        row.status, row.desk = VisitStatus.AWAITED.value, NO_DESK
        append(session, store.clock(), AuditEvent.VISIT_SENT_TO_COUNTER, visit=row)


def finish_visit(
    store: Store,
    visit_id: VisitId,
    *,
    reason: str = "",
    staff_id: int | None = None,
    tasks: TasksLeft = NO_TASKS,
) -> Visit:
    """Close a visit that is printed, or came with its paper; its answers stay sealed for half an hour, should the visitor come back. `reason` is the code of
    what was finished in spite of, `tasks` what becomes of those that are not over.

    Raise StoreError(not_printed) if nothing was printed, TaskError(tasks_left).
    """
    with store.writing() as session:
        row = lock_open_row(session, visit_id)
        if not VisitStatus(row.status).has_paper and row.way_in != WayIn.SHEET:
            raise StoreError(StoreReason.NOT_PRINTED)
        end_tasks(session, row, tasks, store.clock(), staff_id)
        closed = _close(store, session, row, VisitStatus.FINISHED, REOPENED_WITHIN)
        details = Details(reason=reason)
        append(session, store.clock(), AuditEvent.VISIT_FINISHED, staff_id=staff_id, visit=row, details=details)
    store.overwrite_deleted()
    return closed


def abandon_visit(store: Store, visit_id: VisitId, *, reason: str = "", staff_id: int | None = None) -> Visit:
    """Close an open visit and delete its answers; its ticket may be used again.

    Raise StoreError if it is not open.
    """
    with store.writing() as session:
        row = lock_open_row(session, visit_id)
        drop_tasks(session, row.id, store.clock())
        closed = _close(store, session, row, VisitStatus.ABANDONED)
        details = Details(reason=reason)
        append(session, store.clock(), AuditEvent.VISIT_ABANDONED, staff_id=staff_id, visit=row, details=details)
    store.overwrite_deleted()
    return closed


def reopen_visit(store: Store, visit_id: VisitId, *, staff_id: int | None = None) -> Visit:
    """Open a visit again that was finished just now. Raise StoreError(visit_closed) if its answers are gone."""
    with store.writing() as session:
        row, now = find_row(session, visit_id, lock=True), store.clock()
        kept = session.get(SealedAnswersRow, visit_id)
        if row.status != VisitStatus.FINISHED or kept is None or kept.expires_at <= now:
            raise StoreError(StoreReason.VISIT_CLOSED)
        row.status, row.closed_at, kept.expires_at = VisitStatus.PRINTED.value, None, now + store.retention
        append(session, now, AuditEvent.VISIT_REOPENED, staff_id=staff_id, visit=row)
        return make_visit(row)


def just_finished(store: Store) -> tuple[Visit, ...]:
    """Return the visits that can still be opened again, the last one first."""
    kept, finished = SealedAnswersRow, VisitRow.status == VisitStatus.FINISHED.value
    query = select(VisitRow).join(kept, kept.visit_id == VisitRow.id).order_by(VisitRow.closed_at.desc())
    with store.reading() as session:
        found = session.scalars(query.where(finished, kept.expires_at > store.clock()))
        return tuple(make_visit(row) for row in found)


def _close(
    store: Store, session: orm.Session, row: VisitRow, status: VisitStatus, keep: timedelta = timedelta()
) -> Visit:
    """Close the visit; its answers are deleted now, or by the purge once they were kept so long."""
    row.status, row.closed_at = status.value, store.clock()
    if keep:
        ends = store.clock() + keep
        sealed = update(SealedAnswersRow).where(SealedAnswersRow.visit_id == row.id)
        change_rows(session, sealed.where(SealedAnswersRow.expires_at > ends).values(expires_at=ends))
    else:
        for kept in (SealedAnswersRow, PrintedSheetRow):
            session.execute(delete(kept).where(kept.visit_id == row.id))
    session.flush()
    return make_visit(row)


@dataclass(frozen=True, slots=True)
class Purged:
    expired_visits: int
    deleted_answers: int


def purge(store: Store, *, clock_is_right: bool = False) -> Purged:
    """Close the visits past their time, delete their answers, and forget old tickets and calls.

    Raise StoreError(clock_doubtful) where the clock is far ahead of the last time: a wrong one would close whatever
    is open. Somebody has to look at it and say that it is right.
    """
    with store.writing() as session:
        now = store.clock()
        last = session.get_one(tables.InstallationRow, 1, with_for_update=True)
        if now - last.purged_at > LONGEST_CLOSED and not clock_is_right:
            raise StoreError(StoreReason.CLOCK_DOUBTFUL, f"{last.purged_at.astimezone(JAPAN):%Y-%m-%d %H:%M}")
        last.purged_at = now
        visits = _expire(session, now, store.retention)
        answers = _delete_answers(session, now)
        expire_tasks(session, now)
        _forget_fingerprints(session, now)
        calls.delete_stale_calls(session, now)
        session.execute(
            delete(tables.StaffSessionRow).where(tables.StaffSessionRow.started_at <= now - SESSIONS_KEPT)
        )
        if visits or answers:
            append(session, now, AuditEvent.ANSWERS_PURGED, details={"count": answers})
    store.overwrite_deleted()
    return Purged(visits, answers)


def _expire(session: orm.Session, now: datetime, retention: timedelta) -> int:
    kept = SealedAnswersRow
    query = select(VisitRow).outerjoin(kept, kept.visit_id == VisitRow.id).where(IS_OPEN)
    past = or_(kept.expires_at <= now, kept.visit_id.is_(None) & (VisitRow.opened_at <= now - retention))
    rows = session.scalars(query.where(past).order_by(VisitRow.id).with_for_update(of=VisitRow)).all()
    for row in rows:
        row.status, row.closed_at = VisitStatus.EXPIRED.value, now
    session.flush()
    return len(rows)


def _delete_answers(session: orm.Session, now: datetime) -> int:
    """Delete those of every visit that is not open: just expired, finished for long enough, or closed when a desk lost
    its power."""
    kept, finished = SealedAnswersRow, VisitRow.status == VisitStatus.FINISHED.value
    of_open = kept.visit_id.in_(select(VisitRow.id).where(IS_OPEN))
    just_now = kept.visit_id.in_(select(VisitRow.id).where(finished)) & (kept.expires_at > now)
    deleted = change_rows(session, delete(kept).where(~of_open, ~just_now))
    still_kept = select(VisitRow.id).where(IS_OPEN | VisitRow.id.in_(select(kept.visit_id)))
    change_rows(session, delete(PrintedSheetRow).where(PrintedSheetRow.visit_id.not_in(still_kept)))
    return deleted


def _forget_fingerprints(session: orm.Session, now: datetime) -> None:
    old = VisitRow.opened_at <= now - FINGERPRINT_KEPT
    closed = VisitRow.closed_at.is_not(None)
    known = VisitRow.fingerprint.is_not(None)
    change_rows(session, update(VisitRow).where(old, closed, known).values(fingerprint=None))


def _resume(store: Store, session: orm.Session, row: VisitRow, new: NewVisit) -> Visit:
    if row.status == VisitStatus.FINISHED:
        raise StoreError(StoreReason.ALREADY_FINISHED)
    # The resident may have walked on to another desk; what the lobby has printed keeps its price.
    mode = row.mode if VisitStatus(row.status).has_paper else new.mode.value
    row.desk, row.mode, row.staff_id = new.desk, mode, new.staff_id or row.staff_id
    append(session, store.clock(), AuditEvent.VISIT_RESUMED, staff_id=new.staff_id, visit=row)
    return make_visit(row)


def _open_new(store: Store, session: orm.Session, new: NewVisit) -> Visit:
    """Without objects: it is what a visitor waits for."""
    now = store.clock()
    visit = Visit(
        id=new.id,
        receipt_number=_take_number(session, day_in_japan(now), new),
        opened_at=now,
        closed_at=None,
        desk=new.desk,
        mode=new.mode,
        way_in=new.way_in,
        language=new.language,
        procedures=new.procedures,
        status=VisitStatus.OPEN,
        staff_id=new.staff_id,
        printed_times=0,
        corrected_items=0,
    )
    add_visit(session, visit, new.fingerprint)
    if new.sealed is not None:
        answers.keep_first(session, new.id, new.sealed, now + store.retention)
    details = Details(way_in=new.way_in.value, mode=new.mode.value)
    append(session, now, AuditEvent.VISIT_OPENED, staff_id=new.staff_id, visit=visit, details=details)
    return visit


def _take_number(session: orm.Session, day: date, new: NewVisit) -> str:
    taken = select(VisitRow.id).where(VisitRow.opened_on == day, VisitRow.receipt_number == new.number)
    if new.number and session.scalar(taken) is None:
        return new.number
    next = {"day": day, "letter": new.receipt_letter}
    count = session.connection().execute(NEXT_NUMBER, next).scalar_one()
    return format_receipt_number(new.receipt_letter, int(count))


def _make_procedure_rows(procedures: Procedures) -> list[VisitProcedureRow]:
    return [
        VisitProcedureRow(position=position, procedure_id=procedure, version=version)
        for position, (procedure, version) in enumerate(procedures)
    ]
