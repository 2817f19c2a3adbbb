"""What a desk has in hand while the database answers, so that it can go on without: visits, and who is signed in."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from kiosk.store.audit import START
from kiosk.store.carried import Carried, Rows, restore, session_row, staff_row, state_of, without_expired
from kiosk.store.database import Store, StoreReason, prepare_sqlite, tell_in_our_words
from kiosk.store.tables import (
    AuditAnchorRow,
    AuditHeadRow,
    Base,
    InstallationRow,
    StaffRow,
    StaffSessionRow,
    VisitRow,
)
from kiosk.store.visit import CHANGED, VisitId

MOST_VISITS = 300
"""In hand at one desk; the oldest are forgotten first."""

SEEN = "kiosk_seen"
"""Under which a transaction keeps what it has loaded of staff."""


class WatchedSession(Session):
    """Tells which visits and sign-ins a transaction has to do with."""


@event.listens_for(WatchedSession, "loaded_as_persistent")
@event.listens_for(WatchedSession, "pending_to_persistent")
def _see(session: Session, found: object) -> None:
    if isinstance(found, VisitRow):
        session.info.setdefault(CHANGED, set()).add(VisitId(found.id))
    elif isinstance(found, StaffRow | StaffSessionRow):
        session.info.setdefault(SEEN, []).append(found)


@dataclass(slots=True)
class InHand:
    """What this desk has had to do with while the database answered; in memory only, the answers sealed."""

    visits: OrderedDict[str, Rows] = field(default_factory=OrderedDict)
    staff: dict[str, StaffRow] = field(default_factory=dict)
    carried: Carried = field(default_factory=Carried)
    """Of it the accounts and the sign-ins."""

    def note_staff(self, session: Session) -> None:
        """Remember who is signed in, as this transaction has found it."""
        for found in session.info.get(SEEN, ()):
            if isinstance(found, StaffRow):
                self.carried.staff[str(found.id)] = staff_row(found)
            else:
                self.carried.sessions[found.id] = session_row(found)

    def note_visits(self, changed: dict[str, Rows]) -> None:
        """Remember the visits as they are now."""
        for id, rows in changed.items():
            self.visits[id] = rows
            self.visits.move_to_end(id)
        while len(self.visits) > MOST_VISITS:
            self.visits.popitem(last=False)

    def carry(self, now: datetime, reason: StoreReason) -> Carried:
        """Return all of it, to go on with."""
        visits = {id: without_expired(rows, now) for id, rows in self.visits.items()}
        known = {id: [state_of(rows)] for id, rows in self.visits.items()}
        known_signed_in = {
            id: row for id, row in self.carried.sessions.items() if str(row["staff_id"]) in self.carried.staff
        }
        return Carried(
            since=now.isoformat(),
            reason=reason.value,
            visits=visits,
            states=known,
            staff=dict(self.carried.staff),
            sessions=known_signed_in,
        )


def make_stand_in(hall: Store, carried: Carried, desk: str) -> Store:
    """Return a database in memory with what is carried."""
    engine = create_engine(
        "sqlite://", hide_parameters=True, poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    prepare_sqlite(engine)
    store = Store(engine, hall.retention, hall.visits_kept, hall.audit_kept, hall.clock, desk)
    since = datetime.fromisoformat(carried.since)
    with tell_in_our_words(), engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        # Whoever is not carried is not there: an account that was never seen here, a visit of long ago.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN")
        Base.metadata.create_all(connection)
        connection.commit()
    with store.writing() as session:
        session.add_all(
            (
                InstallationRow(id=1, made_at=since, purged_at=since),
                AuditHeadRow(id=1, seq=0, hash=START),
                AuditAnchorRow(id=1, seq=0, hash=START),
            )
        )
        session.flush()
        restore(session, carried)
    return store
