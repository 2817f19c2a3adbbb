"""What each section does for a visit."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.tables import UtcTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("plan", sa.String(20), nullable=False),
        sa.Column("section", sa.String(20), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("planned_at", UtcTime, nullable=False),
        sa.Column("since", UtcTime, nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=True),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("is_kept", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_task_visit_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_task_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
        sa.UniqueConstraint("visit_id", "plan", name="uq_task_visit_id"),
    )
    op.create_index("ix_task_section", "task", ["section", "state"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER task_rings AFTER INSERT OR UPDATE OR DELETE ON task "
            "FOR EACH STATEMENT EXECUTE FUNCTION kiosk_ring()"
        )
