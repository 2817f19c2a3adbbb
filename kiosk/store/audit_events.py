"""What the audit log may say: a closed list of events and of details."""

import re
from enum import StrEnum
from typing import TypedDict

CODE = re.compile(r"[A-Za-z0-9_.:+@-]{1,64}", re.ASCII)
LARGEST_NUMBER = 2**53


class AuditEvent(StrEnum):
    """Everything that is ever audited."""

    VISIT_OPENED = "visit_opened"
    VISIT_RESUMED = "visit_resumed"
    VISIT_LOOKED_UP = "visit_looked_up"
    VISIT_FINISHED = "visit_finished"
    VISIT_ABANDONED = "visit_abandoned"
    TICKET_REFUSED = "ticket_refused"
    ANSWERS_SHOWN = "answers_shown"
    ANSWERS_CORRECTED = "answers_corrected"
    ANSWERS_EXPORTED = "answers_exported"
    ANSWERS_PURGED = "answers_purged"
    CARD_READ = "card_read"
    CARD_REFUSED = "card_refused"
    IDENTITY_CHECKED = "identity_checked"
    SHEETS_PRINTED = "sheets_printed"
    PRINT_FAILED = "print_failed"
    STAFF_ADDED = "staff_added"
    STAFF_DISABLED = "staff_disabled"
    STAFF_ENABLED = "staff_enabled"
    STAFF_PASSWORD_CHANGED = "staff_password_changed"  # noqa: S105 — the name of an event
    STAFF_SIGNED_IN = "staff_signed_in"
    STAFF_SIGN_IN_FAILED = "staff_sign_in_failed"
    STAFF_LOCKED_OUT = "staff_locked_out"
    STAFF_SIGNED_OUT = "staff_signed_out"
    STAFF_CALLED = "staff_called"
    STAFF_CAME = "staff_came"
    KEYS_CREATED = "keys_created"
    KEYS_ROTATED = "keys_rotated"
    KEYS_RETIRED = "keys_retired"


class Details(TypedDict, total=False):
    """The only things an entry may add: counts, numbers and codes, never words a person typed."""

    count: int
    sheets: int
    version: int
    key_id: int | str
    subject_staff_id: int
    procedure: str
    item: str
    kind: str
    mode: str
    way_in: str
    language: str
    outcome: str
    reason: str
    role: str


def checked_details(details: Details) -> dict[str, str | int]:
    """Without the empty ones. Raises ValueError for a detail that is not in the list, or no code or number."""
    checked: dict[str, str | int] = {}
    for name, value in details.items():
        if name not in Details.__annotations__:
            raise ValueError(f"no such audit detail: {name}")
        if value == "":
            continue
        if not isinstance(value, str | int) or not _is_code_or_number(value):
            raise ValueError(f"audit detail {name} is neither a code nor a number")
        checked[name] = value
    return checked


def _is_code_or_number(value: str | int) -> bool:
    if isinstance(value, str):
        return CODE.fullmatch(value) is not None
    return not isinstance(value, bool) and abs(value) < LARGEST_NUMBER
