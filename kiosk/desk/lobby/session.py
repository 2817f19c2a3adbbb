"""Which visit this screen is about. The cookie holds its id and nothing else of the person."""

import secrets

from flask import abort, redirect, session, url_for

from kiosk.desk.case import Case
from kiosk.desk.lobby.watch import LobbyWatch
from kiosk.desk.workplace import workplace
from kiosk.store import StoreError, StoreReason, Visit, WayIn
from kiosk.web.language import KEPT
from kiosk.web.running import running

STATION = "station"
VISIT = "visit"
LOOKS = "look"
RECEIPT = "receipt"
"""The number of a visit that goes on at the counter, until the first screen comes back. It says nothing of the person."""

LOST = {StoreReason.VISIT_UNKNOWN, StoreReason.VISIT_CLOSED, StoreReason.ANSWERS_UNREADABLE}
"""A visit that cannot be gone on with, however often one tries."""


def watch() -> LobbyWatch:
    """Return the watch over this terminal."""
    return running(LobbyWatch)


def begin(visit: Visit) -> None:
    """A ticket brings the language its person chose at home."""
    forget()
    if visit.way_in is WayIn.TICKET:
        session[KEPT] = visit.language
    session[VISIT] = visit.id
    watch().begin(visit.id)


def current_case() -> Case:
    """The case of this screen; without one, back to the first screen, and if it was lost, to the one that says so.
    Raises StoreError where only the database is in the way."""
    case = _case_here()
    if case is None:
        abort(redirect(url_for("lobby.start.show"), 303))
    watch().touch()
    return case


def forget() -> None:
    """Empty the cookie; only language and look stay, until the first screen comes back."""
    kept = {name: session[name] for name in (KEPT, LOOKS) if name in session}
    session.clear()
    session.update(kept)


def let_go() -> None:
    """Forget the person before, as far as there was one; whoever has begun nothing keeps the form that is open."""
    if VISIT in session:
        forget()
    session.pop(RECEIPT, None)
    session.pop(STATION, None)


def station() -> str:
    """Return the name of this person's time at the screen: halves of a ticket scanned in it belong together."""
    return str(session.setdefault(STATION, secrets.token_hex(8)))


def wipe(reason: str) -> None:
    """End the visit of this screen, delete its answers and empty the cookie."""
    workplace().reception.halves.forget(station())
    visit_id = session.get(VISIT)
    if isinstance(visit_id, str):
        watch().end(visit_id, reason)
    forget()


def _case_here() -> Case | None:
    visit_id = session.get(VISIT)
    try:
        return workplace().cases.read(visit_id) if isinstance(visit_id, str) else None
    except StoreError as error:
        if error.reason not in LOST:
            raise
        forget()
        abort(redirect(url_for("lobby.done.show_lost", said=error.reason.value), 303))
