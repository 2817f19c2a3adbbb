"""The key of one generation: it seals the rows, and makes blind tags by which a row is found without being opened.

The key lives in the database only sealed to the town's key, and only once the generation is complete: what an import
that broke off leaves behind opens nowhere, for nobody.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from struct import Struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from forms.ticket import Keyring, PublicKeys, TicketError
from forms.ticket.sealing import sealed, unsealed
from kiosk.register.refusal import RegisterError, RegisterReason

PURPOSE = b"kakanai-madoguchi register key\x00"
"""With the generation's number behind it: the key of one generation opens for no other."""
SIZE = 32
NONCE = 12
_FIRST = Struct(">q")
"""The bytes of a tag: a number that both databases compare at once. What a tag finds is opened and looked at again."""


@dataclass(frozen=True)
class GenerationKey:
    """The data key of one generation."""

    generation: int
    secret: bytes = field(repr=False)

    @cached_property
    def _box(self) -> AESGCM:
        return AESGCM(self._derived(b"rows"))

    @cached_property
    def _tag_halves(self) -> "tuple[hashlib._Hash, hashlib._Hash]":
        """HMAC-SHA256 (RFC 2104) with the key already taken in: each tag begins from copies, at a third of the cost."""
        key = self._derived(b"tags").ljust(hashlib.sha256().block_size, b"\0")
        inner, outer = (hashlib.sha256(bytes(sign ^ pad for sign in key)) for pad in (0x36, 0x5C))
        return inner, outer

    def _derived(self, use: bytes) -> bytes:
        return HKDF(algorithm=SHA256(), length=SIZE, salt=None, info=b"register " + use).derive(self.secret)

    def seal(self, contents: Iterable[bytes], first: int) -> list[tuple[int, bytes]]:
        """Return rows sealed, with their numbers from `first` on.

        Each row of a generation is sealed once, so its number may be the nonce.
        """
        encrypt, generation = self._box.encrypt, self.generation.to_bytes(8)
        return [
            (row, encrypt(row.to_bytes(NONCE), each, generation + row.to_bytes(8)))
            for row, each in enumerate(contents, start=first)
        ]

    def open(self, row: int, found: bytes) -> bytes:
        """Return the row's contents. Raise RegisterError(key_gone) if it is another row's or was changed."""
        try:
            bound_to = self.generation.to_bytes(8) + row.to_bytes(8)
            return self._box.decrypt(row.to_bytes(NONCE), found, bound_to)
        except InvalidTag:
            raise RegisterError(RegisterReason.KEY_GONE) from None

    def tag(self, what: str) -> int:
        """Return the blind tag of a text: only who has the key can make it, or guess at what it stands for."""
        return self.tags((what,))[0]

    def tags(self, texts: Iterable[str]) -> list[int]:
        """Return the tag of each."""
        begin, end = (half.copy for half in self._tag_halves)
        found = []
        for text in texts:
            inner, outer = begin(), end()
            inner.update(text.encode())
            outer.update(inner.digest())
            found.append(_FIRST.unpack_from(outer.digest())[0])
        return found

    def sealed_to(self, keys: PublicKeys) -> bytes:
        """Return the key sealed to the town's current key. Raise KeysError if there is none."""
        return sealed(self.secret, keys.town, keys.current, _purpose(self.generation))


def new_key(generation: int) -> GenerationKey:
    """Make the key of a new generation."""
    return GenerationKey(generation, secrets.token_bytes(SIZE))


def open_key(generation: int, found: bytes, keyring: Keyring) -> GenerationKey:
    """Return the key of a stored generation. Raise RegisterError(key_gone) if the town's key for it is destroyed."""
    try:
        return GenerationKey(generation, unsealed(found, keyring, _purpose(generation)))
    except TicketError:
        raise RegisterError(RegisterReason.KEY_GONE) from None


def _purpose(generation: int) -> bytes:
    return PURPOSE + generation.to_bytes(8)
