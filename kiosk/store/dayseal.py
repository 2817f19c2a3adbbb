"""The seal of a day: an HMAC over the last link of the audit log, under a key that the database never sees.

The first event of a day seals what was before it. Each seal carries the one before, and the last one is noted beside
the key, so that none can be taken away. Whoever can only write to the database can rewrite the log, but no seal.
"""

import hashlib
import hmac
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import cbor2
from sqlalchemy import bindparam, event, orm, select

from forms.ticket import KeysError, keyfiles
from kiosk.settings.secret import read_secret
from kiosk.store.tables import AuditSealRow, table_of

FIRST = ""
"""Before the first seal of a key."""

SEALER = "kiosk_sealer"
"""Under which a transaction knows what it seals with."""

_SEAL = table_of(AuditSealRow)
SEALED = select(_SEAL.c.seq).where(_SEAL.c.key_id == bindparam("key"), _SEAL.c.day == bindparam("on"))
"""Whether a key has sealed on a day."""

_log = logging.getLogger("kiosk.store")


@dataclass(frozen=True, slots=True)
class DaySeal:
    """`day` is the one on which the seal was made, `seq` and `hash` are the last link before it."""

    key_id: str
    day: date
    seq: int
    hash: str
    before: str
    mac: str


@dataclass(frozen=True, slots=True)
class LastSeal:
    """What is noted beside the key."""

    key_id: str
    mac: str


@cache
def _name_key(secret: bytes) -> str:
    """Worked out once: each event asks for it."""
    return hmac.new(secret, b"kakanai audit seal: id", hashlib.sha256).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class DaySealer:
    """The key of this PC, and the file beside it."""

    secret: bytes
    note: Path

    @property
    def key_id(self) -> str:
        """Return what the key is called, from which nobody learns it."""
        return _name_key(self.secret)

    def compute(self, day: date, seq: int, hash: str, before: str) -> str:
        """Return the HMAC-SHA-256 of a seal in hex digits."""
        contents = cbor2.dumps(["kakanai audit seal 1", day.isoformat(), seq, hash, before], canonical=True)
        return hmac.new(self.secret, contents, hashlib.sha256).hexdigest()

    def seal_day(self, session: orm.Session, day: date, seq: int, hash: str) -> None:
        """Seal the log up to this link, unless this key has already sealed on this day."""
        if session.connection().execute(SEALED, {"key": self.key_id, "on": day}).first() is not None:
            return
        last = select(AuditSealRow).where(AuditSealRow.key_id == self.key_id).order_by(AuditSealRow.seq.desc())
        found = session.scalars(last.limit(1)).first()
        before = found.mac if found is not None else FIRST
        mac = self.compute(day, seq, hash, before)
        session.add(AuditSealRow(key_id=self.key_id, day=day, seq=seq, hash=hash, before=before, mac=mac))
        session.flush()
        if self._follows_the_note(session):
            event.listen(session, "after_commit", lambda _: self._note(mac), once=True)

    def _follows_the_note(self, session: orm.Session) -> bool:
        """Whether the noted seal is still there: else it stays noted, until somebody has looked."""
        noted = self.read_note()
        if noted is None:
            return True
        query = select(AuditSealRow).where(AuditSealRow.key_id == self.key_id, AuditSealRow.mac == noted.mac)
        return noted.key_id == self.key_id and session.scalars(query).first() is not None

    def _note(self, mac: str) -> None:
        try:
            keyfiles.write_whole(self.note, f"{self.key_id}:{mac}\n", keyfiles.OWNER_ONLY)
        except KeysError as error:
            _log.warning("audit_seal_not_noted", extra={"reason": error.reason.value})

    def read_note(self) -> LastSeal | None:
        """Return the seal noted beside the key, None if none is; a file that is none of ours fits no seal."""
        try:
            key_id, _, mac = self.note.read_text(encoding="ascii").strip().partition(":")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            return LastSeal("", "")
        return LastSeal(key_id, mac)

    def forget_note(self) -> None:
        """Begin anew, after somebody has looked. Raise OSError."""
        self.note.unlink(missing_ok=True)


def read_sealer(key_file: Path | None) -> DaySealer | None:
    """Return what seals with this PC's key, which is made if there is none. Raise SettingsError."""
    if key_file is None:
        return None
    return DaySealer(read_secret(key_file), key_file.with_name(f"{key_file.name}.last"))


def read_seals(session: orm.Session, key_id: str) -> Iterator[DaySeal]:
    """Yield the seals of a key, oldest first."""
    query = select(AuditSealRow).where(AuditSealRow.key_id == key_id).order_by(AuditSealRow.seq)
    for row in session.scalars(query):
        yield DaySeal(row.key_id, row.day, row.seq, row.hash, row.before, row.mac)
