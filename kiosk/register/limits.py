"""How often somebody may look people up, and what an auditor should see: mass searches, nights, repeated misses."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, orm, select

from kiosk.clock import JAPAN
from kiosk.register.layout import WINDOW, Use
from kiosk.store import AuditEntry, AuditEvent, Store, audit, tables

LOOKED_BACK = 2_000
"""Entries of the log; more than a town hall writes in the window."""
FIRST_HOUR, LAST_HOUR = 8, 18
MANY_IN_A_DAY = 100
MANY_MISSES = 5
NOBODY, PROTECTED = "nobody", "protected"


def are_exhausted(session: orm.Session, use: Use, staff_id: int | None, desk: str, now: datetime) -> bool:
    """Whether this member of staff (at a lobby, this desk) has looked up, or missed, too often within the window."""
    last = session.scalar(select(func.max(tables.AuditEntryRow.seq))) or 0
    whose = (
        tables.AuditEntryRow.staff_id == staff_id if staff_id is not None else tables.AuditEntryRow.desk == desk
    )
    details = session.scalars(
        select(tables.AuditEntryRow.details)
        .where(
            tables.AuditEntryRow.seq > last - LOOKED_BACK,
            tables.AuditEntryRow.event == AuditEvent.REGISTER_LOOKED_UP.value,
            tables.AuditEntryRow.at > now - WINDOW,
            whose,
        )
        .order_by(tables.AuditEntryRow.seq.desc())
        .limit(use.look_ups)
    ).all()
    recent = details[: use.misses]
    has_missed = len(recent) == use.misses and all(each.get("outcome") == NOBODY for each in recent)
    return has_missed or len(details) >= use.look_ups


OF_REGISTER = (
    AuditEvent.REGISTER_LOOKED_UP,
    AuditEvent.REGISTER_REFUSED,
    AuditEvent.REGISTER_SHOWN,
    AuditEvent.REGISTER_TAKEN_OVER,
    AuditEvent.REGISTER_RELEASED,
)
"""What a person does with the register."""


def read_look_ups(store: Store, since: datetime) -> tuple[AuditEntry, ...]:
    """Return what was done with the register since then, in order. Raise StoreError."""
    row = tables.AuditEntryRow
    query = select(row).where(row.at >= since, row.event.in_([each.value for each in OF_REGISTER]))
    with store.reading() as session:
        return tuple(audit.make_entry(found) for found in session.scalars(query.order_by(row.seq)))


class Sign(StrEnum):
    """What an auditor should look at."""

    MANY = "many"
    NIGHT = "night"
    MISSES = "misses"
    PROTECTED = "protected"
    RELEASED = "released"


SIGN_WORDS = {
    Sign.MANY: f"1日に{MANY_IN_A_DAY}回以上引いた",
    Sign.NIGHT: f"{FIRST_HOUR}時より前、{LAST_HOUR}時より後、土曜か日曜に引いた",
    Sign.MISSES: f"続けて{MANY_MISSES}回以上、見つからなかった",
    Sign.PROTECTED: "支援措置の世帯に当たった",
    Sign.RELEASED: "2人目が確かめて、支援措置の世帯を開いた",
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
    released: Counter[tuple[str, int | None]] = Counter()
    for entry in entries:
        key = entry.at.astimezone(JAPAN).date().isoformat(), entry.staff_id
        if entry.event == AuditEvent.REGISTER_LOOKED_UP.value:
            days[key].append(entry)
        elif entry.event == AuditEvent.REGISTER_RELEASED.value:
            released[key] += 1
    found = [Suspicion(*key, Sign.RELEASED, count) for key, count in released.items()]
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
