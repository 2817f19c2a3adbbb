"""Cases that are announced for a day, so that sections know the day before what they will do: no name, no answer, a number.

Their tasks are planned. When somebody has come, the visit gets them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select

from kiosk.store import audit, database, halltables, task, visit
from kiosk.store.tasks import NewTask, Tasks

MOST_PLANS = 40


@dataclass(frozen=True, slots=True)
class Announcement:
    """`plans` are the `[[task]]` wanted, `at` when somebody comes, empty for any time."""

    id: str
    day: date
    number: int
    at: str
    plans: tuple[str, ...]
    visit_id: str = ""
    """The visit it became; empty until somebody has come."""


@dataclass(frozen=True, slots=True)
class Announcements:
    """The announced cases of the town."""

    store: database.Store

    def announce(self, wanted: Announcement, staff_id: int) -> Announcement:
        """Keep the case under the next number of its day; the same id again gives what is kept. Raise StoreError."""
        with self.store.writing() as session:
            if (known := session.get(halltables.AnnouncementRow, wanted.id)) is not None:
                return _announcement(known)
            plans = wanted.plans[:MOST_PLANS]
            for plan in plans:
                # The log is locked by the first entry: nobody else can take the number meanwhile.
                details = audit.Details(kind=plan, outcome=task.TaskState.PLANNED.value)
                audit.append(
                    session, self.store.clock(), audit.AuditEvent.TASK_CHANGED, staff_id=staff_id, details=details
                )
            last = session.scalar(
                select(func.max(halltables.AnnouncementRow.number)).where(
                    halltables.AnnouncementRow.day == wanted.day
                )
            )
            row = halltables.AnnouncementRow(id=wanted.id, day=wanted.day, number=(last or 0) + 1, at=wanted.at)
            row.tasks = [halltables.AnnouncedTaskRow(plan=plan) for plan in plans]
            session.add(row)
            session.flush()
            return _announcement(row)

    def between(self, first: date, last: date) -> tuple[Announcement, ...]:
        """Return the cases of these days, by day and hour. Raise StoreError."""
        query = select(halltables.AnnouncementRow).where(halltables.AnnouncementRow.day.between(first, last))
        order = (halltables.AnnouncementRow.day, halltables.AnnouncementRow.at, halltables.AnnouncementRow.number)
        with self.store.reading() as session:
            return tuple(_announcement(row) for row in session.scalars(query.order_by(*order)))

    def arrive(self, id: str, visit_id: visit.VisitId, tasks: Tasks, new: Sequence[NewTask]) -> None:
        """Let the visit have the tasks that were planned. A second press finds them there. Raise StoreError."""
        for each in new:
            tasks.add(visit_id, each)
        with self.store.writing() as session:
            row = session.get(halltables.AnnouncementRow, id)
            if row is not None and row.visit_id is None:
                row.visit_id = visit_id

    def withdraw(self, id: str, staff_id: int) -> None:
        """Forget a case that nobody has come for. Raise StoreError."""
        with self.store.writing() as session:
            row = session.get(halltables.AnnouncementRow, id)
            if row is None or row.visit_id is not None:
                return
            for plan in _announcement(row).plans:
                details = audit.Details(kind=plan, outcome=task.TaskState.NOT_NEEDED.value, reason=task.WITHDRAWN)
                audit.append(
                    session, self.store.clock(), audit.AuditEvent.TASK_CHANGED, staff_id=staff_id, details=details
                )
            session.execute(delete(halltables.AnnouncementRow).where(halltables.AnnouncementRow.id == id))


def _announcement(row: halltables.AnnouncementRow) -> Announcement:
    plans = tuple(each.plan for each in row.tasks)
    return Announcement(row.id, row.day, row.number, row.at, plans, row.visit_id or "")
