"""The audit log: who did what and when, append-only and hash-chained, without personal data.

Each entry carries a hash over the one before and its own contents.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypedDict

import cbor2
from sqlalchemy import bindparam, func, insert, orm, select, update

from kiosk.clock import day_in_japan
from kiosk.store import database, dayseal
from kiosk.store.tables import AuditAnchorRow, AuditEntryRow, AuditHeadRow, VisitRow, table_of
from kiosk.store.visit import Visit, VisitId, VisitName, name_visit

CODE = re.compile(r"[A-Za-z0-9_.:+@-]{1,64}", re.ASCII)
LARGEST_NUMBER = 2**53
LONGEST_COLUMNS = 300

START = "0" * 64
"""The hash before the first entry."""

HEAD = ANCHOR = 1

BATCH = 1000

# Without objects, and put together once: every look at a visit adds an entry.
_HEAD, _ENTRY = table_of(AuditHeadRow), table_of(AuditEntryRow)
_HEAD_NOW = select(_HEAD.c.seq, _HEAD.c.hash).where(_HEAD.c.id == HEAD)
_LOCK_HEAD = _HEAD_NOW.with_for_update()
_LOCK_SEALED_HEAD = _LOCK_HEAD.add_columns(dayseal.SEALED.exists())
_MOVE_HEAD = update(_HEAD).where(_HEAD.c.id == HEAD).values(seq=bindparam("to_seq"), hash=bindparam("to_hash"))
_ADD = insert(_ENTRY)


class AuditEvent(StrEnum):
    """Everything that is ever audited."""

    VISIT_OPENED = "visit_opened"
    VISIT_RESUMED = "visit_resumed"
    VISIT_LOOKED_UP = "visit_looked_up"
    VISIT_SENT_TO_COUNTER = "visit_sent_to_counter"
    VISIT_FINISHED = "visit_finished"
    VISIT_REOPENED = "visit_reopened"
    VISIT_ABANDONED = "visit_abandoned"
    TICKET_REFUSED = "ticket_refused"
    EXPIRED_TICKET_OPENED = "expired_ticket_opened"
    ANSWERS_SHOWN = "answers_shown"
    ANSWERS_REVEALED = "answers_revealed"
    """What a member of staff sees only for a reason: facts of procedures of other sections."""
    ANSWERS_CORRECTED = "answers_corrected"
    ANSWERS_EXPORTED = "answers_exported"
    ANSWERS_PURGED = "answers_purged"
    CARD_READ = "card_read"
    CARD_REFUSED = "card_refused"
    IDENTITY_CHECKED = "identity_checked"
    PAPER_SEEN = "paper_seen"
    SHEETS_PRINTED = "sheets_printed"
    PRINT_FAILED = "print_failed"
    STAFF_ADDED = "staff_added"
    STAFF_DISABLED = "staff_disabled"
    STAFF_ENABLED = "staff_enabled"
    STAFF_RENAMED = "staff_renamed"
    STAFF_ROLES_CHANGED = "staff_roles_changed"
    STAFF_CHANGED_PLACES = "staff_changed_places"
    STAFF_PASSWORD_CHANGED = "staff_password_changed"  # noqa: S105 — the name of an event
    STAFF_SECOND_ADDED = "staff_second_added"
    STAFF_SECOND_REMOVED = "staff_second_removed"
    STAFF_SECOND_RESET = "staff_second_reset"
    STAFF_SECOND_ASKED = "staff_second_asked"
    STAFF_SPARE_CODES_MADE = "staff_spare_codes_made"
    STAFF_SIGNED_IN = "staff_signed_in"
    STAFF_SIGN_IN_FAILED = "staff_sign_in_failed"
    STAFF_SIGN_IN_DELAYED = "staff_sign_in_delayed"
    STAFF_SIGNED_OUT = "staff_signed_out"
    STAFF_CALLED = "staff_called"
    STAFF_CAME = "staff_came"
    DESK_WENT_ALONE = "desk_went_alone"
    JOURNAL_JOINED = "journal_joined"
    TWINS_SETTLED = "twins_settled"
    KEYS_CREATED = "keys_created"
    KEYS_ROTATED = "keys_rotated"
    KEYS_RETIRED = "keys_retired"
    KEYS_PRINTED = "keys_printed"
    """The recovery sheet came out."""
    KEYS_RESTORED = "keys_restored"
    DESK_INVITED = "desk_invited"
    DESK_JOINED = "desk_joined"
    """Another PC has the town's keys from now on."""
    DESK_REMOVED = "desk_removed"
    BUNDLE_MADE = "bundle_made"
    BUNDLE_RELEASED = "bundle_released"
    BUNDLE_TAKEN = "bundle_taken"
    BUNDLE_TAKEN_BACK = "bundle_taken_back"
    AUDIT_TRIMMED = "audit_trimmed"
    AUDIT_SEAL_RENEWED = "audit_seal_renewed"
    REGISTER_IMPORTED = "register_imported"
    REGISTER_FORGOTTEN = "register_forgotten"
    REGISTER_LOOKED_UP = "register_looked_up"
    REGISTER_REFUSED = "register_refused"
    REGISTER_SHOWN = "register_shown"
    REGISTER_TAKEN_OVER = "register_taken_over"
    REGISTER_RELEASED = "register_released"
    TASK_CHANGED = "task_changed"
    TILL_OPENED = "till_opened"
    PAYMENT_TAKEN = "payment_taken"
    PAYMENT_VOIDED = "payment_voided"
    TILL_CLOSED = "till_closed"


