"""What each desk reports of itself, and which older programs may go on with this database."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.tables import UtcTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None
oldest_program = "0021"
"""The newest step of the oldest program that can work with the tables as they are after this one."""


def upgrade() -> None:
    op.create_table(
        "desk_report",
        sa.Column("desk", sa.String(20), nullable=False),
        sa.Column("reported_at", UtcTime, nullable=False),
        sa.Column("started_at", UtcTime, nullable=False),
        sa.Column("program", sa.String(20), nullable=False),
        sa.Column("bundle", sa.Integer, nullable=False),
        sa.Column("clock_off", sa.Integer, nullable=False),
        sa.Column("printer", sa.String(24), nullable=False),
        sa.Column("reader", sa.String(16), nullable=False),
        sa.Column("scanner", sa.String(16), nullable=False),
        sa.Column("last_visit_at", UtcTime, nullable=True),
        sa.PrimaryKeyConstraint("desk", name="pk_desk_report"),
    )
    op.add_column("installation", sa.Column("oldest_program", sa.String(4), nullable=False, server_default="0021"))
