"""Desks that went on without this database: whose journals were joined, and tickets that were served at two places."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.tables import UtcTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_twin",
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("other_id", sa.String(32), nullable=False),
        sa.Column("found_at", UtcTime, nullable=False),
        sa.Column("settled_at", UtcTime, nullable=True),
        sa.PrimaryKeyConstraint("visit_id", name="pk_visit_twin"),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name="fk_visit_twin_visit_id_visit", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["visit.id"], name="fk_visit_twin_other_id_visit", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_visit_twin_other_id", "visit_twin", ["other_id"])
    op.create_table(
        "joined_journal",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("desk", sa.String(20), nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("joined_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_joined_journal"),
    )
