"""The guide: from a life event and a few plain questions to this household's list of procedures.

The decision tables are data, one file an event under `config/guide/`; a town edits them there. A step has one table:
rows that say for every possible combination of answers whether the step is needed. Rows may overlap as long as they
say the same (`forms.guidecheck`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from forms.answers import Answers, Value
from forms.condition import ALWAYS, Condition, holds
from forms.guidedeadline import Deadline, Due, due
from forms.procedure import Ask, Bring, Procedure


class Need(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"
    """Only the person knows whether it is wanted."""
    NONE = "none"


class Place(StrEnum):
    HERE = "here"
    """The town hall, whether or not the procedure can be filled in at home."""
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class GuideRow:
    """What a step means in the cases of `when`. `why` is empty where it is not needed."""

    need: Need
    why: str = ""
    when: Condition = ALWAYS
    deadline: Deadline | None = None
    """Takes the place of the step's own."""
    prefill: Answers = field(default_factory=dict)

    @property
    def says(self) -> tuple[object, ...]:
        """Rows that say the same may both apply."""
        return self.need, self.why, self.deadline, sorted(self.prefill.items(), key=lambda entry: entry[0])


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """One line of an event's list, before anybody has answered: a procedure, or something not in the catalogue."""

    title: str
    place: Place
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


@dataclass(frozen=True, slots=True)
class LifeEvent:
    id: str
    title: str
    lead: str
    order: int
    questions: tuple[Ask, ...]
    entries: tuple[GuideEntry, ...]
    file: Path

    def shown(self, answers: Answers, today: date) -> tuple[Ask, ...]:
        """The questions to ask, given the answers so far."""
        return tuple(ask for ask, is_shown in self._shown(answers, today) if is_shown)

    def seen(self, answers: Answers, today: date) -> dict[str, Value]:
        """The answers that count: those to questions that are shown."""
        names = {ask.item.name for ask in self.shown(answers, today)}
        return {name: value for name, value in answers.items() if name in names}

    def _shown(self, answers: Answers, today: date) -> Iterator[tuple[Ask, bool]]:
        """A condition sees only answers to questions that stand before it and are shown."""
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


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One thing this household does: why, by when, where, with what."""

    title: str
    need: Need
    why: str
    desk: str
    order: int
    procedure: Procedure | None = None
    """None for what cannot be filled in at home."""
    due: Due | None = None
    bring: tuple[str, ...] = ()
    prefill: Answers = field(default_factory=dict)
    """What the guide already knows for the procedure, by item."""


@dataclass(frozen=True, slots=True)
class GuideResult:
    """`steps` at the town hall and `elsewhere`, each in the order to do them."""

    event: LifeEvent
    steps: tuple[GuideStep, ...]
    elsewhere: tuple[GuideStep, ...]

    @property
    def procedures(self) -> tuple[str, ...]:
        """The ids of the steps that can be filled in at home."""
        return tuple(step.procedure.id for step in self.steps if step.procedure)


def guide_result(guide: Guide, event: str, answers: Answers, today: date) -> GuideResult:
    """What the household of these answers does, by order and then by day. Answers are keyed by question; a question
    of the vocabulary by its item name. Raises KeyError for an unknown event."""
    found = guide.events[event]
    seen = found.seen(answers, today)
    steps: dict[Place, list[GuideStep]] = {place: [] for place in Place}
    for entry in found.entries:
        if step := _step(entry, seen, today):
            steps[entry.place].append(step)
    here, elsewhere = (tuple(sorted(steps[place], key=_rank)) for place in (Place.HERE, Place.ELSEWHERE))
    return GuideResult(found, here, elsewhere)


def _step(entry: GuideEntry, seen: Answers, today: date) -> GuideStep | None:
    row = next((row for row in entry.rows if holds(row.when, seen, today)), None)
    if row is None or row.need is Need.NONE:
        return None
    known = {**seen, **_prefill(entry, row, seen)}
    return GuideStep(
        title=entry.title,
        need=row.need,
        why=row.why,
        desk=entry.desk,
        order=entry.order,
        procedure=entry.procedure,
        due=due(row.deadline or entry.deadline, known, today),
        bring=tuple(_bring(entry, known, today)),
        prefill=_prefill(entry, row, seen),
    )


def _prefill(entry: GuideEntry, row: GuideRow, seen: Answers) -> Answers:
    copied = {item: seen[question] for item, question in entry.copies.items() if question in seen}
    return {**copied, **entry.prefill, **row.prefill}


def _bring(entry: GuideEntry, known: Answers, today: date) -> Iterator[str]:
    """What the procedure wants in this case as far as it is known, and what the guide adds."""
    things = (*(entry.procedure.bring if entry.procedure else ()), *entry.bring)
    yield from dict.fromkeys(thing.text for thing in things if holds(thing.when, known, today))


def _rank(step: GuideStep) -> tuple[int, date]:
    return step.order, (step.due.until if step.due else None) or date.max
