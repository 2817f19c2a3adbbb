"""The sealed payload: an open header, then HPKE (RFC 9180) to the town's key."""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from forms.ticket.frame import VERSION
from forms.ticket.keys import Keyring, PublicKey
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


def sealed(contents: bytes, town: str, key: PublicKey, info: bytes = INFO) -> bytes:
    """Return the payload.

    `town` is the 6-digit 全国地方公共団体コード; anything else is a ValueError of the caller.

    `info` keeps what is sealed for one purpose from being opened for another.
    """
    if len(town) != 2 * TOWN or not town.isascii() or not town.isdigit():
        raise ValueError("the town must be six digits")
    header = bytes(Header(VERSION, town, key.id))
    return header + SUITE.encrypt(contents, X25519PublicKey.from_public_bytes(key.raw), info=info + header)


def unsealed(payload: bytes, keyring: Keyring, info: bytes = INFO) -> bytes:
    """Return the contents. Raise TicketError: unknown_version, wrong_town, unknown_key, damaged."""
    header = header_of(payload)
    if header.version != VERSION:
        raise TicketError(TicketReason.UNKNOWN_VERSION)
    if header.town != keyring.town:
        raise TicketError(TicketReason.WRONG_TOWN)
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
