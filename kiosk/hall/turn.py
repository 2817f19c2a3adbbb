"""A turn: one person's place in the waiting, with one number from the first minute to the last.

What happens to it is a step; where it stands is its state. Every state it has been in is kept as a span with its
beginning, never changed: all figures are worked out from these.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from forms.told import Told
from kiosk.town.hall import Need


class State(StrEnum):
    """Where a turn stands."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    """Waits for a step of the office; the window keeps it."""
    MISSED = "missed"
    """Was called and did not come; one tap from coming back."""
    SERVED = "served"
    LEFT = "left"

    @property
    def is_over(self) -> bool:
        """Whether nothing more is awaited of it."""
        return self in (State.SERVED, State.LEFT)

    @property
    def holds_a_window(self) -> bool:
        """Whether a window can have no other turn meanwhile."""
        return self in (State.CALLED, State.SERVING)


class Way(StrEnum):
    """How somebody came by a number."""

    LOBBY = "lobby"
    RECEPTION = "reception"
    SCAN = "scan"


STEP_MINUTES = 5
WIDEST = 30


@dataclass(frozen=True, slots=True)
class Range:
    """How long somebody is told to wait, in minutes. Without `high` it is only told that it takes so long at least."""

    low: int
    high: int | None

    @property
    def words(self) -> str:
        """Return it as paper, board and counter say it."""
        if self.high is None:
            return f"{self.low}分以上"
        return f"{self.low}〜{self.high}分" if self.low else f"{self.high}分以内"

    @classmethod
    def around(cls, low: float, high: float) -> "Range":
        """Return the range rounded outward; where it would be too wide to be of use, only its beginning."""
        first = math.floor(low / STEP_MINUTES) * STEP_MINUTES
        last = max(math.ceil(high / STEP_MINUTES), 1) * STEP_MINUTES
        return cls(first, last if last - first <= WIDEST else None)

    def held(self, before: "Range | None") -> "Range":
        """Return the range as it may be told after the one before: never lower by more than one step."""
        if before is None:
            return self
        low = max(self.low, before.low - STEP_MINUTES)
        if self.high is None:
            return Range(low, None)
        return Range.around(low, max(self.high, (before.high or 0) - STEP_MINUTES, low + STEP_MINUTES))


@dataclass(frozen=True, slots=True)
class Step:
    """Something that may happen to a turn: from which states, and to which."""

    name: str
    sources: frozenset[State]
    target: State


CALL_AGAIN = Step("call_again", frozenset({State.CALLED}), State.CALLED)
SEAT = Step("seat", frozenset({State.CALLED, State.WAITING, State.MISSED, State.LEFT}), State.SERVING)
"""Whoever stands at a window with a code is served there, called or not."""
MISS = Step("miss", frozenset({State.CALLED}), State.MISSED)
PARK = Step("park", frozenset({State.SERVING}), State.PARKED)
RESUME = Step("resume", frozenset({State.PARKED}), State.SERVING)
HAND_ON = Step("hand_on", frozenset({State.SERVING}), State.WAITING)
FINISH = Step("finish", frozenset({State.SERVING}), State.SERVED)
COME_BACK = Step("come_back", frozenset({State.MISSED, State.LEFT}), State.WAITING)
LEAVE = Step("leave", frozenset({State.WAITING, State.CALLED, State.MISSED, State.PARKED}), State.LEFT)

STEPS = {step.name: step for step in (CALL_AGAIN, SEAT, MISS, PARK, RESUME, HAND_ON, FINISH, COME_BACK, LEAVE)}
"""What a button may ask for. To be called first is no step of a chosen turn: the order decides."""


@dataclass(frozen=True, slots=True)
class Turn:
    """`number` is what is called and shown, such as `C-012`; everything else is a code or a time."""

    id: str
    day: date
    site: str
    queue: str
    number: str
    state: State
    since: datetime
    """When it came into this state."""
    issued_at: datetime
    language: str
    window: str | None
    visit_id: str | None
    calls: int
    needs: frozenset[Need] = frozenset()


@dataclass(frozen=True, slots=True)
class Span:
    """A state of a turn from `since` until the next span begins."""

    turn_id: str
    queue: str
    state: State
    window: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class NewTurn:
    """What is known when a number is given out. One that has a number already keeps it."""

    site: str
    queue: str
    letter: str
    way: Way
    language: str = "ja"
    number: str = ""
    visit_id: str | None = None
    due_at: datetime | None = None
    told: Range | None = None
    """How long a wait was promised."""
    needs: frozenset[Need] = frozenset()


@dataclass(frozen=True, slots=True)
class Waiting:
    """One queue as it stands: how many wait, and since when the one who waits longest."""

    queue: str
    count: int
    oldest: datetime | None = field(default=None)


class TurnReason(StrEnum):
    """Why a step cannot be."""

    TURN_UNKNOWN = "turn_unknown"
    STEP_IMPOSSIBLE = "step_impossible"
    WINDOW_BUSY = "window_busy"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    TurnReason.TURN_UNKNOWN: ("この番号は、きょうの番号にありません。", "番号札の番号を確かめてください。"),
    TurnReason.STEP_IMPOSSIBLE: (
        "この番号は、もう次の状態に進んでいます。何も変えていません。",
        "いまの画面を見て、もう一度選んでください。",
    ),
    TurnReason.WINDOW_BUSY: (
        "この窓口には、まだ終わっていない番号があります。",
        "先にその番号を終了するか、保留にしてください。",
    ),
}


class TurnError(Told):
    """Why nothing was done with a turn."""

    reasons = TurnReason
    words = WORDS
    reason: TurnReason
