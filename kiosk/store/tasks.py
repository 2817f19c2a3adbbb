"""Tasks in the database that all desks share. Whatever changes one locks its visit first: one thing after the other.

A press that is sent twice finds its task where it wanted it, and changes nothing.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import orm, select, update

from kiosk.store import audit, database, tables, task
from kiosk.store.halltables import TaskRow
from kiosk.store.visit import IS_OPEN, VisitId, change_rows, lock_open_row

IS_LEFT = TaskRow.state.in_([state.value for state in task.NOT_OVER])


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be made."""

    plan: str
    section: str
    is_kept: bool = False
    """Whether it stays when the answers do not ask for it any more, because they never did."""


@dataclass(frozen=True, slots=True)
class TasksLeft:
    """What becomes of the tasks of a visit that is finished: those of `own` sections are done with it, the others end for
    the reason."""

    own: frozenset[str] = frozenset()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Tasks:
    """The tasks of all visits. `after` says for each plan which others have to be over first."""

    store: database.Store
    after: Mapping[str, Collection[str]]

    def plan(
        self, visit_id: VisitId, wanted: Sequence[NewTask], staff_id: int | None = None
    ) -> tuple[task.Task, ...]:
        """Let the visit have these tasks, in this order: new ones are added, those not wanted any more end unless somebody
        has begun. Raise StoreError unless the visit is open."""
        with self.store.writing() as session:
            visit, now = lock_open_row(session, visit_id), self.store.clock()
            rows = {row.plan: row for row in _rows(session, visit_id)}
            last = max((row.position for row in rows.values()), default=0)
            for each in wanted:
                if each.plan not in rows:
                    last += 1
                    rows[each.plan] = _add(session, visit_id, each, last, now)
                elif rows[each.plan].reason == task.CHANGED:
                    _set(rows[each.plan], task.TaskState.OPEN, now)
            kept = {each.plan for each in wanted}
            for plan, row in rows.items():
                if (
                    plan not in kept
                    and not row.is_kept
                    and row.state in (task.TaskState.PLANNED, task.TaskState.OPEN)
                ):
                    _set(row, task.TaskState.NOT_NEEDED, now, task.CHANGED)
            self._open_ready(rows, now)
            session.flush()
            return _in_order(rows.values(), visit.receipt_number)

    def add(self, visit_id: VisitId, new: NewTask) -> None:
        """Give the visit one more task; one that it has already stays as it is. Raise StoreError unless the visit is open."""
        with self.store.writing() as session:
            lock_open_row(session, visit_id)
            rows, now = {row.plan: row for row in _rows(session, visit_id)}, self.store.clock()
            if new.plan not in rows:
                last = max((row.position for row in rows.values()), default=0)
                rows[new.plan] = _add(session, visit_id, new, last + 1, now)
            self._open_ready(rows, now)

    def step(
        self,
        task_id: str,
        step: task.TaskStep,
        staff_id: int,
        *,
        reason: str = "",
        sections: Collection[str] = (),
    ) -> task.Task:
        """Let the step happen, by somebody of these sections, of all where none are named.

        Raise TaskError, and StoreError unless the visit is open.
        """
        with self.store.writing() as session:
            found = session.get(TaskRow, task_id) if task_id.isalnum() else None
            if found is None:
                raise task.TaskError(task.TaskReason.TASK_UNKNOWN)
            visit, now = lock_open_row(session, VisitId(found.visit_id)), self.store.clock()
            rows = {row.plan: row for row in _rows(session, VisitId(found.visit_id))}
            row = rows[found.plan]
            if sections and row.section not in sections:
                raise task.TaskError(task.TaskReason.NOT_YOURS)
            target = _target(step, reason)
            if row.state == target and row.staff_id == staff_id and step.target is not task.TaskState.OPEN:
                return make_task(row, visit.receipt_number)
            if task.TaskState(row.state) not in step.sources:
                is_taken = step is task.TAKE and row.state == task.TaskState.TAKEN
                raise task.TaskError(
                    task.TaskReason.TAKEN_BY_OTHER if is_taken else task.TaskReason.STEP_IMPOSSIBLE
                )
            _set(row, target, now, reason if step is task.END else "", staff_id)
            self._open_ready(rows, now)
            details = audit.Details(kind=row.plan, outcome=row.state, reason=row.reason)
            audit.append(
                session, now, audit.AuditEvent.TASK_CHANGED, staff_id=staff_id, visit=visit, details=details
            )
            return make_task(row, visit.receipt_number)

    def of_visit(self, visit_id: str) -> tuple[task.Task, ...]:
        """Return the tasks of the visit in their order."""
        query = (
            select(TaskRow, tables.VisitRow.receipt_number)
            .join(tables.VisitRow)
            .where(TaskRow.visit_id == visit_id)
        )
        with self.store.reading() as session:
            return tuple(
                make_task(row, number) for row, number in session.execute(query.order_by(TaskRow.position))
            )

    def left(self, sections: Collection[str] = ()) -> tuple[task.Task, ...]:
        """Return what sections still have to do for visits that are open, of all where none are named, the longest waiting
        first."""
        query = select(TaskRow, tables.VisitRow.receipt_number).join(tables.VisitRow).where(IS_OPEN, IS_LEFT)
        if sections:
            query = query.where(TaskRow.section.in_(sorted(sections)))
        with self.store.reading() as session:
            found = session.execute(query.order_by(TaskRow.since, TaskRow.visit_id, TaskRow.position))
            return tuple(make_task(row, number) for row, number in found)

    def _open_ready(self, rows: Mapping[str, TaskRow], now: datetime) -> None:
        """Open what waited only for others that are over or were never there."""
        for row in rows.values():
            if row.state == task.TaskState.PLANNED:
                before = [rows[plan] for plan in self.after.get(row.plan, ()) if plan in rows]
                if all(task.TaskState(each.state).is_over for each in before):
                    _set(row, task.TaskState.OPEN, now)


