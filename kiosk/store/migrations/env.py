"""Alembic runs this; the connection, its lock and its transaction come from `kiosk.store.database`."""

from alembic import context

from kiosk.store.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
