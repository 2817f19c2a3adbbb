"""How often somebody may look people up, and what an auditor should see: mass searches, nights, repeated misses."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.clock import JAPAN
from kiosk.register.layout import WINDOW, Use
from kiosk.store.audit import AuditEntry, AuditEvent
from kiosk.store.tables import AuditEntryRow

LOOKED_BACK = 2_000
"""Entries of the log; more than a town hall writes in the window."""
FIRST_HOUR, LAST_HOUR = 8, 18
MANY_IN_A_DAY = 100
MANY_MISSES = 5
NOBODY, PROTECTED = "nobody", "protected"


def are_exhausted(session: Session, use: Use, staff_id: int | None, desk: str, now: datetime) -> bool:
    """Whether this member of staff (at a lobby, this desk) has looked up, or missed, too often within the window."""
    last = session.scalar(select(func.max(AuditEntryRow.seq))) or 0
    whose = AuditEntryRow.staff_id == staff_id if staff_id is not None else AuditEntryRow.desk == desk
    details = session.scalars(
        select(AuditEntryRow.details)
        .where(
            AuditEntryRow.seq > last - LOOKED_BACK,
            AuditEntryRow.event == AuditEvent.REGISTER_LOOKED_UP.value,
            AuditEntryRow.at > now - WINDOW,
            whose,
        )
        .order_by(AuditEntryRow.seq.desc())
        .limit(use.look_ups)
    ).all()
    recent = details[: use.misses]
    has_missed = len(recent) == use.misses and all(each.get("outcome") == NOBODY for each in recent)
    return has_missed or len(details) >= use.look_ups


class Sign(StrEnum):
    """What an auditor should look at."""

    MANY = "many"
    NIGHT = "night"
    MISSES = "misses"
    PROTECTED = "protected"


SIGN_WORDS = {
    Sign.MANY: f"1日に{MANY_IN_A_DAY}回以上引いた",
    Sign.NIGHT: f"{FIRST_HOUR}時より前、{LAST_HOUR}時より後、土曜か日曜に引いた",
    Sign.MISSES: f"続けて{MANY_MISSES}回以上、見つからなかった",
    Sign.PROTECTED: "支援措置の世帯に当たった",
}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One of them, of one member of staff on one day."""

    day: str
    staff_id: int | None
    sign: Sign
    count: int


def find_suspicions(entries: Iterable[AuditEntry]) -> list[Suspicion]:
    """Return what stands out among the look-ups, day by day."""
    days: dict[tuple[str, int | None], list[AuditEntry]] = defaultdict(list)
    for entry in entries:
        if entry.event == AuditEvent.REGISTER_LOOKED_UP.value:
            days[entry.at.astimezone(JAPAN).date().isoformat(), entry.staff_id].append(entry)
    found: list[Suspicion] = []
    for (day, staff_id), looked_up in days.items():
        counts = {
            Sign.MANY: len(looked_up) if len(looked_up) >= MANY_IN_A_DAY else 0,
            Sign.NIGHT: sum(_is_off_hours(entry.at) for entry in looked_up),
            Sign.MISSES: _longest_misses(looked_up),
            Sign.PROTECTED: sum(entry.details.get("outcome") == PROTECTED for entry in looked_up),
        }
        found += (Suspicion(day, staff_id, sign, count) for sign, count in counts.items() if count)
    return sorted(found, key=lambda each: (each.day, each.staff_id or 0, each.sign))


def _is_off_hours(at: datetime) -> bool:
    local = at.astimezone(JAPAN)
    return not FIRST_HOUR <= local.hour < LAST_HOUR or local.weekday() >= 5


def _longest_misses(entries: Iterable[AuditEntry]) -> int:
    longest = run = 0
    for entry in entries:
        run = run + 1 if entry.details.get("outcome") == NOBODY else 0
        longest = max(longest, run)
    return longest if longest >= MANY_MISSES else 0
