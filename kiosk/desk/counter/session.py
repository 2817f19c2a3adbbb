"""Who is at this screen of the counter, and what this desk remembers of its screens."""

from flask import g, session

from kiosk.clock import ShortLived
from kiosk.desk.workplace import workplace
from kiosk.staff import Staff
from kiosk.store import AuditEvent, VisitId
from kiosk.store.audit import record
from kiosk.web import RateLimit
from kiosk.web.front import running

LEFT_ALONE_SECONDS = 30 * 60
ONE_LOOK_SECONDS = 600.0
MOST_LOOKS = 500
MOST_ENDED = 1000


class CounterSessions:
    """What one desk program knows of its screens: sign-ins tried, screens signed out, answers looked at."""

    def __init__(self) -> None:
        self.tries = RateLimit(burst=20, per_second=0.2)
        # By itself a copied cookie lives as long as a screen left alone.
        self._ended = ShortLived[str, bool](LEFT_ALONE_SECONDS * 2, MOST_ENDED)
        self._looks = ShortLived[tuple[int, str], bool](ONE_LOOK_SECONDS, MOST_LOOKS)

    def end(self, station: str) -> None:
        """Let nobody in any more with a copy of this screen's cookie."""
        self._ended.put(station, True)

    def has_ended(self, station: str) -> bool:
        """Return whether the screen was signed out."""
        return self._ended.get(station) is not None

    def is_new_look(self, staff_id: int, visit_id: VisitId) -> bool:
        """Return whether this member of staff has not looked at these answers within the last minutes."""
        return self._looks.put_new((staff_id, visit_id), True)


def sessions() -> CounterSessions:
    """Return what the running desk knows of its screens."""
    return running(CounterSessions)


def current_staff() -> Staff:
    """Return who is signed in, in a view behind the sign-in."""
    staff = g.staff
    assert isinstance(staff, Staff)
    return staff


def station() -> str:
    """Return the name of this signed-in screen: halves of a ticket scanned here belong together."""
    return str(session["station"])


def note_shown(visit_id: VisitId) -> None:
    """Record who looked at whose answers: once a look, not once for every renewal of a screen."""
    staff_id = current_staff().id
    if sessions().is_new_look(staff_id, visit_id):
        record(workplace().store, AuditEvent.ANSWERS_SHOWN, staff_id=staff_id, visit_id=visit_id)
