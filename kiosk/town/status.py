"""The waiting as it may leave the town hall: called numbers, counts and ranges of one site, signed, as digits.

A file of digits can be carried by whatever a town allows between its networks, and the same digits are the code in
the corner of the board, so that a camera outside can read them by light. Nothing of a person is in it. (Signature:
Ed25519, RFC 8032.)
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

VERSION = 1
PURPOSE = b"kiosk status 1\n"
"""Signed with the content, so that nothing signed for another purpose is taken for this."""
SIGNATURE = 64
MOST_BYTES = 1500
MOST_DIGITS = 4000
MOST_PLAIN = 20_000


@dataclass(frozen=True, slots=True)
class StatusQueue:
    """What can be waited for: how many do, and how long whoever takes a number now."""

    letter: str
    label: str
    count: int
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Status:
    """A site at one moment."""

    at: datetime
    site: str
    calls: tuple[tuple[str, str], ...]
    """Number and window."""
    queues: tuple[StatusQueue, ...]
    closed: str = ""


def pack_status(status: Status, secret: bytes) -> str:
    """Return the status as digits, signed with the 32 bytes of a secret. Raise ValueError if it is too long."""
    queues = [[each.letter, each.label, each.count, each.low, each.high] for each in status.queues]
    content = [VERSION, int(status.at.timestamp()), status.site, list(status.calls), queues, status.closed]
    packed = zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    signed = Ed25519PrivateKey.from_private_bytes(secret).sign(PURPOSE + packed) + packed
    if len(signed) > MOST_BYTES:
        raise ValueError("too much for a status")
    # The one in front keeps zeros at the beginning.
    return str(int.from_bytes(b"\x01" + signed))


def unpack_status(digits: str, public: bytes) -> Status | None:
    """Return what the digits say; None for anything that was not signed with the secret to this public key."""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS):
        return None
    number = int(digits)
    data = number.to_bytes((number.bit_length() + 7) // 8 or 1)
    signature, packed = data[1 : 1 + SIGNATURE], data[1 + SIGNATURE :]
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, PURPOSE + packed)
        plain = zlib.decompressobj().decompress(packed, MOST_PLAIN)
        return _status(json.loads(plain))
    except (InvalidSignature, zlib.error, ValueError, TypeError):
        return None


def public_half(secret: bytes) -> bytes:
    """Return the public key to these 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def read_statuses(text: str, public: bytes) -> tuple[Status, ...]:
    """Return what a file says, a site a line; lines that were not signed are left out."""
    lines: Sequence[str] = text.split()[:20]
    return tuple(found for line in lines if (found := unpack_status(line, public)))


def _status(content: object) -> Status:
    """Return the status of what was signed. Raise ValueError or TypeError for another version."""
    match content:
        case [int(version), int(at), str(site), list(calls), list(queues), str(closed)] if version == VERSION:
            return Status(
                datetime.fromtimestamp(at, UTC),
                site,
                tuple((str(number), str(window)) for number, window in calls),
                tuple(StatusQueue(*queue) for queue in queues),
                closed,
            )
    raise ValueError("another version")
