"""A queue played through: who is called after how many minutes, with durations and ways onward that were seen before."""

import heapq
import math
from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from statistics import median
from typing import TypeVar

RUNS = 200
WEIGHT = 20
"""How many measured durations what was assumed before is worth."""
SPREAD = 0.6
"""Of the logarithm of durations, where none were measured."""
OUTLIER = 5
"""So many times the median: a turn that nobody ended."""
PACE_WEIGHT = 10
MOST_HANDED_ON = 3
"""So often one person is foreseen to go on to another queue."""
SLOWEST, FASTEST = 2.0, 0.5

Kind = tuple[str, tuple[str, ...]]
"""A queue, and the procedures of the visit, none where they are not known."""
Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class Durations:
    """How long a window is held by one person of each kind, in minutes."""

    usual: Mapping[str, float]
    """By queue, what the town says."""
    measured: Mapping[Kind, Sequence[float]] = field(default_factory=dict)
    """Under the queue alone all of its durations."""
    pace: float = 1.0
    """How many times as long as usual people take today."""
    onward: Mapping[Kind, Sequence[str]] = field(default_factory=dict)
    """The queues that people of each kind were handed on to, empty for those who were done; under the queue alone all."""

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

    def draw_next(self, kind: Kind, chance: Random) -> str:
        """Return the queue somebody may well be handed on to; empty where they are done."""
        for key in dict.fromkeys((kind, (kind[0], ()))):
            found = self.onward.get(key, ())
            if found and chance.random() * (len(found) + WEIGHT) < len(found):
                return chance.choice(found)
        return ""

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
    """Empty for whoever comes from another window meanwhile: their own wait is not asked."""
    kind: Kind
    due: float = 0.0
    takes_time: bool = True
    """False for one who is only asked about: how long would it be?"""


class _Play:
    """The queue as it is played through once."""

    def __init__(
        self, places: Sequence[Place], people: Sequence[Person], durations: Durations, chance: Random
    ) -> None:
        self.places = places
        self.durations = durations
        self.chance = chance
        self.called: dict[str, float] = {}
        self._left = [(rank, 0, person) for rank, person in enumerate(people)]
        """By their place in the list, with how often each was handed on: whoever is keeps the place."""
        self._free: list[tuple[float, int]] = []
        self._idle: set[int] = set()
        for number, place in enumerate(places):
            rest = durations.draw_rest(place.kind, place.elapsed, chance) if place.kind else 0.0
            self._free.append((rest, number))
            if place.kind:
                # Whoever sits at a window came before all who wait.
                self._hand_on(rest, -1, 0, place.kind)
        heapq.heapify(self._free)

    def run(self) -> dict[str, float]:
        """Return by id after how many minutes each is called."""
        waiting = len(self._left) - sum(not person.id for _, _, person in self._left)
        while self._free and len(self.called) < waiting:
            at, number = heapq.heappop(self._free)
            mine = [each for each in self._left if each[2].kind[0] in self.places[number].queues]
            ready = next((each for each in mine if each[2].due <= at), None)
            if ready is not None:
                heapq.heappush(self._free, (self._call(at, ready), number))
            elif mine:
                heapq.heappush(self._free, (min(person.due for _, _, person in mine), number))
            else:
                self._idle.add(number)
        return self.called

    def _call(self, at: float, ready: tuple[int, int, Person]) -> float:
        """Return when the window is free again."""
        rank, times, person = ready
        self._left.remove(ready)
        if person.id:
            self.called[person.id] = at
        if not person.takes_time:
            return at
        until = at + self.durations.draw(person.kind, self.chance)
        self._hand_on(until, rank, times, person.kind)
        return until

    def _hand_on(self, at: float, rank: int, times: int, kind: Kind) -> None:
        queue = self.durations.draw_next(kind, self.chance) if times < MOST_HANDED_ON else ""
        if not queue:
            return
        insort(self._left, (rank, times + 1, Person("", (queue, kind[1]), at)), key=lambda each: each[:2])
        for number in [number for number in self._idle if queue in self.places[number].queues]:
            self._idle.remove(number)
            heapq.heappush(self._free, (at, number))


def play(
    places: Sequence[Place], people: Sequence[Person], durations: Durations, chance: Random
) -> dict[str, float]:
    """Play the queue through once; return by id after how many minutes each is called."""
    return _Play(places, people, durations, chance).run()


def forecast(
    places: Sequence[Place], people: Sequence[Person], durations: Durations, chance: Random, runs: int = RUNS
) -> dict[str, list[float]]:
    """Return by id the waits of many plays, sorted; nobody whom no window serves."""
    waits: dict[str, list[float]] = {}
    for _ in range(runs):
        for id, minutes in play(places, people, durations, chance).items():
            waits.setdefault(id, []).append(minutes)
    return {id: sorted(found) for id, found in waits.items()}


def gather(seen: Iterable[tuple[Kind, Seen]]) -> dict[Kind, tuple[Seen, ...]]:
    """Return what was seen by kind, and all of it by queue."""
    found: dict[Kind, list[Seen]] = {}
    for kind, each in seen:
        for key in dict.fromkeys((kind, (kind[0], ()))):
            found.setdefault(key, []).append(each)
    return {kind: tuple(all_of_it) for kind, all_of_it in found.items()}


def measure(holds: Iterable[tuple[Kind, float]]) -> dict[Kind, tuple[float, ...]]:
    """Return the durations by kind and by queue, without those that are far outside."""
    found = gather(holds)
    limits = {kind: OUTLIER * median(all_of_it) for kind, all_of_it in found.items()}
    return {kind: tuple(each for each in all_of_it if each <= limits[kind]) for kind, all_of_it in found.items()}
