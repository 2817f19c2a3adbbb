"""Everything one desk program works with, started and stopped together."""

import hashlib
import logging
import threading
import time
from dataclasses import replace
from datetime import timedelta
from functools import partial

from cardreader import CardError, CardWatcher, list_readers
from kiosk.desk import cardread, case, listening, planning, printer, reception, scan
from kiosk.desk.devices import Devices, Hub
from kiosk.desk.queueing import describe, open_queueing
from kiosk.desk.worklist import Room, Worklist, worklist_of
from kiosk.fleet.lead import settings_number
from kiosk.fleet.report import EVERY, NO_DEVICE, WORKS, DeskReport, program_version, write_report
from kiosk.hall.turns import end_days
from kiosk.office import Office, now
from kiosk.register.opening import open_register
from kiosk.settings import Desk, DeskMode
from kiosk.staff import list_staff
from kiosk.store import (
    Attendance,
    Bell,
    Calls,
    JournalKeys,
    Signals,
    Visit,
    database,
    list_twins,
    open_desk_store,
    purge,
    read_attendance,
    read_presences,
    trim,
)
from kiosk.tickets import private_keys, public_keys
from kiosk.web.front import running
from printing.ipp import Patience

JOIN_SECONDS = 4.0
PURGE_SECONDS = 600.0
RENEW_SECONDS = 20.0
"""Well within the time a print mark stays fresh; also how long a change may stay unseen that nobody told of."""

JOIN_AGAIN_SECONDS = 5.0
"""Between two tries of a desk that is alone to reach the database."""

LOOK_SECONDS = 2.0
"""Between two looks at all open visits, however often something changes."""

OF_VISITS = ("visits", "watch")
"""The topics for which all open visits have to be read."""

TASKS = "tasks"

_log = logging.getLogger("kiosk.desk")


