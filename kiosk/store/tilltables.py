"""The tables of the till: codes, yen and times. A payment knows a visit by its number alone, and nobody's name."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, schema, sql
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.tables import Base, UtcTime

STILL_OPEN = sql.text("closed_at IS NULL")


class TillDayRow(Base):
    """One till on one day; a till has one open day at most."""

    __tablename__ = "till_day"
    __table_args__ = (
        Index("uq_till_day_open", "till", unique=True, sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN),
    )
    till: Mapped[str] = mapped_column(String(20), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    open_key: Mapped[str] = mapped_column(String(32))
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    opened_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    float_yen: Mapped[int]
    close_key: Mapped[str | None] = mapped_column(String(32))
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    expected: Mapped[int | None]
    counted: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(32))
    """Why more or less was counted."""


class TillCountRow(Base):
    """How many pieces of a denomination lay in the till at the closing."""

    __tablename__ = "till_count"
    __table_args__ = (
        ForeignKeyConstraint(["till", "day"], ["till_day.till", "till_day.day"], ondelete="CASCADE"),
    )
    till: Mapped[str] = mapped_column(String(20), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    denomination: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    pieces: Mapped[int]


class TillEntryRow(Base):
    """A payment taken, or the counter-entry of one; only ever added."""

    __tablename__ = "till_entry"
    __table_args__ = (
        ForeignKeyConstraint(["till", "day"], ["till_day.till", "till_day.day"], ondelete="CASCADE"),
        schema.UniqueConstraint("key"),
        schema.UniqueConstraint("voids"),
        schema.UniqueConstraint("till", "year", "number"),
        Index("ix_till_entry_day", "till", "day"),
        Index("ix_till_entry_visit", "visit_day", "receipt_number"),
    )
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(32))
    """Of the form that was sent: sent twice, it makes one entry."""
    till: Mapped[str] = mapped_column(String(20))
    day: Mapped[date]
    position: Mapped[int]
    """In the day, from 1."""
    at: Mapped[datetime] = mapped_column(UtcTime)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    method: Mapped[str] = mapped_column(String(16))
    amount: Mapped[int]
    reason: Mapped[str] = mapped_column(String(32))
    year: Mapped[int | None]
    number: Mapped[int | None]
    """Of the receipt, in its fiscal year; a counter-entry has none."""
    voids: Mapped[str | None] = mapped_column(String(32))
    visit_day: Mapped[date | None]
    receipt_number: Mapped[str | None] = mapped_column(String(8))


class TillLineRow(Base):
    __tablename__ = "till_line"
    entry_id: Mapped[str] = mapped_column(ForeignKey("till_entry.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    procedure_id: Mapped[str] = mapped_column(String(64))
    fee: Mapped[str] = mapped_column(String(64))
    count: Mapped[int]
    unit: Mapped[int]


class TillSerialRow(Base):
    """The last receipt of a till in a fiscal year: counted in the transaction of the payment, so that none is left out."""

    __tablename__ = "till_serial"
    till: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
