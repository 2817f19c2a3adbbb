"""Doubts about days: before somebody was born, long ago, far ahead, another day than that of a birth."""

from collections.abc import Iterator
from datetime import date, timedelta

from forms import kinds
from forms.answers import rows_of
from forms.doubts.doubt import Doubt
from forms.doubts.says import Says
from forms.journey import Journey
from forms.journeypage import JourneyAsk, key_of
from forms.kinship.member import born
from forms.person import LATE, SLOTS

LONG_AGO_DAYS, FAR_AHEAD_DAYS = 5 * 365 + 1, 367
BIRTH = "birth_date"
OF_A_BIRTH = (
    ("child_allowance", "allowance.reason", "allowance.date", "children"),
    ("health_insurance_join", "health.join_reason", "health.join_date", "insured"),
)
"""Procedure, reason, day and people: where the reason is `born`, the day is that of one of them."""


def before_birth(journey: Journey) -> Iterator[Doubt]:
    """Nothing happens to somebody before they are born: the year is wrong."""
    birth = born(str(journey.people.get(journey.people.centre).facts.get(BIRTH, "")))
    for ask, day in _affairs(journey):
        if birth is not None and day < birth.first:
            yield Doubt(ask.key, Says.BEFORE_BIRTH, (day.isoformat(), birth.first.isoformat()), ask.key)


def long_ago(journey: Journey) -> Iterator[Doubt]:
    for ask, day in (*_affairs(journey), *_deaths(journey)):
        if day < journey.today - timedelta(days=LONG_AGO_DAYS):
            yield Doubt(ask.key, Says.LONG_AGO, (day.isoformat(),), ask.key)


def far_ahead(journey: Journey) -> Iterator[Doubt]:
    for ask, day in _affairs(journey):
        if day >= journey.today + timedelta(days=FAR_AHEAD_DAYS):
            yield Doubt(ask.key, Says.FAR_AHEAD, (day.isoformat(),), ask.key)


def born_another_day(journey: Journey) -> Iterator[Doubt]:
    """Who asks because a child was born gives the day of that birth."""
    chosen = {procedure.id: procedure for procedure in journey.procedures}
    for id, reason, item, role in OF_A_BIRTH:
        if id not in chosen:
            continue
        seen = journey.seen_by(chosen[id])
        births = [str(row.get(BIRTH, "")) for row in rows_of(seen.get(role))]
        day = seen.get(item)
        if seen.get(reason) == "born" and isinstance(day, str) and births and day not in births:
            ask = next(ask for ask in chosen[id].asks() if ask.item.name == item)
            key = key_of(ask, chosen[id])
            yield Doubt(key, Says.NOBODY_BORN_THEN, (day, *births), key)


def _affairs(journey: Journey) -> Iterator[tuple[JourneyAsk, date]]:
    """Every day that is asked for, but births and what is said of people."""
    for ask in journey.asks:
        if ask.key.partition(".")[0] not in SLOTS and not ask.ask.item.name.endswith(BIRTH):
            yield from _days(journey, ask)


def _deaths(journey: Journey) -> Iterator[tuple[JourneyAsk, date]]:
    for ask in journey.asks:
        if ask.key == f"{LATE}.death_date":
            yield from _days(journey, ask)


def _days(journey: Journey, ask: JourneyAsk) -> Iterator[tuple[JourneyAsk, date]]:
    value = journey.value(ask)
    found = born(value) if ask.ask.item.kind is kinds.DATE and isinstance(value, str) else None
    if found is not None:
        yield ask, found.last
