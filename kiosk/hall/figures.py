"""Figures of a month, worked out from visits and from the spans of turns: counts and minutes, no person, no staff.

A cell of fewer than ten is put together with others, so that nobody can be found in it (docs/figures.md).
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from sqlalchemy import ScalarSelect, func, orm, select

from kiosk.clock import JAPAN
from kiosk.hall import survey, turn
from kiosk.store import Store
from kiosk.store.halltables import PromiseRow, TurnRow, TurnSpanRow
from kiosk.store.tables import VisitProcedureRow, VisitRow

LEAST = 10
REST = "other"
"""What cells of fewer than ten are put together under."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of a table: a measure, what it is split by, and the value."""

    measure: str
    by: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Times:
    """How long the people of one queue waited and were served: `count` of them, medians in minutes."""

    queue: str
    count: int
    waiting: float
    serving: float
    within: int
    """How many were called within the target."""


@dataclass(frozen=True, slots=True)
class Score:
    """How the waits that were told to the people of one queue came true: `count` of them that had an end."""

    queue: str
    count: int
    inside: int
    longer: int
    shorter: int


@dataclass(frozen=True, slots=True)
class HourWait:
    """How long people waited who took their number in this hour."""

    hour: int
    count: int
    waiting: float


@dataclass(frozen=True, slots=True)
class Faces:
    """How satisfied people were who tapped a face: from 5 down to 1."""

    count: int
    mean: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What is published of some days."""

    since: date
    until: date
    cells: tuple[Cell, ...]
    times: tuple[Times, ...]
    promises: tuple[Score, ...] = ()
    overall: Times | None = None
    """Of all queues together."""
    hours: tuple[HourWait, ...] = ()
    faces: Faces | None = None

    @property
    def kept(self) -> tuple[int, int] | None:
        """Return how many were called within what was promised, of how many; None where too few were promised."""
        count = sum(score.count for score in self.promises)
        return (sum(score.inside for score in self.promises), count) if count else None


def read_figures(
    store: Store,
    since: date,
    until: date,
    targets: Mapping[str, int],
    unnamed: Collection[str] = (),
    *,
    least: int = LEAST,
) -> Figures:
    """Return the figures of these days, both included. Raise StoreError.

    `targets` is by queue how many minutes somebody should wait at most, `unnamed` are procedures that no figure counts by
    themselves: where one person a year asks for it, a count tells who.
    """
    visits, procedures = _read_visits(store, since, until)
    tables = {
        "hour": Counter(f"{visit.opened_at.astimezone(JAPAN):%H}" for visit in visits),
        "way_in": Counter(visit.way_in for visit in visits),
        "language": Counter(visit.language for visit in visits),
        "status": Counter(visit.status for visit in visits),
        "procedure": Counter({id: count for id, count in procedures.items() if id not in unnamed}),
    }
    cells = [
        Cell("visits", by, value, count)
        for by, counted in tables.items()
        for value, count in merge_small(counted, least).items()
    ]
    turns, faces = _read_spans(store, since, until), survey.read_faces(store, since, until)
    tapped = merge_small({str(face): count for face, count in faces.items()}, least)
    cells += [Cell("satisfaction", "face", face, count) for face, count in tapped.items()]
    return Figures(
        since=since,
        until=until,
        cells=tuple(cells),
        times=tuple(_times(turns, targets, least)),
        promises=read_promises(store, since, until, least),
        overall=_overall(turns, targets, least),
        hours=tuple(_hours(turns, least)),
        faces=_faces(faces, least),
    )


def merge_small(counted: Mapping[str, int], least: int = LEAST) -> dict[str, int]:
    """Return the counts with small ones put together, so that no cell is small and none can be worked out.

    Where what is put together would still be small, the next larger cell joins it.
    """
    large = {value: count for value, count in sorted(counted.items()) if count >= least}
    rest = sum(counted.values()) - sum(large.values())
    while 0 < rest < least and large:
        smallest = min(large, key=lambda value: (large[value], value))
        rest += large.pop(smallest)
    return {**large, REST: rest} if rest >= least else large


@dataclass(frozen=True, slots=True)
class _Visit:
    opened_at: datetime
    way_in: str
    language: str
    status: str


def _read_visits(store: Store, since: date, until: date) -> tuple[Sequence[_Visit], Counter[str]]:
    within = VisitRow.opened_on.between(since, until)
    columns = (VisitRow.opened_at, VisitRow.way_in, VisitRow.language, VisitRow.status)
    name = VisitProcedureRow.procedure_id
    procedures = select(name, func.count()).join(VisitRow, VisitRow.id == VisitProcedureRow.visit_id)
    with store.reading() as session:
        visits = [_Visit(*row) for row in session.execute(select(*columns).where(within))]
        counted = Counter({id: count for id, count in session.execute(procedures.where(within).group_by(name))})
    return visits, counted


def _read_spans(store: Store, since: date, until: date) -> list[list[turn.Span]]:
    query = (
        select(TurnSpanRow)
        .join(TurnRow, TurnRow.id == TurnSpanRow.turn_id)
        .where(TurnRow.day.between(since, until))
        .order_by(TurnSpanRow.turn_id, TurnSpanRow.id)
    )
    turns: dict[str, list[turn.Span]] = {}
    with store.reading() as session:
        for row in session.scalars(query):
            span = turn.Span(row.turn_id, row.queue, turn.State(row.state), row.window, row.since)
            turns.setdefault(row.turn_id, []).append(span)
    return list(turns.values())


def _times(turns: Iterable[Sequence[turn.Span]], targets: Mapping[str, int], least: int) -> Iterator[Times]:
    by_queue: dict[str, list[tuple[timedelta, timedelta]]] = {}
    for spans in turns:
        waited, served = waiting_of(spans), serving_of(spans)
        if waited is not None:
            by_queue.setdefault(spans[0].queue, []).append((waited, served))
    for queue, found in sorted(by_queue.items()):
        if len(found) >= least:
            waits, serves = [minutes(waited) for waited, _ in found], [minutes(served) for _, served in found]
            within = sum(wait <= targets.get(queue, 20) for wait in waits)
            yield Times(queue, len(found), round(median(waits), 1), round(median(serves), 1), within)


def _overall(turns: Iterable[Sequence[turn.Span]], targets: Mapping[str, int], least: int) -> Times | None:
    found = [
        (spans[0].queue, waited, serving_of(spans)) for spans in turns if (waited := waiting_of(spans)) is not None
    ]
    if len(found) < least or not found:
        return None
    waits, serves = [minutes(waited) for _, waited, _ in found], [minutes(served) for _, _, served in found]
    within = sum(minutes(waited) <= targets.get(queue, 20) for queue, waited, _ in found)
    return Times("", len(found), round(median(waits), 1), round(median(serves), 1), within)


def _hours(turns: Iterable[Sequence[turn.Span]], least: int) -> Iterator[HourWait]:
    """Yield the hours in which enough people took a number; nothing of the others."""
    by_hour: dict[int, list[float]] = {}
    for spans in turns:
        if (waited := waiting_of(spans)) is not None:
            by_hour.setdefault(spans[0].since.astimezone(JAPAN).hour, []).append(minutes(waited))
    for hour, waits in sorted(by_hour.items()):
        if len(waits) >= least:
            yield HourWait(hour, len(waits), round(median(waits), 1))


def _faces(counted: Mapping[int, int], least: int) -> Faces | None:
    total = sum(counted.values())
    if total < least or not total:
        return None
    return Faces(total, round(sum(face * count for face, count in counted.items()) / total, 1))


def waiting_of(spans: Sequence[turn.Span]) -> timedelta | None:
    """Return how long the person waited from the number to the first call; None for one who was never called."""
    called = next((span.since for span in spans if span.state in (turn.State.CALLED, turn.State.SERVING)), None)
    return called - spans[0].since if called else None


def serving_of(spans: Sequence[turn.Span]) -> timedelta:
    """Return how long the person was served, at all windows together."""
    pairs = pairwise(spans)
    return sum(
        (after.since - span.since for span, after in pairs if span.state is turn.State.SERVING), timedelta()
    )


def read_promises(store: Store, since: date, until: date, least: int = LEAST) -> tuple[Score, ...]:
    """Return by queue how many were called within the time that their number promised. Raise StoreError.

    Whoever was never called is left out, and whoever was only told how long it takes at least.
    """
    query = (
        select(PromiseRow.low, PromiseRow.high, PromiseRow.at, TurnRow.called_at, TurnSpanRow.queue)
        .join(TurnRow, TurnRow.id == PromiseRow.turn_id)
        .join(TurnSpanRow, TurnSpanRow.turn_id == TurnRow.id)
        .where(TurnRow.day.between(since, until), PromiseRow.high.is_not(None), TurnRow.called_at.is_not(None))
        .where(TurnSpanRow.id == _first_span())
    )
    found: dict[str, list[int]] = {}
    with store.reading() as session:
        for low, high, at, called_at, queue in session.execute(query):
            if high is not None and called_at is not None:
                wait = minutes(called_at - at)
                found.setdefault(queue, []).append((wait > high) - (wait < low))
    return tuple(
        Score(queue, len(each), each.count(0), each.count(1), each.count(-1))
        for queue, each in sorted(found.items())
        if len(each) >= least
    )


def _first_span() -> ScalarSelect[int | None]:
    """Return the span of a turn's first queue, whose letter its number has."""
    one = orm.aliased(TurnSpanRow)
    return select(func.min(one.id)).where(one.turn_id == TurnRow.id).correlate(TurnRow).scalar_subquery()


