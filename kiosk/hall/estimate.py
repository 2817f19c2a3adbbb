"""How long somebody will wait: the queue is played through many times with durations that were measured before.

No average is told: a range is, in which eight of ten plays end, rounded outward to five minutes. What was measured are
the spans of turns, by queue and procedures; until there are enough of them `usual_minutes` of hall.toml counts as twenty.
"""

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from random import Random
from statistics import median

from sqlalchemy import func, select

from kiosk.clock import ShortLived, day_in_japan
from kiosk.hall.play import Durations, Kind, Person, Place, forecast, gather, measure
from kiosk.hall.turn import Range, State
from kiosk.store import Store, tables
from kiosk.store.halltables import TurnRow, TurnSpanRow
from kiosk.town.hall import Hall

DAYS = timedelta(days=90)
"""About sixty open days."""
AT_WORK = timedelta(minutes=45)
"""How long after its last turn a window still counts as one that calls."""
FRESH_SECONDS = 15.0
LATE_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Waits:
    """What can be said now: by queue to whoever takes a number, and which queues are later than was promised."""

    ranges: Mapping[str, Range]
    late: frozenset[str] = frozenset()

    def held(self, before: "Waits | None") -> "Waits":
        """Return the same without any range that falls by more than one step."""
        old = before.ranges if before else {}
        return replace(self, ranges={queue: each.held(old.get(queue)) for queue, each in self.ranges.items()})


class Estimator:
    """The waits of one site. What was measured is read once a day; what is told is worked out every few seconds."""

    def __init__(self, hall: Hall, store: Store, site: str) -> None:
        self.hall = hall
        self.store = store
        self.site = site
        self._lock = threading.Lock()
        self._learned: tuple[date, Durations] | None = None
        self._told: Waits | None = None
        self._fresh: ShortLived[str, Waits] = ShortLived(FRESH_SECONDS, 1)

    def learn(self) -> Durations:
        """Return what was measured before today. Raise StoreError."""
        today = day_in_japan(self.store.clock())
        with self._lock:
            if self._learned is None or self._learned[0] != today:
                usual = {queue.id: float(queue.usual_minutes) for queue in self.hall.queues}
                before = self.store, self.site, today - DAYS, today - timedelta(days=1)
                seen = gather(read_onward(*before))
                # A queue nobody was ever handed on from needs no chance.
                onward = {kind: after for kind, after in seen.items() if any(seen[kind[0], ()])}
                self._learned = today, Durations(usual, measure(read_holds(*before)), onward=onward)
            return self._learned[1]

    def read(self) -> Waits:
        """Return what a screen says, some seconds old at most. A range falls slowly. Raise StoreError."""
        waits = self._fresh.get(self.site)
        if waits is None:
            waits = self.work_out().held(self._told)
            self._told = waits
            self._fresh.put(self.site, waits)
        return waits

    def work_out(self) -> Waits:
        """Return what would be told at this moment. Raise StoreError."""
        now = self.store.clock()
        today = day_in_japan(now)
        durations = self.learn().at_the_pace_of(read_holds(self.store, self.site, today, today))
        scene = _read_scene(self.store, self.site, now)
        queues = self.hall.queues_of(self.site)
        asking = [Person(queue.id, (queue.id, ()), takes_time=False) for queue in queues]
        # Seeded by the minute: two screens that look at the same time say the same. Nothing is kept secret with it.
        chance = Random(f"{self.site} {now:%Y-%m-%d %H:%M}")  # noqa: S311
        waits = forecast(scene.places(self.hall, self.site), [*scene.people(), *asking], durations, chance)
        late = (row.queue for row in scene.waiting if row.told_until and scene.is_late(row, waits.get(row.id)))
        ranges = {queue.id: range_of(waits[queue.id]) for queue in queues if queue.id in waits}
        return Waits(ranges, frozenset(late))