class Details(TypedDict, total=False):
    """The only things an entry may add: counts, numbers and codes, never words a person typed."""

    count: int
    up_to: int
    sheets: int
    version: int
    key_id: int | str
    subject_staff_id: int
    procedure: str
    item: str
    kind: str
    mode: str
    way_in: str
    language: str
    outcome: str
    reason: str
    role: str
    joined: str
    """Which entry of which journal it was before it was joined to this log."""
    columns: str
    """Names of facts with + between."""
    till: str
    serial: int
    """Of a receipt."""
    amount: int
    """In yen."""


def check_details(details: Details) -> dict[str, str | int]:
    """Return the details without the empty ones.

    Raise ValueError for one not in the list, or no code or number.
    """
    checked: dict[str, str | int] = {}
    for name, value in details.items():
        if name not in Details.__annotations__:
            raise ValueError(f"no such audit detail: {name}")
        if value == "":
            continue
        if not isinstance(value, str | int) or not _is_fine(name, value):
            raise ValueError(f"audit detail {name} is neither a code nor a number")
        checked[name] = value
    return checked


def _is_fine(name: str, value: str | int) -> bool:
    if name == "columns":
        is_short = isinstance(value, str) and len(value) <= LONGEST_COLUMNS
        return is_short and all(CODE.fullmatch(column) for column in str(value).split("+"))
    return _is_code_or_number(value)


def _is_code_or_number(value: str | int) -> bool:
    if isinstance(value, str):
        return CODE.fullmatch(value) is not None
    return not isinstance(value, bool) and abs(value) < LARGEST_NUMBER


