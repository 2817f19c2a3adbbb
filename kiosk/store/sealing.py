"""Sealing the answers of a visit for the time they are kept: only the town's private key opens them."""

import cbor2

from forms.answers import Answers
from forms.exchange import plain_of, value_of
from forms.ticket import Keyring, PublicKeys, TicketError
from forms.ticket.envelope import sealed, unsealed
from kiosk.store.answers import LARGEST_SEALED
from kiosk.store.errors import StoreError, StoreReason
from kiosk.store.visit import VisitId

PURPOSE = b"kakanai-madoguchi stored answers\x00"
"""With the visit's id behind it: what is sealed for a visit opens neither as a ticket nor for another visit."""

DEEPEST = 4
"""Answers, a list, a row, a list in the row."""


def seal_answers(answers: Answers, visit_id: VisitId, keys: PublicKeys) -> bytes:
    """Return the answers as a CBOR map in the envelope of tickets; it opens for this visit only.

    Raise KeysError if the town has no current key.
    """
    contents = cbor2.dumps({key: plain_of(value) for key, value in answers.items()})
    return sealed(contents, keys.town, keys.current, _info(visit_id))


def open_answers(stored: bytes, visit_id: VisitId, keyring: Keyring) -> Answers:
    """Return the answers, equal to those sealed. Raise StoreError(answers_unreadable).

    Whoever knows the public key can seal anything: the types are right, the sense is not checked.
    """
    if len(stored) > LARGEST_SEALED:
        raise StoreError(StoreReason.ANSWERS_UNREADABLE)
    try:
        contents = unsealed(stored, keyring, _info(visit_id))
        read = cbor2.loads(contents, max_depth=DEEPEST, allow_indefinite=False, allow_duplicate_keys=False)
    except (TicketError, cbor2.CBORDecodeError, ValueError):
        raise StoreError(StoreReason.ANSWERS_UNREADABLE) from None
    return _answers(read)


def _answers(read: object) -> Answers:
    values = {key: value_of(plain) for key, plain in read.items()} if isinstance(read, dict) else {"": None}
    known = {key: value for key, value in values.items() if isinstance(key, str) and value is not None}
    if len(known) < len(values):
        raise StoreError(StoreReason.ANSWERS_UNREADABLE)
    return known


def _info(visit_id: VisitId) -> bytes:
    return PURPOSE + visit_id.encode("ascii")
