"""How long somebody will wait: the queue is played through many times with durations that were measured before.

No average is told: a range is, in which eight of ten plays end, rounded outward to five minutes. What was measured are
the spans of turns, by queue and procedures; until there are enough of them `usual_minutes` of hall.toml counts as twenty.
"""

import heapq
import math
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from random import Random
from statistics import median

from sqlalchemy import func, select

from kiosk.clock import ShortLived, day_in_japan
from kiosk.hall.turn import Range, State
from kiosk.store import Store
from kiosk.store.halltables import TurnRow, TurnSpanRow
from kiosk.store.tables import VisitProcedureRow
from kiosk.town.hall import Hall

RUNS = 200
DAYS = timedelta(days=90)
"""About sixty open days."""
WEIGHT = 20
"""How many measured durations what was assumed before is worth."""
SPREAD = 0.6
"""Of the logarithm of durations, where none were measured."""
OUTLIER = 5
"""So many times the median: a turn that nobody ended."""
PACE_WEIGHT = 10
SLOWEST, FASTEST = 2.0, 0.5
AT_WORK = timedelta(minutes=45)
"""How long after its last turn a window still counts as one that calls."""
FRESH_SECONDS = 15.0
LATE_MINUTES = 5

Kind = tuple[str, tuple[str, ...]]
"""A queue, and the procedures of the visit, none where they are not known."""


@dataclass(frozen=True, slots=True)
class Durations:
    """How long a window is held by one person of each kind, in minutes."""

    usual: Mapping[str, float]
    """By queue, what the town says."""
    measured: Mapping[Kind, Sequence[float]] = field(default_factory=dict)
    """Under the queue alone all of its durations."""
    pace: float = 1.0
    """How many times as long as usual people take today."""

    def draw(self, kind: Kind, chance: Random) -> float:
        """Return one duration as it may well be."""
        for key in dict.fromkeys((kind, (kind[0], ()))):
            found = self.measured.get(key, ())
            if found and chance.random() * (len(found) + WEIGHT) < len(found):
                return chance.choice(found) * self.pace
        return self.usual.get(kind[0], 10) * math.exp(chance.gauss(0, SPREAD)) * self.pace

    def draw_rest(self, kind: Kind, elapsed: float, chance: Random) -> float:
        """Return how much longer somebody may take who has taken so long already."""
        for _ in range(10):
            if (whole := self.draw(kind, chance)) > elapsed:
                return whole - elapsed
        return chance.expovariate(1 / (0.3 * elapsed + 1))

    def at_the_pace_of(self, today: Iterable[tuple[Kind, float]]) -> "Durations":
        """Return the durations for a day on which these were measured so far."""
        ratios = [
            math.log(minutes / median(known))
            for kind, minutes in today
            if (known := self.measured.get(kind) or self.measured.get((kind[0], ()))) and minutes > 0
        ]
        pace = math.exp(sum(ratios) / (len(ratios) + PACE_WEIGHT))
        return replace(self, pace=min(SLOWEST, max(FASTEST, pace)))


@dataclass(frozen=True, slots=True)
class Place:
    """A window that calls: what it serves, whom it has now and for how many minutes."""

    queues: frozenset[str]
    kind: Kind | None = None
    elapsed: float = 0.0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who waits, in the order of the list; not to be called before `due` minutes."""

    id: str
    kind: Kind
    due: float = 0.0
    takes_time: bool = True
    """False for one who is only asked about: how long would it be?"""


def play(
    places: Sequence[Place], people: Sequence[Person], durations: Durations, chance: Random
) -> dict[str, float]:
    """Play the queue through once; return by id after how many minutes each is called."""
    free = [
        (durations.draw_rest(place.kind, place.elapsed, chance) if place.kind else 0.0, at)
        for at, place in enumerate(places)
    ]
    heapq.heapify(free)
    left, called = list(people), dict[str, float]()
    while free and left:
        at, number = heapq.heappop(free)
        mine = (person for person in left if person.kind[0] in places[number].queues)
        ready = next((person for person in mine if person.due <= at), None)
        if ready is None:
            later = [person.due for person in left if person.kind[0] in places[number].queues]
            if later:
                heapq.heappush(free, (min(later), number))
            continue
        left.remove(ready)
        called[ready.id] = at
        heapq.heappush(free, (at + (durations.draw(ready.kind, chance) if ready.takes_time else 0.0), number))
    return called


def forecast(
    places: Sequence[Place], people: Sequence[Person], durations: Durations, chance: Random, runs: int = RUNS
) -> dict[str, list[float]]:
    """Return by id the waits of many plays, sorted; nobody whom no window serves."""
    waits: dict[str, list[float]] = {}
    for _ in range(runs):
        for id, minutes in play(places, people, durations, chance).items():
            waits.setdefault(id, []).append(minutes)
    return {id: sorted(found) for id, found in waits.items()}


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
                found = read_holds(self.store, self.site, today - DAYS, today - timedelta(days=1))
                self._learned = today, Durations(usual, measure(found))
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


def measure(holds: Iterable[tuple[Kind, float]]) -> dict[Kind, tuple[float, ...]]:
    """Return the durations by kind and by queue, without those that are far outside."""
    found: dict[Kind, list[float]] = {}
    for kind, minutes in holds:
        for key in dict.fromkeys((kind, (kind[0], ()))):
            found.setdefault(key, []).append(minutes)
    limits = {kind: OUTLIER * median(all_of_it) for kind, all_of_it in found.items()}
    return {kind: tuple(each for each in all_of_it if each <= limits[kind]) for kind, all_of_it in found.items()}


def read_holds(store: Store, site: str, since: date, until: date) -> list[tuple[Kind, float]]:
    """Return for each turn and queue how many minutes a window was held: from the call to the end, parked time left out.

    Raise StoreError.
    """
    within = TurnRow.day.between(since, until), TurnRow.site == site
    spans = (
        select(TurnSpanRow.turn_id, TurnRow.visit_id, TurnSpanRow.queue, TurnSpanRow.state, TurnSpanRow.since)
        .join(TurnRow, TurnRow.id == TurnSpanRow.turn_id)
        .where(*within)
        .order_by(TurnSpanRow.turn_id, TurnSpanRow.id)
    )
    wanted = (
        select(VisitProcedureRow.visit_id, VisitProcedureRow.procedure_id)
        .join(TurnRow, TurnRow.visit_id == VisitProcedureRow.visit_id)
        .where(*within)
    )
    with store.reading() as session:
        procedures = _by_visit(session.execute(wanted))
        rows = session.execute(spans).all()
    holds: list[tuple[Kind, float]] = []
    for _, each in groupby(rows, key=lambda row: row[0]):
        own = list(each)
        kind = procedures.get(own[0][1] or "", ())
        holds += [((queue, kind), minutes) for queue, minutes in _held([row[2:] for row in own]).items()]
    return holds


def _held(spans: Sequence[tuple[str, str, datetime]]) -> dict[str, float]:
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
    wanted = select(VisitProcedureRow.visit_id, VisitProcedureRow.procedure_id)
    with store.reading() as session:
        found = session.scalars(rows).all()
        visits = [row.visit_id for row in found if row.visit_id]
        own = wanted.where(VisitProcedureRow.visit_id.in_(visits))
        procedures = _by_visit(session.execute(own)) if visits else {}
        touched = session.execute(last).all()
    active = {window for window, since in touched if window and now - since <= AT_WORK}
    return _Scene(now, found, procedures, active | {row.window for row in found if row.window})