@dataclass(frozen=True, slots=True)
class AuditEntry:
    seq: int
    at: datetime
    event: str
    staff_id: int | None
    desk: str | None
    visit_id: str | None
    receipt_number: str | None
    details: Mapping[str, str | int]

    def hash_after(self, before: str) -> str:
        """Return SHA-256 in hex digits over the hash before (32 bytes) and the canonical CBOR of this entry."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        who = [self.staff_id, self.desk, self.visit_id, self.receipt_number]
        contents = cbor2.dumps([self.seq, at, self.event, *who, dict(self.details)], canonical=True)
        return hashlib.sha256(bytes.fromhex(before) + contents).hexdigest()


def append(
    session: orm.Session,
    at: datetime,
    event: AuditEvent,
    *,
    staff_id: int | None = None,
    desk: str | None = None,
    visit: VisitRow | Visit | VisitName | None = None,
    details: Details | None = None,
) -> None:
    """Add an entry in the caller's transaction: what happened and its entry are kept together or not at all. The desk
    is the one it is about, else the one that acts, else the visit's own.

    Raise ValueError for a detail that is not in the closed list or not a code or number; an empty one is left out.
    """
    entry = AuditEntry(
        seq=0,
        at=at,
        event=event.value,
        staff_id=staff_id,
        desk=desk or session.info.get(database.ACTING_DESK) or (visit.desk if visit else None),
        visit_id=visit.id if visit else None,
        receipt_number=visit.receipt_number if visit else None,
        details=check_details(details or {}),
    )
    add_entry(session, entry, day_in_japan(at))


def add_entry(session: orm.Session, what: AuditEntry, day: date) -> None:
    """Add this as the next entry, whatever its number was before, in the caller's transaction, on that day."""
    session.flush()
    connection = session.connection()
    sealer = session.info.get(dayseal.SEALER)
    if isinstance(sealer, dayseal.DaySealer):
        seq, hash, is_sealed = connection.execute(_LOCK_SEALED_HEAD, {"key": sealer.key_id, "on": day}).one()
        last = ChainHead(seq, hash)
        if not is_sealed:
            # Looked at again: another program of this PC may have sealed while the last link was locked.
            sealer.seal_day(session, day, last.seq, last.hash)
    else:
        last = ChainHead(*connection.execute(_LOCK_HEAD).one())
    entry = replace(what, seq=last.seq + 1)
    values = {name: getattr(entry, name) for name in AuditEntry.__slots__} | {"details": dict(entry.details)}
    after = {"hash": entry.hash_after(last.hash)}
    connection.execute(_ADD, values | after)
    connection.execute(_MOVE_HEAD, {"to_seq": entry.seq, "to_hash": after["hash"]})


