"""Whoever walks away leaves nothing behind: the program itself ends a visit that nobody touches any more.

The screen counts down and wipes by itself; this is for the day the screen cannot, such as a browser that died.
"""

import logging
import threading
import time

from kiosk.desk.workplace import Workplace
from kiosk.store import (
    StoreError,
    Visit,
    VisitId,
    VisitStatus,
    abandon_visit,
    finish_visit,
    open_visits,
    read_visit,
)

GRACE_SECONDS = 210
"""Longer than any screen waits, the one that prints included."""

LOOK_SECONDS = 5.0

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

    def touch(self) -> None:
        self._touched = time.monotonic()

    def leave(self) -> None:
        """The visit goes on at the counter."""
        with self._lock:
            self._visit = None

    def end(self, visit_id: str, reason: str = "left") -> None:
        """Deletes the answers: a printed visit is finished, another one given up."""
        jobs = self._workplace.printer.jobs
        jobs.cancel(visit_id)
        with self._lock:
            if self._visit == visit_id:
                self._visit = None
        try:
            self._close(read_visit(self._workplace.store, VisitId(visit_id)), reason)
        except StoreError as error:
            _log.warning("visit_not_closed", extra={"reason": error.reason.value})
        jobs.forget(visit_id)

    def tidy(self) -> None:
        """Close what was left open: at the start of the program nobody stands here. Raise StoreError."""
        for visit in open_visits(self._workplace.store, self._workplace.desk.name):
            self._close(visit, "restart")
        self._workplace.calls.report(self._workplace.desk.name, set())

    def _close(self, visit: Visit, reason: str) -> None:
        if visit.status is VisitStatus.PRINTED:
            finish_visit(self._workplace.store, visit.id)
        elif visit.status.is_open:
            abandon_visit(self._workplace.store, visit.id, reason=reason)

    def _report_devices(self) -> None:
        here = self._workplace
        broken = {trouble.device for trouble in here.devices.troubles()}
        if here.scanner is not None and not here.scanner.works:
            broken.add("scanner")
        if broken == self._told:
            return
        try:
            here.calls.report(here.desk.name, broken)
            self._told = broken
        except StoreError as error:
            _log.warning("devices_not_reported", extra={"reason": error.reason.value})

    def _look(self) -> None:
        while not self._workplace.hub.closed:
            self._report_devices()
            if self._visit is not None and time.monotonic() - self._touched > self._patience:
                self.end(self._visit, "timeout")
            time.sleep(LOOK_SECONDS)
