"""When this database was made, and when it was last tidied: an emptied one and a wrong clock are noticed."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from kiosk.store.tables import UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    made = op.create_table(
        "installation",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("made_at", UtcTime, nullable=False),
        sa.Column("purged_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
    )
    now = datetime.now(UTC)
    first = op.get_bind().execute(sa.text("SELECT at FROM audit_entry ORDER BY seq").columns(at=UtcTime)).scalar()
    op.bulk_insert(made, [{"id": 1, "made_at": first or now, "purged_at": now}])
