"""Sessions of staff that end for good; passwords to be changed; no more lock-out of an account."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.tables import UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_session",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("started_at", UtcTime, nullable=False),
        sa.Column("ended_at", UtcTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_staff_session"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_session_staff_id"),
    )
    op.create_index("ix_staff_session_staff_id", "staff_session", ["staff_id"])
    for column in ("failed_sign_ins", "locked_until", "session_mark"):
        op.drop_column("staff", column)
    op.add_column("staff", sa.Column("must_change", sa.Boolean, nullable=False, server_default=sa.false()))
