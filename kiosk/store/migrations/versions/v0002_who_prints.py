"""Who prints a visit right now: desk, mark of the job, and until when that holds."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.tables import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("visit", sa.Column("printing_desk", sa.String(20), nullable=True))
    op.add_column("visit", sa.Column("printing_mark", sa.String(32), nullable=True))
    op.add_column("visit", sa.Column("printing_until", UtcTime, nullable=True))
