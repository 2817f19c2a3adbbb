"""A visit: one resident at a desk, from scan or card to finished."""

import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from sqlalchemy import CursorResult, Delete, Row, Select, TextClause, Update, bindparam, insert, orm, select

from kiosk.clock import day_in_japan
from kiosk.settings import DeskMode
from kiosk.store.database import StoreError, StoreReason
from kiosk.store.tables import HOLDS_TICKET, VisitProcedureRow, VisitRow, table_of

VisitId = NewType("VisitId", str)
"""32 hex digits, random: fit for a URL, unguessable."""


Procedures = tuple[tuple[str, int], ...]
"""Id and version of each, in the order the resident sees them."""


class WayIn(StrEnum):
    TICKET = "ticket"
    CARD = "card"
    HAND = "hand"
    STAFF = "staff"
    SHEET = "sheet"
    """The code on a sheet that another section has printed."""


class VisitStatus(StrEnum):
    """open → printed (at the lobby → awaited) → finished; all but the last may also be abandoned by people or expire by
    itself."""

    OPEN = "open"
    PRINTED = "printed"
    AWAITED = "awaited"
    """Its visitor has the papers and is on the way to the counter."""
    FINISHED = "finished"
    ABANDONED = "abandoned"
    EXPIRED = "expired"

    @property
    def is_open(self) -> bool:
        return self in OPEN_STATUSES

    @property
    def holds_ticket(self) -> bool:
        """Return whether its ticket belongs to it and opens no other visit."""
        return self not in (VisitStatus.ABANDONED, VisitStatus.EXPIRED)

    @property
    def has_paper(self) -> bool:
        """Return whether it counts as printed and nobody has finished it yet."""
        return self in (VisitStatus.PRINTED, VisitStatus.AWAITED)


OPEN_STATUSES = (VisitStatus.OPEN, VisitStatus.PRINTED, VisitStatus.AWAITED)
SHAPE_OF_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
IS_OPEN = VisitRow.status.in_([status.value for status in OPEN_STATUSES])


CHANGED = "kiosk_changed"
"""Under which a transaction knows the visits it has changed."""


def new_visit_id() -> VisitId:
    return VisitId(secrets.token_hex(16))


@dataclass(frozen=True, slots=True)
class NewVisit:
    """What a desk knows when it opens a visit. `sealed` must be sealed to `id`."""

    desk: str
    receipt_letter: str
    mode: DeskMode
    way_in: WayIn
    procedures: Procedures = ()
    language: str = "ja"
    staff_id: int | None = None
    fingerprint: str | None = None
    """64 hex digits that are the same whenever the same ticket is scanned, and only then."""
    sealed: bytes | None = None
    id: VisitId = field(default_factory=new_visit_id)
    number: str = ""
    """The number its person was called by, for as long as no other visit of the day has it."""


@dataclass(frozen=True, slots=True)
class Visit:
    id: VisitId
    receipt_number: str
    opened_at: datetime
    closed_at: datetime | None
    desk: str
    mode: DeskMode
    way_in: WayIn
    language: str
    procedures: Procedures
    status: VisitStatus
    staff_id: int | None
    printed_times: int
    corrected_items: int
    printing_desk: str | None = None
    """The desk that prints it, or was printing it when it stopped."""
    printing_until: datetime | None = None
    """Past this, that desk has stopped in the middle."""

    def is_being_printed(self, now: datetime) -> bool:
        return self.printing_until is not None and now < self.printing_until

    def is_interrupted(self, now: datetime) -> bool:
        """Whether only a look at the tray can tell what a desk that stopped has printed."""
        return self.printing_until is not None and now >= self.printing_until


def make_visit(row: VisitRow) -> Visit:
    return _visit_of(row, tuple((each.procedure_id, each.version) for each in row.procedures))


def _visit_of(row: VisitRow | Row[tuple[object, ...]], procedures: Procedures) -> Visit:
    return Visit(
        id=VisitId(row.id),
        receipt_number=row.receipt_number,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        desk=row.desk,
        mode=DeskMode(row.mode),
        way_in=WayIn(row.way_in),
        language=row.language,
        procedures=procedures,
        status=VisitStatus(row.status),
        staff_id=row.staff_id,
        printed_times=row.printed_times,
        corrected_items=row.corrected_items,
        printing_desk=row.printing_desk,
        printing_until=row.printing_until,
    )


def _row_of(visit: Visit) -> dict[str, object]:
    """Return the visit as its row has it, without its procedures."""
    return {
        "id": visit.id,
        "receipt_number": visit.receipt_number,
        "opened_on": day_in_japan(visit.opened_at),
        "opened_at": visit.opened_at,
        "closed_at": visit.closed_at,
        "desk": visit.desk,
        "mode": visit.mode.value,
        "way_in": visit.way_in.value,
        "language": visit.language,
        "status": visit.status.value,
        "staff_id": visit.staff_id,
        "printed_times": visit.printed_times,
        "corrected_items": visit.corrected_items,
        "printing_desk": visit.printing_desk,
        "printing_until": visit.printing_until,
    }


def tidy_receipt_number(typed: str) -> str:
    """Return `Ａ１２`, `a-12` or `A-012` as `A-012`, and an empty text for what is no receipt number."""
    if len(typed) > 20:
        return ""
    folded = unicodedata.normalize("NFKC", typed).strip().upper()
    found = re.fullmatch(r"([A-Z])[\s‐−ー-]*([0-9]{1,6})", folded, re.ASCII)
    return format_receipt_number(found[1], int(found[2])) if found else ""


