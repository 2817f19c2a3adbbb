"""A town's key pairs: one is current, older ones still open tickets until they are retired."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from forms.ticket.contents import LONGEST_VALIDITY
from forms.ticket.keysreason import KeysError, KeysReason

IDS = 1 << 16


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What the prefill site needs to seal: the id (16 bits) and the raw X25519 public key (32 bytes)."""

    id: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """A town's public keys in use, the current one first. `town` is the 6-digit 全国地方公共団体コード."""

    town: str
    keys: tuple[PublicKey, ...]

    @property
    def current(self) -> PublicKey:
        if not self.keys:
            raise KeysError(KeysReason.NO_CURRENT_KEY)
        return self.keys[0]


@dataclass(frozen=True, slots=True)
class TownKey:
    """One key pair with its history.

    Raw 32-byte halves; `private` is None once it is destroyed. Times are aware.
    """

    id: int
    public: bytes
    private: bytes | None = field(repr=False)
    created: datetime
    replaced: datetime | None = None
    """When a newer key became current."""
    retired: datetime | None = None
    """When the private half was destroyed."""

    @property
    def public_key(self) -> PublicKey:
        return PublicKey(self.id, self.public)

    @property
    def is_current(self) -> bool:
        return self.replaced is None and self.retired is None

    def may_be_awaited(self, now: datetime, validity: timedelta = LONGEST_VALIDITY) -> bool:
        """Return whether a ticket sealed to this key may still be valid."""
        return self.retired is None and (self.replaced is None or now <= self.replaced + validity)


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys of a town, oldest first."""

    town: str
    keys: tuple[TownKey, ...]

    @property
    def current(self) -> TownKey:
        """The newest key in use. Raise KeysError(no_current_key)."""
        found = [key for key in self.keys if key.is_current]
        if not found:
            raise KeysError(KeysReason.NO_CURRENT_KEY)
        return max(found, key=lambda key: key.created)

    def find(self, id: int) -> TownKey | None:
        return next((key for key in self.keys if key.id == id), None)

    def public(self) -> PublicKeys:
        """Return what may leave the office network."""
        current = self.current
        return PublicKeys(self.town, (current.public_key,))


def new_key(taken: Iterable[int], now: datetime) -> TownKey:
    """Make a fresh pair with a random id that is not taken. Raise KeysError(no_free_id)."""
    free = sorted(set(range(IDS)) - set(taken))
    if not free:
        raise KeysError(KeysReason.NO_FREE_ID)
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return TownKey(secrets.choice(free), public, private.private_bytes_raw(), now)


def first_key(ring: Keyring, now: datetime) -> TownKey:
    """Make the key to begin with. Raise KeysError(already_has_key) if one is current."""
    if any(key.is_current for key in ring.keys):
        raise KeysError(KeysReason.ALREADY_HAS_KEY)
    return new_key((key.id for key in ring.keys), now)


def rotated(ring: Keyring, now: datetime) -> tuple[TownKey, ...]:
    """Return the keys that change: the new current one, then those it replaces, which are kept for opening."""
    new = new_key((key.id for key in ring.keys), now)
    return (new, *(replace(key, replaced=now) for key in ring.keys if key.is_current))


def retired(
    ring: Keyring, id: int, now: datetime, *, validity: timedelta = LONGEST_VALIDITY, force: bool = False
) -> TownKey:
    """Return that key without its private half.

    Raise KeysError if it is unknown, retired before, or still needed.

    `validity` is how long the town's tickets live; `force` gives up tickets that are still under way.
    """
    key = ring.find(id)
    if key is None:
        raise KeysError(KeysReason.UNKNOWN_KEY)
    if key.retired is not None:
        raise KeysError(KeysReason.ALREADY_RETIRED)
    if key.may_be_awaited(now, validity) and not force:
        raise KeysError(KeysReason.STILL_NEEDED)
    return replace(key, private=None, retired=now)
