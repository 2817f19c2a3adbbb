"""What this desk prints right now, told to all desks: no two of them print one visit at the same moment."""

import logging
import threading

from kiosk.desk.reasons import DeskError, DeskReason
from kiosk.store import (
    PrintClaim,
    PrintMark,
    Store,
    StoreError,
    Visit,
    claim_print,
    end_print,
    renew_print,
)

_log = logging.getLogger("kiosk.desk")


class PrintMarks:
    """The marks of this desk's jobs in the database, from any thread."""

    def __init__(self, store: Store, desk: str) -> None:
        self._store = store
        self._desk = desk
        self._lock = threading.Lock()
        self._marks: dict[str, PrintMark] = {}

    def claim(self, visit: Visit, *, again: bool = False) -> None:
        """Before a job starts. Raises DeskError: printing_elsewhere, may_have_printed; StoreError."""
        claim, mark = claim_print(self._store, visit, self._desk, again=again)
        if claim is not PrintClaim.GRANTED:
            here = claim is not PrintClaim.ELSEWHERE
            raise DeskError(DeskReason.MAY_HAVE_PRINTED if here else DeskReason.PRINTING_ELSEWHERE)
        with self._lock:
            self._marks[visit.id] = mark

    def renew(self) -> None:
        """Every few seconds while jobs run. Raises StoreError."""
        with self._lock:
            marks = tuple(self._marks.values())
        for mark in marks:
            renew_print(self._store, mark)

    def end(self, visit: str) -> None:
        """The job has ended and that is recorded. A mark that cannot be taken away now grows stale by itself."""
        with self._lock:
            mark = self._marks.pop(visit, None)
        if mark is None:
            return
        try:
            end_print(self._store, mark)
        except StoreError as error:
            _log.warning("print_mark_left", extra={"reason": error.reason.value})
