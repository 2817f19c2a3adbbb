"""Check the guide's decision tables: for every combination of answers each step has exactly one row."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from forms.answers import Answers
from forms.condition import holds
from forms.guide.cases import cases, in_words
from forms.guide.event import GuideEntry, LifeEvent
from forms.guide.eventfile import read_event
from forms.mistake import Mistake, MistakeKind, collect
from forms.procedures import Catalogue

MOST_CASES = 20_000
"""Combinations of answers one table is checked for; ten yes/no questions and two of five choices are about it."""


def check_guide(folder: Path, catalogue: Catalogue, today: date) -> tuple[Mistake, ...]:
    """Return every mistake in the events of the folder, file by file."""
    mistakes: list[Mistake] = []
    for file in sorted(folder.glob("*.toml")):
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
        hits = [number for number, row in enumerate(entry.rows) if holds(row.when, case, today)]
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
