"""Calls for staff from lobby terminals, whether somebody comes, and which devices of theirs do not work. They travel
through the audit chain, the one thing all desks of a town hall already share in order."""

import threading
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.audit import entries, head, record
from kiosk.store import AuditEvent, Details, Store, VisitId

LOOKED_BACK = 200
"""Entries; a call older than that is no longer waiting."""

STALE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody at this desk waits for staff. `receipt_number` is empty before a visit is open."""

    desk: str
    since: datetime
    receipt_number: str


class Calls:
    """The calls now waiting, read from the chain as it grows."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._seen = max(0, head(store).seq - LOOKED_BACK)
        self._waiting: dict[str, Call] = {}
        self._broken: dict[tuple[str, str], None] = {}

    def call(self, desk: str, visit_id: VisitId | None = None) -> None:
        """Somebody at this desk wants staff to come."""
        record(self._store, AuditEvent.STAFF_CALLED, desk=desk, visit_id=visit_id)

    def answer(self, desk: str, staff_id: int | None = None) -> None:
        """A member of staff goes there, or the person no longer needs anybody."""
        record(self._store, AuditEvent.STAFF_CAME, desk=desk, staff_id=staff_id)

    def waiting(self) -> tuple[Call, ...]:
        """Longest waiting first."""
        with self._lock:
            self._catch_up()
            oldest = self._store.clock() - STALE
            self._waiting = {desk: call for desk, call in self._waiting.items() if call.since > oldest}
            return tuple(sorted(self._waiting.values(), key=lambda call: call.since))

    def report(self, desk: str, broken: Set[str]) -> None:
        """Tells staff which devices of this desk do not work now (printer, reader, scanner)."""
        known = {device for name, device in self.broken() if name == desk}
        for device in sorted(broken - known):
            record(self._store, AuditEvent.DEVICE_FAILED, desk=desk, details=Details(kind=device))
        for device in sorted(known - broken):
            record(self._store, AuditEvent.DEVICE_WORKS, desk=desk, details=Details(kind=device))

    def broken(self) -> tuple[tuple[str, str], ...]:
        """Desk and device, for each that does not work."""
        with self._lock:
            self._catch_up()
            return tuple(self._broken)

    def _catch_up(self) -> None:
        for entry in entries(self._store, after=self._seen):
            self._seen = entry.seq
            if not entry.desk:
                continue
            device = (entry.desk, str(entry.details.get("kind", "")))
            match entry.event:
                case AuditEvent.STAFF_CALLED:
                    self._waiting.setdefault(entry.desk, Call(entry.desk, entry.at, entry.receipt_number or ""))
                case AuditEvent.STAFF_CAME:
                    self._waiting.pop(entry.desk, None)
                case AuditEvent.DEVICE_FAILED:
                    self._broken[device] = None
                case AuditEvent.DEVICE_WORKS:
                    self._broken.pop(device, None)
