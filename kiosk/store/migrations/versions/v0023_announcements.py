"""Cases that are announced for a day, and what sections are to do then."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None
oldest_program = "0021"


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("visit_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_announcement_visit_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_announcement"),
        sa.UniqueConstraint("day", "number", name="uq_announcement_day"),
    )
    op.create_table(
        "announced_task",
        sa.Column("announcement_id", sa.String(32), nullable=False),
        sa.Column("plan", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name="fk_announced_task_announcement_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("announcement_id", "plan", name="pk_announced_task"),
    )