def range_of(waits: Sequence[float]) -> Range:
    """Return the range in which eight of ten of these sorted waits are."""
    low, high = waits[len(waits) // 10], waits[len(waits) * 9 // 10]
    return Range.around(low, high)


def read_holds(store: Store, site: str, since: date, until: date) -> list[tuple[Kind, float]]:
    """Return for each turn and queue how many minutes a window was held: from the call to the end, parked time left out.

    Raise StoreError.
    """
    turns = _read_spans(store, site, since, until)
    return [((queue, wanted), minutes) for wanted, spans in turns for queue, minutes in _held(spans).items()]


def read_onward(store: Store, site: str, since: date, until: date) -> list[tuple[Kind, str]]:
    """Return for each time somebody was served the queue they were handed on to, empty where they were done.

    Raise StoreError.
    """
    turns = _read_spans(store, site, since, until)
    return [((queue, wanted), after) for wanted, spans in turns for queue, after in _onward(spans)]


_Spans = Sequence[tuple[str, str, datetime]]
"""Queue, state and beginning of each span of a turn."""


def _read_spans(store: Store, site: str, since: date, until: date) -> list[tuple[tuple[str, ...], _Spans]]:
    """Return each turn's spans, with the procedures of its visit."""
    within = TurnRow.day.between(since, until), TurnRow.site == site
    spans = (
        select(TurnSpanRow.turn_id, TurnRow.visit_id, TurnSpanRow.queue, TurnSpanRow.state, TurnSpanRow.since)
        .join(TurnRow, TurnRow.id == TurnSpanRow.turn_id)
        .where(*within)
        .order_by(TurnSpanRow.turn_id, TurnSpanRow.id)
    )
    wanted = (
        select(tables.VisitProcedureRow.visit_id, tables.VisitProcedureRow.procedure_id)
        .join(TurnRow, TurnRow.visit_id == tables.VisitProcedureRow.visit_id)
        .where(*within)
    )
    with store.reading() as session:
        procedures = _by_visit(session.execute(wanted))
        rows = session.execute(spans).all()
    turns = [list(each) for _, each in groupby(rows, key=lambda row: row[0])]
    return [(procedures.get(own[0][1] or "", ()), [row[2:] for row in own]) for own in turns]


def _onward(spans: _Spans) -> Iterator[tuple[str, str]]:
    """Yield each queue a person was served in with the one that came after, empty where they were done."""
    for (queue, state, _), (after_queue, after, _) in pairwise(spans):
        if state == State.SERVING and after in (State.WAITING, State.SERVED):
            yield queue, after_queue if after == State.WAITING else ""


def _held(spans: _Spans) -> dict[str, float]:
    """Return by queue how long a window was held, where the person came and somebody ended it."""
    held: dict[str, float] = {}
    came: set[str] = set()
    for (queue, state, since), (_, after, until) in pairwise(spans):
        if State(state).holds_a_window and after not in (State.MISSED, State.LEFT):
            held[queue] = held.get(queue, 0.0) + (until - since).total_seconds() / 60
        if state == State.SERVING:
            came.add(queue)
    return {queue: minutes for queue, minutes in held.items() if queue in came and minutes > 0}


def _by_visit(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for visit_id, procedure in rows:
        found.setdefault(visit_id, set()).add(procedure)
    return {visit_id: tuple(sorted(each)) for visit_id, each in found.items()}


@dataclass(frozen=True, slots=True)
class _Scene:
    """A site at one moment: who waits, is called or served, in their order, and which windows are at work."""

    now: datetime
    rows: Sequence[TurnRow]
    procedures: Mapping[str, tuple[str, ...]]
    active: Collection[str]

    @property
    def waiting(self) -> list[TurnRow]:
        return [row for row in self.rows if row.state == State.WAITING.value]

    def kind(self, row: TurnRow) -> Kind:
        return row.queue, self.procedures.get(row.visit_id or "", ())

    def people(self) -> list[Person]:
        """Return who waits; an appointment not before its time."""
        return [
            Person(row.id, self.kind(row), max(0.0, self.minutes_until(row.due_at)) if row.due_at else 0.0)
            for row in self.waiting
        ]

    def places(self, hall: Hall, site: str) -> list[Place]:
        """Return the windows at work, and all that serve a queue of which none is."""
        windows = [window for window in hall.windows if window.site == site]
        serves = {window.id: frozenset(queue.id for queue in hall.queues_at(window)) for window in windows}
        covered = {queue for window in self.active for queue in serves.get(window, ())}
        busy = {row.window: row for row in self.rows if State(row.state).holds_a_window}
        return [
            Place(queues, self.kind(row), -self.minutes_until(row.since))
            if (row := busy.get(id))
            else Place(queues)
            for id, queues in serves.items()
            if id in self.active or not queues <= covered
        ]

    def is_late(self, row: TurnRow, waits: Sequence[float] | None) -> bool:
        """Whether somebody will probably be called later than was promised."""
        expected = median(waits) if waits else 0.0
        return row.told_until is not None and expected - LATE_MINUTES > self.minutes_until(row.told_until)

    def minutes_until(self, moment: datetime) -> float:
        return (moment - self.now).total_seconds() / 60


def _read_scene(store: Store, site: str, now: datetime) -> _Scene:
    today = TurnRow.day == day_in_japan(now), TurnRow.site == site
    here = (State.WAITING.value, State.CALLED.value, State.SERVING.value)
    rows = select(TurnRow).where(*today, TurnRow.state.in_(here)).order_by(TurnRow.issued_at, TurnRow.number)
    last = (
        select(TurnSpanRow.window, func.max(TurnSpanRow.since))
        .join(TurnRow, TurnRow.id == TurnSpanRow.turn_id)
        .where(*today, TurnSpanRow.window.is_not(None))
        .group_by(TurnSpanRow.window)
    )
    wanted = select(tables.VisitProcedureRow.visit_id, tables.VisitProcedureRow.procedure_id)
    with store.reading() as session:
        found = session.scalars(rows).all()
        visits = [row.visit_id for row in found if row.visit_id]
        own = wanted.where(tables.VisitProcedureRow.visit_id.in_(visits))
        procedures = _by_visit(session.execute(own)) if visits else {}
        touched = session.execute(last).all()
    active = {window for window, since in touched if window and now - since <= AT_WORK}
    return _Scene(now, found, procedures, active | {row.window for row in found if row.window})
