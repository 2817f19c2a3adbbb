"""What somebody needs while waiting, what waits were promised, faces that were tapped, and the walks of a survey."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.tables import UtcTime

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("turn", sa.Column("needs", sa.String(48), nullable=False, server_default=""))
    op.create_table(
        "promise",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("turn_id", sa.String(32), nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("low", sa.Integer, nullable=False),
        sa.Column("high", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_promise"),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name="fk_promise_turn_id_turn", ondelete="CASCADE"),
    )
    op.create_index("ix_promise_turn_id", "promise", ["turn_id"])
    op.create_table(
        "feedback",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("site", sa.String(20), nullable=False),
        sa.Column("face", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "site", "face", name="pk_feedback"),
    )
    op.create_table(
        "survey_mark",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("phase", sa.String(8), nullable=False),
        sa.Column("script", sa.String(20), nullable=False),
        sa.Column("activity", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_survey_mark"),
    )
    op.create_index("ix_survey_mark_run_id", "survey_mark", ["run_id"])
