"""The tasks of visits as one desk sees them: planned from the town's data, in their order, and where to go next."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from forms.procedure import DISCREET_NAME
from kiosk.desk.case import Case, Cases
from kiosk.desk.queueing import Queueing, whole_minutes
from kiosk.hall.turn import State, Turn
from kiosk.office import today
from kiosk.settings import DeskMode
from kiosk.staff import Staff
from kiosk.store import Store, VisitId, WayIn
from kiosk.store.task import Task, TaskState
from kiosk.store.tasks import NewTask, Tasks
from kiosk.town.hall import Hall, Queue, Section
from kiosk.town.taskplan import TaskPlan, in_order

WITH_SOMEBODY = (State.CALLED, State.SERVING)


@dataclass(frozen=True, slots=True)
class ShownTask:
    """A task in the town's own words."""

    task: Task
    label: str
    work: str
    section: str
    windows: str
    """Where the section sits; empty where its staff come."""
    where: str
    """Where its visitor is now."""
    staff: str
    minutes: int
    is_own: bool
    """Whether whoever looks may do it."""


@dataclass(frozen=True, slots=True)
class Planning:
    """One desk's part in what sections do."""

    hall: Hall
    store: Store
    cases: Cases
    queueing: Queueing

    @property
    def tasks(self) -> Tasks:
        return Tasks(self.store, {plan.id: plan.after for plan in self.hall.tasks})

    def plan(self, visit_id: VisitId, steps: Collection[str] = (), staff_id: int | None = None) -> None:
        """Let the visit have the tasks that its procedures and answers ask for, and these steps of the guide. Raise
        StoreError."""
        if self.store.is_alone:
            return
        case = self.cases.read(visit_id)
        is_brought = case.visit.way_in is WayIn.SHEET
        # What a sheet was written for is done where it comes from.
        procedures = [each.id for each in case.procedures if not (is_brought and each.carried)]
        wanted = [plan for plan in self.hall.tasks if plan.is_wanted(procedures, steps, case.answers, today())]
        made = [
            NewTask(plan.id, plan.section, is_kept=not set(plan.procedures) & set(procedures))
            for plan in in_order(wanted, self._waits())
        ]
        self.tasks.plan(visit_id, made, staff_id)

    def sections_here(self, staff: Staff) -> frozenset[str]:
        """Return whose tasks are done at this desk by this person: those of the window, as far as they are theirs."""
        window = self.queueing.window
        at_window = frozenset(window.sections) if window else frozenset[str]()
        return (at_window & staff.sections or staff.sections) if staff.sections else at_window

    def left_elsewhere(self, case: Case, staff: Staff) -> tuple[Section, ...]:
        """Return the other sections that still have something to do, in their order."""
        own = self.sections_here(staff)
        left = (task.section for task in self.tasks.of_visit(case.visit.id) if not task.state.is_over)
        return tuple(self._section(section) for section in dict.fromkeys(left) if section not in own)

    def next_stop(self, case: Case, staff: Staff) -> Queue | None:
        """Return where the visitor waits next; None where nothing is left elsewhere, or where staff come."""
        procedures = [each.id for each in case.procedures]
        queues = (self.queue_to(each.id, procedures) for each in self.left_elsewhere(case, staff))
        return next(filter(None, queues), None)

    def coming(self, case: Case, staff: Staff) -> tuple[Section, ...]:
        """Return the sections whose staff come to the visitor."""
        procedures = [each.id for each in case.procedures]
        left = self.left_elsewhere(case, staff)
        return tuple(each for each in left if self.queue_to(each.id, procedures) is None)

    def queue_to(self, section: str, procedures: Collection[str]) -> Queue | None:
        """Return where one waits for the section at this site; None where nobody waits, because its staff come: always
        where it has no queue, and for whoever stays where they are (`[[stay]]`)."""
        site, window = self.queueing.site, self.queueing.window
        if any(stay.holds(site, window.id if window else "", procedures) for stay in self.hall.stays):
            return None
        queues = [each for each in self.hall.queues_of(site) if each.section == section]
        return max(queues, key=lambda each: len(set(each.procedures) & set(procedures)), default=None)

    def addable(self, visit_id: str) -> tuple[TaskPlan, ...]:
        """Return what could be added to a visit by hand."""
        known = {task.plan for task in self.tasks.of_visit(visit_id)}
        return tuple(plan for plan in self.hall.tasks if plan.id not in known)

    def stops(self, visit_id: str) -> tuple[str, ...]:
        """Return the sections still to be gone to, in their order, each with its windows and what is done there."""
        found: dict[str, list[str]] = {}
        for task in self.tasks.of_visit(visit_id):
            if not task.state.is_over:
                found.setdefault(task.section, []).append(self._told_label(task))
        return tuple(
            f"{self._section(section).label}{f'（{windows}）' if (windows := self._windows(section)) else ''}"
            f"　{'、'.join(labels)}"
            for section, labels in found.items()
        )

    def show(
        self, tasks: Iterable[Task], staff: Staff, names: Mapping[int, str], now: datetime
    ) -> list[ShownTask]:
        """Return the tasks in words. Raise StoreError."""
        turns = {turn.number: turn for turn in self.queueing.turns.in_state(*State)}
        return [self._show(task, staff, names, turns.get(task.number), now) for task in tasks]

    def describe(self) -> str:
        """Return a text that differs whenever a screen would."""
        return " ".join(f"{task.id[:6]}:{task.state}" for task in self.tasks.left())

    def _show(
        self, task: Task, staff: Staff, names: Mapping[int, str], turn: Turn | None, now: datetime
    ) -> ShownTask:
        plan = next((plan for plan in self.hall.tasks if plan.id == task.plan), None)
        return ShownTask(
            task=task,
            label=self._plan_label(task),
            work=plan.work.words if plan else "",
            section=self._section(task.section).label,
            windows=self._windows(task.section),
            where=self._where(turn),
            staff=names.get(task.staff_id or 0, "") if task.state is TaskState.TAKEN else "",
            minutes=whole_minutes(now - task.since),
            is_own=not staff.sections or task.section in staff.sections,
        )

    def _where(self, turn: Turn | None) -> str:
        if turn is not None and turn.window and turn.state in WITH_SOMEBODY:
            return self.hall.window_label(turn.window)
        return "待っている" if turn is not None and turn.state is State.WAITING else ""

    def _plan_label(self, task: Task) -> str:
        return next((plan.label for plan in self.hall.tasks if plan.id == task.plan), task.plan)

    def section_label(self, id: str) -> str:
        """Return what people call the section."""
        return self._section(id).label

    def _told_label(self, task: Task) -> str:
        """What is done, on a paper that is carried about."""
        plan = next((plan for plan in self.hall.tasks if plan.id == task.plan), None)
        discreet = self.cases.office.catalogue.discreet
        is_told = plan is None or not plan.procedures or not discreet.issuperset(plan.procedures)
        return self._plan_label(task) if is_told else DISCREET_NAME

    def _section(self, id: str) -> Section:
        return next((section for section in self.hall.sections if section.id == id), Section(id, id, 0))

    def _windows(self, section: str) -> str:
        site = self.queueing.site
        return "・".join(w.label for w in self.hall.windows if section in w.sections and w.site == site)

    def _waits(self) -> dict[str, int]:
        """Return by section how many minutes somebody waits at least who takes a number now."""
        told, found = self.queueing.estimator.read().ranges, dict[str, int]()
        for queue in self.queueing.hall.queues:
            if (wait := told.get(queue.id)) is not None:
                found[queue.section] = max(found.get(queue.section, 0), wait.low)
        return found


def open_planning(
    hall: Hall | None, store: Store, cases: Cases, queueing: Queueing | None, mode: DeskMode
) -> Planning | None:
    """Return a counter's part in what sections do; None in a town without `[[task]]`, and at the lobby."""
    if hall is None or queueing is None or not hall.tasks or mode is not DeskMode.COUNTER:
        return None
    return Planning(hall, store, cases, queueing)
