"""What desks tell each other: calls for staff and devices that do not work, as they stand now."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.tables import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_signal",
        sa.Column("desk", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("since", UtcTime, nullable=False),
        sa.Column("receipt_number", sa.String(8), nullable=True),
        sa.PrimaryKeyConstraint("desk", "kind", name="pk_desk_signal"),
    )
