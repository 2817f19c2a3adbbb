"""A visit whose papers are on their way to the counter holds its ticket as well."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    holds_ticket = sa.text("status IN ('open', 'printed', 'awaited', 'finished')")
    op.drop_index("uq_visit_ticket", "visit")
    op.create_index(
        "uq_visit_ticket",
        "visit",
        ["fingerprint"],
        unique=True,
        sqlite_where=holds_ticket,
        postgresql_where=holds_ticket,
    )
