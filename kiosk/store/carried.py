"""What a desk carries of the database while that does not answer: its visits, who is signed in, its audit entries.

All as plain maps and lists, so that it fits into the records of a journal.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache

import cbor2
from sqlalchemy import Connection, Date, Select, Table, bindparam, delete, engine, insert, orm, select, update

from kiosk.store import database, tables
from kiosk.store.audit import AuditEntry, make_entry

Plain = None | bool | int | str | bytes | list["Plain"] | dict[str, "Plain"]
Row = dict[str, Plain]
Rows = dict[str, list[Row]]
"""Everything of one visit, by table."""

VISIT, ANSWERS, ATTEMPTS = (
    tables.VisitRow.__tablename__,
    tables.SealedAnswersRow.__tablename__,
    tables.PrintAttemptRow.__tablename__,
)
PROCEDURES = tables.VisitProcedureRow.__tablename__
PARTS = (
    tables.VisitProcedureRow,
    tables.VisitFeeRow,
    tables.SealedAnswersRow,
    tables.PrintAttemptRow,
    tables.PrintedSheetRow,
)
_OF_STAFF = tuple(tables.table_of(tables.StaffRow).columns.keys())
VISITS_A_RECORD = 50
CLOSED = "!"
"""No hash at all: nobody signs in with what a desk carries, whatever they type."""


def plain_row(values: Mapping[str, object]) -> Row:
    """Return a row as plain values."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> Plain:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case None | bool() | int() | str() | bytes():
            return value
        case list():
            return [_plain(each) for each in value]
        case dict():
            return {str(name): _plain(each) for name, each in value.items()}
    raise TypeError(type(value).__name__)


def typed_row(table: Table, row: Row) -> dict[str, object]:
    """Return the row as the table wants it."""
    return {name: _typed(table, name, value) for name, value in row.items()}


