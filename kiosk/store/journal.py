"""The journal of a desk that has to go on without its database: one file that only ever grows, each record sealed.

    header    the mark and 16 random bytes, the journal's id
    record    4 bytes length, the sealed contents, 32 bytes digest over the digest before and what is sealed

A record opens only behind the one before it. Whoever has the file and not the town's private key learns from it how
many there are and how long.
"""

import errno
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from forms.ticket import Keyring, PublicKeys, TicketError, sealing
from kiosk.store.database import StoreError, StoreReason

MARK = b"kakanai journal 1\n"
ID_BYTES, LENGTH_BYTES, DIGEST_BYTES = 16, 4, 32
HEADER_BYTES = len(MARK) + ID_BYTES

LARGEST_RECORD = 1 << 24
LARGEST_JOURNAL = 1 << 27
"""Bytes. A visit takes some ten thousand, and what was deleted is taken out of the file."""

PURPOSE = b"kakanai-madoguchi journal\x00"
"""With the digest before behind it: what is sealed for a journal opens nowhere else, and at no other place in it."""


class Damage(StrEnum):
    """What is wrong with the end of a journal."""

    NONE = "none"
    CUT = "cut"
    """The power went while a record was written: what it was for had not happened yet."""
    BROKEN = "broken"
    """From here on it is not what was written, or it is sealed to a key that is gone."""


@dataclass(frozen=True, slots=True)
class JournalKeys:
    """What a journal is sealed to, and what opens it. Both raise KeysError."""

    public: Callable[[], PublicKeys]
    private: Callable[[], Keyring]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A record as it stands in the file, whole; `end` is where the next one begins."""

    sealed: bytes
    before: bytes
    digest: bytes
    end: int


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a journal: the contents of its whole records."""

    id: str
    records: tuple[bytes, ...]
    damage: Damage


