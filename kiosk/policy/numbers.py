"""The numbers of the policy, each from the setting or the line of code that makes it true."""

from collections.abc import Mapping
from datetime import timedelta

from kiosk import passwords, signin
from kiosk.desk.counter.session import LEFT_ALONE_SECONDS
from kiosk.office import Office
from kiosk.prefill.app import LARGEST_BODY
from kiosk.prefill.draft import LIFETIME
from kiosk.register.layout import WINDOW
from kiosk.store import visits
from kiosk.store.calls import STALE
from kiosk.web.server import MOST_CONNECTIONS, WHOLE_REQUEST_SECONDS


def read_numbers(office: Office) -> Mapping[str, int]:
    """Return every number under its name in the templates."""
    database, prefill = office.settings.database, office.settings.prefill
    return {
        "ticket_days": prefill.ticket_valid_days,
        "retention_hours": database.retention_hours,
        "visits_days": database.visits_days,
        "audit_days": database.audit_days,
        "draft_hours": _hours(LIFETIME),
        "reopen_minutes": _minutes(visits.REOPENED_WITHIN),
        "fingerprint_days": visits.FINGERPRINT_KEPT.days,
        "sessions_days": visits.SESSIONS_KEPT.days,
        "clock_days": visits.LONGEST_CLOSED.days,
        "call_minutes": _minutes(STALE),
        "session_hours": _hours(signin.LONGEST_SESSION),
        "window_minutes": _minutes(WINDOW),
        "free_tries": signin.FREE_TRIES,
        "left_alone_minutes": LEFT_ALONE_SECONDS // 60,
        "password_length": passwords.SHORTEST,
        "password_digits": passwords.SHORTEST_OF_DIGITS,
        "body_kilobytes": LARGEST_BODY // 1024,
        "connections": MOST_CONNECTIONS,
        "request_seconds": WHOLE_REQUEST_SECONDS,
    }


def _hours(span: timedelta) -> int:
    return span // timedelta(hours=1)


def _minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)
