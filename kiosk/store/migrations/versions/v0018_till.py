"""The till: its days, counts, entries with their lines, and the last receipt of each fiscal year."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.tables import UtcTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    _days()
    _entries()
    _lines()


def _days() -> None:
    op.create_table(
        "till_day",
        sa.Column("till", sa.String(20), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("open_key", sa.String(32), nullable=False),
        sa.Column("opened_at", UtcTime, nullable=False),
        sa.Column("opened_by", sa.Integer, nullable=False),
        sa.Column("float_yen", sa.Integer, nullable=False),
        sa.Column("close_key", sa.String(32)),
        sa.Column("closed_at", UtcTime),
        sa.Column("closed_by", sa.Integer),
        sa.Column("checked_by", sa.Integer),
        sa.Column("expected", sa.Integer),
        sa.Column("counted", sa.Integer),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["opened_by"], ["staff.id"], name="fk_till_day_opened_by"),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name="fk_till_day_closed_by"),
        sa.ForeignKeyConstraint(["checked_by"], ["staff.id"], name="fk_till_day_checked_by"),
        sa.PrimaryKeyConstraint("till", "day", name="pk_till_day"),
    )
    op.create_index(
        "uq_till_day_open", "till_day", ["till"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "till_count",
        sa.Column("till", sa.String(20), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("denomination", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("pieces", sa.Integer, nullable=False),
        _of_a_day("fk_till_count_till"),
        sa.PrimaryKeyConstraint("till", "day", "denomination", name="pk_till_count"),
    )


def _lines() -> None:
    op.create_table(
        "till_line",
        sa.Column("entry_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("procedure_id", sa.String(64), nullable=False),
        sa.Column("fee", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("unit", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["till_entry.id"], name="fk_till_line_entry_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry_id", "position", name="pk_till_line"),
    )
    op.create_table(
        "till_serial",
        sa.Column("till", sa.String(20), nullable=False),
        sa.Column("year", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("till", "year", name="pk_till_serial"),
    )


def _entries() -> None:
    op.create_table(
        "till_entry",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("till", sa.String(20), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("method", sa.String(16), nullable=False),
        sa.Column("amount", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer),
        sa.Column("number", sa.Integer),
        sa.Column("voids", sa.String(32)),
        sa.Column("visit_day", sa.Date),
        sa.Column("receipt_number", sa.String(8)),
        _of_a_day("fk_till_entry_till"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_till_entry_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_till_entry"),
        sa.UniqueConstraint("key", name="uq_till_entry_key"),
        sa.UniqueConstraint("voids", name="uq_till_entry_voids"),
        sa.UniqueConstraint("till", "year", "number", name="uq_till_entry_till"),
    )
    op.create_index("ix_till_entry_day", "till_entry", ["till", "day"])
    op.create_index("ix_till_entry_visit", "till_entry", ["visit_day", "receipt_number"])


def _of_a_day(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["till", "day"], ["till_day.till", "till_day.day"], name=name, ondelete="CASCADE"
    )
