"""Everything one desk program works with, started and stopped together."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cardreader import CardError, CardWatcher, list_readers
from kiosk.desk.case import Cases
from kiosk.desk.devices import Devices
from kiosk.desk.hub import Hub
from kiosk.desk.paperjob import PaperJob
from kiosk.desk.printjobs import PaperDesk
from kiosk.desk.printmarks import PrintMarks
from kiosk.desk.reception import Reception
from kiosk.desk.scan import Halves
from kiosk.desk.serialscanner import SerialScanner
from kiosk.office import Office
from kiosk.settings import Desk, DeskMode
from kiosk.stacks import Stack
from kiosk.store import Calls, PrintOutcome, Store, StoreError, Visit, VisitId, open_store, purge, record_print
from kiosk.town.identification import IDENTIFICATION_FILE, IdPapers, read_identification
from kiosk.web.running import running
from printing.ipp import JobResult, Outcome, Patience

LOOK_SECONDS = 2.0
PURGE_EVERY = 300
"""Looks; ten minutes."""
RENEW_EVERY = 10
"""Looks; well within the time a print mark stays fresh."""

OUTCOMES = {Outcome.PRINTED: PrintOutcome.PRINTED, Outcome.UNKNOWN: PrintOutcome.UNCERTAIN}

_log = logging.getLogger("kiosk.desk")


@dataclass(frozen=True)
class Workplace:
    """One desk: its devices, its live state, and its share of the town's database."""

    office: Office
    desk: Desk
    store: Store
    patience: Patience = field(default_factory=Patience)
    hub: Hub = field(default_factory=Hub)

    @cached_property
    def cases(self) -> Cases:
        return Cases(self.office, self.store)

    @cached_property
    def reception(self) -> Reception:
        return Reception(self.office, self.store, self.cases, self.desk, Halves())

    @cached_property
    def papers(self) -> PaperDesk:
        return PaperDesk(
            self.desk.printer_uri,
            self.hub,
            self._printed,
            self.patience,
            self.desk.printer_fingerprint,
            by_visitors=self.desk.mode is DeskMode.LOBBY,
        )

    @cached_property
    def marks(self) -> PrintMarks:
        return PrintMarks(self.store, self.desk.name)

    @cached_property
    def devices(self) -> Devices:
        cards = CardWatcher(_reader(self.desk.reader_name))
        return Devices(self.desk.printer_uri, cards, self.hub, self.desk.printer_fingerprint)

    @cached_property
    def scanner(self) -> SerialScanner | None:
        return SerialScanner(self.desk.scanner_port, self.hub) if self.desk.scanner_port else None

    @cached_property
    def calls(self) -> Calls:
        return Calls(self.store, {each.name for each in self.office.settings.desks})

    @cached_property
    def identification(self) -> IdPapers:
        return read_identification(self.office.settings.folder / IDENTIFICATION_FILE)

    @cached_property
    def _end(self) -> threading.Event:
        return threading.Event()

    @cached_property
    def _housekeeper(self) -> threading.Thread:
        return threading.Thread(target=self._keep_house, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Reads what can be mistaken first, so that a mistake stops the program and not a resident."""
        _ = (self.identification, self.office.fees, self.office.alignment)
        self.devices.start()
        if self.scanner is not None:
            self.scanner.start()
        self._housekeeper.start()

    def stop(self) -> None:
        self._end.set()
        self.hub.close()
        self.devices.stop()
        if self.scanner is not None:
            self.scanner.stop()
        self.papers.stop()
        if self._housekeeper.is_alive():
            self._housekeeper.join(LOOK_SECONDS * 2)
        self.store.close()

    def _keep_house(self) -> None:
        """Watches for calls from other desks, and deletes what was kept long enough."""
        looks = 0
        while not self._end.is_set():
            try:
                if looks % PURGE_EVERY == 0:
                    purge(self.store)
                if looks % RENEW_EVERY == 0:
                    self.marks.renew()
                self.publish_calls()
            except StoreError as error:
                _log.warning("housekeeping_failed", extra={"reason": error.reason.value})
            except Exception as error:  # noqa: BLE001 - the thread's outermost edge: calls and deletions must go on
                _log.error("housekeeping_failed", extra={"error": type(error).__name__})
            looks += 1
            self._end.wait(LOOK_SECONDS)

    def print(self, visit: Visit, stacks: Sequence[Stack], *, again: bool = False, only: str = "") -> PaperJob:
        """Starts a job, as far as no desk prints the visit now; the parameters are those of `PaperDesk.start`.

        Raises DeskError: no_printer, still_printing, may_have_printed, printing_elsewhere; StoreError.
        """
        self.papers.check(visit.id, again=again)
        self.marks.claim(visit, again=again)
        try:
            return self.papers.start(visit.id, stacks, again=again, only=only)
        except BaseException:
            self.marks.end(visit.id)
            raise

    def publish_calls(self) -> None:
        now = self.calls.read()
        labels = {desk.name: desk.label for desk in self.office.settings.desks}
        where = "、".join(labels.get(call.desk, call.desk) for call in now.waiting)
        mine = any(call.desk == self.desk.name for call in now.waiting)
        broken = " ".join(f"{desk}:{device}" for desk, device in now.broken)
        self.hub.publish("calls", {"count": len(now.waiting), "where": where, "mine": mine, "broken": broken})

    def _printed(self, visit: str, result: JobResult) -> None:
        outcome = OUTCOMES.get(result.outcome, PrintOutcome.FAILED)
        reason = "" if outcome is PrintOutcome.PRINTED else result.code.value
        try:
            record_print(self.store, VisitId(visit), outcome, sheets=result.pages_done, reason=reason)
        except StoreError as error:
            # The visit was closed meanwhile; the paper is out all the same.
            _log.warning("print_not_recorded", extra={"reason": error.reason.value})
        self.marks.end(visit)


def open_workplace(office: Office, desk: Desk) -> Workplace:
    """Raises StoreError or SettingsError if the database cannot be used."""
    return Workplace(office, desk, open_store(office.settings.database))


def _reader(part: str | None) -> str | None:
    """The full name of the reader with `part` in it, as far as it is there now."""
    if part is None:
        return None
    try:
        return next((name for name in list_readers() if part in name), part)
    except CardError:
        return part


def workplace() -> Workplace:
    """Return the workplace of the running application."""
    return running(Workplace)
