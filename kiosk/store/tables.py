"""The tables of the desk database. No column holds anything a resident typed but `sealed_answers.sealed`."""

from datetime import UTC, date, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

NAMES = {to: f"{to}_%(table_name)s_%(column_0_name)s" for to in ("ix", "uq", "fk")} | {"pk": "pk_%(table_name)s"}
HOLDS_TICKET = text("status IN ('open', 'printed', 'awaited', 'finished')")
"""A ticket belongs to one visit, until that visit is given up: then the resident may come back with it."""

KNOWS_TICKET = text("fingerprint IS NOT NULL")


class UtcTime(TypeDecorator[datetime]):
    """Takes any aware datetime, gives back UTC. SQLite keeps no zone, so it is put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


def table_of(kind: type[Base]) -> Table:
    """Return the table itself, for what is quicker without objects."""
    return Base.metadata.tables[kind.__tablename__]


class StaffRow(Base):
    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    display_name: Mapped[str] = mapped_column(String(12), server_default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    roles: Mapped[str] = mapped_column(String(64), server_default="")
    sections: Mapped[str] = mapped_column(String(64), server_default="")
    disabled: Mapped[bool]
    must_change: Mapped[bool]
    has_second: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether there is a row of theirs in `staff_one_time` or `staff_passkey`."""
    added_at: Mapped[datetime] = mapped_column(UtcTime)


class StaffOneTimeRow(Base):
    """The secret that an authenticator app of somebody's shares with the town, sealed to the town's key."""

    __tablename__ = "staff_one_time"
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    last_step: Mapped[int] = mapped_column(BigInteger)
    """Of the last number that was taken: it and those before are worth nothing any more."""
    added_at: Mapped[datetime] = mapped_column(UtcTime)


class StaffPasskeyRow(Base):
    """A passkey; what is kept of it is public."""

    __tablename__ = "staff_passkey"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the credential's own id, which may be long."""
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    credential: Mapped[bytes] = mapped_column(LargeBinary)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    added_at: Mapped[datetime] = mapped_column(UtcTime)


class StaffSpareCodeRow(Base):
    """A code for the day on which app and passkey are at home; gone once it was used."""

    __tablename__ = "staff_spare_code"
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code_hash: Mapped[str] = mapped_column(String(200))


class StaffSessionRow(Base):
    """One sign-in at the counter; once it has ended, no copy of its cookie lets anybody in."""

    __tablename__ = "staff_session"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class VisitRow(Base):
    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("opened_on", "receipt_number"),
        Index(
            "uq_visit_ticket",
            "fingerprint",
            unique=True,
            sqlite_where=HOLDS_TICKET,
            postgresql_where=HOLDS_TICKET,
        ),
        Index("ix_visit_ticket_age", "opened_at", sqlite_where=KNOWS_TICKET, postgresql_where=KNOWS_TICKET),
    )
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    receipt_number: Mapped[str] = mapped_column(String(8))
    opened_on: Mapped[date]
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    desk: Mapped[str] = mapped_column(String(20))
    mode: Mapped[str] = mapped_column(String(16))
    way_in: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(35))
    status: Mapped[str] = mapped_column(String(16), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    printed_times: Mapped[int]
    corrected_items: Mapped[int]
    printing_desk: Mapped[str | None] = mapped_column(String(20))
    printing_mark: Mapped[str | None] = mapped_column(String(32))
    printing_until: Mapped[datetime | None] = mapped_column(UtcTime)
    procedures: Mapped[list["VisitProcedureRow"]] = relationship(
        order_by="VisitProcedureRow.position", cascade="all, delete-orphan", lazy="selectin"
    )


class VisitProcedureRow(Base):
    __tablename__ = "visit_procedure"
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]


class VisitFeeRow(Base):
    """What a finished visit cost; count and amount are empty where only the office can tell."""

    __tablename__ = "visit_fee"
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[str] = mapped_column(String(64))
    fee: Mapped[str] = mapped_column(String(64))
    count: Mapped[int | None]
    amount: Mapped[int | None]


class SealedAnswersRow(Base):
    __tablename__ = "sealed_answers"
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class PrintAttemptRow(Base):
    __tablename__ = "print_attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    attempted_at: Mapped[datetime] = mapped_column(UtcTime)
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(64))
    sheets: Mapped[int]


