"""Who is at this screen of the counter, and what this desk remembers of its screens."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import g, request, session

from kiosk import clock, directory, passkeys, secondfactor, signin, tickets
from kiosk.desk.workplace import workplace
from kiosk.settings import SecondFactor
from kiosk.staff import Staff, StaffError, StaffReason
from kiosk.store import AuditEvent, Details, Visit, VisitId, audit
from kiosk.web import RateLimit, client_name, running

LEFT_ALONE_SECONDS = 30 * 60
ONE_LOOK_SECONDS = 600.0
MOST_LOOKS = 500
NOTED_EVERY = 60
STEP_SECONDS = 300.0
"""From the right password to the second factor, and from the QR to the app's first number."""

MOST_STEPS = 1_000
DAY_SECONDS = 24 * 60 * 60.0

MOST_ASIDE = 3

HALFWAY = "halfway"
"""In the cookie: the name of the step between a right password and the second factor."""

BY_DIRECTORY = "directory"
"""In the cookie: whoever began this session did so through the town's directory."""

STATION, SEEN, ASIDE = "station", "seen", "aside"
"""In the cookie: the session's name in the database, when somebody last did something here, and the sessions of those
who have let another one at this screen."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a screen has to remember until the second factor is shown; in memory only, and for minutes."""

    staff: Staff
    secret: str = ""
    """Of an app that is being registered."""
    challenge: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    """Which a passkey signs, once."""


class CounterSessions:
    """What one desk program knows of its screens: sign-ins tried and half done, answers looked at."""

    def __init__(self) -> None:
        self.tries = RateLimit(burst=20, per_second=0.2)
        self.wrong = signin.SignInTries()
        self.wrong_second = signin.SignInTries()
        self.halfway = clock.ShortLived[str, Step](STEP_SECONDS, MOST_STEPS)
        self.registering = clock.ShortLived[str, Step](STEP_SECONDS, MOST_STEPS)
        """By the session of whoever registers a second factor."""
        self.pressed = clock.ShortLived[str, bool](DAY_SECONDS, MOST_STEPS)
        """Receipts that were printed here, and the presses that printed them."""
        self.attempts = clock.ShortLived[str, directory.Attempt](STEP_SECONDS, MOST_STEPS)
        """By their state: sign-ins that are on their way through the directory."""
        self.revealed = clock.ShortLived[tuple[int, str], bool](LEFT_ALONE_SECONDS, MOST_LOOKS)
        """By member of staff and visit: who has said why they look at what is of other sections."""
        self._looks = clock.ShortLived[tuple[int, str], bool](ONE_LOOK_SECONDS, MOST_LOOKS)

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
    session.update({STATION: signin.begin_session(workplace().store, staff.id), SEEN: int(time.time())})
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
    audit.record(
        here.store, AuditEvent.STAFF_CHANGED_PLACES, staff_id=staff.id, desk=here.desk.name, details=details
    )
    return staff


def end_all() -> None:
    """End the sessions of everybody who has signed in at this screen."""
    for name in (*session.get(ASIDE, ()), station()):
        signin.sign_out(workplace().store, name, desk=workplace().desk.name)
    session.clear()


def _signed_in_here() -> list[tuple[str, Staff]]:
    """The sessions of this screen, the present one last; none once it was left alone."""
    if find_staff() is None:
        return []
    names = [*session.get(ASIDE, ()), session[STATION]]
    found = ((name, signin.find_signed_in(workplace().store, name)) for name in names)
    return [(name, staff) for name, staff in found if staff is not None]


def find_staff() -> Staff | None:
    """Return who is signed in at this screen; None if nobody is, or not any more, or the screen was left alone."""
    match session.get(STATION), session.get(SEEN):
        case str(name), int(seen) if 0 <= time.time() - seen < LEFT_ALONE_SECONDS:
            return signin.find_signed_in(workplace().store, name)
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


def note_shown(visit: Visit) -> None:
    """Record who looked at whose answers: once a look, not once for every renewal of a screen."""
    staff_id = current_staff().id
    if sessions().is_new_look(staff_id, visit.id):
        audit.record(workplace().store, AuditEvent.ANSWERS_SHOWN, staff_id=staff_id, visit=visit)


def rules() -> SecondFactor:
    """Return who has a second factor here; nobody in practice."""
    office = workplace().office
    return SecondFactor() if office.training else office.settings.second_factor


def passkey_place() -> passkeys.PasskeyPlace | None:
    """Return where passkeys are asked for under this address, None where browsers have none."""
    return passkeys.PasskeyPlace.of(request.host_url.rstrip("/"))


def confirm_here(name: str, password: str, second: str) -> Staff:
    """Return the account that all of these belong to, for somebody who only confirms something at this screen. Raise
    StaffError, FactorError."""
    staff = sign_in_here(name, password)
    return try_second(staff, second) if secondfactor.is_asked(staff, rules()) else staff


def try_second(staff: Staff, typed: str) -> Staff:
    """Return the account once its owner has shown a number or a spare code; wrong ones wait longer each time. Raise
    StaffError, FactorError."""
    here = workplace()
    with counted(staff):
        return secondfactor.answer_second(
            here.store, staff, typed, tickets.private_keys(here.office), desk=here.desk.name
        )


@contextmanager
def counted(staff: Staff) -> Iterator[None]:
    """Count a second factor as wrong until it proves right. Raise StaffError(sign_in_delayed)."""
    wrong = sessions().wrong_second
    try:
        wrong.begin(staff.name, client_name())
    except StaffError:
        audit.record(
            workplace().store, AuditEvent.STAFF_SIGN_IN_DELAYED, staff_id=staff.id, desk=workplace().desk.name
        )
        raise
    yield
    wrong.succeed(staff.name, client_name())


def lacks_second(staff: Staff) -> bool:
    """Return whether they have to register a second factor before anything else; the town's directory asks for its own."""
    return not session.get(BY_DIRECTORY) and secondfactor.must_register(staff, rules())


def note_directory() -> None:
    """Remember that the town's directory has said who is at this screen."""
    session[BY_DIRECTORY] = True


def sign_in_here(name: str, password: str) -> Staff:
    """Return the account these belong to; wrong ones wait longer each time. Who `is_asked` for a second factor is not
    in yet. Raise StaffError."""
    here, wrong, wanted = workplace(), sessions().wrong, rules()
    try:
        wrong.begin(name, client_name())
        staff = signin.sign_in(
            here.store,
            name,
            password,
            desk=here.desk.name,
            asks_second=lambda found: secondfactor.is_asked(found, wanted),
        )
    except StaffError as error:
        if error.reason is StaffReason.SIGN_IN_DELAYED:
            audit.record(here.store, AuditEvent.STAFF_SIGN_IN_DELAYED, desk=here.desk.name)
        raise
    wrong.succeed(name, client_name())
    return staff
