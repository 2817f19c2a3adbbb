"""Turns: a number for whoever waits, every state it was in, and the presses of buttons that were already answered."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.tables import UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

AT_A_WINDOW = sa.text("state IN ('called', 'serving')")


def upgrade() -> None:
    _create_turn()
    _create_span()
    op.create_table(
        "turn_press",
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("turn_id", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_turn_press"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER turn_rings AFTER INSERT OR UPDATE OR DELETE ON turn "
            "FOR EACH STATEMENT EXECUTE FUNCTION kiosk_ring()"
        )


def _create_turn() -> None:
    op.create_table(
        "turn",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("site", sa.String(20), nullable=False),
        sa.Column("queue", sa.String(20), nullable=False),
        sa.Column("number", sa.String(8), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("since", UtcTime, nullable=False),
        sa.Column("issued_at", UtcTime, nullable=False),
        sa.Column("called_at", UtcTime, nullable=True),
        sa.Column("due_at", UtcTime, nullable=True),
        sa.Column("told_until", UtcTime, nullable=True),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("window", sa.String(20), nullable=True),
        sa.Column("visit_id", sa.String(32), nullable=True),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("overtaken", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_turn"),
        sa.UniqueConstraint("day", "number", name="uq_turn_day"),
    )
    op.create_index("ix_turn_waiting", "turn", ["day", "site", "state"])
    op.create_index(
        "uq_turn_window",
        "turn",
        ["day", "site", "window"],
        unique=True,
        sqlite_where=AT_A_WINDOW,
        postgresql_where=AT_A_WINDOW,
    )


def _create_span() -> None:
    op.create_table(
        "turn_span",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("turn_id", sa.String(32), nullable=False),
        sa.Column("queue", sa.String(20), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("window", sa.String(20), nullable=True),
        sa.Column("since", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_turn_span"),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name="fk_turn_span_turn_id", ondelete="CASCADE"),
    )
    op.create_index("ix_turn_span_turn_id", "turn_span", ["turn_id"])
