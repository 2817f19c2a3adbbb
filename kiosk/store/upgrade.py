"""Brings the database to this version of the program, at every start."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from kiosk.store.errors import StoreError, StoreReason

LOCK = 0x6B616B616E616921
"""Any number, as long as every desk takes the same."""


def upgrade(engine: Engine) -> None:
    """Applies the missing steps in one transaction; desks that start at once wait for each other.

    On SQLite the write lock of the transaction is enough; PostgreSQL needs an advisory lock.
    Raises StoreError if the database belongs to a newer program.
    """
    config = Config()
    config.set_main_option("script_location", "kiosk.store:migrations")
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        if _behind(connection, ScriptDirectory.from_config(config)):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _behind(connection: Connection, steps: ScriptDirectory) -> bool:
    current = MigrationContext.configure(connection).get_current_revision()
    if current == steps.get_current_head():
        return False
    if current and current not in {step.revision for step in steps.walk_revisions()}:
        raise StoreError(StoreReason.DATABASE_TOO_NEW)
    return True
