"""A task: what one section does for one visit, from planned to done.

planned → open → taken → done, or not needed, later, referred; for all but done there is a reason of a closed list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from forms.told import Told


class TaskState(StrEnum):
    """Where a task stands."""

    PLANNED = "planned"
    """Waits for another to be over, or for its day."""
    OPEN = "open"
    TAKEN = "taken"
    """Somebody is at it."""
    DONE = "done"
    NOT_NEEDED = "not_needed"
    LATER = "later"
    REFERRED = "referred"

    @property
    def is_over(self) -> bool:
        """Whether nobody has to do anything more about it today."""
        return self not in NOT_OVER


NOT_OVER = (TaskState.PLANNED, TaskState.OPEN, TaskState.TAKEN)

CHANGED, WITHDRAWN = "changed", "withdrawn"
"""Reasons that the program gives: the answers do not ask for it any more; the visit was given up."""

REASONS: Mapping[TaskState, Mapping[str, str]] = {
    TaskState.DONE: {"done_here": "この窓口でまとめて済ませた"},
    TaskState.NOT_NEEDED: {
        "done_before": "もう済んでいた",
        "does_not_apply": "当てはまらなかった",
        "declined": "ご本人が希望しない",
    },
    TaskState.LATER: {
        "next_visit": "次に来るとき",
        "post": "あとで郵送する",
        "papers": "書類がそろってから",
        "expired": "きょうのうちに終わらなかった",
    },
    TaskState.REFERRED: {"other_office": "ほかの役所を案内した", "other_section": "ほかの課に引き継いだ"},
}
"""Why something ended without its section saying that it is done, by how it ended; all offered to whoever finishes a visit."""


def ending_of(reason: str) -> TaskState | None:
    """Return how a task ends for this reason, None for one that is none."""
    return next((state for state, reasons in REASONS.items() if reason in reasons), None)


@dataclass(frozen=True, slots=True)
class TaskStep:
    """What may happen to a task: from which states, and to which; what only ends with a reason has no one target."""

    name: str
    sources: frozenset[TaskState]
    target: TaskState | None


TAKE = TaskStep("take", frozenset({TaskState.PLANNED, TaskState.OPEN}), TaskState.TAKEN)
PUT_BACK = TaskStep("put_back", frozenset({TaskState.TAKEN}), TaskState.OPEN)
DO = TaskStep("do", frozenset(NOT_OVER), TaskState.DONE)
END = TaskStep("end", frozenset(NOT_OVER), None)
"""Without being done: the reason says how."""
REOPEN = TaskStep("reopen", frozenset(TaskState) - frozenset(NOT_OVER), TaskState.OPEN)

TASK_STEPS = {step.name: step for step in (TAKE, PUT_BACK, DO, END, REOPEN)}


@dataclass(frozen=True, slots=True)
class Task:
    """Codes and times; `number` is the receipt number of its visit, `plan` the `[[task]]` it was made from."""

    id: str
    visit_id: str
    number: str
    plan: str
    section: str
    state: TaskState
    position: int
    since: datetime
    """When it came into this state."""
    staff_id: int | None
    """Who took it or ended it."""
    reason: str


class TaskReason(StrEnum):
    """Why nothing was done with a task."""

    TASK_UNKNOWN = "task_unknown"
    STEP_IMPOSSIBLE = "task_step_impossible"
    TAKEN_BY_OTHER = "taken_by_other"
    END_UNEXPLAINED = "end_unexplained"
    NOT_YOURS = "task_not_yours"
    TASKS_LEFT = "tasks_left"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    TaskReason.TASK_UNKNOWN: ("この用は見つかりません。", "いまの画面を見て、選び直してください。"),
    TaskReason.STEP_IMPOSSIBLE: (
        "この用は、もう次の状態に進んでいます。何も変えていません。",
        "いまの画面を見て、もう一度選んでください。",
    ),
    TaskReason.TAKEN_BY_OTHER: ("ほかの職員が対応しています。", "一覧から、別の用を選んでください。"),
    TaskReason.END_UNEXPLAINED: ("理由が選ばれていません。", "理由を選んでください。"),
    TaskReason.NOT_YOURS: ("ほかの課の用です。", "担当の課の職員に頼んでください。"),
    TaskReason.TASKS_LEFT: (
        "まだ終わっていない課の用があります。",
        "次の窓口へ案内するか、理由を選んで、もう一度F4を押してください。",
    ),
}


class TaskError(Told):
    """Nothing was changed."""

    reasons = TaskReason
    words = WORDS
    reason: TaskReason
