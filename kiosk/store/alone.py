"""A desk that goes on alone: when the database does not answer, an empty one in memory stands in for it, with the visits
this desk has had in hand, and each change is in the desk's journal before anybody is told that it happened.

What the desk cannot know then (other desks, numbers and board, the register) it does not offer. Who has signed in at it of late
may sign in again (`kiosk.store.acquainted`).
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import exc, orm, select, text

from forms.ticket import KeysError, keyfiles
from kiosk.clock import day_in_japan, utc_now
from kiosk.settings import Database
from kiosk.store import acquainted, audit, database, dayseal, inhand, joining, lines, sqlitefile, tables, visit
from kiosk.store.answers import open_answers, seal_answers
from kiosk.store.carried import (
    VISIT,
    Carried,
    Rows,
    put_together,
    read_news,
    read_rows,
    without_answers,
)
from kiosk.store.database import StoreError, bring_up_to_date, make_store
from kiosk.store.journal import Damage, Journal, JournalKeys

LOST = frozenset(
    (
        database.StoreReason.DATABASE_UNREACHABLE,
        database.StoreReason.DATABASE_READ_ONLY,
        database.StoreReason.DATABASE_FULL,
        database.StoreReason.DATABASE_DAMAGED,
    )
)
"""What a desk goes on without the database for. One that answers and is busy is not lost …"""

LOST_AT_ONCE = LOST | {database.StoreReason.DATABASE_BUSY}
"""… unless nothing can even begin: another program holds the file and does not let go."""

DAYS_NUMBERED = 8
"""For how many days numbers are begun, should the database be away for so long."""

_log = logging.getLogger("kiosk.store")


@dataclass(frozen=True, slots=True)
class StandIn:
    """The database in memory, and what is in the journal of it."""

    store: database.Store
    carried: Carried


class Alone:
    """Whether a desk goes on alone, and with what. Safe to use from several threads."""

    def __init__(
        self, journal: Journal, numbers: Path, desk: str, letter: str, keys: JournalKeys, only: str
    ) -> None:
        self.turn = threading.RLock()
        self.only = only
        """The one desk whose visits it goes on with, empty for all."""
        self.in_hand = inhand.InHand(only)
        self.acquainted = acquainted.Acquainted(numbers.with_suffix(".staff"), keys)
        self.lines = lines.Lines()
        self.stand_in: StandIn | None = None
        self.damage = Damage.NONE
        """What was wrong with the journal when the desk began."""
        self.journal = journal
        self._numbers = numbers
        self._desk = desk
        self._letter = letter
        self._keys = keys

    @property
    def since(self) -> datetime | None:
        """Return since when the desk has been alone, None if it is not."""
        stand_in = self.stand_in
        return datetime.fromisoformat(stand_in.carried.since) if stand_in else None

    def resume(self, hall: database.Store) -> None:
        """Go on with a journal that is not joined yet, as the desk left it. Raise StoreError, KeysError."""
        if not self.journal.exists():
            return
        found = self.journal.read()
        self.damage = found.damage
        if found.damage is not Damage.NONE:
            _log.warning("journal_damaged", extra={"kind": found.damage.value, "count": len(found.records)})
        carried = put_together(found.records)
        if not carried.since:
            # The power went before the first record was whole.
            self.journal.delete()
            return
        self.stand_in = StandIn(inhand.make_stand_in(hall, carried, self._desk), carried)
        _log.warning("journal_found", extra={"count": len(found.records)})

    def begin(self, hall: database.Store, reason: database.StoreReason) -> bool:
        """Go on alone, if the journal can be written. Return whether the desk is alone now."""
        with self.turn:
            if self.stand_in is not None:
                return True
            try:
                carried = self.in_hand.carry(hall.clock(), reason)
                carried.numbers = self._begin_numbers(hall.clock())
                self.journal.begin(_records_of(carried))
                self.stand_in = StandIn(inhand.make_stand_in(hall, carried, self._desk), carried)
                with self.keeping(self.stand_in) as session:
                    audit.append(
                        session,
                        hall.clock(),
                        audit.AuditEvent.DESK_WENT_ALONE,
                        details=audit.Details(reason=reason.value),
                    )
            except (StoreError, KeysError) as error:
                self.stand_in = None
                _log.error("journal_not_begun", extra={"reason": error.reason.value})
                return False
            except exc.IntegrityError:
                self.stand_in = None
                _log.error("stand_in_not_made")
                return False
            _log.warning("database_lost", extra={"reason": reason.value})
            return True

    @contextmanager
    def keeping(self, stand_in: StandIn) -> Iterator[orm.Session]:
        """Change something: it is in the journal before it counts. Raise StoreError, KeysError."""
        engine = stand_in.store.engine
        with (
            database.tell_in_our_words(),
            inhand.WatchedSession(engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            session.info[database.ACTING_DESK] = self._desk
            yield session
            session.flush()
            news = read_news(session, stand_in.carried, sorted(session.info.get(visit.CHANGED, ())))
            if not news.is_empty:
                self.journal.append(news.dumped())
                stand_in.carried.add(news)
                if news.numbers:
                    self._note_numbers(stand_in.carried)

    def compact(self, hall: database.Store) -> None:
        """Write the journal anew without what was deleted from the visits. Raise StoreError, KeysError."""
        with self.turn:
            if self.stand_in is None:
                return
            carried = self.stand_in.carried
            kept = select(tables.SealedAnswersRow.visit_id).where(
                tables.SealedAnswersRow.expires_at > hall.clock()
            )
            with self.stand_in.store.reading() as session:
                answered = set(session.scalars(kept))
            for id in carried.visits.keys() - answered:
                carried.visits[id] = without_answers(carried.visits[id])
            self.journal.begin(_records_of(carried), id=self.journal.id)

    def join(self, hall: database.Store) -> joining.Joined | None:
        """Bring everything into the database, and go on with it as before. Raise StoreError if it cannot be."""
        with self.turn:
            if self.stand_in is None:
                return None
            carried, now = self.stand_in.carried, hall.clock()
            with self.lines.hanging_up_after(lines.JOIN_SECONDS), database.Store.writing(hall) as session:
                joined = joining.Joining(
                    session, self.journal.id, self._desk, now, self._reseal, self.acquainted.is_same
                ).join(carried)
            self.in_hand.take_back(carried)
            self.stand_in.store.close()
            self.stand_in = None
            self.journal.delete()
        _log.warning("journal_joined", extra={"count": joined.visits, "twins": joined.twins})
        return joined

    def _reseal(self, sealed: bytes, old: str, new: str) -> bytes | None:
        try:
            answers = open_answers(sealed, visit.VisitId(old), self._keys.private())
        except StoreError:
            return None
        return seal_answers(answers, visit.VisitId(new), self._keys.public())

    def _begin_numbers(self, now: datetime) -> dict[str, int]:
        """From where receipt numbers go on: the database may have to take them on another day than it was lost."""
        days = [day_in_japan(now + timedelta(days=number)) for number in range(DAYS_NUMBERED)]
        numbers = {f"{day.isoformat()} {self._letter}": joining.FIRST_ALONE for day in days}
        try:
            day, letter, last = self._numbers.read_text("ascii").split()
        except (OSError, UnicodeDecodeError, ValueError):
            return numbers
        key = f"{day} {letter}"
        return numbers | {key: int(last)} if key in numbers and last.isdecimal() else numbers

    def _note_numbers(self, carried: Carried) -> None:
        """Should the database be lost again today, no number is given out twice."""
        key, last = max(
            (item for item in carried.numbers.items() if item[1] > joining.FIRST_ALONE), default=("", 0)
        )
        if not key:
            return
        try:
            keyfiles.write_whole(self._numbers, f"{key} {last}\n", keyfiles.OWNER_ONLY)
        except KeysError as error:
            _log.warning("numbers_not_noted", extra={"reason": error.reason.value})


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Say in the log that the file of acquainted people cannot be used, and go on without."""
    try:
        yield
    except (StoreError, KeysError) as error:
        _log.warning(what, extra={"reason": error.reason.value})


