"""Which visit this screen is about. The cookie holds its id and nothing else of the person."""

from flask import abort, current_app, redirect, session, url_for

from kiosk.desk.case import Case
from kiosk.desk.current import workplace
from kiosk.desk.lobby.watch import LobbyWatch
from kiosk.store import StoreError, Visit

WATCH = "lobby_watch"
STATION = "lobby"
VISIT = "visit"


def watch() -> LobbyWatch:
    found = current_app.extensions[WATCH]
    assert isinstance(found, LobbyWatch)
    return found


def begin(visit: Visit) -> None:
    session.clear()
    session[VISIT] = visit.id
    watch().begin(visit.id)


def current_case() -> Case:
    """The case of this screen; without one, back to the first screen."""
    visit_id = session.get(VISIT)
    try:
        if isinstance(visit_id, str):
            watch().touch()
            return workplace().cases.read(visit_id)
    except StoreError:
        session.clear()
    abort(redirect(url_for("lobby.start"), 303))


def wipe(reason: str) -> None:
    """Ends the visit of this screen, deletes its answers and empties the cookie."""
    visit_id = session.get(VISIT)
    if isinstance(visit_id, str):
        watch().end(visit_id, reason)
        # Only then: the first screen is fetched again and again, and must not undo what has begun meanwhile.
        session.clear()
    workplace().reception.halves.forget(STATION)
