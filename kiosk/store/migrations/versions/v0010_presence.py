"""Who has which visit open on a screen."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.tables import UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "presence",
        sa.Column("desk", sa.String(20), nullable=False),
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("seen_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("desk", name="pk_presence"),
    )
