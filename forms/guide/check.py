"""Check the guide's decision tables: for every combination of answers each step has exactly one outcome."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import chain, combinations, islice
from pathlib import Path

from forms import condition, kinds, procedure, procedures, showing
from forms.answers import Answers, Value
from forms.guide.event import GuideEntry, LifeEvent
from forms.guide.eventfile import event_files, read_event
from forms.item import Item
from forms.mistake import Mistake, MistakeKind, collect

_DAYS = {condition.Operator.DAYS_AGO_AT_LEAST, condition.Operator.DAYS_AGO_AT_MOST}
_AGES = {condition.Operator.AGE_AT_LEAST, condition.Operator.AGE_AT_MOST}
_NUMBERS = {condition.Operator.AT_LEAST, condition.Operator.AT_MOST}


def cases(event: LifeEvent, entry: GuideEntry, today: date) -> Iterator[Answers]:
    """Return one set of answers for each case that the rows of the entry could tell apart.

    Questions that no row looks at, directly or through the condition of a question, are left out; of answers that
    all tests treat alike one stands for all.
    """
    tests = [test for row in entry.rows for tests in row.when.alternatives for test in tests]
    asks = _relevant(event, {test.item for test in tests})
    tests += [test for ask in asks for alternative in ask.when.alternatives for test in alternative]
    return _combined(asks, tests, {}, today)


def in_words(event: LifeEvent, case: Answers) -> str:
    """Return the case as a person reads it."""
    told = []
    for ask in event.questions:
        if ask.item.name in case:
            told.append(f"{ask.question}＝{showing.resident_text(ask.item, case[ask.item.name])}")
    return "、".join(told) or "何も答えないとき"


def _relevant(event: LifeEvent, looked_at: set[str]) -> tuple[procedure.Ask, ...]:
    wanted = set(looked_at)
    for ask in reversed(event.questions):
        if ask.item.name in wanted:
            wanted |= ask.when.items
    return tuple(ask for ask in event.questions if ask.item.name in wanted)


def _combined(
    asks: Sequence[procedure.Ask], tests: Sequence[condition.Test], so_far: Answers, today: date
) -> Iterator[Answers]:
    if not asks:
        yield so_far
        return
    first, rest = asks[0], asks[1:]
    if not condition.holds(first.when, so_far, today):
        yield from _combined(rest, tests, so_far, today)
        return
    if not first.required:
        yield from _combined(rest, tests, so_far, today)
    own = [test for test in tests if test.item == first.item.name]
    for value in _values(first, own, today):
        yield from _combined(rest, tests, {**so_far, first.item.name: value}, today)


def _values(ask: procedure.Ask, tests: Sequence[condition.Test], today: date) -> Iterable[Value]:
    """One value of each sort that the tests could treat differently."""
    item, codes = ask.item, tuple(choice.code for choice in ask.offered or ask.item.choices)
    match item.kind:
        case kinds.YES_NO:
            return (True, False)
        case kinds.CHOICE:
            return _told_apart(codes, tests)
        case kinds.CHOICES:
            return _sets(codes, tests)
        case kinds.COUNT:
            return _counts(item, tests)
        case _:
            return _dates(tests, today)


def _told_apart(codes: tuple[str, ...], tests: Sequence[condition.Test]) -> tuple[str, ...]:
    """Return the codes that tests name, and one for all others."""
    if any(test.operator in _NUMBERS for test in tests):
        return codes
    named = {operand for test in tests for operand in test.operands}
    others = [code for code in codes if code not in named]
    return tuple(code for code in codes if code in named or code in others[:1])


def _sets(codes: tuple[str, ...], tests: Sequence[condition.Test]) -> Iterator[tuple[str, ...]]:
    apart = _told_apart(codes, tests)
    return chain.from_iterable(combinations(apart, size) for size in range(1, len(apart) + 1))


def _counts(item: Item, tests: Sequence[condition.Test]) -> list[int]:
    bounds = {operand for test in tests for operand in test.operands if isinstance(operand, int)}
    near = {item.least, item.most} | {bound + step for bound in bounds for step in (-1, 0, 1)}
    return sorted(number for number in near if item.least <= number <= item.most)


def _dates(tests: Sequence[condition.Test], today: date) -> Iterator[str]:
    """Days around each bound, and today."""
    found = {today}
    for test in tests:
        bound = test.operands[0] if test.operands else 0
        if not isinstance(bound, int):
            continue
        if test.operator in _DAYS:
            found |= {today - timedelta(days=bound + step) for step in (-1, 0, 1)}
        elif test.operator in _AGES:
            birthday = date(today.year - bound, today.month, min(today.day, 28))
            found |= {birthday + timedelta(days=days) for days in (-400, -4, 4, 400)}
    return (day.isoformat() for day in sorted(found))


MOST_CASES = 20_000
"""Combinations of answers one table is checked for; ten yes/no questions and two of five choices are about it."""


def check_guide(
    folder: Path, catalogue: procedures.Catalogue, today: date, town: Path | None = None
) -> tuple[Mistake, ...]:
    """Return every mistake in the events of `event_files`, file by file."""
    mistakes: list[Mistake] = []
    for file in event_files(folder, town):
        event = collect(mistakes, partial(read_event, file, catalogue))
        mistakes += event_mistakes(event, today) if event else ()
    return tuple(dict.fromkeys(mistakes))


def event_mistakes(event: LifeEvent, today: date) -> Iterator[Mistake]:
    """Gaps, contradictions and rows that never apply, step by step."""
    for entry in event.entries:
        found = list(islice(cases(event, entry, today), MOST_CASES + 1))
        if len(found) > MOST_CASES:
            yield entry.origin.mistake(MistakeKind.TOO_MANY_CASES, "row", f"{MOST_CASES:,}通りより多い")
            continue
        yield from _table_mistakes(event, entry, found, today)


def _table_mistakes(event: LifeEvent, entry: GuideEntry, found: list[Answers], today: date) -> Iterator[Mistake]:
    """Name the first case of each kind of mistake, with how many others there are."""
    gaps: list[Answers] = []
    clashes: dict[tuple[int, int], list[Answers]] = {}
    reached: set[int] = set()
    for case in found:
        hits = [number for number, row in enumerate(entry.rows) if condition.holds(row.when, case, today)]
        reached.update(hits)
        if not hits:
            gaps.append(case)
        for other in hits[1:]:
            if entry.rows[other].says != entry.rows[hits[0]].says:
                clashes.setdefault((hits[0], other), []).append(case)
    if gaps:
        yield entry.origin.mistake(MistakeKind.GAP, "row", _told(event, gaps))
    for (one, other), told in clashes.items():
        detail = f"{one + 1}つめと{other + 1}つめの行、{_told(event, told)}"
        yield entry.rows[other].origin.mistake(MistakeKind.CONTRADICTION, "when", detail)
    for number in sorted(set(range(len(entry.rows))) - reached):
        yield entry.rows[number].origin.mistake(MistakeKind.NEVER_APPLIES, "when", f"{number + 1}つめの行")


def _told(event: LifeEvent, found: list[Answers]) -> str:
    more = f"、ほか{len(found) - 1}通り" if len(found) > 1 else ""
    return in_words(event, found[0]) + more
