"""The resident register: generations, sealed rows with their blind tags, and who released what for one visit."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.tables import UtcTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _generations()
    _rows()
    _releases()


def _generations() -> None:
    op.create_table(
        "register_generation",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("book", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("touched_at", UtcTime, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("persons", sa.Integer, nullable=False),
        sa.Column("households", sa.Integer, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.Column("ending", sa.Integer, nullable=False),
        sa.Column("key_sealed", sa.LargeBinary, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_register_generation"),
    )
    op.create_index("ix_register_generation_state", "register_generation", ["state"])


def _rows() -> None:
    op.create_table(
        "register_person",
        sa.Column("generation_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("row_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("generation_id", "row_id", name="pk_register_person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "register_tag",
        sa.Column("generation_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("tag", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("row_id", sa.Integer, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("generation_id", "tag", "row_id", name="pk_register_tag"),
        sqlite_with_rowid=False,
    )


def _releases() -> None:
    op.create_table(
        "register_release",
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("household_tag", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("asked_by", sa.Integer, nullable=False),
        sa.Column("released_by", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("released_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("visit_id", "household_tag", name="pk_register_release"),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name="fk_register_release_visit_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name="fk_register_release_asked_by"),
        sa.ForeignKeyConstraint(["released_by"], ["staff.id"], name="fk_register_release_released_by"),
    )
