"""Tills in the database that all desks share. Several desks may take money into one till.

Whatever changes a till locks its day first, so that one thing happens after the other. The key of a form is kept with
what it did: sent twice, it gives the first result once more. A receipt's serial is counted in the transaction that keeps
its payment: both are there, or neither.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, exc, func, orm, select, text

from kiosk import clock, staff
from kiosk.store import AuditEvent, Details, Store, audit, tables
from kiosk.store.tilltables import TillCountRow, TillDayRow, TillEntryRow, TillLineRow
from kiosk.till.payment import Entry, Line, Method, Payment, Serial, VisitNumber, fiscal_year
from kiosk.till.refusal import TillError, TillReason
from kiosk.till.tillday import Act, Closing, Count, TillDay

NEXT_SERIAL = text(
    "INSERT INTO till_serial (till, year, last) VALUES (:till, :year, 1) "
    "ON CONFLICT (till, year) DO UPDATE SET last = till_serial.last + 1 RETURNING last"
)


@dataclass(frozen=True, slots=True)
class Tills:
    """The till of a desk, and what was paid at all of them."""

    store: Store
    till: str

    def open_day(self) -> TillDay | None:
        """Return the day that is not closed yet; perhaps an earlier one. Raise StoreError."""
        with self.store.reading() as session:
            row = session.scalars(self._not_closed()).one_or_none()
            return _read_day(session, row) if row else None

    def day(self, day: date) -> TillDay | None:
        """Return a day of this till, None if it was not opened. Raise StoreError."""
        with self.store.reading() as session:
            row = session.get(TillDayRow, (self.till, day))
            return _read_day(session, row) if row else None

    def last_float(self) -> int:
        """Return the float of the last day: what still lies in the drawer in the morning. Raise StoreError."""
        query = select(TillDayRow.float_yen).where(TillDayRow.till == self.till).order_by(TillDayRow.day.desc())
        with self.store.reading() as session:
            return session.scalar(query.limit(1)) or 0

    def open(self, key: str, float_yen: int, by: staff.Staff) -> TillDay:
        """Open today with this float. Raise TillError, StoreError."""
        try:
            with self.store.writing() as session:
                act = Act(by, self.store.clock())
                day = TillDay.opened(self.till, float_yen, act)
                self._check_no_other(session, key, day.day)
                if session.get(TillDayRow, (self.till, day.day)) is None:
                    session.add(_day_row(day, key))
                    details = Details(till=self.till, amount=float_yen)
                    audit.append(session, act.at, AuditEvent.TILL_OPENED, staff_id=by.id, details=details)
                return day
        except exc.IntegrityError:
            raise TillError(TillReason.ALREADY_OPEN) from None

    def take(self, key: str, payment: Payment, by: staff.Staff) -> Entry:
        """Take a payment and give its receipt a serial. Raise TillError, StoreError."""
        with self.store.writing() as session:
            if known := _find_by_key(session, key):
                return known
            day = self._lock_day(session)
            if known := _find_by_key(session, key):
                return known
            act = Act(by, self.store.clock(), secrets.token_hex(16))
            visit = _lock_visit(session, payment.visit)
            already = len(_read_entries(session, _of_visit(payment.visit))) if payment.visit else 0
            year = fiscal_year(day.day)
            # Refused below, the transaction takes the serial back.
            number = session.execute(NEXT_SERIAL, {"till": self.till, "year": year}).scalar_one()
            entry = day.take(payment, act, Serial(self.till, year, int(number)), already)
            _keep(session, day, entry, key)
            details = _details(entry, self.till)
            audit.append(session, act.at, AuditEvent.PAYMENT_TAKEN, staff_id=by.id, visit=visit, details=details)
            return entry

    def void(self, key: str, entry_id: str, reason: str, by: staff.Staff) -> Entry:
        """Take a payment of today back by a counter-entry. Raise TillError, StoreError."""
        with self.store.writing() as session:
            if known := _find_by_key(session, key):
                return known
            day = self._lock_day(session, _day_of(session, entry_id))
            if known := _find_by_key(session, key):
                return known
            act = Act(by, self.store.clock(), secrets.token_hex(16))
            entry = day.void(entry_id, reason, act)
            visit = _lock_visit(session, entry.payment.visit)
            _keep(session, day, entry, key)
            voided = next(each for each in day.entries if each.id == entry_id)
            details = _details(replace(entry, serial=voided.serial), self.till)
            audit.append(session, act.at, AuditEvent.PAYMENT_VOIDED, staff_id=by.id, visit=visit, details=details)
            return entry

    def close(
        self,
        key: str,
        day: date,
        count: Count,
        reason: str,
        by: staff.Staff,
        second: staff.Staff,
        *,
        expected: int,
    ) -> TillDay:
        """Close a day for good. Raise TillError, StoreError."""
        with self.store.writing() as session:
            row = self._lock(session, day)
            before = _read_day(session, row)
            if row.close_key == key:
                return before
            act = Act(by, self.store.clock())
            closed = before.close(count, reason, act, second, expected)
            assert closed.closing is not None
            _keep_closing(session, row, closed.closing, key)
            details = Details(
                till=self.till,
                amount=closed.closing.difference,
                reason=closed.closing.reason,
                subject_staff_id=second.id,
            )
            audit.append(session, act.at, AuditEvent.TILL_CLOSED, staff_id=by.id, details=details)
            return closed

    def entries_of(self, visit: VisitNumber) -> tuple[Entry, ...]:
        """Return what was paid for a visit, at whichever till. Raise StoreError."""
        with self.store.reading() as session:
            return _read_entries(session, _of_visit(visit))

    def find_receipt(self, entry_id: str) -> tuple[Entry, bool]:
        """Return an entry of this till, and whether it was taken back. Raise TillError(entry_unknown), StoreError."""
        entry = self.find_entry(entry_id)
        with self.store.reading() as session:
            return entry, bool(session.scalar(select(TillEntryRow.id).where(TillEntryRow.voids == entry_id)))

    def find_entry(self, entry_id: str) -> Entry:
        """Return an entry of this till. Raise TillError(entry_unknown), StoreError."""
        query = select(TillEntryRow).where(TillEntryRow.id == entry_id, TillEntryRow.till == self.till)
        with self.store.reading() as session:
            found = _read_entries(session, query) if entry_id.isalnum() else ()
        if not found:
            raise TillError(TillReason.ENTRY_UNKNOWN)
        return found[0]

    def days(self, since: date, until: date) -> tuple[TillDay, ...]:
        """Return the days of all tills in this time, by day and till. Raise StoreError."""
        query = (
            select(TillDayRow)
            .where(TillDayRow.day.between(since, until))
            .order_by(TillDayRow.day, TillDayRow.till)
        )
        with self.store.reading() as session:
            return tuple(_read_day(session, row) for row in session.scalars(query).all())

    def _not_closed(self) -> "Select[TillDayRow]":
        return select(TillDayRow).where(TillDayRow.till == self.till, TillDayRow.closed_at.is_(None))

    def _check_no_other(self, session: orm.Session, key: str, day: date) -> None:
        last = select(TillDayRow).where(TillDayRow.till == self.till).order_by(TillDayRow.day.desc()).limit(1)
        row = session.scalars(last.with_for_update()).one_or_none()
        if row is None or row.open_key == key:
            return
        if row.closed_at is None:
            raise TillError(TillReason.ALREADY_OPEN if row.day == day else TillReason.EARLIER_OPEN)
        if row.day >= day:
            raise TillError(TillReason.DAY_CLOSED)

    def _lock_day(self, session: orm.Session, day: date | None = None) -> TillDay:
        return _read_day(session, self._lock(session, day))

    def _lock(self, session: orm.Session, day: date | None) -> TillDayRow:
        """Lock the day, else the open one; where none is open, that of today says why."""
        query = self._not_closed() if day is None else self._at(day)
        row = session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
        if row is None and day is None:
            row = session.scalars(self._at(clock.day_in_japan(self.store.clock()))).one_or_none()
        if row is None:
            raise TillError(TillReason.NOT_OPEN)
        return row

    def _at(self, day: date) -> "Select[TillDayRow]":
        return select(TillDayRow).where(TillDayRow.till == self.till, TillDayRow.day == day)


def _day_of(session: orm.Session, entry_id: str) -> date:
    day = (
        session.scalar(select(TillEntryRow.day).where(TillEntryRow.id == entry_id)) if entry_id.isalnum() else None
    )
    if day is None:
        raise TillError(TillReason.ENTRY_UNKNOWN)
    return day


def _of_visit(visit: VisitNumber) -> "Select[TillEntryRow]":
    return select(TillEntryRow).where(
        TillEntryRow.visit_day == visit.day, TillEntryRow.receipt_number == visit.number
    )


def _lock_visit(session: orm.Session, visit: VisitNumber | None) -> tables.VisitRow | None:
    """Lock the visit, so that two tills cannot both be paid for it."""
    if visit is None:
        return None
    query = select(tables.VisitRow).where(
        tables.VisitRow.opened_on == visit.day, tables.VisitRow.receipt_number == visit.number
    )
    return session.scalars(query.with_for_update()).one_or_none()


def _find_by_key(session: orm.Session, key: str) -> Entry | None:
    return next(iter(_read_entries(session, select(TillEntryRow).where(TillEntryRow.key == key))), None)


def _read_day(session: orm.Session, row: TillDayRow) -> TillDay:
    entries = _read_entries(
        session, select(TillEntryRow).where(TillEntryRow.till == row.till, TillEntryRow.day == row.day)
    )
    day = TillDay(row.till, row.day, row.float_yen, row.opened_by, row.opened_at, entries)
    if row.closed_at is None or row.closed_by is None or row.checked_by is None:
        return day
    counts = select(TillCountRow).where(TillCountRow.till == row.till, TillCountRow.day == row.day)
    count = Count.of({each.denomination: each.pieces for each in session.scalars(counts)})
    closing = Closing(row.closed_at, row.closed_by, row.checked_by, row.expected or 0, count, row.reason)
    return replace(day, closing=closing)


def _read_entries(session: orm.Session, query: "Select[TillEntryRow]") -> tuple[Entry, ...]:
    rows = session.scalars(query.order_by(TillEntryRow.at, TillEntryRow.position)).all()
    ids = [row.id for row in rows]
    kept = session.scalars(
        select(TillLineRow)
        .where(TillLineRow.entry_id.in_(ids))
        .order_by(TillLineRow.entry_id, TillLineRow.position)
    )
    lines: dict[str, list[Line]] = {}
    for line in kept if ids else ():
        lines.setdefault(line.entry_id, []).append(Line(line.procedure_id, line.fee, line.count, line.unit))
    return tuple(_make_entry(row, lines.get(row.id, ())) for row in rows)


def _make_entry(row: TillEntryRow, lines: Iterable[Line]) -> Entry:
    visit = VisitNumber(row.visit_day, row.receipt_number) if row.visit_day and row.receipt_number else None
    free_reason = row.reason if row.voids is None else ""
    payment = Payment(tuple(lines), Method(row.method), visit, free_reason)
    serial = Serial(row.till, row.year, row.number) if row.year and row.number else None
    return Entry(row.id, row.at, row.staff_id, payment, serial, row.voids, row.reason if row.voids else "")


def _day_row(day: TillDay, key: str) -> TillDayRow:
    return TillDayRow(
        till=day.till,
        day=day.day,
        open_key=key,
        opened_at=day.opened_at,
        opened_by=day.opened_by,
        float_yen=day.float_yen,
        reason="",
    )


def _keep(session: orm.Session, day: TillDay, entry: Entry, key: str) -> None:
    visit, serial = entry.payment.visit, entry.serial
    row = TillEntryRow(
        id=entry.id,
        key=key,
        till=day.till,
        day=day.day,
        position=len(day.entries) + 1,
        at=entry.at,
        staff_id=entry.staff_id,
        method=entry.payment.method.value,
        amount=entry.amount,
        reason=entry.reason or entry.payment.reason,
        year=serial.year if serial else None,
        number=serial.number if serial else None,
        voids=entry.voids,
        visit_day=visit.day if visit else None,
        receipt_number=visit.number if visit else None,
    )
    session.add(row)
    session.flush()
    session.add_all(
        TillLineRow(
            entry_id=entry.id,
            position=at,
            procedure_id=line.procedure,
            fee=line.fee,
            count=line.count,
            unit=line.unit,
        )
        for at, line in enumerate(entry.payment.lines)
    )
    session.flush()


def _keep_closing(session: orm.Session, row: TillDayRow, closing: Closing, key: str) -> None:
    row.close_key, row.closed_at = key, closing.at
    row.closed_by, row.checked_by = closing.by, closing.checked_by
    row.expected, row.counted, row.reason = closing.expected, closing.count.total, closing.reason
    session.add_all(
        TillCountRow(till=row.till, day=row.day, denomination=value, pieces=pieces)
        for value, pieces in closing.count.pieces
    )
    session.flush()


def _details(entry: Entry, till: str) -> Details:
    method = entry.payment.method.value
    reason = entry.reason or entry.payment.reason
    number = entry.serial.number if entry.serial else 0
    return Details(till=till, serial=number, kind=method, amount=entry.amount, reason=reason)


def sum_day(store: Store, till: str, day: date) -> int:
    """Return the yen of a day as the database adds them. Raise StoreError."""
    query = select(func.coalesce(func.sum(TillEntryRow.amount), 0)).where(
        TillEntryRow.till == till, TillEntryRow.day == day
    )
    with store.reading() as session:
        return int(session.scalar(query) or 0)
