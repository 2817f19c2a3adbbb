"""Whatever an event of the guide speaks of must exist: questions, answers, and what procedures ask."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from forms.answers import Value
from forms.checking import ask_problem
from forms.condition import Condition, Operator
from forms.guide.deadline import Deadline
from forms.guide.event import GuideEntry, LifeEvent
from forms.item import Item, Kind
from forms.journey import JourneyAsk
from forms.mistake import Mistake, MistakeKind
from forms.procedure import Procedure
from forms.references import check_condition
from forms.tomlfile import Table

_OWN_WORDS = {
    MistakeKind.NEVER_ASKED: MistakeKind.UNKNOWN_QUESTION,
    MistakeKind.UNKNOWN_CHOICE: MistakeKind.UNKNOWN_ANSWER,
}
"""The same mistakes in a procedure have another remedy."""


def guide_mistakes(event: LifeEvent, root: Table) -> Iterator[Mistake]:
    """Every reference to nothing, every question without use, everything said twice. `root` is the event's file."""
    known: dict[str, Item] = {}
    for ask, table in zip(event.questions, root.tables("question"), strict=True):
        yield from _conditions(ask.when, table, known)
        if ask.item.name in known:
            yield table.mistake(MistakeKind.DUPLICATE, "id" if table.has("id") else "item", ask.item.name)
        known[ask.item.name] = ask.item
    for entry, table in zip(event.entries, root.tables("step"), strict=True):
        yield from _entry_mistakes(entry, table, known)
    yield from _repeated(event, root)
    yield from _unused(event, root)


def _entry_mistakes(entry: GuideEntry, table: Table, known: dict[str, Item]) -> Iterator[Mistake]:
    for row, place in zip(entry.rows, table.tables("row"), strict=True):
        yield from _conditions(row.when, place, known)
        yield from _prefills(entry.procedure, row.prefill.items(), place)
        yield from _deadlines(entry, row.deadline, place, known)
    for thing, place in zip(entry.bring, table.tables("bring"), strict=True):
        yield from _conditions(thing.when, place, known)
    yield from _prefills(entry.procedure, entry.prefill.items(), table)
    yield from _deadlines(entry, entry.deadline, table, known)
    for item, question in entry.copies.items():
        asked = entry.procedure.item(item) if entry.procedure else None
        if asked is None:
            yield table.mistake(MistakeKind.NEVER_ASKED, "copy", item)
        elif question not in known or known[question].kind is not asked.kind:
            yield table.mistake(MistakeKind.UNKNOWN_QUESTION, "copy", question)


def _deadlines(
    entry: GuideEntry, deadline: Deadline | None, table: Table, known: dict[str, Item]
) -> Iterator[Mistake]:
    """The day a deadline counts from is a question here; one taken from the procedure may be asked only there."""
    if deadline is None or not deadline.item or not table.has("deadline"):
        return
    name = entry.copies.get(deadline.item, deadline.item)
    if name not in known or known[name].kind is not Kind.DATE:
        yield table.mistake(MistakeKind.UNKNOWN_QUESTION, "deadline", deadline.item)


def _conditions(condition: Condition, table: Table, known: dict[str, Item]) -> Iterator[Mistake]:
    for mistake in check_condition(condition, "when", table, known):
        yield replace(mistake, kind=_OWN_WORDS.get(mistake.kind, mistake.kind))
    for test in (test for tests in condition.alternatives for test in tests):
        item = known.get(test.item)
        if item and item.kind is Kind.YES_NO and test.operator in (Operator.ANY_OF, Operator.NONE_OF):
            for operand in test.operands:
                if not isinstance(operand, bool):
                    yield table.mistake(MistakeKind.UNKNOWN_ANSWER, "when", str(operand))


def _prefills(
    procedure: Procedure | None, prefill: Iterable[tuple[str, Value]], table: Table
) -> Iterator[Mistake]:
    """Only an answer that the procedure would take."""
    asks = {ask.item.name: ask for ask in procedure.asks()} if procedure else {}
    for item, value in prefill:
        if item not in asks:
            yield table.mistake(MistakeKind.NEVER_ASKED, "prefill", item)
        elif ask_problem(JourneyAsk(item, asks[item], ()), value, date.max):
            yield table.mistake(MistakeKind.UNKNOWN_CHOICE, "prefill", str(value))


def _repeated(event: LifeEvent, root: Table) -> Iterator[Mistake]:
    """A procedure is one step: two tables could contradict each other."""
    names = [entry.procedure.id if entry.procedure else entry.title for entry in event.entries]
    for position, (name, table) in enumerate(zip(names, root.tables("step"), strict=True)):
        if Counter(names[: position + 1])[name] > 1:
            yield table.mistake(MistakeKind.DUPLICATE, "procedure" if table.has("procedure") else "title", name)


def _unused(event: LifeEvent, root: Table) -> Iterator[Mistake]:
    """A question must decide something, or save a question later."""
    used = set(_used(event))
    for ask, table in zip(event.questions, root.tables("question"), strict=True):
        if ask.item.name not in used:
            yield table.mistake(MistakeKind.UNUSED_QUESTION, "id" if table.has("id") else "item", ask.item.name)


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
