"""Whatever sections do in whatever order: no task is lost, none is done twice, and none opens before its time."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.store import (
    NewVisit,
    PrintOutcome,
    Store,
    StoreError,
    VisitId,
    VisitStatus,
    WayIn,
    abandon_visit,
    finish_visit,
    open_visit,
    purge,
    read_visit,
    record_print,
    reopen_visit,
)
from kiosk.store.audit import AuditEvent, read_entries
from kiosk.store.task import (
    CHANGED,
    END,
    NOT_OVER,
    REASONS,
    TAKE,
    TASK_STEPS,
    Task,
    TaskError,
    TaskReason,
    TaskState,
    TaskStep,
    ending_of,
)
from kiosk.store.tasks import NewTask, Tasks, TasksLeft
from tests.kiosk.store.conftest import Clock

SECTIONS = {"move": "juumin", "health": "kokuho", "pension": "kokuho", "school": "kyoiku"}
AFTER = {"health": ("move",), "pension": ("health",), "school": ("move",)}
EVERY_REASON = sorted(reason for reasons in REASONS.values() for reason in reasons)


def new(plan: str) -> NewTask:
    return NewTask(plan, SECTIONS[plan], is_kept=plan == "school")


class TaskMachine(RuleBasedStateMachine):
    """One visit beside a dictionary that does the same by hand."""

    store: Store
    clock: Clock

    @initialize()
    def open(self) -> None:
        self.tasks = Tasks(self.store, AFTER)
        self.visit = open_visit(self.store, NewVisit("counter-1", "A", DeskMode.COUNTER, WayIn.STAFF))
        record_print(self.store, self.visit.id, PrintOutcome.PRINTED, sheets=1)
        self.states: dict[str, TaskState] = {}
        self.dropped: set[str] = set()
        self.is_open = True

    @rule(wanted=st.sets(st.sampled_from(sorted(SECTIONS))))
    def the_answers_change(self, wanted: set[str]) -> None:
        found = attempt(lambda: self.tasks.plan(self.visit.id, [new(each) for each in sorted(wanted)]))
        if not self.is_open:
            assert isinstance(found, StoreError)
            return
        for plan in wanted:
            if self.states.get(plan) is None:
                self.states[plan] = TaskState.PLANNED
            elif plan in self.dropped:
                self.states[plan] = TaskState.OPEN
                self.dropped.discard(plan)
        for plan in self.states.keys() - wanted:
            if plan != "school" and self.states[plan] in (TaskState.PLANNED, TaskState.OPEN):
                self.states[plan] = TaskState.NOT_NEEDED
                self.dropped.add(plan)
        self.open_ready()

    @rule(data=st.data(), step=st.sampled_from(sorted(TASK_STEPS)), who=st.sampled_from((1, 2)))
    def a_button_is_pressed(self, data: st.DataObject, step: str, who: int) -> None:
        if not self.states:
            return
        plan, chosen = data.draw(st.sampled_from(sorted(self.states))), TASK_STEPS[step]
        reason = data.draw(st.sampled_from(["", *EVERY_REASON])) if chosen is END else ""
        before = self.of_plan(plan)
        result = attempt(lambda: self.tasks.step(before.id, chosen, who, reason=reason))
        target = chosen.target or ending_of(reason)
        if isinstance(result, Exception):
            assert isinstance(result, StoreError) == (not self.is_open)
            assert self.of_plan(plan) == before
            if isinstance(result, TaskError):
                self.why_not(result.reason, before, chosen, target)
            return
        assert self.is_open
        assert isinstance(result, Task)
        is_again = before.state is target and before.staff_id == who
        assert before.state in chosen.sources or is_again
        assert result.state is target
        if not is_again:
            assert target is not None
            self.states[plan] = target
            self.dropped.discard(plan)
            self.open_ready()

    @rule(
        own=st.sets(st.sampled_from(sorted(set(SECTIONS.values())))), reason=st.sampled_from(["", *EVERY_REASON])
    )
    def the_visit_is_finished(self, own: set[str], reason: str) -> None:
        left = {plan for plan, state in self.states.items() if not state.is_over}
        elsewhere = {plan for plan in left if SECTIONS[plan] not in own}
        result = attempt(lambda: finish_visit(self.store, self.visit.id, tasks=TasksLeft(frozenset(own), reason)))
        if not self.is_open:
            assert isinstance(result, StoreError)
        elif elsewhere and not reason:
            assert isinstance(result, TaskError)
            assert result.reason is TaskReason.TASKS_LEFT
            assert read_visit(self.store, self.visit.id).status.is_open
        else:
            assert not isinstance(result, Exception)
            self.is_open = False
            ending = ending_of(reason) or TaskState.DONE
            self.states |= dict.fromkeys(left - elsewhere, TaskState.DONE) | dict.fromkeys(elsewhere, ending)

    @rule()
    def the_visitor_comes_back(self) -> None:
        if not self.is_open:
            with suppress(StoreError):
                reopen_visit(self.store, self.visit.id)
                self.is_open = True

    @rule(seconds=st.integers(1, 600))
    def time_passes(self, seconds: int) -> None:
        self.clock.pass_by(seconds=seconds)
        purge(self.store)
        self.is_open = read_visit(self.store, self.visit.id).status.is_open

    @invariant()
    def the_database_says_the_same(self) -> None:
        if not hasattr(self, "tasks"):
            return
        found = self.tasks.of_visit(self.visit.id)
        assert {task.plan: task.state for task in found} == self.states
        assert len({task.position for task in found}) == len(found)
        assert all(task.staff_id is not None for task in found if task.state is TaskState.TAKEN)
        assert all(task.reason for task in found if task.state in REASONS)
        mine = {task.plan for task in self.tasks.left() if task.visit_id == self.visit.id}
        assert mine == (
            {plan for plan, state in self.states.items() if not state.is_over} if self.is_open else set()
        )

    def open_ready(self) -> None:
        before = dict(self.states)
        for plan, state in before.items():
            others = [self.states[each] for each in AFTER.get(plan, ()) if each in self.states]
            if state is TaskState.PLANNED and all(each.is_over for each in others):
                self.states[plan] = TaskState.OPEN

    def of_plan(self, plan: str) -> Task:
        return next(task for task in self.tasks.of_visit(self.visit.id) if task.plan == plan)

    @staticmethod
    def why_not(reason: TaskReason, before: Task, step: TaskStep, target: TaskState | None) -> None:
        if target is None:
            assert reason is TaskReason.END_UNEXPLAINED
        else:
            assert before.state not in step.sources
            is_taken = step is TAKE and before.state is TaskState.TAKEN
            assert reason is (TaskReason.TAKEN_BY_OTHER if is_taken else TaskReason.STEP_IMPOSSIBLE)


def attempt(act: Callable[[], object]) -> object:
    try:
        return act()
    except (StoreError, TaskError) as error:
        return error


def test_any_day_of_a_visit(store: Store, clock: Clock) -> None:
    for name in ("sato", "mori"):
        add_staff(store, name, "mado-guchi-1", StaffRole.CLERK)
    machine = type("Machine", (TaskMachine,), {"store": store, "clock": clock})
    run_state_machine_as_test(machine, settings=settings(max_examples=15, stateful_step_count=25))


@pytest.fixture
def staff_id(store: Store) -> int:
    return add_staff(store, "sato", "mado-guchi-1", StaffRole.CLERK).id


def opened(store: Store, *plans: str) -> tuple[Tasks, tuple[Task, ...]]:
    visit = open_visit(store, NewVisit("counter-1", "A", DeskMode.COUNTER, WayIn.STAFF))
    tasks = Tasks(store, AFTER)
    return tasks, tasks.plan(visit.id, [new(plan) for plan in plans])


def test_it_works_from_planned_to_done(store: Store, staff_id: int) -> None:
    tasks, (move, health) = opened(store, "move", "health")
    assert (move.state, health.state, move.number) == (TaskState.OPEN, TaskState.PLANNED, "A-001")
    tasks.step(move.id, TAKE, staff_id)
    tasks.step(move.id, TASK_STEPS["do"], staff_id)
    assert [task.state for task in tasks.of_visit(move.visit_id)] == [TaskState.DONE, TaskState.OPEN]
    assert [task.plan for task in tasks.left(["kokuho"])] == ["health"]
    told = [each.details for each in read_entries(store) if each.event == AuditEvent.TASK_CHANGED]
    assert told == [{"kind": "move", "outcome": "taken"}, {"kind": "move", "outcome": "done"}]


def test_two_do_not_take_the_same_and_a_section_only_its_own(store: Store, staff_id: int) -> None:
    other = add_staff(store, "mori", "mado-guchi-1", StaffRole.CLERK).id
    tasks, (move,) = opened(store, "move")
    tasks.step(move.id, TAKE, staff_id)
    assert tasks.step(move.id, TAKE, staff_id).staff_id == staff_id, "a double click"
    for who, sections, reason in (
        (other, (), TaskReason.TAKEN_BY_OTHER),
        (other, ("kokuho",), TaskReason.NOT_YOURS),
    ):
        with pytest.raises(TaskError) as caught:
            tasks.step(move.id, TAKE, who, sections=sections)
        assert caught.value.reason is reason
    with pytest.raises(TaskError) as caught:
        tasks.step("nothing", TAKE, staff_id)
    assert caught.value.reason is TaskReason.TASK_UNKNOWN


def test_giving_a_visit_up_leaves_no_task(store: Store) -> None:
    tasks, (move,) = opened(store, "move")
    visit = abandon_visit(store, VisitId(move.visit_id))
    assert visit.status is VisitStatus.ABANDONED
    (after,) = tasks.of_visit(move.visit_id)
    assert (after.state, after.reason) == (TaskState.NOT_NEEDED, "withdrawn")


def test_what_nobody_did_before_the_night_is_told_as_such(store: Store, clock: Clock) -> None:
    tasks, (move,) = opened(store, "move")
    clock.pass_by(hours=20)
    purge(store)
    (after,) = tasks.of_visit(move.visit_id)
    assert (after.state, after.reason) == (TaskState.LATER, "expired")


def test_every_reason_belongs_to_one_ending_and_none_is_the_programs_own() -> None:
    assert len(EVERY_REASON) == len(set(EVERY_REASON))
    assert CHANGED not in EVERY_REASON
    assert set(REASONS) == set(TaskState) - set(NOT_OVER)
