"""Acquainted: who has signed in at this desk of late, so that they can once more while the database does not answer.

One file beside the journal, sealed to the town's key as a whole. It holds password hashes, never passwords.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import cbor2
from sqlalchemy.orm import Session

from forms.ticket import TicketError, keyfiles, sealing
from kiosk.store import carried, journal, tables

DAYS = 7
"""After their last sign-in with the database somebody may sign in without it. As long at most, somebody who was removed may,
at a desk that has not seen the database since."""

MOST = 200
"""People at one desk; those who were here longest ago are forgotten first."""

PURPOSE = b"kakanai-madoguchi acquainted staff\x00"


@dataclass(frozen=True, slots=True)
class Acquainted:
    """The people a desk knows. Raise StoreError and KeysError where the file or the keys cannot be used."""

    file: Path
    keys: journal.JournalKeys

    def note(self, staff: tables.StaffRow, now: datetime) -> None:
        """Know somebody who has just shown a right password to the database; who needs more than that is not known."""
        known = self._read()
        before = dict(known)
        known.pop(str(staff.id), None)
        if is_enough(staff):
            known[str(staff.id)] = {**_whole(staff), "noted_at": now.isoformat()}
        self._write(dict(list(known.items())[-MOST:]), before)

    def find(self, name: str, now: datetime) -> tables.StaffRow | None:
        """Return who has this folded name, while their days last; a clock that was set back shortens them."""
        for row in self._read().values():
            if row["name"] == name and _is_current(row, now):
                return _staff(row)
        return None

    def is_same(self, staff: tables.StaffRow) -> bool:
        """Return whether the database still knows them as this desk does."""
        row = self._read().get(str(staff.id))
        return row is not None and row["password_hash"] == staff.password_hash and is_enough(staff)

    def look(self, session: Session, now: datetime) -> None:
        """Forget who was removed or has another password now, and take over what else has changed of the others."""
        known = self._read()
        kept: dict[str, carried.Row] = {}
        for id, row in known.items():
            staff = session.get(tables.StaffRow, int(id))
            if (
                staff
                and is_enough(staff)
                and row["password_hash"] == staff.password_hash
                and _is_current(row, now)
            ):
                kept[id] = {**_whole(staff), "noted_at": row["noted_at"]}
        self._write(kept, known)

    def _read(self) -> dict[str, carried.Row]:
        """What is broken, or sealed to a key that is gone, knows nobody."""
        if not self.file.is_file():
            return {}
        with journal.telling(self.file):
            stored = self.file.read_bytes()
        try:
            read = cbor2.loads(sealing.unsealed(base64.b64decode(stored), self.keys.private(), PURPOSE))
        except (TicketError, cbor2.CBORDecodeError, binascii.Error, ValueError):
            return {}
        return read if isinstance(read, dict) else {}

    def _write(self, known: dict[str, carried.Row], before: dict[str, carried.Row]) -> None:
        if known == before:
            return
        keys = self.keys.public()
        with journal.telling(self.file):
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole = sealing.sealed(cbor2.dumps(known), keys.town, keys.current, PURPOSE)
        keyfiles.write_whole(self.file, base64.b64encode(whole).decode(), keyfiles.OWNER_ONLY)


def admit(session: Session, staff: tables.StaffRow) -> tables.StaffRow | None:
    """Let somebody in where an empty database stands in for the town's: there they have no password at all."""
    found = session.get(tables.StaffRow, staff.id)
    if found is None:
        found = _staff({**_whole(staff), "password_hash": carried.CLOSED})
        session.add(found)
        session.flush()
    return None if found.disabled else found


def is_enough(staff: tables.StaffRow) -> bool:
    """Return whether their password alone lets them in, for good."""
    return not (staff.disabled or staff.must_change or staff.has_second) and bool(staff.password_hash)


def _whole(staff: tables.StaffRow) -> carried.Row:
    return carried.plain_row(
        {column.name: getattr(staff, column.key) for column in tables.table_of(tables.StaffRow).columns}
    )


def _staff(row: carried.Row) -> tables.StaffRow:
    table = tables.table_of(tables.StaffRow)
    return tables.StaffRow(
        **carried.typed_row(table, {name: value for name, value in row.items() if name in table.columns})
    )


def _is_current(row: carried.Row, now: datetime) -> bool:
    return timedelta(0) <= now - datetime.fromisoformat(str(row["noted_at"])) < timedelta(days=DAYS)
