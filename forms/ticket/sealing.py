"""Sealing answers into a ticket and opening it again: HPKE (RFC 9180) to the town's key."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from forms.ticket import frame, keys, packing
from forms.ticket.contents import LONGEST_VALIDITY, ProcedureLookup, Ticket, TicketContents, TicketSchema
from forms.ticket.packed import MINUTE, pack_moment, unpack_moment, whole
from forms.ticket.reason import TicketError, TicketReason

HEADER = 6
TOWN = 3
OVERHEAD = HEADER + 32 + 16
"""Header, encapsulated key and authentication tag in bytes."""

INFO = b"kakanai-madoguchi ticket\x00"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class Header:
    """What stands in the open before the sealed part, and is authenticated with it."""

    version: int
    town: str
    key: int

    def __bytes__(self) -> bytes:
        return bytes([self.version]) + int(self.town).to_bytes(TOWN) + self.key.to_bytes(2)


def sealed(contents: bytes, town: str, key: keys.PublicKey, info: bytes = INFO) -> bytes:
    """Return the payload.

    `town` is the 6-digit 全国地方公共団体コード; anything else is a ValueError of the caller.

    `info` keeps what is sealed for one purpose from being opened for another.
    """
    if len(town) != 2 * TOWN or not town.isascii() or not town.isdigit():
        raise ValueError("the town must be six digits")
    header = bytes(Header(frame.VERSION, town, key.id))
    return header + SUITE.encrypt(contents, X25519PublicKey.from_public_bytes(key.raw), info=info + header)


def unsealed(payload: bytes, keyring: keys.Keyring, info: bytes = INFO) -> bytes:
    """Return the contents. Raise TicketError: unknown_version, wrong_town, unknown_key, damaged."""
    header = header_of(payload)
    if header.version != frame.VERSION:
        raise TicketError(TicketReason.UNKNOWN_VERSION)
    if header.town != keyring.town:
        raise TicketError(TicketReason.WRONG_TOWN, header.town)
    key = keyring.find(header.key)
    if key is None or key.private is None:
        raise TicketError(TicketReason.UNKNOWN_KEY)
    private = X25519PrivateKey.from_private_bytes(key.private)
    try:
        return SUITE.decrypt(payload[HEADER:], private, info=info + payload[:HEADER])
    except InvalidTag:
        raise TicketError(TicketReason.DAMAGED) from None


def header_of(payload: bytes) -> Header:
    """Return the header of the payload.

    Raise TicketError(damaged) if the payload is too short to hold anything.
    """
    if len(payload) <= OVERHEAD:
        raise TicketError(TicketReason.DAMAGED)
    town = int.from_bytes(payload[1 : 1 + TOWN])
    return Header(payload[0], f"{town:06d}", int.from_bytes(payload[1 + TOWN : HEADER]))


CLOCK_TOLERANCE = timedelta(minutes=10)
"""How far the prefill site's clock may be ahead of the desk's."""
MOST_PROCEDURES = 32

A = TypeVar("A")
B = TypeVar("B")

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def seal(contents: TicketContents, town: str, key: keys.PublicKey, procedures: ProcedureLookup) -> Ticket:
    """Return one or two texts of digits that only the holder of the private key can open.

    `town` is the 6-digit 全国地方公共団体コード. Seconds are dropped from both times. Raise TicketError:
    bad_contents (an answer outside the schema or of the wrong type, impossible times), unknown_procedure,
    too_large.
    """
    issued = pack_moment(contents.issued)
    valid = _validity(pack_moment(contents.expires) - issued)
    schema = _schema(procedures, contents.procedures)
    packed = [
        issued,
        valid,
        _language(contents.language),
        [[_known(procedures.number_of, id), version] for id, version in contents.procedures],
        packing.pack_answers(contents.answers, schema),
    ]
    return Ticket(frame.texts_of(sealed(packing.squeezed(packing.write_cbor(packed)), town, key)))


def open_ticket(
    texts: Sequence[str],
    keyring: keys.Keyring,
    procedures: ProcedureLookup,
    now: datetime,
    *,
    even_expired: bool = False,
) -> TicketContents:
    """Return the contents of what was scanned: one text or two in either order; `now` is aware.

    `even_expired`: a person has decided to take it although its days are over, as long as any ticket can be valid.

    The types of the answers are right, their sense is not checked: anybody who knows the public key can seal
    anything, so the answers need the same validation as typed ones. Raise TicketError.
    """
    contents = packing.unsqueezed(unsealed(frame.payload_of(texts), keyring))
    match packing.read_cbor(contents):
        case [issued, valid, language, [*chosen], values]:
            begins = unpack_moment(issued)
            expires = begins + _validity(whole(valid)) * MINUTE
            _in_time(begins, begins + LONGEST_VALIDITY if even_expired else expires, now)
            ids = _chosen(chosen, procedures)
            answers = packing.unpack_answers(values, _schema(procedures, ids))
            return TicketContents(begins, expires, ids, answers, _language(language))
    raise TicketError(TicketReason.BAD_CONTENTS)


def fingerprint(texts: Sequence[str]) -> str:
    """64 hex digits that stand for this ticket and tell nothing about it, to notice that it comes again.

    The same for both orders of two codes. Raise TicketError where the digits are no whole ticket.
    """
    return sha256(frame.payload_of(texts)).hexdigest()


def _schema(procedures: ProcedureLookup, chosen: Sequence[tuple[str, int]]) -> TicketSchema:
    if not 1 <= len(chosen) <= MOST_PROCEDURES or len({id for id, _ in chosen}) != len(chosen):
        raise TicketError(TicketReason.BAD_CONTENTS)
    return _known(procedures.schema_for, chosen)


def _chosen(packed: Sequence[object], procedures: ProcedureLookup) -> tuple[tuple[str, int], ...]:
    chosen: list[tuple[str, int]] = []
    for pair in packed[: MOST_PROCEDURES + 1]:
        match pair:
            case [number, version]:
                chosen.append((_known(procedures.id_of, whole(number)), whole(version)))
            case _:
                raise TicketError(TicketReason.BAD_CONTENTS)
    return tuple(chosen)


def _known(look_up: Callable[[A], B], what: A) -> B:
    try:
        return look_up(what)
    except LookupError:
        raise TicketError(TicketReason.UNKNOWN_PROCEDURE) from None


def _validity(minutes: int) -> int:
    if not 1 <= minutes <= LONGEST_VALIDITY // MINUTE:
        raise TicketError(TicketReason.BAD_CONTENTS)
    return minutes


def _language(tag: object) -> str:
    if isinstance(tag, str) and len(tag) <= 35 and _LANGUAGE.fullmatch(tag):
        return tag
    raise TicketError(TicketReason.BAD_CONTENTS)


def _in_time(issued: datetime, expires: datetime, now: datetime) -> None:
    if now + CLOCK_TOLERANCE < issued:
        raise TicketError(TicketReason.NOT_YET_VALID)
    if now > expires:
        raise TicketError(TicketReason.EXPIRED)