class Journal:
    """One file, written by one desk program. Not safe for several threads at once."""

    def __init__(self, file: Path, keys: JournalKeys) -> None:
        self.file = file
        self.id = ""
        self._keys = keys
        self._digest = b""
        self._size = 0

    def exists(self) -> bool:
        return self.file.is_file()

    def begin(self, records: tuple[bytes, ...] = (), *, id: str = "") -> None:
        """Write a journal with these records in place of what is there. Raise StoreError, KeysError."""
        self.id = id or secrets.token_hex(ID_BYTES)
        header = MARK + bytes.fromhex(self.id)
        digest, parts = sha256(header).digest(), [header]
        for contents in records:
            part, digest = self._pack(contents, digest)
            parts.append(part)
        whole = b"".join(parts)
        with telling(self.file):
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside = self.file.with_name(f".{self.file.name}.new")
            beside.unlink(missing_ok=True)
            _write(beside, whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
            beside.replace(self.file)
            _sync_folder(self.file.parent)
        self._digest, self._size = digest, len(whole)

    def append(self, contents: bytes) -> None:
        """Add a record, never an empty one; once this returns, it outlives a power cut. Else nothing was added: raise StoreError, KeysError."""
        part, digest = self._pack(contents, self._digest)
        if self._size + len(part) > LARGEST_JOURNAL:
            raise StoreError(StoreReason.JOURNAL_FULL, str(self.file))
        with telling(self.file):
            try:
                _write(self.file, part, os.O_WRONLY | os.O_APPEND)
            except OSError:
                # Half a record in the middle would hide all later ones.
                os.truncate(self.file, self._size)
                raise
        self._digest, self._size = digest, self._size + len(part)

    def read(self) -> Read:
        """Return what is whole, and go on behind it. What is broken is set aside for people to look at, never deleted.

        Raise StoreError, KeysError.
        """
        with telling(self.file):
            stored = self.file.read_bytes()
        if not MARK.startswith(stored[: len(MARK)]):
            return self._set_aside(Read("", (), Damage.BROKEN), stored)
        if len(stored) < HEADER_BYTES:
            return Read("", (), Damage.CUT)
        keyring, records, end = self._keys.private(), [], HEADER_BYTES
        self.id, self._digest = stored[len(MARK) : HEADER_BYTES].hex(), sha256(stored[:HEADER_BYTES]).digest()
        damage = Damage.NONE
        for chunk in chunks_of(stored):
            try:
                records.append(sealing.unsealed(chunk.sealed, keyring, PURPOSE + chunk.before))
            except TicketError:
                damage = Damage.BROKEN
                break
            self._digest, end = chunk.digest, chunk.end
        if damage is Damage.NONE and end < len(stored):
            damage = Damage.CUT if _is_cut(stored, end) else Damage.BROKEN
        self._size = end
        found = Read(self.id, tuple(records), damage)
        if damage is Damage.BROKEN:
            return self._set_aside(found, stored)
        if damage is Damage.CUT:
            with telling(self.file):
                os.truncate(self.file, end)
        return found

    def delete(self) -> None:
        """Everything is where it belongs. Raise StoreError."""
        with telling(self.file):
            self.file.unlink(missing_ok=True)
            _sync_folder(self.file.parent)
        self.id, self._digest, self._size = "", b"", 0

    def _set_aside(self, found: Read, stored: bytes) -> Read:
        aside = self.file.with_name(f"{self.file.name}.{sha256(stored).hexdigest()[:8]}.damaged")
        with telling(self.file):
            aside.unlink(missing_ok=True)
            _write(aside, stored, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        self.begin(found.records, id=found.id)
        return found

    def _pack(self, contents: bytes, before: bytes) -> tuple[bytes, bytes]:
        if len(contents) > LARGEST_RECORD:
            raise StoreError(StoreReason.JOURNAL_FULL, str(self.file))
        keys = self._keys.public()
        closed = sealing.sealed(contents, keys.town, keys.current, PURPOSE + before)
        digest = sha256(before + closed).digest()
        return len(closed).to_bytes(LENGTH_BYTES) + closed + digest, digest


@dataclass(frozen=True, slots=True)
class Peek:
    """What can be told of a journal without a key."""

    records: int
    damage: Damage


def peek(stored: bytes) -> Peek:
    """Return how many whole records there are."""
    if not MARK.startswith(stored[: len(MARK)]):
        return Peek(0, Damage.BROKEN)
    chunks = list(chunks_of(stored))
    end = chunks[-1].end if chunks else min(len(stored), HEADER_BYTES)
    if end == len(stored) >= HEADER_BYTES:
        return Peek(len(chunks), Damage.NONE)
    is_cut = len(stored) < HEADER_BYTES or _is_cut(stored, end)
    return Peek(len(chunks), Damage.CUT if is_cut else Damage.BROKEN)


def chunks_of(stored: bytes) -> Iterator[Chunk]:
    """Yield the records from the first one on, as long as they are whole and each follows the one before."""
    before, at = sha256(stored[:HEADER_BYTES]).digest(), HEADER_BYTES
    while (end := _end_of(stored, at)) is not None and end <= len(stored):
        closed = stored[at + LENGTH_BYTES : end - DIGEST_BYTES]
        digest = stored[end - DIGEST_BYTES : end]
        if digest != sha256(before + closed).digest():
            return
        yield Chunk(closed, before, digest, end)
        before, at = digest, end


def _end_of(stored: bytes, at: int) -> int | None:
    """Where the record ends that begins here; None where not even its length is there."""
    if len(stored) < at + LENGTH_BYTES:
        return None
    return at + LENGTH_BYTES + int.from_bytes(stored[at : at + LENGTH_BYTES]) + DIGEST_BYTES


def _is_cut(stored: bytes, at: int) -> bool:
    """Whether what is left is the beginning of a record whose end was never written."""
    end = _end_of(stored, at)
    return end is None or len(stored) < end <= at + LENGTH_BYTES + 2 * LARGEST_RECORD


@contextmanager
def telling(file: Path) -> Iterator[None]:
    """Tell in our words why a file cannot be written: raise StoreError."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise StoreError(
            StoreReason.DATABASE_FULL if full else StoreReason.DATABASE_READ_ONLY, str(file)
        ) from None


def _write(file: Path, data: bytes, flags: int) -> None:
    number = os.open(file, flags | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(number, "ab" if flags & os.O_APPEND else "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(number)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