def _records_of(carried: Carried) -> tuple[bytes, ...]:
    return tuple(part.dumped() for part in carried.parts())


@dataclass(frozen=True, slots=True)
class DeskStore(database.Store):
    """The database for a desk that can go on without it."""

    alone: Alone = field(kw_only=True)

    @property
    def is_alone(self) -> bool:
        """Whether the desk goes on alone now."""
        return self.alone.stand_in is not None

    @contextmanager
    def writing(self) -> Iterator[orm.Session]:
        """Begin a transaction that may change something, here or in what stands in. Raise StoreError if it cannot be."""
        while True:
            if not self.is_alone and (session := self._begin(reads=False)) is not None:
                with self._on_database(session):
                    yield session
                    session.flush()
                    changed = self._read_changed(session)
                    session.commit()
                    self.alone.in_hand.note_visits(changed)
                    self.alone.in_hand.note_staff(session)
                return
            with self.alone.turn:
                if (stand_in := self.alone.stand_in) is not None:
                    with self.alone.keeping(stand_in) as session:
                        yield session
                    return

    @contextmanager
    def reading(self) -> Iterator[orm.Session]:
        """Begin a transaction that changes nothing, here or in what stands in. Raise StoreError if it cannot be."""
        while True:
            if not self.is_alone and (session := self._begin(reads=True)) is not None:
                with self._on_database(session):
                    yield session
                    self.alone.in_hand.note_staff(session)
                return
            with self.alone.turn:
                if (stand_in := self.alone.stand_in) is not None:
                    with stand_in.store.reading() as session:
                        yield session
                    return

    def join(self) -> bool:
        """Bring what is in the journal into the database if it answers and can be written. Return whether nothing is left."""
        if not self.is_alone:
            return True
        try:
            self._try()
            self.alone.join(self)
        except StoreError as error:
            _log.info("still_alone", extra={"reason": error.reason.value})
        except exc.IntegrityError:
            # Nothing is lost: it stays in the journal until somebody has looked.
            _log.error("journal_not_joined")
        return not self.is_alone

    def acquaint(self, staff: tables.StaffRow) -> None:
        """Know at this desk who has just signed in. Nobody is refused because that cannot be written down."""
        if not self.is_alone:
            with _told("staff_not_noted"):
                self.alone.acquainted.note(staff, self.clock())

    def find_acquainted(self, name: str) -> tables.StaffRow | None:
        """Return who of this folded name may sign in while the desk is alone."""
        with _told("staff_not_read"):
            return self.alone.acquainted.find(name, self.clock()) if self.is_alone else None

    def look_around(self) -> None:
        """Have every open visit in hand, whichever desk it is at, or those of this desk only. Raise StoreError."""
        if self.is_alone:
            return
        in_hand = self.alone.in_hand
        with self.reading() as session:
            outdated = in_hand.find_outdated(inhand.read_open_states(session, self.alone.only))
            read = {id: read_rows(session.connection(), id) for id in outdated}
            with _told("staff_not_noted"):
                self.alone.acquainted.look(session, self.clock())
        in_hand.note_visits({id: rows for id, rows in read.items() if rows[VISIT]})
        in_hand.forget_expired(self.clock())

    def overwrite_deleted(self) -> None:
        """Make what was just deleted unreadable, in the journal too."""
        if self.is_alone:
            self.alone.compact(self)
        else:
            database.Store.overwrite_deleted(self)

    def _try(self) -> None:
        """Write to the database and take it back: nobody waits for this. Raise StoreError."""
        bring_up_to_date(self)
        silence = self.alone.lines.hanging_up_after(lines.ANSWER_SECONDS)
        with silence, database.tell_in_our_words(), self.engine.begin() as connection:
            connection.execute(text("UPDATE installation SET made_at = made_at"))

    def _begin(self, *, reads: bool) -> orm.Session | None:
        """Return a transaction of the database that has begun, None if the desk goes on alone. Raise StoreError."""
        session = inhand.WatchedSession(self.engine, expire_on_commit=False)
        session.info.update({database.ACTING_DESK: self.desk, dayseal.SEALER: self.sealer, inhand.SEEN: []})
        try:
            with self.alone.lines.hanging_up_after(lines.PING_SECONDS), database.tell_in_our_words():
                session.connection(execution_options={sqlitefile.READING: True} if reads else None)
        except StoreError as error:
            session.close()
            if error.reason in LOST_AT_ONCE and self.alone.begin(self, error.reason):
                return None
            raise
        return session

    @contextmanager
    def _on_database(self, session: orm.Session) -> Iterator[None]:
        try:
            with session, self.alone.lines.hanging_up_after(lines.ANSWER_SECONDS), database.tell_in_our_words():
                yield
        except StoreError as error:
            if error.reason in LOST and self.alone.begin(self, error.reason):
                raise StoreError(database.StoreReason.JUST_LOST) from None
            raise

    def _read_changed(self, session: orm.Session) -> dict[str, Rows]:
        connection = session.connection()
        return {id: read_rows(connection, id) for id in session.info.get(visit.CHANGED, ())}


def open_desk_store(
    database: Database,
    desk: str,
    letter: str,
    keys: JournalKeys,
    clock: Callable[[], datetime] = utc_now,
    *,
    only_own: bool = False,
) -> database.Store:
    """Open the database for a desk that can go on without it; where it does not answer, or a journal is not joined yet,
    the desk begins alone. `only_own`: it goes on with its own visits only, and has nobody else's answers in hand.

    Raise StoreError, SettingsError, KeysError.
    """
    made = make_store(database, clock)
    if database.journal_folder is None:
        bring_up_to_date(made)
        return made
    folder = database.journal_folder
    journal, numbers = Journal(folder / f"{desk}.journal", keys), folder / f"{desk}.numbers"
    alone = Alone(journal, numbers, desk, letter, keys, desk if only_own else "")
    kept = (made.retention, made.visits_kept, made.audit_kept)
    store = DeskStore(made.engine, *kept, clock, desk, made.sealer, alone=alone)
    if store.is_shared:
        alone.lines.watch(store.engine)
    alone.resume(store)
    try:
        bring_up_to_date(store)
    except StoreError as error:
        if error.reason not in LOST_AT_ONCE or not alone.begin(store, error.reason):
            store.close()
            raise
    return store
