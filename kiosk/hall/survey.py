"""窓口利用体験調査: staff walk through a family's matter as residents and tap what they are doing, before and after.

A tap ends what was done before it; the walk is its taps. The same activities before and after a change can be compared.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby, pairwise
from statistics import median

from sqlalchemy import bindparam, delete, func, orm, select, text

from kiosk.clock import day_in_japan
from kiosk.hall.turns import PRESS
from kiosk.store import Store, halltables, visit


class Phase(StrEnum):
    """Whether the walk was before the change, or after it."""

    BEFORE = "before"
    AFTER = "after"


class Activity(StrEnum):
    """What somebody does at the town hall."""

    WALK = "walk"
    WRITE = "write"
    WAIT = "wait"
    TALK = "talk"
    ASK = "ask"
    """Looking for somebody, or asking the way and what to write."""
    END = "end"


TAKES_TIME: tuple[Activity, ...] = tuple(each for each in Activity if each is not Activity.END)

SCRIPTS = {
    "move": "転入する4人家族",
    "birth": "子どもが生まれた夫婦",
    "death": "親を亡くした方",
    "certificate": "証明書が必要な方",
}
"""Whom staff play: the code, and the words."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One walk: minutes by activity, and how often each was begun."""

    id: str
    phase: Phase
    script: str
    began: datetime
    minutes: Mapping[Activity, float]
    times: Mapping[Activity, int]
    now: Activity
    """What was tapped last; `END` for a walk that is over."""

    @property
    def total(self) -> float:
        return sum(self.minutes.values())


@dataclass(frozen=True, slots=True)
class Comparison:
    """The walks of one script: medians before and after, in minutes; None where nobody walked."""

    script: str
    counts: Mapping[Phase, int]
    minutes: Mapping[Activity, tuple[float | None, float | None]]
    total: tuple[float | None, float | None]


def tap(store: Store, walk_id: str, phase: Phase, script: str, activity: Activity) -> None:
    """Keep that this begins now; the same activity again is no new one. Raise StoreError."""
    with store.writing() as session:
        own = (
            select(halltables.SurveyMarkRow)
            .where(halltables.SurveyMarkRow.run_id == walk_id)
            .order_by(halltables.SurveyMarkRow.id.desc())
        )
        last = session.scalars(own.limit(1)).one_or_none()
        if last is not None and last.activity in (activity.value, Activity.END.value):
            return
        session.add(
            halltables.SurveyMarkRow(
                run_id=walk_id,
                at=store.clock(),
                phase=last.phase if last else phase.value,
                script=last.script if last else script,
                activity=activity.value,
            )
        )


def drop_walk(store: Store, walk_id: str) -> None:
    """Delete a walk that went wrong. Raise StoreError."""
    with store.writing() as session:
        visit.change_rows(
            session, delete(halltables.SurveyMarkRow).where(halltables.SurveyMarkRow.run_id == walk_id)
        )


def read_walks(store: Store) -> tuple[Walk, ...]:
    """Return all walks, the newest first. Raise StoreError."""
    with store.reading() as session:
        rows = session.scalars(
            select(halltables.SurveyMarkRow).order_by(halltables.SurveyMarkRow.run_id, halltables.SurveyMarkRow.id)
        ).all()
    walks = [_walk(list(own)) for _, own in groupby(rows, key=lambda row: row.run_id)]
    return tuple(sorted(walks, key=lambda walk: walk.began, reverse=True))


def compare(walks: Iterable[Walk]) -> tuple[Comparison, ...]:
    """Return by script what the walks that are over took, before and after."""
    over = [walk for walk in walks if walk.now is Activity.END]
    return tuple(
        _comparison(script, own) for script in SCRIPTS if (own := [walk for walk in over if walk.script == script])
    )


def _walk(marks: Sequence[halltables.SurveyMarkRow]) -> Walk:
    minutes = dict.fromkeys(TAKES_TIME, 0.0)
    for mark, after in pairwise(marks):
        minutes[Activity(mark.activity)] += (after.at - mark.at).total_seconds() / 60
    begun = [Activity(mark.activity) for mark in marks]
    first, times = marks[0], {activity: begun.count(activity) for activity in minutes}
    return Walk(first.run_id, Phase(first.phase), first.script, first.at, minutes, times, begun[-1])


def _comparison(script: str, walks: Sequence[Walk]) -> Comparison:
    own = {phase: [walk for walk in walks if walk.phase is phase] for phase in Phase}

    def middle(value: Mapping[Phase, Sequence[float]]) -> tuple[float | None, float | None]:
        before, after = (round(median(value[phase]), 1) if value[phase] else None for phase in Phase)
        return before, after

    minutes = {
        activity: middle({phase: [walk.minutes[activity] for walk in found] for phase, found in own.items()})
        for activity in TAKES_TIME
    }
    total = middle({phase: [walk.total for walk in found] for phase, found in own.items()})
    return Comparison(script, {phase: len(found) for phase, found in own.items()}, minutes, total)


FACES = {5: "とてもよい", 4: "よい", 3: "ふつう", 2: "よくない", 1: "とてもよくない"}

COUNT_ONE = text(
    "INSERT INTO feedback (day, site, face, count) VALUES (:day, :site, :face, 1) "
    "ON CONFLICT (day, site, face) DO UPDATE SET count = feedback.count + 1"
).bindparams(bindparam("day", type_=halltables.FeedbackRow.day.type))


def count_face(store: Store, key: str, site: str, face: int) -> None:
    """Count a tap; the same press again counts nothing. Raise StoreError."""
    with store.writing() as session:
        now = store.clock()
        if visit.change_rows(session, PRESS, {"key": key, "at": now}):
            _count(session, day_in_japan(now), site, face)


def read_faces(store: Store, since: date, until: date) -> Counter[int]:
    """Return how often each face was tapped on these days. Raise StoreError."""
    query = (
        select(halltables.FeedbackRow.face, func.sum(halltables.FeedbackRow.count))
        .where(halltables.FeedbackRow.day.between(since, until))
        .group_by(halltables.FeedbackRow.face)
    )
    with store.reading() as session:
        return Counter({face: int(count) for face, count in session.execute(query)})


def _count(session: orm.Session, day: date, site: str, face: int) -> None:
    session.execute(COUNT_ONE, {"day": day, "site": site, "face": face})
