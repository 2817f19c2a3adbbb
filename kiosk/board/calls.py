"""What stands on the board: who is called where, who did not come, and how many wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.board.saying import Recordings
from kiosk.clock import JAPAN
from kiosk.hall.estimate import Estimator, Waits
from kiosk.hall.turn import Range, State, Turn
from kiosk.hall.turns import Turns
from kiosk.town.hall import Hall, Queue, Site
from kiosk.town.status import Status, StatusQueue

MOST_CALLS = 5
MOST_MISSED = 6
MOST_SIGNS = 12
"""Of a label in the status: fifteen queues of that have room in it."""


@dataclass(frozen=True, slots=True)
class BoardCall:
    """One line: the number and where to go."""

    number: str
    window: str
    is_new: bool
    """Called, and not there yet."""
    calls: int
    said: Sequence[str] = ()
    """Recordings that say it, one after the other."""

    @property
    def key(self) -> str:
        """Return what is another whenever it has to be said again."""
        return f"{self.number}:{self.window}:{self.calls}"


@dataclass(frozen=True, slots=True)
class BoardQueue:
    """What can be waited for, and how many do."""

    label: str
    letter: str
    count: int
    told: Range | None
    """How long for whoever takes a number now; None where nothing can be said."""
    is_late: bool
    """Whether somebody waits longer than was promised."""


@dataclass(frozen=True, slots=True)
class Board:
    """Numbers, labels of windows and queues, counts and the time: nothing of anybody else."""

    now: datetime
    calls: Sequence[BoardCall]
    missed: Sequence[str]
    queues: Sequence[BoardQueue]
    closed: str
    """Why nobody is called today; empty on an open day."""
    window: str = ""
    """The label, where the board is the display of one window."""

    @property
    def last(self) -> str:
        """Return what differs whenever somebody is called: then it chimes."""
        return " ".join(call.key for call in self.calls if call.is_new)


def read_board(estimator: Estimator, site: Site, recordings: Recordings, only: str = "") -> Board:
    """Return the board of a site as it stands, of one window if `only` names it. Raise StoreError."""
    hall, store = estimator.hall, estimator.store
    turns = Turns(store, site.id)
    here = [turn for turn in turns.in_state(State.CALLED, State.SERVING) if not only or turn.window == only]
    waiting, waits = turns.waiting(), estimator.read()
    moment = store.clock().astimezone(JAPAN)
    return Board(
        now=moment,
        calls=[_call(hall, turn, recordings) for turn in sorted(here, key=_newest_first)][:MOST_CALLS],
        missed=[turn.number for turn in reversed(turns.in_state(State.MISSED))][:MOST_MISSED] if not only else [],
        queues=[
            _queue(queue, waiting[queue.id].count if queue.id in waiting else 0, waits)
            for queue in hall.queues_of(site.id)
        ]
        if not only
        else [],
        closed=hall.why_closed(site.id, moment.date()),
        window=hall.window_label(only) if only else "",
    )


def _newest_first(turn: Turn) -> tuple[bool, float]:
    return turn.state is not State.CALLED, -turn.since.timestamp()


def _call(hall: Hall, turn: Turn, recordings: Recordings) -> BoardCall:
    label, is_new = hall.window_label(turn.window or ""), turn.state is State.CALLED
    return BoardCall(turn.number, label, is_new, turn.calls, recordings.say(turn, label) if is_new else ())


def _queue(queue: Queue, count: int, waits: Waits) -> BoardQueue:
    told = waits.ranges.get(queue.id)
    return BoardQueue(queue.label, queue.letter, count, told, queue.id in waits.late)


def status_of(board: Board, site: Site) -> Status:
    """Return what may leave the town hall of the board."""
    queues = (
        StatusQueue(
            queue.letter,
            queue.label[:MOST_SIGNS],
            queue.count,
            queue.told.low if queue.told else None,
            queue.told.high if queue.told else None,
        )
        for queue in board.queues
    )
    calls = tuple((call.number, call.window[:MOST_SIGNS]) for call in board.calls)
    return Status(board.now, site.label[:MOST_SIGNS], calls, tuple(queues), board.closed[:MOST_SIGNS])
