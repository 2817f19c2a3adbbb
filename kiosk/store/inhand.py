"""What a desk has in hand while the database answers, so that it can go on without: visits, and who is signed in."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Row, create_engine, event, orm, pool, select

from kiosk.store import audit, carried, database, sqlitefile, tables
from kiosk.store.carried import restore
from kiosk.store.visit import CHANGED, IS_OPEN, VisitId, VisitStatus

MOST_VISITS = 1000
"""In hand at one desk; the oldest are forgotten first."""

SEEN = "kiosk_seen"
"""Under which a transaction keeps what it has loaded of staff."""


SESSION_ID = "session_id"
"""What the name of a session is called in a row that is read together with its owner's."""


class WatchedSession(orm.Session):
    """Tells which visits and sign-ins a transaction has to do with."""


@event.listens_for(WatchedSession, "loaded_as_persistent")
@event.listens_for(WatchedSession, "pending_to_persistent")
def _see(session: orm.Session, found: object) -> None:
    if isinstance(found, tables.VisitRow):
        session.info.setdefault(CHANGED, set()).add(VisitId(found.id))
    elif isinstance(found, tables.StaffRow | tables.StaffSessionRow):
        session.info.setdefault(SEEN, []).append(found)


def note_signed_in(session: orm.Session, found: Row[tuple[object, ...]]) -> None:
    """Note the owner of a running session, read without objects."""
    session.info.setdefault(SEEN, []).append(found)


class InHand:
    """What this desk knows while the database answers; in memory only, the answers sealed. Safe to use from several threads."""

    def __init__(self, only: str = "") -> None:
        """`only` is the one desk whose answers are kept, empty for all: a lobby has nobody's but its own visitor's."""
        self._only = only
        self._lock = threading.Lock()
        self._visits: OrderedDict[str, carried.Rows] = OrderedDict()
        self._staff: dict[str, carried.Row] = {}
        self._sessions: dict[str, carried.Row] = {}
        self._looked: dict[str, str] = {}
        """By open visit its state at the last look around."""

    def note_staff(self, session: orm.Session) -> None:
        """Remember who is signed in, as this transaction has found it."""
        with self._lock:
            for found in session.info.get(SEEN, ()):
                if isinstance(found, tables.StaffRow):
                    self._staff[str(found.id)] = carried.staff_row(found)
                elif isinstance(found, tables.StaffSessionRow):
                    self._sessions[found.id] = carried.session_row(found)
                else:
                    self._staff[str(found.id)] = carried.staff_row(found)
                    self._sessions[found.session_id] = carried.running_session_row(found)

    def note_visits(self, changed: Mapping[str, carried.Rows]) -> None:
        """Remember the visits as they are now."""
        with self._lock:
            for id, rows in changed.items():
                self._visits[id] = rows if self._is_wanted(rows) else carried.without_answers(rows)
                self._visits.move_to_end(id)
            while len(self._visits) > MOST_VISITS:
                self._visits.popitem(last=False)

    def take_back(self, carried: carried.Carried) -> None:
        """Remember what became of it all while the desk was alone, and look at everything anew."""
        self.note_visits(carried.visits)
        with self._lock:
            self._staff = {**carried.staff, **self._staff}
            self._sessions |= carried.sessions
            self._looked.clear()

    def find_outdated(self, states: Mapping[str, str]) -> tuple[str, ...]:
        """Return the visits to read again, by the states of all that are open now: those that are another, and those that
        were open and are not any more."""
        with self._lock:
            news = [id for id, state in states.items() if self._looked.get(id) != state]
            closed = [id for id in self._looked if id not in states]
            self._looked = dict(states)
            return (*news, *closed)

    def forget_expired(self, now: datetime) -> None:
        """Keep no answers for longer than the database does."""
        with self._lock:
            for id, rows in self._visits.items():
                self._visits[id] = carried.without_expired(rows, now)

    def _is_wanted(self, rows: carried.Rows) -> bool:
        return not self._only or any(visit["desk"] == self._only for visit in rows[carried.VISIT])

    def carry(self, now: datetime, reason: database.StoreReason) -> carried.Carried:
        """Return all of it, to go on with."""
        with self._lock:
            visits = _one_a_ticket(self._visits)
            return carried.Carried(
                since=now.isoformat(),
                reason=reason.value,
                visits={id: carried.without_expired(rows, now) for id, rows in visits.items()},
                states={id: [carried.state_of(rows)] for id, rows in visits.items()},
                staff=dict(self._staff),
                sessions={id: row for id, row in self._sessions.items() if str(row["staff_id"]) in self._staff},
            )


def _one_a_ticket(visits: OrderedDict[str, carried.Rows]) -> dict[str, carried.Rows]:
    """Return the visits without those whose ticket a visit learned of later has: they must have ended elsewhere."""
    kept: dict[str, carried.Rows] = {}
    held = set()
    for id, rows in reversed(visits.items()):
        visit = rows[carried.VISIT][0]
        ticket = visit["fingerprint"]
        if ticket is not None and VisitStatus(str(visit["status"])).holds_ticket:
            if ticket in held:
                continue
            held.add(ticket)
        kept[id] = rows
    return dict(reversed(kept.items()))


def read_open_states(session: orm.Session, only: str = "") -> dict[str, str]:
    """Return by open visit, of one desk or of all, a text that is another once anything about it has changed; the answers
    stay where they are."""
    row, kept = tables.VisitRow, tables.SealedAnswersRow
    told = (row.id, row.status, row.printed_times, row.printing_mark, kept.expires_at)
    query = select(*told).outerjoin(kept, kept.visit_id == row.id).where(IS_OPEN)
    query = query.where(row.desk == only) if only else query
    return {id: repr(tuple(rest)) for id, *rest in session.execute(query)}


def make_stand_in(hall: database.Store, carried: carried.Carried, desk: str) -> database.Store:
    """Return a database in memory with what is carried."""
    engine = create_engine(
        "sqlite://", hide_parameters=True, poolclass=pool.StaticPool, connect_args={"check_same_thread": False}
    )
    sqlitefile.prepare_sqlite(engine)
    store = database.Store(engine, hall.retention, hall.visits_kept, hall.audit_kept, hall.clock, desk)
    since = datetime.fromisoformat(carried.since)
    with database.tell_in_our_words(), engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        # Whoever is not carried is not there: an account that was never seen here, a visit of long ago.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN")
        tables.Base.metadata.create_all(connection, checkfirst=False)
        connection.commit()
    with store.writing() as session:
        session.add_all(
            (
                tables.InstallationRow(id=1, made_at=since, purged_at=since),
                tables.AuditHeadRow(id=1, seq=0, hash=audit.START),
                tables.AuditAnchorRow(id=1, seq=0, hash=audit.START),
            )
        )
        session.flush()
        restore(session, carried)
    return store
