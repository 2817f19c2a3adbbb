"""An end for visits and audit entries, quick looks by time, and PostgreSQL tells desks what changed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    known = sa.text("fingerprint IS NOT NULL")
    op.create_index("ix_visit_ticket_age", "visit", ["opened_at"], sqlite_where=known, postgresql_where=known)
    op.create_index("ix_visit_closed_at", "visit", ["closed_at"])
    op.create_index("ix_audit_entry_at", "audit_entry", ["at", "seq"])
    op.create_index("ix_audit_entry_visit", "audit_entry", ["visit_id", "seq"])
    anchor = op.create_table(
        "audit_anchor",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_anchor"),
    )
    op.bulk_insert(anchor, [{"id": 1, "seq": 0, "hash": "0" * 64}])
    _only_what_is_behind_the_anchor_goes()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION kiosk_ring() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_notify('kiosk', TG_TABLE_NAME); RETURN NULL; END $$"
        )
        op.execute(
            "CREATE TRIGGER desk_signal_rings AFTER INSERT OR UPDATE OR DELETE ON desk_signal "
            "FOR EACH STATEMENT EXECUTE FUNCTION kiosk_ring()"
        )


def _only_what_is_behind_the_anchor_goes() -> None:
    """Entries up to the anchor may be deleted; none may be changed."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_entry_no_delete")
        op.execute(
            "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry "
            "WHEN OLD.seq > (SELECT seq FROM audit_anchor) "
            "BEGIN SELECT RAISE(ABORT, 'audit entries stay as they are'); END"
        )
        return
    op.execute("DROP TRIGGER audit_entry_stays ON audit_entry")
    op.execute(
        "CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()"
    )
    op.execute(
        "CREATE FUNCTION audit_entry_ends() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF OLD.seq > (SELECT seq FROM audit_anchor) THEN "
        "RAISE EXCEPTION 'audit entries stay as they are'; END IF; RETURN OLD; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_ends BEFORE DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_ends()"
    )
