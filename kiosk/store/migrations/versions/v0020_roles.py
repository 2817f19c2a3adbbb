"""Several roles for one member of staff, and the sections whose procedures a clerk serves."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Who took money or looked after accounts could serve residents as well, and still can."""
    op.add_column("staff", sa.Column("roles", sa.String(64), nullable=False, server_default=""))
    op.add_column("staff", sa.Column("sections", sa.String(64), nullable=False, server_default=""))
    op.execute(
        "UPDATE staff SET roles = CASE role WHEN 'admin' THEN 'admin+cashier+clerk+head' "
        "WHEN 'cashier' THEN 'cashier+clerk' ELSE 'clerk' END"
    )
    op.execute("ALTER TABLE staff DROP COLUMN role")