def minutes(span: timedelta) -> float:
    """Return the span in minutes."""
    return span.total_seconds() / 60


def total_of(figures: Figures, by: str) -> int:
    """Return how many visits a table holds."""
    return sum(cell.count for cell in figures.cells if cell.by == by)


def cells_by(cells: Collection[Cell], by: str) -> list[Cell]:
    """Return the lines of one table."""
    return [cell for cell in cells if cell.by == by]


GAP = 0.25
"""Between two columns, of the place of one."""
NICE = (1, 2, 3, 4, 5, 10)


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `y` is its upper edge, counted from the top."""

    label: str
    words: str
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns in a field of this size, and the value of its upper edge."""

    width: float
    height: float
    top: float
    columns: tuple[Column, ...]


def draw_chart(rows: Sequence[tuple[str, float, str]], width: float = 600, height: float = 180) -> Chart:
    """Return the chart of label, value and words of each column."""
    top = _nice(max((value for _, value, _ in rows), default=0))
    place = width / max(1, len(rows))
    columns = tuple(
        Column(
            label,
            words,
            place * (at + GAP / 2),
            height * (1 - value / top),
            place * (1 - GAP),
            height * value / top,
        )
        for at, (label, value, words) in enumerate(rows)
    )
    return Chart(width, height, top, columns)


def _nice(value: float) -> float:
    """Return the next round number that is not smaller."""
    if value <= 0:
        return 1.0
    ten = 10.0 ** math.floor(math.log10(value))
    return next(factor * ten for factor in NICE if factor * ten >= value)