class PrintedSheetRow(Base):
    """A sheet of a visit on paper, as digests of what stands on it; the key to them is in the sealed answers."""

    __tablename__ = "printed_sheet"
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    sheet: Mapped[str] = mapped_column(String(64), primary_key=True)
    on_paper: Mapped[dict[str, str] | None] = mapped_column(JSON)
    """As the newest paper that is out shows it."""
    sent: Mapped[dict[str, str] | None] = mapped_column(JSON)
    """As the last job has it, whether or not that came out."""


class DeskSignalRow(Base):
    """What a desk tells the others: a call for staff, or a device of it that does not work."""

    __tablename__ = "desk_signal"
    desk: Mapped[str] = mapped_column(String(20), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcTime)
    receipt_number: Mapped[str | None] = mapped_column(String(8))


class InstallationRow(Base):
    """One row: when this database was made, and when what was past its time was last deleted."""

    __tablename__ = "installation"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    purged_at: Mapped[datetime] = mapped_column(UtcTime)
    oldest_program: Mapped[str] = mapped_column(String(4), server_default="0021")
    """The newest step of the oldest program that may work with these tables."""


class DeskReportRow(Base):
    """What a desk says of itself every few minutes: codes, numbers and times, nothing of a visit but when the last was."""

    __tablename__ = "desk_report"
    desk: Mapped[str] = mapped_column(String(20), primary_key=True)
    reported_at: Mapped[datetime] = mapped_column(UtcTime)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    program: Mapped[str] = mapped_column(String(20))
    bundle: Mapped[int]
    clock_off: Mapped[int]
    """Seconds before the database's own clock."""
    printer: Mapped[str] = mapped_column(String(24))
    reader: Mapped[str] = mapped_column(String(16))
    scanner: Mapped[str] = mapped_column(String(16))
    last_visit_at: Mapped[datetime | None] = mapped_column(UtcTime)


class PresenceRow(Base):
    """The visit that a desk has open on its screen."""

    __tablename__ = "presence"
    desk: Mapped[str] = mapped_column(String(20), primary_key=True)
    visit_id: Mapped[str] = mapped_column(String(32))
    staff_id: Mapped[int]
    seen_at: Mapped[datetime] = mapped_column(UtcTime)


class ReceiptCounterRow(Base):
    __tablename__ = "receipt_counter"
    day: Mapped[date] = mapped_column(primary_key=True)
    letter: Mapped[str] = mapped_column(String(1), primary_key=True)
    last: Mapped[int]


class AuditEntryRow(Base):
    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_at", "at", "seq"), Index("ix_audit_entry_visit", "visit_id", "seq"))
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
    event: Mapped[str] = mapped_column(String(32))
    staff_id: Mapped[int | None]
    desk: Mapped[str | None] = mapped_column(String(20))
    visit_id: Mapped[str | None] = mapped_column(String(32))
    receipt_number: Mapped[str | None] = mapped_column(String(8))
    details: Mapped[dict[str, str | int]] = mapped_column(JSON)
    hash: Mapped[str] = mapped_column(String(64))


class AuditHeadRow(Base):
    """One row: the last entry of the chain. Locking it puts the writers in order."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


class AuditAnchorRow(Base):
    """One row: the last entry of the chain that was deleted, kept long enough. What is left hangs on it."""

    __tablename__ = "audit_anchor"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


class AuditSealRow(Base):
    """What the first event of a day seals, for each PC with a key of its own: `kiosk.store.dayseal`."""

    __tablename__ = "audit_seal"
    key_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
    before: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))


class RegisterGenerationRow(Base):
    """One import of the resident register, or of the list of protected persons."""

    __tablename__ = "register_generation"
    id: Mapped[int] = mapped_column(primary_key=True)
    book: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), index=True)
    as_of: Mapped[date]
    touched_at: Mapped[datetime] = mapped_column(UtcTime)
    """When the import last wrote; a running one does so all the time."""
    digest: Mapped[str] = mapped_column(String(64))
    persons: Mapped[int]
    households: Mapped[int]
    refused: Mapped[int]
    ending: Mapped[int]
    """Of protected persons, whose measure ends within a month or has passed its end."""
    key_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class RegisterPersonRow(Base):
    __tablename__ = "register_person"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read by SQLAlchemy once
    generation_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class RegisterTagRow(Base):
    __tablename__ = "register_tag"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read by SQLAlchemy once
    generation_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tag: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    row_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class RegisterReleaseRow(Base):
    """A second person let one visit see a household that is otherwise never shown."""

    __tablename__ = "register_release"
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    household_tag: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    released_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    reason: Mapped[str] = mapped_column(String(32))
    released_at: Mapped[datetime] = mapped_column(UtcTime)
