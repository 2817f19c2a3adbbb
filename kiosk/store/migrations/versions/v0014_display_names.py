"""What colleagues call a member of staff, on screens and paper."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("display_name", sa.String(12), nullable=False, server_default=""))
