"""The waiting as one desk sees it: whom its window serves, who is next, and what a scan does to a number."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.hall.estimate import Estimator
from kiosk.hall.turn import SEAT, NewTurn, Range, State, Turn, Way
from kiosk.hall.turns import Turns, new_key
from kiosk.settings import Desk
from kiosk.store import Store, Visit
from kiosk.town.hall import Hall, Queue, Window


@dataclass(frozen=True, slots=True)
class Line:
    """One queue on the strip of a window."""

    queue: Queue
    count: int
    minutes: int
    """How long the first has waited."""
    told: Range | None = None
    """What somebody is told who takes a number now."""

    @property
    def level(self) -> str:
        """How bad it is: `good` within the target, `caution` up to half as long again, else `wrong`."""
        if self.minutes <= self.queue.target_minutes:
            return "good"
        return "caution" if self.minutes <= self.queue.target_minutes * 1.5 else "wrong"


@dataclass(frozen=True, slots=True)
class Queueing:
    """One desk's part in the hall. A desk without a window, as in the lobby, only gives out numbers."""

    hall: Hall
    store: Store
    window: Window | None
    site: str
    estimator: Estimator

    @property
    def turns(self) -> Turns:
        return Turns(self.store, self.site)

    @property
    def queues(self) -> tuple[Queue, ...]:
        """What the window serves; at a desk without one, everything at the site."""
        return self.hall.queues_at(self.window) if self.window else self.hall.queues_of(self.site)

    def lines(self, now: datetime) -> list[Line]:
        """Return the queues of the desk as they stand."""
        waiting, told = self.turns.waiting(), self.estimator.read().ranges
        return [
            Line(
                queue,
                found.count if (found := waiting.get(queue.id)) else 0,
                whole_minutes(now - found.oldest) if found and found.oldest else 0,
                told.get(queue.id),
            )
            for queue in self.queues
        ]

    def promise(self, queue: Queue) -> Range | None:
        """Return how long somebody will wait who takes a number now; None where no window serves it."""
        return self.estimator.work_out().ranges.get(queue.id)

    def waiting_for(self, queue: Queue) -> int:
        """Return how many wait for this now."""
        found = self.turns.waiting().get(queue.id)
        return found.count if found else 0

    def number_for_visit(self) -> str:
        """Return the number that a visit opened here now should have: that of whoever was called; empty for none."""
        turn = self.turns.at(self.window.id) if self.window else None
        return turn.number if turn and turn.visit_id is None else ""

    def receive(self, visit: Visit) -> None:
        """Let a visit that was opened at the window belong to the turn there; without one it becomes a turn by itself.

        Raise StoreError.
        """
        if self.window is None:
            return
        turns, here = self.turns, self.turns.at(self.window.id)
        if here is None:
            # Somebody with a number from the lobby, or with none yet.
            self._begin(visit, self.window)
            return
        if here.visit_id is None:
            turns.bind(here.id, visit.id)
        if here.state is State.CALLED:
            turns.step(new_key(), here.id, SEAT)

    def queue_of(self, visit: Visit) -> Queue:
        """Return what the visit has to wait for: by its procedures, else the first queue of the desk."""
        wanted = [procedure for procedure, _ in visit.procedures]
        return self.hall.queue_for(wanted, self.site) or self.queues[0]

    def _begin(self, visit: Visit, window: Window) -> None:
        known = self.turns.find(visit.receipt_number)
        if known is not None and known.state in SEAT.sources:
            self.turns.step(new_key(), known.id, SEAT, window=window.id)
        elif known is None and self.queues:
            queue = self.queue_of(visit)
            new = NewTurn(
                self.site, queue.id, queue.letter, Way.SCAN, visit.language, visit.receipt_number, visit.id
            )
            self.turns.seat_at_once(visit.id, new, window.id)


def open_queueing(hall: Hall | None, store: Store, desk: Desk) -> Queueing | None:
    """Return the desk's part in the hall, None in a town without `hall.toml`."""
    if hall is None or not hall.sites:
        return None
    window = hall.window_of(desk.name)
    site = window.site if window else hall.sites[0].id
    return Queueing(hall, store, window, site, Estimator(hall, store, site))


def whole_minutes(span: timedelta) -> int:
    """Return the minutes that are over."""
    return max(0, int(span.total_seconds() // 60))


def describe(lines: Collection[Line], turn: Turn | None) -> str:
    """Return a text that differs whenever a screen would."""
    counts = " ".join(f"{line.queue.id}:{line.count}" for line in lines)
    return f"{counts} {turn.number}:{turn.state}:{turn.calls}" if turn else counts