def _typed(table: Table, name: str, value: Plain) -> object:
    kind = table.columns[name].type
    if isinstance(value, str) and isinstance(kind, tables.UtcTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(value, str) and isinstance(kind, Date) else value


def read_rows(connection: Connection, visit_id: str) -> Rows:
    """Return everything of a visit; nothing if there is none."""
    found = {VISIT: _select(connection, tables.VisitRow, "id", visit_id)}
    if found[VISIT]:
        found |= {kind.__tablename__: _select(connection, kind, "visit_id", visit_id) for kind in PARTS}
    return found


def _select(connection: Connection, kind: type[tables.Base], column: str, wanted: str) -> list[Row]:
    rows = connection.execute(_query(kind, column), {"wanted": wanted})
    names = tuple(rows.keys())
    return [plain_row(dict(zip(names, row, strict=True))) for row in rows]


@cache
def _query(kind: type[tables.Base], column: str) -> Select[tuple[object, ...]]:
    """The same statement each time: putting it together takes longer than what it finds."""
    table = tables.table_of(kind)
    return select(table).where(table.columns[column] == bindparam("wanted")).order_by(*table.primary_key)


def write_rows(session: orm.Session, rows: Rows) -> None:
    """Let the visit be this and nothing else. Attempts get numbers of their own."""
    visit, connection = rows[VISIT][0], session.connection()
    table, id = tables.table_of(tables.VisitRow), visit["id"]
    values = typed_row(table, visit)
    if connection.scalar(select(table.c.id).where(table.c.id == id)) is None:
        connection.execute(insert(table), values)
    else:
        connection.execute(update(table).where(table.c.id == id), values)
    for kind in PARTS:
        part = tables.table_of(kind)
        connection.execute(delete(part).where(part.columns["visit_id"] == id))
        if found := [typed_row(part, row) for row in rows.get(part.name, [])]:
            connection.execute(insert(part), [_unnumbered(part, row) for row in found])
    session.expire_all()


def _unnumbered(table: Table, row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if (table.name, name) != (ATTEMPTS, "id")}


def state_of(rows: Rows) -> str:
    """Return a text that is another once anybody has gone on with the visit."""
    if not rows.get(VISIT):
        return ""
    visit = rows[VISIT][0]
    told = [visit[name] for name in ("status", "printed_times", "corrected_items", "closed_at")]
    # The time of each attempt: another desk may have printed it just as often.
    told.append([each["attempted_at"] for each in rows.get(ATTEMPTS, [])])
    procedures = [[each["procedure_id"], each["version"]] for each in rows.get(PROCEDURES, [])]
    sealed = [each["sealed"] for each in rows.get(ANSWERS, [])] if visit["closed_at"] is None else []
    return hashlib.sha256(cbor2.dumps([told, procedures, sealed])).hexdigest()[:32]


def without_expired(rows: Rows, now: datetime) -> Rows:
    """Return the visit without answers that are past their time, and without what stands on its sheets."""
    if any(datetime.fromisoformat(str(each["expires_at"])) > now for each in rows.get(ANSWERS, [])):
        return rows
    return without_answers(rows)


def without_answers(rows: Rows) -> Rows:
    """Return the visit as it is once its answers are deleted."""
    return {**rows, ANSWERS: [], tables.PrintedSheetRow.__tablename__: []}


def staff_row(row: tables.StaffRow | engine.Row[tuple[object, ...]]) -> Row:
    """Return an account without what lets its owner in."""
    return plain_row({name: getattr(row, name) for name in _OF_STAFF} | {"password_hash": CLOSED})


def session_row(row: tables.StaffSessionRow) -> Row:
    """Return who is signed in, since when, and until when they were."""
    return plain_row(
        {column.name: getattr(row, column.key) for column in tables.table_of(tables.StaffSessionRow).columns}
    )


def running_session_row(row: engine.Row[tuple[object, ...]]) -> Row:
    """Return the same of a session that has not ended, read together with its owner."""
    return plain_row({"id": row.session_id, "staff_id": row.id, "started_at": row.started_at, "ended_at": None})


@dataclass(slots=True)
class Carried:
    """All of it. A record of a journal is some of it, and reading a journal is putting its records together."""

    since: str = ""
    reason: str = ""
    visits: dict[str, Rows] = field(default_factory=dict)
    states: dict[str, list[str]] = field(default_factory=dict)
    """Of a visit what it has been, the state that the database knows first."""
    changed: dict[str, bool] = field(default_factory=dict)
    """The visits of which something happened here, in order."""
    staff: dict[str, Row] = field(default_factory=dict)
    sessions: dict[str, Row] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """By day and letter the last receipt number that was given out."""
    audit: list[Row] = field(default_factory=list)

    def add(self, more: "Carried") -> None:
        """Take in what a later record says."""
        self.since, self.reason = self.since or more.since, self.reason or more.reason
        self.visits |= more.visits
        for id, states in more.states.items():
            known = self.states.setdefault(id, [])
            known += [state for state in states if state not in known]
        self.changed |= more.changed
        self.staff |= more.staff
        self.sessions |= more.sessions
        self.numbers |= more.numbers
        last = self.last_entry
        self.audit += [row for row in more.audit if _number(row) > last]

    @property
    def last_entry(self) -> int:
        """Return the number of the last audit entry, 0 without any."""
        return _number(self.audit[-1]) if self.audit else 0

    @property
    def is_empty(self) -> bool:
        return not (self.visits or self.staff or self.sessions or self.numbers or self.audit)

    def parts(self) -> Iterator["Carried"]:
        """Yield it in parts that each fit into a record."""
        ids = list(self.visits)
        yield replace(self, visits={}, states={})
        for at in range(0, len(ids), VISITS_A_RECORD):
            some = ids[at : at + VISITS_A_RECORD]
            states = {id: self.states[id] for id in some if id in self.states}
            yield Carried(visits={id: self.visits[id] for id in some}, states=states)

    def dumped(self) -> bytes:
        """Return it as the contents of a record."""
        return cbor2.dumps({name: value for name in FIELDS if (value := getattr(self, name))})

    def entries(self, after: int) -> tuple[AuditEntry, ...]:
        """Return the audit entries with a larger number."""
        table = tables.table_of(tables.AuditEntryRow)
        rows = (tables.AuditEntryRow(**typed_row(table, row)) for row in self.audit if _number(row) > after)
        return tuple(make_entry(row) for row in rows)


FIELDS = tuple(Carried.__dataclass_fields__)


def _number(row: Row) -> int:
    return int(str(row["seq"]))


def load_record(contents: bytes) -> Carried:
    """Return what a record says. Raise StoreError(database_damaged): it is none of ours."""
    try:
        read = cbor2.loads(contents)
        return Carried(**read)
    except (cbor2.CBORDecodeError, TypeError, ValueError):
        raise database.StoreError(database.StoreReason.DATABASE_DAMAGED) from None


def put_together(records: Iterable[bytes]) -> Carried:
    """Return what all the records of a journal say. Raise StoreError."""
    carried = Carried()
    for contents in records:
        carried.add(load_record(contents))
    return carried


def restore(session: orm.Session, carried: Carried) -> None:
    """Write it into an empty database. Raise StoreError."""
    connection = session.connection()
    for kind, rows in (
        (tables.StaffRow, carried.staff.values()),
        (tables.StaffSessionRow, carried.sessions.values()),
    ):
        if found := [typed_row(tables.table_of(kind), row) for row in rows]:
            connection.execute(insert(tables.table_of(kind)), found)
    for visit in carried.visits.values():
        write_rows(session, visit)
    for key, last in carried.numbers.items():
        day, letter = key.split(" ")
        session.add(tables.ReceiptCounterRow(day=date.fromisoformat(day), letter=letter, last=last))
    if carried.audit:
        connection.execute(
            insert(tables.table_of(tables.AuditEntryRow)),
            [typed_row(tables.table_of(tables.AuditEntryRow), row) for row in carried.audit],
        )
        head = session.get_one(tables.AuditHeadRow, 1)
        head.seq, head.hash = carried.last_entry, str(carried.audit[-1]["hash"])


def read_news(session: orm.Session, known: Carried, visit_ids: Iterable[str]) -> Carried:
    """Return what a transaction has changed: of these visits, the audit log, the numbers and the sign-ins."""
    connection, news = session.connection(), Carried()
    for id in visit_ids:
        rows = read_rows(connection, id)
        if rows[VISIT] and rows != known.visits.get(id):
            news.visits[id], news.states[id], news.changed[id] = rows, [state_of(rows)], True
    entries = tables.table_of(tables.AuditEntryRow)
    added = select(entries).where(entries.c.seq > known.last_entry).order_by(entries.c.seq)
    news.audit = [
        plain_row({str(name): value for name, value in row.items()})
        for row in connection.execute(added).mappings()
    ]
    for count in session.scalars(select(tables.ReceiptCounterRow)):
        key = f"{count.day.isoformat()} {count.letter}"
        if known.numbers.get(key) != count.last:
            news.numbers[key] = count.last
    for staff in session.scalars(select(tables.StaffRow)):
        if str(staff.id) not in known.staff:
            news.staff[str(staff.id)] = staff_row(staff)
    for row in session.scalars(select(tables.StaffSessionRow)):
        if known.sessions.get(row.id) != session_row(row):
            news.sessions[row.id] = session_row(row)
    return news
