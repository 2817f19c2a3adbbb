"""Who looked at whose answers, in the audit: once a look, not once for every renewal of a screen."""

import threading
import time

from kiosk.desk.counter.gate import current_staff
from kiosk.desk.current import workplace
from kiosk.store import AuditEvent, VisitId
from kiosk.store.audit import record

ONE_LOOK_SECONDS = 600.0
MOST_LOOKS = 500

_lock = threading.Lock()
_looks: dict[tuple[int, str], float] = {}


def note_shown(visit_id: VisitId) -> None:
    """Records that this member of staff sees the answers, unless that was recorded minutes ago."""
    look, now = (current_staff().id, visit_id), time.monotonic()
    with _lock:
        recent = now - _looks.get(look, -ONE_LOOK_SECONDS) < ONE_LOOK_SECONDS
        while len(_looks) >= MOST_LOOKS:
            del _looks[next(iter(_looks))]
        if not recent:
            _looks[look] = now
    if not recent:
        record(workplace().store, AuditEvent.ANSWERS_SHOWN, staff_id=look[0], visit_id=visit_id)