def end_tasks(
    session: orm.Session, visit: tables.VisitRow, left: TasksLeft, now: datetime, staff_id: int | None
) -> None:
    """End the tasks of a visit that is being finished, in the caller's transaction, which has locked it.

    Raise TaskError(tasks_left) for those of other sections unless a reason says how they end.
    """
    ending = task.ending_of(left.reason)
    for row in _rows(session, VisitId(visit.id)):
        if task.TaskState(row.state).is_over:
            continue
        is_own = row.section in left.own
        if not is_own and ending is None:
            raise task.TaskError(task.TaskReason.TASKS_LEFT)
        target = task.TaskState.DONE if is_own or ending is None else ending
        _set(row, target, now, "" if is_own else left.reason, staff_id)
        details = audit.Details(kind=row.plan, outcome=row.state, reason=row.reason)
        audit.append(session, now, audit.AuditEvent.TASK_CHANGED, staff_id=staff_id, visit=visit, details=details)
    session.flush()


def drop_tasks(session: orm.Session, visit_id: str, now: datetime) -> None:
    """End, in the caller's transaction, the tasks of a visit that is given up."""
    given_up = update(TaskRow).where(TaskRow.visit_id == visit_id, IS_LEFT)
    change_rows(session, given_up.values(state=task.TaskState.NOT_NEEDED.value, reason=task.WITHDRAWN, since=now))


def expire_tasks(session: orm.Session, now: datetime) -> int:
    """End, in the caller's transaction, what nobody did for visits that are over; return how many those are."""
    past = update(TaskRow).where(IS_LEFT, TaskRow.visit_id.not_in(select(tables.VisitRow.id).where(IS_OPEN)))
    return change_rows(session, past.values(state=task.TaskState.LATER.value, reason="expired", since=now))


def make_task(row: TaskRow, number: str) -> task.Task:
    """Return the task of the row."""
    return task.Task(
        row.id,
        row.visit_id,
        number,
        row.plan,
        row.section,
        task.TaskState(row.state),
        row.position,
        row.since,
        row.staff_id,
        row.reason,
    )


def _target(step: task.TaskStep, reason: str) -> task.TaskState:
    target = step.target or task.ending_of(reason)
    if target is None:
        raise task.TaskError(task.TaskReason.END_UNEXPLAINED)
    return target


def _rows(session: orm.Session, visit_id: VisitId) -> list[TaskRow]:
    query = select(TaskRow).where(TaskRow.visit_id == visit_id).order_by(TaskRow.position)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _add(session: orm.Session, visit_id: VisitId, new: NewTask, position: int, now: datetime) -> TaskRow:
    row = TaskRow(
        id=secrets.token_hex(16),
        visit_id=visit_id,
        plan=new.plan,
        section=new.section,
        state=task.TaskState.PLANNED.value,
        position=position,
        planned_at=now,
        since=now,
        staff_id=None,
        reason="",
        is_kept=new.is_kept,
    )
    session.add(row)
    return row


def _set(
    row: TaskRow, state: task.TaskState, now: datetime, reason: str = "", staff_id: int | None = None
) -> None:
    row.state, row.since, row.reason = state.value, now, reason
    row.staff_id = staff_id if state is task.TaskState.TAKEN or state.is_over else None


def _in_order(rows: Iterable[TaskRow], number: str) -> tuple[task.Task, ...]:
    return tuple(make_task(row, number) for row in sorted(rows, key=lambda row: row.position))
