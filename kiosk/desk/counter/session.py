"""Who is at this screen of the counter, and what this desk remembers of its screens."""

import time

from flask import g, session

from kiosk.clock import ShortLived
from kiosk.desk.workplace import workplace
from kiosk.signin import SignInTries, begin_session, find_signed_in, sign_in, sign_out
from kiosk.staff import Staff, StaffError, StaffReason
from kiosk.store import AuditEvent, Details, VisitId
from kiosk.store.audit import record
from kiosk.web import RateLimit
from kiosk.web.front import running
from kiosk.web.security import client_name

LEFT_ALONE_SECONDS = 30 * 60
ONE_LOOK_SECONDS = 600.0
MOST_LOOKS = 500
NOTED_EVERY = 60

MOST_ASIDE = 3

STATION, SEEN, ASIDE = "station", "seen", "aside"
"""In the cookie: the session's name in the database, when somebody last did something here, and the sessions of those
who have let another one at this screen."""


class CounterSessions:
    """What one desk program knows of its screens: sign-ins tried, answers looked at."""

    def __init__(self) -> None:
        self.tries = RateLimit(burst=20, per_second=0.2)
        self.wrong = SignInTries()
        self._looks = ShortLived[tuple[int, str], bool](ONE_LOOK_SECONDS, MOST_LOOKS)

    def is_new_look(self, staff_id: int, visit_id: VisitId) -> bool:
        """Return whether this member of staff has not looked at these answers within the last minutes."""
        return self._looks.put_new((staff_id, visit_id), True)


def sessions() -> CounterSessions:
    """Return what the running desk knows of its screens."""
    return running(CounterSessions)


def begin(staff: Staff) -> None:
    """Begin a session of its own, with nothing of the one before. Whoever is signed in at this screen steps aside, and
    may come back without a password while somebody uses the screen."""
    aside = [name for name, other in _signed_in_here() if other.id != staff.id]
    session.clear()
    session.update({STATION: begin_session(workplace().store, staff.id), SEEN: int(time.time())})
    session[ASIDE] = aside[-MOST_ASIDE:]


def staff_aside() -> tuple[Staff, ...]:
    """Return who else has signed in at this screen and not ended, last first."""
    now = current_staff().id
    return tuple(staff for _, staff in reversed(_signed_in_here()) if staff.id != now)


def change_places(staff_id: int) -> Staff | None:
    """Let somebody who has stepped aside take the screen over; None if they cannot any more. Recorded."""
    here, before = workplace(), current_staff()
    found = next(((name, staff) for name, staff in _signed_in_here() if staff.id == staff_id), None)
    if found is None or staff_id == before.id:
        return None
    name, staff = found
    others = [other for other, _ in _signed_in_here() if other not in (name, session[STATION])]
    session.update({ASIDE: [*others, session[STATION]], STATION: name, SEEN: int(time.time())})
    details = Details(subject_staff_id=before.id)
    record(here.store, AuditEvent.STAFF_CHANGED_PLACES, staff_id=staff.id, desk=here.desk.name, details=details)
    return staff


def end_all() -> None:
    """End the sessions of everybody who has signed in at this screen."""
    for name in (*session.get(ASIDE, ()), station()):
        sign_out(workplace().store, name, desk=workplace().desk.name)
    session.clear()


def _signed_in_here() -> list[tuple[str, Staff]]:
    """The sessions of this screen, the present one last; none once it was left alone."""
    if find_staff() is None:
        return []
    names = [*session.get(ASIDE, ()), session[STATION]]
    found = ((name, find_signed_in(workplace().store, name)) for name in names)
    return [(name, staff) for name, staff in found if staff is not None]


def find_staff() -> Staff | None:
    """Return who is signed in at this screen; None if nobody is, or not any more, or the screen was left alone."""
    match session.get(STATION), session.get(SEEN):
        case str(name), int(seen) if 0 <= time.time() - seen < LEFT_ALONE_SECONDS:
            return find_signed_in(workplace().store, name)
    return None


def note_seen() -> None:
    """Remember that somebody is here."""
    if int(time.time()) - session[SEEN] > NOTED_EVERY:
        session[SEEN] = int(time.time())


def current_staff() -> Staff:
    """Return who is signed in, in a view behind the sign-in."""
    staff = g.staff
    assert isinstance(staff, Staff)
    return staff


def station() -> str:
    """Return the name of this signed-in screen: halves of a ticket scanned here belong together."""
    return str(session[STATION])


def note_shown(visit_id: VisitId) -> None:
    """Record who looked at whose answers: once a look, not once for every renewal of a screen."""
    staff_id = current_staff().id
    if sessions().is_new_look(staff_id, visit_id):
        record(workplace().store, AuditEvent.ANSWERS_SHOWN, staff_id=staff_id, visit_id=visit_id)


def sign_in_here(name: str, password: str) -> Staff:
    """Return the account these belong to; wrong ones wait longer each time. Raise StaffError."""
    here, wrong = workplace(), sessions().wrong
    try:
        wrong.begin(name, client_name())
        staff = sign_in(here.store, name, password, desk=here.desk.name)
    except StaffError as error:
        if error.reason is StaffReason.SIGN_IN_DELAYED:
            record(here.store, AuditEvent.STAFF_SIGN_IN_DELAYED, desk=here.desk.name)
        raise
    wrong.succeed(name, client_name())
    return staff
