"""Which visit this screen is about, and the end of one that its person walked away from.

The screen counts down and wipes by itself; this is for the day the screen cannot, such as a browser that died.
"""

import logging
import secrets
import threading
import time
from datetime import timedelta

from flask import abort, redirect, session, url_for

from kiosk.desk.case import Case
from kiosk.desk.workplace import Workplace, workplace
from kiosk.store import StoreError, StoreReason, Visit, VisitId, WayIn, visits
from kiosk.web import language, running

GRACE_SECONDS = 210
"""Longer than any screen waits, the one that prints included."""

LOOK_SECONDS = 5.0

CALL_HOLDS = timedelta(minutes=10)
"""Nothing is wiped for so long after staff was called, and again after staff has answered."""

_log = logging.getLogger("kiosk.desk")


class LobbyWatch:
    """The one visit at this terminal."""

    def __init__(self, workplace: Workplace) -> None:
        desk = workplace.desk
        self._workplace = workplace
        self._lock = threading.Lock()
        self._visit: str | None = None
        self._told: set[str] = set()
        self._touched = time.monotonic()
        self._patience = desk.idle_seconds + desk.warning_seconds + GRACE_SECONDS

    def start(self) -> None:
        """Close what was left open when the program ended, then watch until the hub closes. Raise StoreError."""
        self.tidy()
        threading.Thread(target=self._look, name="lobby-watch", daemon=True).start()

    def begin(self, visit_id: str) -> None:
        """A new visit; the one before is over, whatever became of its person."""
        before = self._visit
        if before is not None and before != visit_id:
            self.end(before)
        with self._lock:
            self._visit, self._touched = visit_id, time.monotonic()

    @property
    def serves_somebody(self) -> bool:
        """Whether a visit is under way here, or somebody waits for staff."""
        return self._visit is not None or self.held_seconds() > 0

    def touch(self) -> None:
        self._touched = time.monotonic()

    def leave(self) -> None:
        """The visit goes on at the counter."""
        with self._lock:
            self._visit = None
        self.end_call()

    def end_call(self) -> None:
        """Nobody waits here for staff any more."""
        here = self._workplace
        try:
            here.calls.end(here.desk.name)
            here.publish_calls()
        except StoreError as error:
            _log.warning("call_not_ended", extra={"reason": error.reason.value})

    def held_seconds(self) -> int:
        """Return for how long nothing may be wiped, since staff was called here."""
        here = self._workplace
        try:
            now = here.calls.read()
        except StoreError:
            return 0
        since = [call.since for call in (*now.waiting, *now.coming) if call.desk == here.desk.name]
        left = max(since) + CALL_HOLDS - here.store.clock() if since else timedelta()
        return max(0, int(left.total_seconds()))

    def end(self, visit_id: str, reason: str = "left") -> None:
        """A printed visit goes on at the counter; another one is given up, its answers deleted. One that goes on at
        another desk is left alone."""
        with self._lock:
            if self._visit == visit_id:
                self._visit = None
        jobs = self._workplace.printer.jobs
        self.end_call()
        try:
            visit = visits.read_visit(self._workplace.store, VisitId(visit_id))
            if visit.desk != self._workplace.desk.name:
                return
            jobs.cancel(visit_id)
            self._close(visit, reason)
        except StoreError as error:
            _log.warning("visit_not_closed", extra={"reason": error.reason.value})
        jobs.forget(visit_id)

    def tidy(self) -> None:
        """Close what was left open: at the start of the program nobody stands here. Raise StoreError."""
        for visit in visits.open_visits(self._workplace.store, self._workplace.desk.name):
            self._close(visit, "restart")
        self.end_call()
        self._workplace.calls.report(self._workplace.desk.name, set())

    def _close(self, visit: Visit, reason: str) -> None:
        if visit.status.has_paper:
            visits.send_to_counter(self._workplace.store, visit.id)
        elif visit.status.is_open:
            visits.abandon_visit(self._workplace.store, visit.id, reason=reason)

    def _report_devices(self) -> None:
        here = self._workplace
        broken = {trouble.device for trouble in here.devices.troubles()}
        if here.scanner is not None and not here.scanner.works:
            broken.add("scanner")
        if broken == self._told or here.store.is_alone:
            return
        try:
            here.calls.report(here.desk.name, broken)
            self._told = broken
        except StoreError as error:
            _log.warning("devices_not_reported", extra={"reason": error.reason.value})

    def end_what_was_left(self) -> None:
        """End a visit that nobody has touched for longer than any screen waits."""
        is_late = time.monotonic() - self._touched > self._patience
        if self._visit is not None and is_late and not self.held_seconds():
            self.end(self._visit, "timeout")

    def _look(self) -> None:
        while not self._workplace.hub.closed:
            self._report_devices()
            self.end_what_was_left()
            time.sleep(LOOK_SECONDS)


STATION = "station"
VISIT = "visit"
LOOKS = "look"
USUAL = "usual"
"""Whether the person took a usual form: then only what is needed is asked."""
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
        session[language.KEPT] = visit.language
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


def has_something_to_lose() -> bool:
    """Return whether the person at this screen has answered anything, or let a card be read, as far as can be told."""
    try:
        case = _case_here()
    except StoreError:
        return True
    return case is not None and bool(case.answers or case.file.card)


def own_visit_id() -> VisitId | None:
    """Return the visit of this screen; None if there is none, or it goes on at another desk. Raise StoreError."""
    visit_id = session.get(VISIT)
    if not isinstance(visit_id, str):
        return None
    visit = visits.read_visit(workplace().store, VisitId(visit_id))
    return visit.id if visit.desk == workplace().desk.name else None


def forget() -> None:
    """Empty the cookie; only language and look stay, until the first screen comes back."""
    kept = {name: session[name] for name in (language.KEPT, LOOKS) if name in session}
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
    else:
        watch().end_call()
    forget()


def _case_here() -> Case | None:
    visit_id = session.get(VISIT)
    if not isinstance(visit_id, str):
        return None
    here = workplace()
    try:
        case = here.cases.read(visit_id)
        # A copy of the cookie outlives the visit's time at this screen.
        if case.visit.desk != here.desk.name:
            raise StoreError(StoreReason.VISIT_CLOSED)
        return case
    except StoreError as error:
        if error.reason not in LOST:
            raise
        forget()
        abort(redirect(url_for("lobby.done.show_lost", said=error.reason.value), 303))
