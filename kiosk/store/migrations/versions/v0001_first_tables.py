"""The first tables: staff, visits, sealed answers, print attempts, receipt numbers, audit."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.tables import UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _staff()
    _visits()
    _what_belongs_to_a_visit()
    _audit()
    _audit_entries_stay()


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("failed_sign_ins", sa.Integer, nullable=False),
        sa.Column("locked_until", UtcTime, nullable=True),
        sa.Column("session_mark", sa.Integer, nullable=False),
        sa.Column("added_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("name", name="uq_staff_name"),
    )


def _visits() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("receipt_number", sa.String(8), nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("opened_at", UtcTime, nullable=False),
        sa.Column("closed_at", UtcTime, nullable=True),
        sa.Column("desk", sa.String(20), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("way_in", sa.String(16), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=True),
        sa.Column("fingerprint", sa.String(64), nullable=True),
        sa.Column("printed_times", sa.Integer, nullable=False),
        sa.Column("corrected_items", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visit"),
        sa.UniqueConstraint("opened_on", "receipt_number", name="uq_visit_opened_on"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_visit_staff_id"),
    )
    holds_ticket = sa.text("status IN ('open', 'printed', 'finished')")
    op.create_index("ix_visit_status", "visit", ["status"])
    op.create_index(
        "uq_visit_ticket",
        "visit",
        ["fingerprint"],
        unique=True,
        sqlite_where=holds_ticket,
        postgresql_where=holds_ticket,
    )
    op.create_table(
        "receipt_counter",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("letter", sa.String(1), nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "letter", name="pk_receipt_counter"),
    )


def _what_belongs_to_a_visit() -> None:
    op.create_table(
        "visit_procedure",
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("procedure_id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("visit_id", "position", name="pk_visit_procedure"),
        _of_visit("visit_procedure"),
    )
    op.create_table(
        "sealed_answers",
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("visit_id", name="pk_sealed_answers"),
        _of_visit("sealed_answers"),
    )
    op.create_index("ix_sealed_answers_expires_at", "sealed_answers", ["expires_at"])
    op.create_table(
        "print_attempt",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("attempted_at", UtcTime, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("sheets", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_print_attempt"),
        _of_visit("print_attempt"),
    )
    op.create_index("ix_print_attempt_visit_id", "print_attempt", ["visit_id"])


def _of_visit(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=f"fk_{table}_visit_id", ondelete="CASCADE")


def _audit() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=True),
        sa.Column("desk", sa.String(20), nullable=True),
        sa.Column("visit_id", sa.String(32), nullable=True),
        sa.Column("receipt_number", sa.String(8), nullable=True),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_entry"),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": "0" * 64}])


def _audit_entries_stay() -> None:
    """The database itself refuses to change or remove an audit entry."""
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_entry_no_{action.lower()} BEFORE {action} ON audit_entry "
                "BEGIN SELECT RAISE(ABORT, 'audit entries stay as they are'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit entries stay as they are'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()"
    )