def format_receipt_number(letter: str, count: int) -> str:
    return f"{letter}-{count:03d}"


def lock_open_row(session: orm.Session, visit_id: VisitId) -> VisitRow:
    """Return the row, locked for this transaction. Raise StoreError if the visit is unknown or closed."""
    row = find_row(session, visit_id, lock=True)
    if not VisitStatus(row.status).is_open:
        raise StoreError(StoreReason.VISIT_CLOSED)
    return row


def find_row(session: orm.Session, visit_id: VisitId, *, lock: bool = False) -> VisitRow:
    """Return the row of any visit, open or not. Raise StoreError(visit_unknown) if there is none."""
    # The id may come from a URL; PostgreSQL would not even compare some texts.
    row = session.get(VisitRow, visit_id, with_for_update=lock) if SHAPE_OF_ID.fullmatch(visit_id) else None
    if row is None:
        raise StoreError(StoreReason.VISIT_UNKNOWN)
    return row


@dataclass(frozen=True, slots=True)
class VisitName:
    """What the audit log calls a visit, and at which desk it is."""

    id: str
    receipt_number: str
    desk: str


_VISIT, _PART = table_of(VisitRow), table_of(VisitProcedureRow)
_BY_ID: Select[tuple[object, ...]] = select(_VISIT).where(_VISIT.c.id == bindparam("visit"))
_BY_TICKET: Select[tuple[object, ...]] = select(_VISIT).where(
    _VISIT.c.fingerprint == bindparam("ticket"), HOLDS_TICKET
)
_PROCEDURES = (
    select(_PART.c.procedure_id, _PART.c.version)
    .where(_PART.c.visit_id == bindparam("visit"))
    .order_by(_PART.c.position)
)
_ADD, _ADD_PART = insert(_VISIT), insert(_PART)
_LOCKED_TICKET = (
    select(_VISIT.c.id).where(_VISIT.c.fingerprint == bindparam("ticket"), HOLDS_TICKET).with_for_update()
)
"""In the words of the index itself: SQLite does not see that bound values mean the same."""
_NAMED = select(_VISIT.c.id, _VISIT.c.receipt_number, _VISIT.c.desk).where(_VISIT.c.id == bindparam("visit"))


def name_visit(session: orm.Session, visit_id: VisitId) -> VisitName:
    """Return what any visit is called, without the visit. Raise StoreError(visit_unknown) if there is none."""
    known = SHAPE_OF_ID.fullmatch(visit_id)
    row = session.connection().execute(_NAMED, {"visit": visit_id}).one_or_none() if known else None
    if row is None:
        raise StoreError(StoreReason.VISIT_UNKNOWN)
    return VisitName(*row)


def find_visit(session: orm.Session, visit_id: VisitId) -> Visit:
    """Return any visit, to be looked at only. Raise StoreError(visit_unknown) if there is none."""
    known = SHAPE_OF_ID.fullmatch(visit_id)
    found = _seen(session, _BY_ID, {"visit": visit_id}) if known else None
    if found is None:
        raise StoreError(StoreReason.VISIT_UNKNOWN)
    return found


def find_visit_of_ticket(session: orm.Session, fingerprint: str) -> Visit | None:
    """Return the open or finished visit of this ticket, to be looked at only; None if there is none."""
    return _seen(session, _BY_TICKET, {"ticket": fingerprint})


def _seen(session: orm.Session, query: Select[tuple[object, ...]], wanted: Mapping[str, str]) -> Visit | None:
    connection = session.connection()
    row = connection.execute(query, wanted).one_or_none()
    if row is None:
        return None
    parts = connection.execute(_PROCEDURES, {"visit": row.id})
    return _visit_of(row, tuple((each.procedure_id, each.version) for each in parts))


def find_ticket_row(session: orm.Session, fingerprint: str | None) -> VisitRow | None:
    """Return the row of the open or finished visit of this ticket, locked for this transaction; None if there is none."""
    if fingerprint is None:
        return None
    # Most tickets are new: an object is made of a row only.
    found = session.connection().scalar(_LOCKED_TICKET, {"ticket": fingerprint})
    return session.get(VisitRow, found) if found is not None else None


def add_visit(session: orm.Session, visit: Visit, fingerprint: str | None) -> None:
    """Add a new visit. Raise IntegrityError if its ticket has one, or its number was given out."""
    connection, note = session.connection(), {"visit_id": visit.id}
    connection.execute(_ADD, _row_of(visit) | {"fingerprint": fingerprint, "printing_mark": None})
    if visit.procedures:
        parts = enumerate(visit.procedures)
        connection.execute(
            _ADD_PART,
            [note | {"position": at, "procedure_id": id, "version": version} for at, (id, version) in parts],
        )
    note_changed(session, visit.id)


def note_changed(session: orm.Session, visit_id: VisitId) -> None:
    """Note that the transaction changes something of the visit, where it does not load the visit itself."""
    session.info.setdefault(CHANGED, set()).add(visit_id)


def change_rows(
    session: orm.Session, change: Delete | Update | TextClause, values: Mapping[str, object] | None = None
) -> int:
    """Execute the statement; return the number of rows changed."""
    result = session.execute(change.execution_options(synchronize_session=False), values)
    return result.rowcount if isinstance(result, CursorResult) else 0
