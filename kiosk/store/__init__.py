"""The desk database: visits without personal data, sealed answers until finished, and the audit chain."""

from kiosk.store.answers import read_answers, save_answers
from kiosk.store.attempts import PrintAttempt, print_attempts
from kiosk.store.audit_chain import AuditEntry
from kiosk.store.audit_events import AuditEvent, Details
from kiosk.store.calls import Call, Calls, Signals
from kiosk.store.closing import PrintOutcome, abandon_visit, finish_visit, record_print
from kiosk.store.database import Store, open_store
from kiosk.store.errors import StoreError, StoreReason
from kiosk.store.finding import find_visit, open_visits, visit_by_id, visit_with_fingerprint
from kiosk.store.handing import hand_over
from kiosk.store.opening import OpenedVisit, open_visit, set_language, set_procedures
from kiosk.store.printmark import (
    PrintClaim,
    PrintMark,
    claim_print,
    end_print,
    forget_interruption,
    renew_print,
)
from kiosk.store.purging import Purged, purge
from kiosk.store.sealing import open_answers, seal_answers
from kiosk.store.visit import (
    NewVisit,
    Procedures,
    Visit,
    VisitId,
    VisitStatus,
    WayIn,
    new_visit_id,
)

__all__ = [
    "AuditEntry",
    "AuditEvent",
    "Call",
    "Calls",
    "Details",
    "NewVisit",
    "OpenedVisit",
    "PrintAttempt",
    "PrintClaim",
    "PrintMark",
    "PrintOutcome",
    "Procedures",
    "Purged",
    "Signals",
    "Store",
    "StoreError",
    "StoreReason",
    "Visit",
    "VisitId",
    "VisitStatus",
    "WayIn",
    "abandon_visit",
    "claim_print",
    "end_print",
    "find_visit",
    "finish_visit",
    "forget_interruption",
    "hand_over",
    "new_visit_id",
    "open_answers",
    "open_store",
    "open_visit",
    "open_visits",
    "print_attempts",
    "purge",
    "read_answers",
    "record_print",
    "renew_print",
    "save_answers",
    "seal_answers",
    "set_language",
    "set_procedures",
    "visit_by_id",
    "visit_with_fingerprint",
]
