"""What stands on the paper of a visit, as keyed digests."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "printed_sheet",
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("sheet", sa.String(64), nullable=False),
        sa.Column("on_paper", sa.JSON, nullable=True),
        sa.Column("sent", sa.JSON, nullable=True),
        sa.PrimaryKeyConstraint("visit_id", "sheet", name="pk_printed_sheet"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_printed_sheet_visit_id", ondelete="CASCADE"),
    )
