"""Moving a whole database to another one, as a town does that grows from one desk to several."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, Table, delete, func, orm, select, text

from kiosk.store import audit, database, upgrading
from kiosk.store.tables import AuditAnchorRow, AuditHeadRow, Base, InstallationRow

BATCH = 1000
ALWAYS_THERE = {each.__tablename__ for each in (AuditHeadRow, AuditAnchorRow, InstallationRow)}
"""Tables of one row, which an empty database has as well."""


def copy_store(source: database.Store, target: database.Store) -> Mapping[str, int]:
    """Copy every row into the empty database; return how many there are of each table.

    The source cannot be changed meanwhile. Afterwards the audit chain of the copy is whole, or nothing is copied: raise
    StoreError(target_not_empty, copy_differs, database_damaged …).
    """
    with source.writing() as reading, target.writing() as writing:
        return copy_rows(reading.connection(), writing)


def copy_rows(source: Connection, target: orm.Session) -> Mapping[str, int]:
    connection = target.connection()
    if connection.dialect.name == "postgresql":
        upgrading.allow_long_work(connection)
    tables = Base.metadata.sorted_tables
    if any(count_rows(connection, table) for table in tables if table.name not in ALWAYS_THERE):
        raise database.StoreError(database.StoreReason.TARGET_NOT_EMPTY)
    for table in tables:
        if table.name in ALWAYS_THERE:
            connection.execute(delete(table))
        for rows in _read(source, table):
            connection.execute(table.insert(), rows)
        _go_on_counting(connection, table)
    counts = {table.name: count_rows(connection, table) for table in tables}
    if counts != {table.name: count_rows(source, table) for table in tables}:
        raise database.StoreError(database.StoreReason.COPY_DIFFERS)
    if not audit.verify_rows(target).is_whole:
        raise database.StoreError(database.StoreReason.COPY_DIFFERS)
    return counts


def count_rows(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _read(source: Connection, table: Table) -> Iterator[Sequence[dict[str, object]]]:
    rows = source.execute(select(table).order_by(*table.primary_key)).mappings()
    for some in rows.partitions(BATCH):
        yield [{str(name): value for name, value in row.items()} for row in some]


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after those that came with a number."""
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None:
        return
    last = connection.scalar(select(func.max(column)))
    sequence = "pg_get_serial_sequence(:table, :column)"
    statement = text(f"SELECT setval({sequence}, :last) WHERE {sequence} IS NOT NULL")
    if last:
        connection.execute(statement, {"table": table.name, "column": column.name, "last": last})
