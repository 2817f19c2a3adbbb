"""Whatever an event of the guide speaks of must exist: questions, answers, and what procedures ask."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from forms import kinds
from forms.answers import Value
from forms.checking import ask_problem
from forms.condition import Condition, Operator
from forms.guide.deadline import Deadline
from forms.guide.event import GuideEntry, LifeEvent
from forms.item import Item
from forms.journeypage import JourneyAsk
from forms.mistake import Mistake, MistakeKind
from forms.person import WHOM
from forms.procedure import Ask, Procedure
from forms.references import check_condition
from forms.tomlfile import Origin

_OWN_WORDS = {
    MistakeKind.NEVER_ASKED: MistakeKind.UNKNOWN_QUESTION,
    MistakeKind.UNKNOWN_CHOICE: MistakeKind.UNKNOWN_ANSWER,
}
"""The same mistakes in a procedure have another remedy."""


def guide_mistakes(event: LifeEvent) -> Iterator[Mistake]:
    """Yield every reference to nothing, every question without use, everything said twice."""
    known: dict[str, Item] = {}
    for ask in event.questions:
        yield from _conditions(ask.when, ask.origin, known)
        if ask.item.name in known:
            yield ask.origin.mistake(MistakeKind.DUPLICATE, _name_key(ask), ask.item.name)
        known[ask.item.name] = ask.item
    for entry in event.entries:
        yield from _entry_mistakes(entry, known)
    yield from _repeated(event)
    yield from _unused(event)


def _name_key(ask: Ask) -> str:
    """Return how the question is named: by an `id` of its own or as an `item` of the vocabulary."""
    return "id" if "id" in ask.origin.spot.inside else "item"


def _entry_mistakes(entry: GuideEntry, known: dict[str, Item]) -> Iterator[Mistake]:
    for row in entry.rows:
        yield from _conditions(row.when, row.origin, known)
        yield from _prefills(entry.procedure, row.prefill.items(), row.origin)
        yield from _deadlines(entry, row.deadline, row.origin, known)
    for thing in entry.bring:
        yield from _conditions(thing.when, thing.origin, known)
    yield from _prefills(entry.procedure, entry.prefill.items(), entry.origin)
    yield from _deadlines(entry, entry.deadline, entry.origin, known)
    for item, question in entry.copies.items():
        asked = entry.procedure.item(item) if entry.procedure else None
        if asked is None:
            yield entry.origin.mistake(MistakeKind.NEVER_ASKED, "copy", item, item)
        elif question not in known or known[question].kind is not asked.kind:
            yield entry.origin.mistake(MistakeKind.UNKNOWN_QUESTION, "copy", question, item)


def _deadlines(
    entry: GuideEntry, deadline: Deadline | None, origin: Origin, known: dict[str, Item]
) -> Iterator[Mistake]:
    """Check that the day a deadline counts from is a question here.

    One taken from the procedure may be asked only there.
    """
    if deadline is None or not deadline.item or "deadline" not in origin.spot.inside:
        return
    name = entry.copies.get(deadline.item, deadline.item)
    if name not in known or known[name].kind is not kinds.DATE:
        yield origin.mistake(MistakeKind.UNKNOWN_QUESTION, "deadline", deadline.item, "item")


def _conditions(condition: Condition, origin: Origin, known: dict[str, Item]) -> Iterator[Mistake]:
    for mistake in check_condition(condition, "when", origin, known):
        yield replace(mistake, kind=_OWN_WORDS.get(mistake.kind, mistake.kind))
    for position, test in condition.tests():
        item = known.get(test.item)
        if item and item.kind is kinds.YES_NO and test.operator in (Operator.ANY_OF, Operator.NONE_OF):
            for operand in test.operands:
                if not isinstance(operand, bool):
                    yield origin.mistake(MistakeKind.UNKNOWN_ANSWER, "when", str(operand), position, test.item)


def _prefills(
    procedure: Procedure | None, prefill: Iterable[tuple[str, Value]], origin: Origin
) -> Iterator[Mistake]:
    """Only an answer that the procedure would take."""
    asks = {ask.item.name: ask for ask in procedure.asks()} if procedure else {}
    for item, value in prefill:
        if item not in asks:
            yield origin.mistake(MistakeKind.NEVER_ASKED, "prefill", item, item)
        elif ask_problem(JourneyAsk(item, asks[item], ()), value, date.max):
            yield origin.mistake(MistakeKind.UNKNOWN_CHOICE, "prefill", str(value), item)


def _repeated(event: LifeEvent) -> Iterator[Mistake]:
    """Check that a procedure is one step: two tables could contradict each other."""
    seen: set[str] = set()
    for entry in event.entries:
        name, key = (entry.procedure.id, "procedure") if entry.procedure else (entry.title, "title")
        if name in seen:
            yield entry.origin.mistake(MistakeKind.DUPLICATE, key, name)
        seen.add(name)


def _unused(event: LifeEvent) -> Iterator[Mistake]:
    """Check that a question decides something, or save a question later."""
    used = set(_used(event))
    for ask in event.questions:
        if ask.item.name not in used:
            yield ask.origin.mistake(MistakeKind.UNUSED_QUESTION, _name_key(ask), ask.item.name)


def _used(event: LifeEvent) -> Iterator[str]:
    for ask in event.questions:
        yield from ask.when.items
    for entry in event.entries:
        yield from entry.copies.values()
        for thing in entry.bring:
            yield from thing.when.items
        for row in entry.rows:
            yield from row.when.items
            yield row.deadline.item if row.deadline else ""
        yield entry.deadline.item if entry.deadline else ""
        if entry.procedure:
            yield from (ask.item.name for ask in entry.procedure.asks())
            yield WHOM if entry.procedure.roles else ""
