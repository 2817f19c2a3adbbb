"""The answers of a visit for the time they are kept: sealed, so that only the town's private key opens them."""

from datetime import datetime
from typing import NamedTuple

import cbor2
from sqlalchemy import bindparam, insert, orm, select

from forms.answers import Answers, plain_of, value_of
from forms.ticket import Keyring, PublicKeys, TicketError, sealing
from kiosk.store import audit, tables
from kiosk.store.database import Store, StoreError, StoreReason
from kiosk.store.visit import Visit, VisitId, VisitStatus, find_row, find_visit, lock_open_row

_ANSWERS = tables.table_of(tables.SealedAnswersRow)
_KEPT = select(_ANSWERS.c.sealed, _ANSWERS.c.expires_at).where(_ANSWERS.c.visit_id == bindparam("visit"))
_ADD = insert(_ANSWERS)

LARGEST_SEALED = 262_144
"""Bytes; eight procedures for a household of twenty stay far below."""

DEEPEST = 4
"""Answers, a list, a row, a list in the row."""

PURPOSE = b"kakanai-madoguchi stored answers\x00"
"""With the visit's id behind it: what is sealed for a visit opens neither as a ticket nor for another visit."""


def save_answers(
    store: Store,
    visit_id: VisitId,
    sealed: bytes,
    *,
    replaces: bytes | None = None,
    corrected: int = 0,
    staff_id: int | None = None,
) -> None:
    """Keep these answers in place of the earlier ones and start the retention time anew.

    `corrected` is how many items were changed since the last time; only the number is kept. `replaces` are the earlier
    ones as they were read: somebody may have saved others since.
    Raise StoreError: visit_unknown, visit_closed, visit_changed, answers_too_large.
    """
    with store.writing() as session:
        row = lock_open_row(session, visit_id)
        now = store.clock()
        kept = session.get(tables.SealedAnswersRow, visit_id)
        if replaces is not None and (kept is None or kept.sealed != replaces):
            raise StoreError(StoreReason.VISIT_CHANGED)
        keep_sealed(session, visit_id, sealed, now + store.retention)
        if corrected:
            row.corrected_items += corrected
            details = audit.Details(count=corrected)
            audit.append(
                session, now, audit.AuditEvent.ANSWERS_CORRECTED, staff_id=staff_id, visit=row, details=details
            )


def read_answers(store: Store, visit_id: VisitId) -> bytes:
    """Return the sealed answers of an open visit; what was finished just now has to be opened again before.

    Raise StoreError: visit_unknown, answers_unknown.
    """
    with store.reading() as session:
        is_open = VisitStatus(find_row(session, visit_id).status).is_open
        kept = _find_answers(store, session, visit_id) if is_open else None
    if kept is None:
        raise StoreError(StoreReason.ANSWERS_UNKNOWN)
    return kept


class Found(NamedTuple):
    """A visit, and its sealed answers while it is open, as far as there are any."""

    visit: Visit
    sealed: bytes | None


def find_with_answers(store: Store, visit_id: VisitId) -> Found:
    """Return any visit in one read. Raise StoreError(visit_unknown)."""
    with store.reading() as session:
        visit = find_visit(session, visit_id)
        return Found(visit, _find_answers(store, session, visit_id) if visit.status.is_open else None)


def read_open_visit(store: Store, visit_id: VisitId) -> Found:
    """Return an open visit in one read. Raise StoreError: visit_unknown, visit_closed."""
    found = find_with_answers(store, visit_id)
    if not found.visit.status.is_open:
        raise StoreError(StoreReason.VISIT_CLOSED)
    return found


def _find_answers(store: Store, session: orm.Session, visit_id: VisitId) -> bytes | None:
    kept = session.connection().execute(_KEPT, {"visit": visit_id}).one_or_none()
    # A visit past its time is as good as purged, whether or not the purge has run.
    return kept.sealed if kept is not None and kept.expires_at > store.clock() else None


def keep_sealed(session: orm.Session, visit_id: VisitId, sealed: bytes, expires_at: datetime) -> None:
    """Keep the answers in place of those that may be there. Raise StoreError(answers_too_large)."""
    _check_size(sealed)
    session.merge(tables.SealedAnswersRow(visit_id=visit_id, sealed=sealed, expires_at=expires_at))
    session.flush()


def keep_first(session: orm.Session, visit_id: VisitId, sealed: bytes, expires_at: datetime) -> None:
    """Keep the answers of a visit that has none, since it is new. Raise StoreError(answers_too_large)."""
    _check_size(sealed)
    session.connection().execute(_ADD, {"visit_id": visit_id, "sealed": sealed, "expires_at": expires_at})


def _check_size(sealed: bytes) -> None:
    if len(sealed) > LARGEST_SEALED:
        raise StoreError(StoreReason.ANSWERS_TOO_LARGE)


def seal_answers(answers: Answers, visit_id: VisitId, keys: PublicKeys) -> bytes:
    """Return the answers as a CBOR map in the envelope of tickets; it opens for this visit only.

    Raise KeysError if the town has no current key.
    """
    contents = cbor2.dumps({key: plain_of(value) for key, value in answers.items()})
    return sealing.sealed(contents, keys.town, keys.current, _name_purpose(visit_id))


def open_answers(stored: bytes, visit_id: VisitId, keyring: Keyring) -> Answers:
    """Return the answers, equal to those sealed. Raise StoreError(answers_unreadable).

    Whoever knows the public key can seal anything: the types are right, the sense is not checked.
    """
    if len(stored) > LARGEST_SEALED:
        raise StoreError(StoreReason.ANSWERS_UNREADABLE)
    try:
        contents = sealing.unsealed(stored, keyring, _name_purpose(visit_id))
        read = cbor2.loads(contents, max_depth=DEEPEST, allow_indefinite=False, allow_duplicate_keys=False)
    except (TicketError, cbor2.CBORDecodeError, ValueError):
        raise StoreError(StoreReason.ANSWERS_UNREADABLE) from None
    return _read_values(read)


def _read_values(read: object) -> Answers:
    values = {key: value_of(plain) for key, plain in read.items()} if isinstance(read, dict) else {"": None}
    known = {key: value for key, value in values.items() if isinstance(key, str) and value is not None}
    if len(known) < len(values):
        raise StoreError(StoreReason.ANSWERS_UNREADABLE)
    return known


def _name_purpose(visit_id: VisitId) -> bytes:
    return PURPOSE + visit_id.encode("ascii")
