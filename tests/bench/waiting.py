"""`python -m tests.bench.waiting`: told waits in a simulated hall, ours beside the usual formula.

The formula is that of Berlin's open counter software, read in its source: the mean of past visits, by the windows, by the
people before; from four fifths of it to the whole. Both learn from the same twenty days, both are rounded outward to five
minutes. No figure of it comes from a real hall.
"""

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean

import click

from kiosk.hall.play import Durations, Kind, Person, Place, forecast, measure

WINDOWS = 3
MEDIANS = {"certificate": 8.0, "move": 40.0}
SHARE_OF_MOVES = 0.3
SPREAD = 0.5
DAY = 500.0
PEOPLE_A_DAY = 58
LEARNED, SCORED, SEEDS, RUNS = 20, 20, 3, 100
STEP = 5
QUEUES = frozenset({"hall"})


@dataclass(frozen=True)
class World:
    """`is_rough`: windows and days differ, one in twenty takes three times as long, 15 % of kinds are known wrongly."""

    name: str
    is_rough: bool


@dataclass(frozen=True)
class Visitor:
    at: float
    known_as: str
    minutes: float


@dataclass(frozen=True)
class Scene:
    """What can be known when somebody comes: rest of the windows is not, only how long they have been at it."""

    at: float
    busy: Sequence[tuple[str, float]]
    ahead: Sequence[str]
    done: Sequence[tuple[Kind, float]]


@dataclass
class Tally:
    inside: int = 0
    longer: int = 0
    count: int = 0
    width: float = 0.0
    error: float = 0.0
    too_wide: int = 0

    def score(self, low: float, high: float, middle: float, wait: float) -> None:
        first, last = math.floor(low / STEP) * STEP, max(math.ceil(high / STEP), 1) * STEP
        self.count += 1
        self.inside += first <= wait <= last
        self.longer += wait > last
        self.width += last - first
        self.error += abs(middle - wait)
        self.too_wide += last - first > 30


def main() -> None:
    click.echo(
        "| world | told by | inside | longer than told | width, min | mean error, min | wider than 30 min |"
    )
    click.echo("|---|---|---|---|---|---|---|")
    for world in (World("even", False), World("rough", True)):
        results: dict[str, list[Tally]] = {}
        for seed in range(SEEDS):
            for name, tally in run(world, Random(f"{world.name} {seed}")).items():
                results.setdefault(name, []).append(tally)
        for name, tallies in results.items():
            click.echo(f"| {world.name} | {name} | {' | '.join(columns(tallies))} |")


def columns(tallies: Sequence[Tally]) -> Iterator[str]:
    yield spread([100 * each.inside / each.count for each in tallies], "%")
    yield spread([100 * each.longer / each.count for each in tallies], "%")
    yield spread([each.width / each.count for each in tallies])
    yield spread([each.error / each.count for each in tallies])
    yield spread([100 * each.too_wide / each.count for each in tallies], "%")


def spread(found: Sequence[float], sign: str = "") -> str:
    return f"{min(found):.0f}–{max(found):.0f}{sign}"


def run(world: World, chance: Random) -> dict[str, Tally]:
    """Live through all days; return how each way of telling did."""
    holds: list[tuple[Kind, float]] = []
    for _ in range(LEARNED):
        for _, _, done in live(world, chance):
            holds += done
    mean = fmean(minutes for _, minutes in holds)
    kinds = Durations({"hall": mean}, measure(holds))
    queue_only = Durations({"hall": mean}, measure([(("hall", ()), minutes) for _, minutes in holds]))
    formula, known, unknown = Tally(), Tally(), Tally()
    for _ in range(SCORED):
        for scene, wait, _ in live(world, chance):
            if scene is None:
                continue
            by_mean = tell_by_mean(scene, mean)
            formula.score(0.8 * by_mean, by_mean, by_mean, wait)
            for durations, tally, is_known in ((kinds, known, True), (queue_only, unknown, False)):
                waits = tell_by_play(scene, durations, is_known, chance)
                low, high = waits[RUNS // 10], waits[RUNS * 9 // 10]
                tally.score(low, high, waits[RUNS // 2], wait)
    return {"mean by windows": formula, "played through, kinds known": known, "played through": unknown}


def tell_by_mean(scene: Scene, mean: float) -> float:
    if len(scene.busy) < WINDOWS:
        return 0.0
    return mean / WINDOWS * (len(scene.ahead) + 1)


def tell_by_play(scene: Scene, durations: Durations, is_known: bool, chance: Random) -> list[float]:
    def kind(name: str) -> Kind:
        return ("hall", (name,)) if is_known else ("hall", ())

    today = [(each if is_known else ("hall", ()), minutes) for each, minutes in scene.done]
    places = [Place(QUEUES, kind(name), elapsed) for name, elapsed in scene.busy]
    places += [Place(QUEUES)] * (WINDOWS - len(places))
    people = [Person(str(at), kind(name)) for at, name in enumerate(scene.ahead)]
    me = Person("me", ("hall", ()), takes_time=False)
    return forecast(places, [*people, me], durations.at_the_pace_of(today), chance, RUNS)["me"]


def live(world: World, chance: Random) -> Iterator[tuple[Scene | None, float, list[tuple[Kind, float]]]]:
    """One day: what was known when each came and how long they waited; then what was measured of all."""
    day = math.exp(chance.gauss(0, 0.2)) if world.is_rough else 1.0
    speeds = (0.75, 1.0, 1.35) if world.is_rough else (1.0,) * WINDOWS
    free = [(0.0, window) for window in range(WINDOWS)]
    served: list[tuple[float, float, float, str]] = []
    """Came, called, ended, and as what they were known."""
    for visitor in people_of_a_day(world, chance):
        now = visitor.at
        busy = [(name, now - began) for _, began, ended, name in served if began <= now < ended]
        ahead = [name for _, began, _, name in served if began > now]
        done: list[tuple[Kind, float]] = [
            (("hall", (name,)), ended - began) for _, began, ended, name in served if ended <= now
        ]
        until, window = heapq.heappop(free)
        began = max(now, until)
        ended = began + visitor.minutes * day * speeds[window]
        heapq.heappush(free, (ended, window))
        served.append((now, began, ended, visitor.known_as))
        yield Scene(now, busy, ahead, done), began - now, []
    yield None, 0.0, [(("hall", (name,)), ended - began) for _, began, ended, name in served]


def people_of_a_day(world: World, chance: Random) -> Iterator[Visitor]:
    """Half of them within two hours of the morning, as on a Monday."""
    times = [
        chance.uniform(60, 180) if chance.random() < 0.45 else chance.uniform(0, DAY) for _ in range(PEOPLE_A_DAY)
    ]
    for at in sorted(times):
        kind = "move" if chance.random() < SHARE_OF_MOVES else "certificate"
        minutes = MEDIANS[kind] * math.exp(chance.gauss(0, SPREAD))
        known = kind
        if world.is_rough:
            minutes *= 3 if chance.random() < 0.05 else 1
            known = chance.choice(tuple(MEDIANS)) if chance.random() < 0.3 else kind
        yield Visitor(at, known, minutes)


if __name__ == "__main__":
    main()