class Workplace:
    """One desk: its devices, its live state, and its share of the town's database. Nothing acts before `start`."""

    def __init__(
        self, office: Office, desk: Desk, store: database.Store, patience: Patience | None = None
    ) -> None:
        office = office if desk.mode is DeskMode.COUNTER else office.for_residents
        self.office = office
        self.desk = desk
        self.store = replace(store, desk=desk.name)
        self.labels = {each.name: each.label for each in office.settings.desks}
        """What people call the desks."""
        self.hub = Hub()
        self.listeners = listening.Listeners(self.hub)
        self.cases = case.Cases(office, self.store)
        self.queueing = open_queueing(office.hall, self.store, desk)
        self.planning = planning.open_planning(office.hall, self.store, self.cases, self.queueing, desk.mode)
        """None where the town does not say what its sections do."""
        self.reception = reception.Reception(
            office, self.store, self.cases, desk, scan.Halves(), self.queueing, self.planning
        )
        self.printer = printer.DeskPrinter(self.store, desk, self.hub, self.labels, patience or Patience())
        cards = CardWatcher(_reader(desk.reader_name))
        self.pictures = cardread.CardPictures()
        self.devices = Devices(desk.printer_uri, cards, self.hub, desk.printer_fingerprint)
        self.scanner = scan.SerialScanner(desk.scanner_port, self.hub) if desk.scanner_port else None
        self.calls = Calls(self.store, {each.name for each in office.settings.desks})
        self.identification = office.identification
        self.twins = 0
        """How many nobody has settled, at the last look."""
        self._shown: set[str] = set()
        """The visits that screens of this desk had open at the last look."""
        self.register = open_register(office, self.store)
        """None where the town does not use it."""
        self._looked_at = -LOOK_SECONDS
        self._reported: DeskReport | None = None
        self._number = settings_number(office.settings.fleet.folder, office.settings.folder)
        self._begun = now()
        self._end = threading.Event()
        self._housekeeper = threading.Thread(target=self._keep_house, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Start the devices and the housekeeping."""
        self.devices.start()
        if self.scanner is not None:
            self.scanner.start()
        self._housekeeper.start()

    def stop(self) -> None:
        """Stop whatever runs, and close the database."""
        self._end.set()
        self.hub.close()
        self.devices.stop()
        if self.scanner is not None:
            self.scanner.stop()
        self.printer.stop()
        if self._housekeeper.is_alive():
            self._housekeeper.join(JOIN_SECONDS)
        self.store.close()

    def label_of(self, desk_name: str) -> str:
        """Return what people call the desk."""
        return self.labels.get(desk_name, desk_name)

    def room(self) -> Room:
        """Return what this desk knows of the town hall around it now. Raise StoreError."""
        return self._room(read_attendance(self.store))

    def holders(self, visit: Visit) -> tuple[str, ...]:
        """Return who has the visit open at other desks. Raise StoreError."""
        found = read_presences(self.store, visit.id)
        return self._room(found).holders(visit) if found.presences else ()

    def _room(self, attendance: Attendance) -> Room:
        staff = {each.id: each.called for each in list_staff(self.store)}
        return Room(self.desk.name, self.labels, staff, attendance)

    def worklist(self) -> Worklist:
        """Return the list of open visits as it is now. Raise StoreError."""
        room, wanted = self.room(), self.office.settings.counter.kana_in_list
        return worklist_of(
            self.cases.open_all(room.attendance), room, self.office.catalogue, now(), with_kana=wanted
        )

    def publish_calls(self) -> None:
        """Tell the screens who calls for staff, and what does not work at the lobby. Raise StoreError."""
        signals = self.calls.read()
        where = "、".join(self.label_of(call.desk) for call in signals.waiting)
        mine = self._call_here(signals)
        broken = " ".join(f"{desk}:{device}" for desk, device in signals.broken)
        self.hub.publish("calls", {"count": len(signals.waiting), "where": where, "mine": mine, "broken": broken})

    def look_at_visits(self) -> float:
        """Tell the screens of the visits, if any shows them and the last look is not too fresh. Return in how many seconds
        to look again. Raise StoreError."""
        if self.desk.mode is not DeskMode.COUNTER or not self.hub.is_shown(OF_VISITS):
            return RENEW_SECONDS
        left = self._looked_at + LOOK_SECONDS - time.monotonic()
        if left > 0:
            return left
        self._looked_at = time.monotonic()
        self.publish_visits()
        return RENEW_SECONDS

    def publish_visits(self) -> None:
        """Tell the screens that the list of visits is another, and those that show one of them what became of it. Raise
        StoreError."""
        attendance = read_attendance(self.store)
        states = attendance.states
        self.hub.publish("visits", {"state": hashlib.sha256(repr(states).encode()).hexdigest()[:16]})
        shown = {each.visit_id for each in attendance.presences if each.desk == self.desk.name}
        for visit in shown | self._shown:
            self.hub.publish(f"watch:{visit}", {"visit": visit, "state": states.get(visit, "closed")})
        self._shown = shown

    def report(self) -> None:
        """Say in the database how this desk is, every few minutes and where something has changed. Raise StoreError."""
        scanner = NO_DEVICE if self.scanner is None else WORKS if self.scanner.works else "lost"
        reader = WORKS if self.devices.reader_works else self.devices.cards.state.status.value
        devices = (self.devices.printer_code, reader, scanner)
        made = DeskReport(self.desk.name, now(), self._begun, program_version(), self._number, 0, *devices)
        last = self._reported
        is_same = last is not None and replace(last, reported_at=made.reported_at) == made
        if last is not None and is_same and timedelta() <= made.reported_at - last.reported_at < EVERY:
            return
        if not self.store.is_alone and not self.office.training:
            write_report(self.store, made)
            self._reported = made

    def _call_here(self, now: Signals) -> str:
        """Return how the call of this very desk stands, empty without one."""
        for standing, calls in (("waiting", now.waiting), ("coming", now.coming)):
            if any(call.desk == self.desk.name for call in calls):
                return standing
        return ""

    def publish_alone(self) -> None:
        """Tell the screens whether this desk goes on without the database, and of twins. Raise StoreError."""
        if self.desk.mode is DeskMode.COUNTER:
            self.twins = 0 if self.store.is_alone else len(list_twins(self.store))
        self.hub.publish("alone", {"alone": self.store.is_alone, "twins": self.twins})

    def publish_turns(self) -> None:
        """Tell the screens of this desk who waits and who is called. Raise StoreError."""
        if (queueing := self.queueing) is not None:
            turn = queueing.turns.at(queueing.window.id) if queueing.window else None
            self.hub.publish("turns", {"state": describe(queueing.lines(now()), turn)})

    def publish_tasks(self) -> None:
        """Tell the screens that show them that tasks are others. Raise StoreError."""
        if self.planning is not None and not self.store.is_alone and self.hub.is_shown((TASKS,)):
            state = hashlib.sha256(self.planning.describe().encode()).hexdigest()[:16]
            self.hub.publish(TASKS, {"state": state})

    def _keep_house(self) -> None:
        """Watch for calls from other desks, and delete what was kept long enough."""
        bell, is_joined = Bell(self.store, self._end), True
        purge_at = renew_at = time.monotonic()
        while not self._end.is_set():
            next_look = RENEW_SECONDS
            try:
                is_joined = self.store.join()
                if time.monotonic() >= purge_at:
                    purge_at = time.monotonic() + PURGE_SECONDS
                    purge(self.store)
                    trim(self.store)
                    end_days(self.store)
                    if self.queueing is not None:
                        self.queueing.estimator.learn()
                if time.monotonic() >= renew_at:
                    renew_at = time.monotonic() + RENEW_SECONDS
                    self.printer.renew_marks()
                    self.store.look_around()
                    self.report()
                self.publish_calls()
                self.publish_alone()
                self.publish_turns()
                self.publish_tasks()
                next_look = self.look_at_visits()
            except database.StoreError as error:
                _log.warning("housekeeping_failed", extra={"reason": error.reason.value})
            except Exception as error:  # noqa: BLE001 - the thread's outermost edge: calls and deletions must go on
                _log.error("housekeeping_failed", extra={"error": type(error).__name__})
            bell.wait(next_look if is_joined else JOIN_AGAIN_SECONDS)
        bell.close()


def open_workplace(office: Office, desk: Desk) -> Workplace:
    """Return the desk's workplace, the town's files read so that a mistake stops the program and not a resident. Raise
    StoreError or SettingsError if the database cannot be used, DataMistake for a mistake."""
    check_town(office)
    database = office.settings.database
    keys = JournalKeys(partial(public_keys, office), partial(private_keys, office))
    only_own = desk.mode is not DeskMode.COUNTER
    store = open_desk_store(database, desk.name, desk.receipt_letter, keys, only_own=only_own)
    return Workplace(office, desk, store)


def check_town(office: Office) -> None:
    """Read what a desk needs of the town's files. Raise DataMistake."""
    _ = office.fees
    _ = office.alignment
    _ = office.hall
    _ = office.shortcuts


def workplace() -> Workplace:
    """Return the workplace of the running application."""
    return running(Workplace)


def _reader(part: str | None) -> str | None:
    """The full name of the reader with `part` in it, as far as it is there now."""
    if part is None:
        return None
    try:
        return next((name for name in list_readers() if part in name), part)
    except CardError:
        return part
