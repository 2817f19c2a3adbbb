"""What a visit cost, as codes and numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_fee",
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("procedure_id", sa.String(64), nullable=False),
        sa.Column("fee", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer, nullable=True),
        sa.Column("amount", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("visit_id", "position", name="pk_visit_fee"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_visit_fee_visit_id", ondelete="CASCADE"),
    )
