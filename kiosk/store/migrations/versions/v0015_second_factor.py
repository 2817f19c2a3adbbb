"""A second factor of staff: an authenticator app, passkeys, and spare codes for when both are at home."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.tables import UtcTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("has_second", sa.Boolean, nullable=False, server_default=sa.text("false")))
    op.create_table(
        "staff_one_time",
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("last_step", sa.BigInteger, nullable=False),
        sa.Column("added_at", UtcTime, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_one_time_staff_id"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_one_time"),
    )
    op.create_table(
        "staff_passkey",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("credential", sa.LargeBinary, nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.BigInteger, nullable=False),
        sa.Column("added_at", UtcTime, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_passkey_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_passkey"),
    )
    op.create_index("ix_staff_passkey_staff_id", "staff_passkey", ["staff_id"])
    op.create_table(
        "staff_spare_code",
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("code_hash", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_spare_code_staff_id"),
        sa.PrimaryKeyConstraint("staff_id", "number", name="pk_staff_spare_code"),
    )
