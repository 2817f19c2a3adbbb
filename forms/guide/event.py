"""A life event as the town has written it down: its questions, decision tables and deadlines.

A table's rows say for every possible combination of answers whether the step is needed. Rows may overlap as long
as they say the same (`forms.guide.check`).
"""

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from forms import condition, tomlfile, wareki
from forms.answers import Answers, Value
from forms.procedure import Ask, Bring, Procedure
from forms.vocabulary import Vocabulary

SOON_DAYS = 16
"""How far "within 14 days" reaches: 15 days counted from tomorrow (児童手当法8条3項) end in the same visit."""


class Period(StrEnum):
    """When to do a step, for people who read a long list."""

    NOW = "now"
    """Today: the last day has come, or others wait for it."""
    SOON = "soon"
    """Within 14 days."""
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Deadline:
    """`days` or `months` from `since`; or only `text`, where no number fits.

    The first day does not count (民法140条) unless `first_day_counts` (戸籍法43条). `item` names the question or
    item that holds the day, if the person was asked for it.
    """

    days: int = 0
    months: int = 0
    since: str = ""
    item: str = ""
    first_day_counts: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline of one case: `until` is the last day where it is known, `late` whether it has passed."""

    deadline: Deadline
    until: date | None = None
    late: bool = False


def lawful_deadline(procedure: Procedure, vocabulary: Vocabulary) -> Deadline | None:
    """Return the procedure's own rule in the resident's words; None where it has none."""
    rules = procedure.rules
    if not rules.deadline_days:
        return None
    item = vocabulary.get(rules.deadline_from)
    since = item.ask if item else rules.deadline_from
    return Deadline(
        rules.deadline_days,
        since=since,
        item=item.name if item else "",
        first_day_counts=rules.first_day_counts,
    )


def find_period(found: Due | None, today: date, *, is_required: bool) -> Period:
    """Return when to do it: by the last day, else by how long there is, else by whether it is needed at all."""
    if found and found.until:
        left = (found.until - today).days
        return Period.NOW if left <= 0 else Period.SOON if left <= SOON_DAYS else Period.LATER
    if found and (found.deadline.days or found.deadline.months):
        is_long = found.deadline.months or found.deadline.days > SOON_DAYS
        return Period.LATER if is_long else Period.SOON
    return Period.SOON if is_required else Period.LATER


def due(deadline: Deadline | None, answers: Answers, today: date) -> Due | None:
    """Return until when it must be done in the words for a person; None without a deadline."""
    if deadline is None:
        return None
    until = last_day(deadline, answers)
    return Due(deadline, until, until is not None and until < today)


def last_day(deadline: Deadline, answers: Answers) -> date | None:
    """Return the last day; None where the first day is unknown or there is no number of days.

    Rest days are not counted out (民法142条 moves the end to the next working day): the earlier day is the safe
    one to tell.
    """
    given = answers.get(deadline.item)
    if not isinstance(given, str) or not (deadline.days or deadline.months):
        return None
    try:
        since = date.fromisoformat(wareki.latest_day(given))
        end = _months_later(since, deadline.months) + timedelta(days=deadline.days)
        return end - timedelta(days=1) if deadline.first_day_counts else end
    except (ValueError, OverflowError):
        return None


def _months_later(since: date, months: int) -> date:
    """Return the same day of the later month, or its last day if it has no such day (民法143条)."""
    year, month = divmod(since.month - 1 + months, 12)
    year, month = since.year + year, month + 1
    return date(year, month, min(since.day, calendar.monthrange(year, month)[1]))


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
    when: condition.Condition = condition.ALWAYS
    deadline: Deadline | None = None
    """Takes the place of the step's own."""
    prefill: Answers = field(default_factory=dict)
    period: Period | None = None
    """Takes the place of the step's own."""
    origin: tomlfile.Origin = field(default=tomlfile.NOWHERE, compare=False, repr=False)

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
    is_offered: bool = True
    """Whether the town has it: what it has not is checked and translated, and shown to nobody."""
    origin: tomlfile.Origin = field(default=tomlfile.NOWHERE, compare=False, repr=False)


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
    group: str = ""
    """The heading under which it is offered."""
    whom: str = ""
    """Whom it is about where the event itself says so, e.g. whoever has moved."""
    origin: tomlfile.Origin = field(default=tomlfile.NOWHERE, compare=False, repr=False)

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
            is_shown = condition.holds(ask.when, seen, today)
            if is_shown and ask.item.name in answers:
                seen[ask.item.name] = answers[ask.item.name]
            yield ask, is_shown


@dataclass(frozen=True, slots=True)
class Guide:
    """Every event of the town, in the order it is offered."""

    events: Mapping[str, LifeEvent]

    def get(self, event: str) -> LifeEvent | None:
        return self.events.get(event)

    @property
    def groups(self) -> Mapping[str, tuple[LifeEvent, ...]]:
        """The events by heading, headings in the order of their first event."""
        headings = dict.fromkeys(event.group for event in self.events.values())
        return {
            heading: tuple(event for event in self.events.values() if event.group == heading)
            for heading in headings
        }
