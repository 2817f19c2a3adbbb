"""A draft: what one resident has answered so far. Immutable; each step gives a new one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from forms.answers import Answers
from forms.checking import problems
from forms.inputs import Inputs
from forms.journey import JourneyPage, journey
from forms.procedure import Procedure
from forms.typed import Problem
from kiosk.web import PageRead, page_inputs, read_page, settled, unfolded


@dataclass(frozen=True, slots=True)
class Draft:
    """`answers` are legal ones, also those a condition hides at the moment. `typed` holds the inputs of pages that
    are not finished, `tried` those of them whose mistakes are shown, `done` the pages sent without mistake.
    """

    procedures: tuple[str, ...]
    answers: Answers = field(default_factory=dict)
    typed: Mapping[str, Inputs] = field(default_factory=dict)
    tried: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    reviewed: bool = False
    """The review page was reached: from now on a corrected page leads back to it."""
    language: str = "ja"
    stays: bool = False
    """The person asked that the draft outlives the browser window."""
    codes: tuple[str, ...] = ()
    """The sealed texts, until an answer changes."""
    expires: datetime | None = None

    def choosing(self, procedures: Sequence[str], *, stays: bool) -> "Draft":
        changed = self if procedures == self.procedures else self._unsealed()
        return replace(changed, procedures=tuple(procedures), stays=stays)

    def keeping(self, page: JourneyPage, inputs: Inputs, *, tried: bool = False) -> "Draft":
        """With what was typed on a page that is not finished."""
        marks = self.tried | {page.id} if tried else self.tried - {page.id}
        filled = {name: values for name, values in inputs.items() if any(values)}
        return replace(self, typed={**self.typed, page.id: filled}, tried=marks)

    def answering(self, page: JourneyPage, read: PageRead) -> "Draft":
        """With the answers of a page that is finished. Other pages' answers stay, so that two tabs do not wipe each
        other."""
        merged = read.merged(self.answers)
        changed = self if merged == self.answers else self._unsealed()
        return replace(
            changed,
            answers=merged,
            typed={id: inputs for id, inputs in self.typed.items() if id != page.id},
            tried=self.tried - {page.id},
            done=self.done | {page.id},
        )

    def sealed(self, codes: tuple[str, ...], expires: datetime) -> "Draft":
        return replace(self, codes=codes, expires=expires)

    def _unsealed(self) -> "Draft":
        return replace(self, codes=(), expires=None)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a person stands in the journey: `page` counts from 1 and the review page is the last one."""

    page: int
    pages: int
    may_grow: bool
    """An answer still to come may add pages."""


def inputs_for(draft: Draft, page: JourneyPage) -> Inputs:
    """What to show in the fields: what was typed last, else the answers."""
    return draft.typed[page.id] if page.id in draft.typed else page_inputs(page, draft.answers)


def problems_on(
    draft: Draft, page: JourneyPage, procedures: Sequence[Procedure], today: date
) -> tuple[Problem, ...]:
    """The mistakes to show: of a page that was sent, including contradictions with other pages."""
    if page.id in draft.tried:
        read = read_again(draft, page, draft.typed.get(page.id, {}), procedures, today)
        return read.problems or _only(page, problems(procedures, read.merged(draft.answers), today))
    if page.id in draft.done and page.id not in draft.typed:
        return _only(page, problems(procedures, draft.answers, today))
    return ()


def read_again(
    draft: Draft, page: JourneyPage, inputs: Inputs, procedures: Sequence[Procedure], today: date
) -> PageRead:
    """What the inputs mean, questions left aside that these very inputs have made pointless."""
    read = read_page(page, inputs, today)
    pages = pages_of(replace(draft, answers=read.merged(draft.answers)), procedures, today)
    return settled(read, next((each for each in pages if each.id == page.id), None))


def contradictions_on(
    page: JourneyPage, read: PageRead, draft: Draft, procedures: Sequence[Procedure], today: date
) -> tuple[Problem, ...]:
    """What only shows once the page's answers stand beside the others; new questions are no mistakes."""
    found = _only(page, problems(procedures, read.merged(draft.answers), today))
    return tuple(problem for problem in found if problem.item in read.keys)


def unfinished(
    draft: Draft, pages: Iterable[JourneyPage], procedures: Sequence[Procedure], today: date
) -> JourneyPage | None:
    """The first page that still wants something."""
    wrong = {problem.item for problem in problems(procedures, draft.answers, today)}
    for page in pages:
        if page.id not in draft.done or page.id in draft.typed or wrong & {ask.key for ask in page.asks}:
            return page
    return None


def progress(
    draft: Draft, pages: Sequence[JourneyPage], page: JourneyPage, chosen: Sequence[Procedure]
) -> Progress:
    """Truthful: pages that an open answer may still add are announced, not counted."""
    place = next(number for number, each in enumerate(pages, start=1) if each.id == page.id)
    shown = {each.id for each in pages}
    decided = {
        ask.key.partition("@")[0] for each in pages[: place - 1] for ask in each.asks if each.id in draft.done
    }
    may_grow = any(
        other.id not in shown and not other.when.items <= decided for each in chosen for other in each.pages
    )
    return Progress(place, len(pages) + 1, may_grow)


def pages_of(draft: Draft, procedures: Sequence[Procedure], today: date) -> tuple[JourneyPage, ...]:
    return tuple(unfolded(page, draft.answers) for page in journey(procedures, draft.answers, today))


def _only(page: JourneyPage, found: Iterable[Problem]) -> tuple[Problem, ...]:
    keys = {ask.key for ask in page.asks}
    return tuple(problem for problem in found if problem.item in keys)
