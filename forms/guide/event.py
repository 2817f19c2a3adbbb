"""A life event as the town has written it down: its questions and one decision table for each step.

A table's rows say for every possible combination of answers whether the step is needed. Rows may overlap as long
as they say the same (`forms.guide.check`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from forms.answers import Answers, Value
from forms.condition import ALWAYS, Condition, holds
from forms.guide.deadline import Deadline, Period
from forms.procedure import Ask, Bring, Procedure
from forms.tomlfile import NOWHERE, Origin


class Necessity(StrEnum):
    """Whether a step is needed in a case."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    """Only the person knows whether it is wanted."""
    NONE = "none"


class Where(StrEnum):
    """Where a step is done."""

    HERE = "here"
    """The town hall, whether or not the procedure can be filled in at home."""
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class GuideRow:
    """What a step means in the cases of `when`. `why` is empty where it is not needed."""

    need: Necessity
    why: str = ""
    when: Condition = ALWAYS
    deadline: Deadline | None = None
    """Takes the place of the step's own."""
    prefill: Answers = field(default_factory=dict)
    period: Period | None = None
    """Takes the place of the step's own."""
    origin: Origin = field(default=NOWHERE, compare=False, repr=False)

    @property
    def says(self) -> tuple[object, ...]:
        """Rows that say the same may both apply."""
        return (
            self.need,
            self.why,
            self.deadline,
            self.period,
            sorted(self.prefill.items(), key=lambda entry: entry[0]),
        )


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """One line of an event's list, before anybody has answered: a procedure, or something not in the catalogue."""

    title: str
    place: Where
    desk: str
    """The desk of the town hall, or whom to turn to elsewhere."""
    order: int
    rows: tuple[GuideRow, ...]
    procedure: Procedure | None = None
    deadline: Deadline | None = None
    bring: tuple[Bring, ...] = ()
    prefill: Answers = field(default_factory=dict)
    """Answers the event itself gives, by item."""
    copies: Mapping[str, str] = field(default_factory=dict)
    """Answers taken over from a question of the guide: item ← question."""
    period: Period | None = None
    """When to do it, where the deadline does not tell."""
    origin: Origin = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One event of life: its questions, and the steps that may follow."""

    id: str
    title: str
    lead: str
    order: int
    questions: tuple[Ask, ...]
    entries: tuple[GuideEntry, ...]
    file: Path
    whom: str = ""
    """Whom it is about where the event itself says so, e.g. whoever has moved."""
    origin: Origin = field(default=NOWHERE, compare=False, repr=False)

    def shown(self, answers: Answers, today: date) -> tuple[Ask, ...]:
        """Return the questions to ask, given the answers so far."""
        return tuple(ask for ask, is_shown in self._shown(answers, today) if is_shown)

    def seen(self, answers: Answers, today: date) -> dict[str, Value]:
        """Return the answers that count: those to questions that are shown."""
        names = {ask.item.name for ask in self.shown(answers, today)}
        return {name: value for name, value in answers.items() if name in names}

    def _shown(self, answers: Answers, today: date) -> Iterator[tuple[Ask, bool]]:
        """Yield each question and whether it is shown.

        A condition sees only answers to questions that stand before it and are shown.
        """
        seen: dict[str, Value] = {}
        for ask in self.questions:
            is_shown = holds(ask.when, seen, today)
            if is_shown and ask.item.name in answers:
                seen[ask.item.name] = answers[ask.item.name]
            yield ask, is_shown


@dataclass(frozen=True, slots=True)
class Guide:
    """Every event of the town, in the order it is offered."""

    events: Mapping[str, LifeEvent]

    def get(self, event: str) -> LifeEvent | None:
        return self.events.get(event)
