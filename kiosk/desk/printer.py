"""Printing at one desk: the jobs at its printer, told to all desks and recorded with the visit."""

import logging
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from kiosk.desk import devices, imprint, printjobs, printstate
from kiosk.settings import Desk, DeskMode
from kiosk.stacks import Stack
from kiosk.store import Imprints, PrintOutcome, Store, StoreError, StoreReason, Visit, VisitId, printing
from printing.ipp import JobResult, Outcome, Patience

_log = logging.getLogger("kiosk.desk")

CLOSED_MEANWHILE = {StoreReason.VISIT_CLOSED, StoreReason.VISIT_UNKNOWN}
"""Where nothing is left to record: the paper is out all the same."""


@dataclass(frozen=True, slots=True)
class EndedJob:
    """A job that has ended, and who began it."""

    result: JobResult
    staff_id: int | None


class DeskPrinter:
    """Brings visits to paper at this desk, as far as `PrintState` lets it. No two desks print one visit at once."""

    def __init__(
        self, store: Store, desk: Desk, hub: devices.Hub, labels: Mapping[str, str], patience: Patience
    ) -> None:
        self._store = store
        self._desk = desk
        self._hub = hub
        self._labels = labels
        self._starting = threading.Lock()
        self._marks = printjobs.PrintMarks(store, desk.name)
        self._printing_staff: dict[str, int | None] = {}
        """By visit who has started its job."""
        self._settling = threading.Lock()
        self._unrecorded: dict[str, EndedJob] = {}
        by_visitors = desk.mode is DeskMode.LOBBY
        self.jobs = printjobs.PrintJobs(
            desk.printer_uri, hub, self._record, patience, desk.printer_fingerprint, by_visitors=by_visitors
        )

    def state(self, visit: Visit, imprints: Imprints | None = None) -> printstate.PrintState:
        """Return what the paper of the visit is doing now. `imprints` are those of its sheets as they are now; without
        them nobody can tell whether the paper still matches."""
        attempts = printing.read_print_attempts(self._store, visit.id) if visit.printed_times else ()
        return printstate.PrintState(
            visit,
            self.jobs.job(visit.id),
            self._store.clock(),
            has_printer=self._desk.printer_uri is not None,
            by_visitor=self._desk.mode is DeskMode.LOBBY,
            pdfs=tuple(each.at for each in attempts if each.outcome is PrintOutcome.SHOWN_AS_PDF),
            elsewhere=self._labels.get(visit.printing_desk or "", visit.printing_desk or ""),
            mismatch=self._mismatch(visit, imprints or {}),
        )

    def print_sheets(
        self,
        visit: Visit,
        stacks: Sequence[Stack],
        imprints: Imprints,
        *,
        again: bool = False,
        only: tuple[str, ...] = (),
        staff_id: int | None = None,
    ) -> printjobs.PrintJob:
        """Start a job. `imprints` are of the visit's sheets as they are sent; `again` says that a person wants paper
        although some may be out; `only` are the sheets that are printed alone. Raise DeskError (no_printer, still_printing, printing_elsewhere, may_have_printed), StoreError.
        """
        with self._starting:
            self.state(visit).check_print(again=again)
            self._marks.claim(visit, imprint.imprints_for(imprints, only), again=again)
            self._printing_staff[visit.id] = staff_id
            try:
                return self.jobs.start(visit.id, stacks, again=again, only=only)
            except BaseException:
                self._marks.end(visit.id)
                raise

    def show_as_pdf(self, visit: Visit, sheets: int, imprints: Imprints, *, again: bool, staff_id: int) -> None:
        """Record that there may be paper, since nobody can tell whether a PDF on a screen became some.

        Raise DeskError (still_printing, printing_elsewhere, may_have_printed), StoreError.
        """
        with self._starting:
            self.state(visit).check_pdf(again=again)
            self._marks.claim(visit, imprints, again=again)
            try:
                printing.record_print(
                    self._store, visit.id, PrintOutcome.SHOWN_AS_PDF, sheets=sheets, staff_id=staff_id
                )
            finally:
                self._marks.end(visit.id)
        # Whoever wants the PDF has looked what the job before had printed.
        self.forget(visit)
        self._hub.publish(f"visit:{visit.id}", {"visit": visit.id, "shown": visit.printed_times + 1})

    def note_seen(self, visit: Visit, sheets: int, *, reason: str, staff_id: int | None = None) -> None:
        """Record that a person has all the paper in hand which the printer was not sure of. Raise StoreError."""
        if not self.state(visit).needs_a_look:
            return
        printing.record_print(
            self._store, visit.id, PrintOutcome.PRINTED, sheets=sheets, reason=reason, staff_id=staff_id
        )
        printing.forget_interruption(self._store, visit.id)
        self.forget(visit)

    def cancel(self, visit: Visit) -> None:
        """Send no further page; one under way may still come out."""
        self.jobs.cancel(visit.id)

    def forget(self, visit: Visit) -> None:
        """Show the visit's job no longer."""
        self.jobs.forget(visit.id)

    def renew_marks(self) -> None:
        """Tell the other desks that the jobs still run, every few seconds, and record those that ended while the
        database was away. Raise StoreError."""
        self._settle()
        self._marks.renew()

    def print_at(self, uri: str | None) -> None:
        """Send the jobs that begin from now on to this address; None for the desk's own printer."""
        self.jobs.uri = uri or self._desk.printer_uri

    def stop(self) -> None:
        """Cancel what is under way, for the end of the program."""
        self.jobs.stop()

    def _mismatch(self, visit: Visit, imprints: Imprints) -> imprint.Mismatch:
        return (
            imprint.mismatch_of(printing.read_imprints(self._store, visit.id), imprints)
            if visit.printed_times
            else imprint.NO_MISMATCH
        )

    def _record(self, visit: str, result: JobResult) -> None:
        ended = EndedJob(result, self._printing_staff.pop(visit, None))
        if not self._try_to_record(visit, ended):
            with self._settling:
                self._unrecorded[visit] = ended
            # The database may just have been lost: what stands in for it takes it at once.
            with suppress(StoreError):
                self._settle()

    def _try_to_record(self, visit: str, ended: EndedJob) -> bool:
        """Whether nothing is left to record. As long as something is, the mark of the job stays: if this program ends
        before, people are asked to look at the tray."""
        result = ended.result
        try:
            printing.record_print(
                self._store,
                VisitId(visit),
                _outcome(result),
                sheets=result.pages_done,
                reason="" if result.outcome is Outcome.PRINTED else result.code.value,
                staff_id=ended.staff_id,
            )
        except StoreError as error:
            _log.warning("print_not_recorded", extra={"reason": error.reason.value})
            if error.reason not in CLOSED_MEANWHILE:
                return False
        self._marks.end(visit)
        return True

    def _settle(self) -> None:
        """Record what the database refused when it happened. What it took without saying so is not recorded twice."""
        with self._settling:
            for visit, ended in tuple(self._unrecorded.items()):
                if not self._marks.is_held(visit) or self._try_to_record(visit, ended):
                    del self._unrecorded[visit]


def _outcome(result: JobResult) -> PrintOutcome:
    if result.outcome is Outcome.PRINTED:
        return PrintOutcome.PRINTED
    return PrintOutcome.UNCERTAIN if result.outcome is Outcome.UNKNOWN else PrintOutcome.FAILED
