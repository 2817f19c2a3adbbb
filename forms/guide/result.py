"""What one household has to do after a life event, and what of it the journey then knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from forms import checking, condition, journeypage, person
from forms.answers import Answers, Value
from forms.guide import event
from forms.guide.event import LifeEvent, Where
from forms.procedure import Ask, Procedure
from forms.role import Source


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One thing this household does: why, by when, where, with what."""

    title: str
    need: event.Necessity
    why: str
    desk: str
    order: int
    procedure: Procedure | None = None
    """None for what cannot be filled in at home."""
    due: event.Due | None = None
    period: event.Period = event.Period.SOON
    bring: tuple[str, ...] = ()
    prefill: Answers = field(default_factory=dict)
    """What the guide already knows for the procedure, by item."""


@dataclass(frozen=True, slots=True)
class GuidePeriod:
    """What to do at one time, at the town hall and elsewhere."""

    period: event.Period
    here: tuple[GuideStep, ...]
    elsewhere: tuple[GuideStep, ...]


@dataclass(frozen=True, slots=True)
class GuideResult:
    """`steps` at the town hall and `elsewhere`, each in the order to do them."""

    event: LifeEvent
    steps: tuple[GuideStep, ...]
    elsewhere: tuple[GuideStep, ...]

    @property
    def periods(self) -> tuple[GuidePeriod, ...]:
        """The same steps by when to do them; a period in which there is nothing is left out."""
        found = (
            GuidePeriod(
                period,
                tuple(step for step in self.steps if step.period is period),
                tuple(step for step in self.elsewhere if step.period is period),
            )
            for period in event.Period
        )
        return tuple(each for each in found if each.here or each.elsewhere)

    @property
    def procedures(self) -> tuple[str, ...]:
        """The ids of the steps that can be filled in at home."""
        return tuple(step.procedure.id for step in self.steps if step.procedure)


def guide_result(guide: event.Guide, event: str, answers: Answers, today: date) -> GuideResult:
    """Return what the household of these answers does, by order and then by day.

    Answers are keyed by question; a question of the vocabulary by its item name. Raise KeyError for an unknown
    event.
    """
    found = guide.events[event]
    seen = found.seen(answers, today)
    steps: dict[Where, list[GuideStep]] = {place: [] for place in Where}
    for entry in (entry for entry in found.entries if entry.is_offered):
        if step := _step(entry, seen, today):
            steps[entry.place].append(step)
    here, elsewhere = (tuple(sorted(steps[place], key=_rank)) for place in (Where.HERE, Where.ELSEWHERE))
    return GuideResult(found, here, elsewhere)


def _step(entry: event.GuideEntry, seen: Answers, today: date) -> GuideStep | None:
    row = next((row for row in entry.rows if condition.holds(row.when, seen, today)), None)
    if row is None or row.need is event.Necessity.NONE:
        return None
    known = {**seen, **_prefill(entry, row, seen)}
    last = event.due(row.deadline or entry.deadline, known, today)
    return GuideStep(
        title=entry.title,
        need=row.need,
        why=row.why,
        desk=entry.desk,
        order=entry.order,
        procedure=entry.procedure,
        due=last,
        period=_period(entry, row, last, today),
        bring=tuple(_bring(entry, known, today)),
        prefill=_prefill(entry, row, seen),
    )


def _period(entry: event.GuideEntry, row: event.GuideRow, last: event.Due | None, today: date) -> event.Period:
    """Return when to do it: as the town has written, unless the last day comes before."""
    counted = event.find_period(last, today, is_required=row.need is event.Necessity.REQUIRED)
    written = row.period or entry.period
    if written is None or (last and last.until and counted is event.Period.NOW):
        return counted
    return written


def _prefill(entry: event.GuideEntry, row: event.GuideRow, seen: Answers) -> Answers:
    copied = {item: seen[question] for item, question in entry.copies.items() if question in seen}
    return {**copied, **entry.prefill, **row.prefill}


def _bring(entry: event.GuideEntry, known: Answers, today: date) -> Iterator[str]:
    """Return what the procedure wants in this case as far as it is known, and what the guide adds."""
    things = (*(entry.procedure.bring if entry.procedure else ()), *entry.bring)
    yield from dict.fromkeys(thing.text for thing in things if condition.holds(thing.when, known, today))


def _rank(step: GuideStep) -> tuple[int, date]:
    return step.order, (step.due.until if step.due else None) or date.max


def prefilled(
    result: GuideResult, seen: Answers, procedures: Sequence[Procedure], today: date
) -> dict[str, Value]:
    """Return answers by the keys of the journey over these procedures.

    What the guide asked from the vocabulary (`seen`, as `LifeEvent.seen` gives it), and what its steps say about
    their procedure. An answer that a procedure does not offer is left to be asked there.
    """
    own = {step.procedure.id: step.prefill for step in result.steps if step.procedure}
    whom = seen.get(person.WHOM, result.event.whom)
    found: dict[str, Value] = {person.WHOM: whom} if whom else {}
    for procedure in procedures:
        known = {**seen, **own.get(procedure.id, {})}
        for ask in procedure.asks():
            value, key = known.get(ask.item.name), journeypage.key_of(ask, procedure)
            if (
                value is not None
                and checking.ask_problem(journeypage.JourneyAsk(key, ask, ()), value, today) is None
            ):
                found.setdefault(key, value)
        found |= {key: value for key, value in _of_late(procedure, known, today) if key not in found}
    return found


def _of_late(procedure: Procedure, known: Answers, today: date) -> Iterator[tuple[str, Value]]:
    """Return what the guide has learned of who has died: the only person it asks about."""
    for role in procedure.roles:
        for need in role.facts if role.source is Source.DECEASED else ():
            key, value = f"{person.LATE}.{need.fact}", known.get(f"{role.name}.{need.fact}")
            ask = journeypage.JourneyAsk(key, Ask(need.item, need.required), ())
            if value is not None and checking.ask_problem(ask, value, today) is None:
                yield key, value
