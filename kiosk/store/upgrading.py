"""Bringing a desk database to this version of the program, by Alembic's steps."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from kiosk.store.database import StoreError, StoreReason

UPGRADE_LOCK = 0x6B616B616E616921
"""Any number, as long as every desk takes the same."""


LONG_WORK = {"lock_timeout": "60s", "statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}
"""For steps of the schema, and for copying a whole database."""


def upgrade(engine: Engine) -> bool:
    """Apply the missing steps in one transaction; desks that start at once wait for each other.

    Return whether there was nothing before. On SQLite the write lock of the transaction is enough; PostgreSQL needs an advisory lock.
    Raise StoreError if the database belongs to a newer program that has left this one behind.
    """
    config = Config()
    config.set_main_option("script_location", "kiosk.store:migrations")
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            allow_long_work(connection)
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
        was_empty = MigrationContext.configure(connection).get_current_revision() is None
        steps = ScriptDirectory.from_config(config)
        if _is_behind(connection, steps):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.execute(
                text("UPDATE installation SET oldest_program = :step"), {"step": oldest_program(steps)}
            )
    return was_empty


def _is_behind(connection: Connection, steps: ScriptDirectory) -> bool:
    current = MigrationContext.configure(connection).get_current_revision()
    if current == steps.get_current_head():
        return False
    if current and current not in {step.revision for step in steps.walk_revisions()}:
        oldest = connection.scalar(text("SELECT oldest_program FROM installation"))
        if str(oldest) > str(steps.get_current_head()):
            raise StoreError(StoreReason.DATABASE_TOO_NEW)
        return False
    return True


def oldest_program(steps: ScriptDirectory) -> str:
    """Return the newest step of the oldest program that can work with the tables as they are after all these steps."""
    return max(str(getattr(step.module, "oldest_program", "0021")) for step in steps.walk_revisions())


def allow_long_work(connection: Connection) -> None:
    """Let this transaction of PostgreSQL take its time."""
    for name, value in LONG_WORK.items():
        connection.exec_driver_sql(f"SET LOCAL {name} = '{value}'")
