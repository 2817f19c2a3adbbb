"""Sealing the answers of a visit for the time they are kept: only the town's private key opens them."""

from collections.abc import Mapping

import cbor2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from forms.answers import Answers, Row, Value
from forms.ticket import Keyring, PublicKey
from kiosk.store.answers import LARGEST_SEALED
from kiosk.store.errors import StoreError, StoreReason
from kiosk.store.visit import VisitId

VERSION = 1
HEADER = 3
"""One byte version, two bytes key id."""

INFO = b"kakanai-madoguchi stored answers\x00"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
DEEPEST = 4
"""Answers, a list, a row, a list in the row."""


def seal_answers(answers: Answers, visit_id: VisitId, key: PublicKey) -> bytes:
    """HPKE (RFC 9180) of the answers as a CBOR map; it opens for this visit only."""
    header = bytes([VERSION]) + key.id.to_bytes(2)
    contents = cbor2.dumps({item: _plain(value) for item, value in answers.items()})
    return header + SUITE.encrypt(contents, X25519PublicKey.from_public_bytes(key.raw), _info(header, visit_id))


def open_answers(sealed: bytes, visit_id: VisitId, keyring: Keyring) -> Answers:
    """The answers again, equal to those sealed. Raises StoreError(answers_unreadable).

    Whoever knows the public key can seal anything: the types are right, the sense is not checked.
    """
    contents = _unsealed(sealed, visit_id, keyring)
    try:
        read = cbor2.loads(contents, max_depth=DEEPEST, allow_indefinite=False, allow_duplicate_keys=False)
    except (cbor2.CBORDecodeError, ValueError):
        raise _unreadable() from None
    if not isinstance(read, dict):
        raise _unreadable()
    return {_text(item): _value(value) for item, value in read.items()}


def _unsealed(sealed: bytes, visit_id: VisitId, keyring: Keyring) -> bytes:
    header = sealed[:HEADER]
    key = keyring.find(int.from_bytes(header[1:]))
    if header[:1] != bytes([VERSION]) or key is None or key.private is None or len(sealed) > LARGEST_SEALED:
        raise _unreadable()
    private = X25519PrivateKey.from_private_bytes(key.private)
    try:
        return SUITE.decrypt(sealed[HEADER:], private, _info(header, visit_id))
    except InvalidTag:
        raise _unreadable() from None


def _info(header: bytes, visit_id: VisitId) -> bytes:
    return INFO + header + visit_id.encode("ascii")


def _plain(value: Value) -> object:
    if not isinstance(value, tuple):
        return value
    return [dict(each) if isinstance(each, Mapping) else each for each in value]


def _value(read: object) -> Value:
    if isinstance(read, str | int):
        return read
    if not isinstance(read, list):
        raise _unreadable()
    if all(isinstance(each, dict) for each in read):
        # An empty list is never stored as an answer; it would come back as an empty tuple either way.
        return tuple(_row(each) for each in read)
    return _texts(read)


def _row(read: object) -> Row:
    if not isinstance(read, dict):
        raise _unreadable()
    return {_text(name): _field(value) for name, value in read.items()}


def _field(read: object) -> str | int | bool | tuple[str, ...]:
    if isinstance(read, str | int):
        return read
    return _texts(read)


def _texts(read: object) -> tuple[str, ...]:
    if not isinstance(read, list):
        raise _unreadable()
    return tuple(_text(each) for each in read)


def _text(read: object) -> str:
    if not isinstance(read, str):
        raise _unreadable()
    return read


def _unreadable() -> StoreError:
    return StoreError(StoreReason.ANSWERS_UNREADABLE)
