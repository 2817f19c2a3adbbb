"""What the sections of a town do for a visit (`[[task]]` of hall.toml): which, for whom, how long, after what."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forms import Answers, Condition, MistakeKind, Table, condition, holds
from kiosk.settings.values import read_matching, read_words

ID = r"[a-z][a-z0-9-]{0,19}"


class Work(StrEnum):
    """What a section does."""

    RECEIVE = "receive"
    EXPLAIN = "explain"
    GUIDE = "guide"
    ISSUE = "issue"

    @property
    def words(self) -> str:
        return WORKS[self]


WORKS: Mapping[Work, str] = {
    Work.RECEIVE: "受付",
    Work.EXPLAIN: "説明",
    Work.GUIDE: "案内",
    Work.ISSUE: "交付",
}


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """One `[[task]]`, wanted where the visit has one of its procedures or the guide one of its steps (titles)."""

    id: str
    label: str
    section: str
    work: Work
    procedures: tuple[str, ...]
    steps: tuple[str, ...]
    minutes: int
    lead_minutes: int
    """How long the section works by itself before it can be finished."""
    after: tuple[str, ...]
    """What has to be over before."""
    when: Condition

    @property
    def lead(self) -> int:
        """Return the minutes from its beginning to its end."""
        return self.lead_minutes + self.minutes

    def is_wanted(
        self, procedures: Collection[str], steps: Collection[str], answers: Answers, today: date
    ) -> bool:
        """Return whether somebody with these procedures, steps of the guide and answers needs it."""
        named = not set(self.procedures).isdisjoint(procedures) or not set(self.steps).isdisjoint(steps)
        return named and holds(self.when, answers, today)


@dataclass(frozen=True, slots=True)
class Stay:
    """One `[[stay]]`: where staff come and the visitor stays. What is not named is all of it."""

    sites: tuple[str, ...]
    windows: tuple[str, ...]
    procedures: tuple[str, ...]

    def holds(self, site: str, window: str, procedures: Collection[str]) -> bool:
        """Return whether somebody with these procedures stays at this window."""
        named = ((self.sites, [site]), (self.windows, [window]), (self.procedures, procedures))
        return all(not wanted or not set(wanted).isdisjoint(found) for wanted, found in named)


def in_order(plans: Iterable[TaskPlan], waits: Mapping[str, int] | None = None) -> tuple[TaskPlan, ...]:
    """Return the plans in the order in which they end soonest. `waits` are the minutes one waits at a section now.

    What others wait for comes first, then the section with the longest lead, and all that can be done there at
    once. Where the doors are makes no difference: half an hour of preparing is lost at the end of a walk, and ten
    metres are not.
    """
    left, placed, waiting = list(plans), list[TaskPlan](), waits or {}
    while left:
        there = {each.id for each in left}
        ready = [each for each in left if there.isdisjoint(each.after)] or left
        longest = max(ready, key=lambda each: each.lead + waiting.get(each.section, 0))
        same = [each for each in ready if each.section == longest.section]
        placed += same
        left = [each for each in left if each not in same]
    return tuple(placed)


def read_plan(table: Table, sections: Collection[str], procedures: Collection[str]) -> TaskPlan:
    """Read one `[[task]]`."""
    plan = TaskPlan(
        id=read_matching(table, "id", ID, "半角の英小文字・数字・「-」20字まで"),
        label=read_words(table, "label"),
        section=table.choice("section", sections),
        work=table.choice("work", Work, Work.RECEIVE),
        procedures=table.texts("procedures", ()),
        steps=table.texts("steps", ()),
        minutes=table.integer("minutes", 10, least=1, most=240),
        lead_minutes=table.integer("lead_minutes", 0, least=0, most=480),
        after=table.texts("after", ()),
        when=condition.read_condition(table),
    )
    _note_unknown(table, "procedures", plan.procedures, procedures)
    if not (plan.procedures or plan.steps):
        table.note(MistakeKind.MISSING_KEY, "procedures", "procedures か steps")
    return plan


def read_stay(table: Table, sites: Collection[str], windows: Collection[str], procedures: Collection[str]) -> Stay:
    """Read one `[[stay]]`."""
    known = {"sites": sites, "windows": windows, "procedures": procedures}
    found = {key: table.texts(key, ()) for key in known}
    for key, allowed in known.items():
        _note_unknown(table, key, found[key], allowed)
    if not any(found.values()):
        table.note(MistakeKind.MISSING_KEY, "windows", "sites か windows か procedures")
    table.finish()
    return Stay(**found)


def note_after(tables: Sequence[Table], plans: Sequence[TaskPlan]) -> None:
    """Note what a plan waits for in vain: no name, or one later in the file. So there is no circle."""
    before: list[str] = []
    for table, plan in zip(tables, plans, strict=False):
        for at, each in enumerate(plan.after):
            if each not in before:
                table.note(MistakeKind.NOT_ALLOWED, "after", "前に書いた [[task]] の id", at)
        before.append(plan.id)


def _note_unknown(table: Table, key: str, found: Sequence[str], allowed: Collection[str]) -> None:
    for at, each in enumerate(found):
        if each not in allowed:
            table.note(MistakeKind.NOT_ALLOWED, key, "、".join(allowed), at)