def make_entry(row: AuditEntryRow) -> AuditEntry:
    who = (row.staff_id, row.desk, row.visit_id, row.receipt_number)
    return AuditEntry(row.seq, row.at, row.event, *who, row.details)


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last entry. Noted outside the database, it proves later that nobody rewrote the whole chain."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """`broken_at` is the first entry that is changed, missing or added, `None` if all is well."""

    last: int
    broken_at: int | None
    begins_after: int = 0
    """The last entry that was deleted because it had been kept long enough."""

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None

    @property
    def entries(self) -> int:
        return self.last - self.begins_after


def record(
    store: database.Store,
    event: AuditEvent,
    *,
    staff_id: int | None = None,
    desk: str | None = None,
    visit_id: VisitId | None = None,
    visit: Visit | None = None,
    details: Details | None = None,
) -> None:
    """Add one entry. What the store does by itself (open, print, finish …) it audits by itself. `visit` is one that the
    caller has just read.

    Raise StoreError(visit_unknown), or ValueError for a detail that could be personal.
    """
    with store.writing() as session:
        about = name_visit(session, visit_id) if visit_id else visit
        append(session, store.clock(), event, staff_id=staff_id, desk=desk, visit=about, details=details)


def read_head(store: database.Store) -> ChainHead:
    with store.reading() as session:
        return read_chain_head(session)


def read_entries(store: database.Store, *, after: int = 0, most: int = BATCH) -> tuple[AuditEntry, ...]:
    """Return entries in order, those with a larger `seq` than `after`."""
    with store.reading() as session:
        return tuple(make_entry(row) for row in _read_rows(session, after, most))


def read_all(store: database.Store) -> Iterator[AuditEntry]:
    """Yield every entry in order, some at a time."""
    after = 0
    while batch := read_entries(store, after=after):
        yield from batch
        after = batch[-1].seq


def read_last_entry(store: database.Store, visit_id: VisitId, event: AuditEvent) -> AuditEntry | None:
    """Return the last time this happened to the visit, None if it never did."""
    row = AuditEntryRow
    query = select(row).where(row.visit_id == visit_id, row.event == event.value).order_by(row.seq.desc()).limit(1)
    with store.reading() as session:
        found = session.scalars(query).first()
        return make_entry(found) if found is not None else None


def find_span(store: database.Store, since: datetime | None, until: datetime | None) -> tuple[int, int]:
    """Return the first and last `seq` within these times, found by the index alone; (1, 0) if there is none.

    Clocks of desks differ a little: entries between may be a little older or newer.
    """
    found = select(func.min(AuditEntryRow.seq), func.max(AuditEntryRow.seq))
    if since is not None:
        found = found.where(AuditEntryRow.at >= since)
    if until is not None:
        found = found.where(AuditEntryRow.at < until)
    with store.reading() as session:
        first, last = session.execute(found).one()
        return first or 1, last or 0


def verify_chain(store: database.Store, noted: ChainHead | None = None) -> ChainReport:
    """Report where the chain breaks, if it does; `noted` is an earlier head that must still be part of it.

    Of a noted entry that has been deleted since, nothing can be said but that it is before the report's beginning.
    """
    with store.reading() as session:
        return verify_rows(session, noted)


def verify_rows(
    session: orm.Session, noted: ChainHead | None = None, *, start: ChainHead | None = None
) -> ChainReport:
    """Verify the chain in the caller's transaction, only after `start` where that link is known to be true."""
    # In this order an entry added meanwhile is never mistaken for a forged one.
    largest = session.scalar(select(func.max(AuditEntryRow.seq))) or 0
    last = read_chain_head(session)
    row = session.get_one(AuditAnchorRow, ANCHOR)
    anchor = ChainHead(row.seq, row.hash)
    if start is not None and start.seq > anchor.seq:
        anchor = start
    elif _differs(noted, anchor) or _read_trimmed(session) != anchor.seq:
        return ChainReport(anchor.seq, anchor.seq, anchor.seq)
    good = _find_last_good(session, anchor, last, noted)
    whole = good == last and largest <= last.seq and (noted is None or noted.seq <= last.seq)
    return ChainReport(good.seq, None if whole else good.seq + 1, anchor.seq)


def _read_trimmed(session: orm.Session) -> int:
    """Return up to where the log itself says that it was deleted."""
    trimmed = AuditEntryRow.event == AuditEvent.AUDIT_TRIMMED.value
    query = select(AuditEntryRow).where(trimmed).order_by(AuditEntryRow.seq.desc()).limit(1)
    row = session.scalars(query).one_or_none()
    up_to = row.details.get("up_to") if row else 0
    return up_to if isinstance(up_to, int) else -1


def _find_last_good(
    session: orm.Session, anchor: ChainHead, last: ChainHead, noted: ChainHead | None
) -> ChainHead:
    good = anchor
    while rows := _read_rows(session, good.seq, min(BATCH, last.seq - good.seq)):
        for row in rows:
            found = ChainHead(row.seq, make_entry(row).hash_after(good.hash))
            if found != ChainHead(good.seq + 1, row.hash) or _differs(noted, found):
                return good
            good = found
        session.expunge_all()
    return good


def _differs(noted: ChainHead | None, found: ChainHead) -> bool:
    return noted is not None and noted.seq == found.seq and noted.hash != found.hash


def _read_rows(session: orm.Session, after: int, most: int) -> list[AuditEntryRow]:
    query = select(AuditEntryRow).where(AuditEntryRow.seq > after).order_by(AuditEntryRow.seq).limit(most)
    return list(session.scalars(query))


def read_chain_head(session: orm.Session) -> ChainHead:
    """Return the last link in the caller's transaction."""
    return ChainHead(*session.execute(_HEAD_NOW).one())
