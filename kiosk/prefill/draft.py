"""A draft: what one resident has answered so far. Immutable; each step gives a new one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from forms.answers import Answers
from forms.inputs import Inputs
from forms.journeypage import JourneyPage
from forms.person import number_rows
from kiosk.web import PageRead


@dataclass(frozen=True, slots=True)
class Draft:
    """`answers` are legal ones, also those a condition hides at the moment.

    `typed` holds the inputs of pages that are not finished, `tried` those of them whose mistakes or doubts are
    shown, `done` the pages sent without mistake.
    """

    procedures: tuple[str, ...]
    answers: Answers = field(default_factory=dict)
    typed: Mapping[str, Inputs] = field(default_factory=dict)
    tried: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    """The marks of doubts of which the person has said that it is right so."""
    reviewed: bool = False
    """The review page was reached: from now on a corrected page leads back to it."""
    language: str = "ja"
    stays: bool = False
    """The person asked that the draft outlives the browser window."""
    codes: tuple[str, ...] = ()
    """The sealed texts, until an answer changes."""
    expires: datetime | None = None

    def choose(self, procedures: Sequence[str], *, stays: bool) -> "Draft":
        """Return the draft with these procedures."""
        changed = self if tuple(procedures) == self.procedures else self.drop_codes()
        return replace(changed, procedures=tuple(procedures), stays=stays)

    def confirm(self, marks: Iterable[str]) -> "Draft":
        """Return the draft with doubts that are not asked again before their answers change."""
        return replace(self, confirmed=self.confirmed.union(marks))

    def swap(self, procedure: str, other: str) -> "Draft":
        """Return the draft with another procedure in the place of one; the answers stay."""
        ids = dict.fromkeys(other if id == procedure else id for id in self.procedures)
        return self.choose(tuple(ids), stays=self.stays)

    def keep(self, page: JourneyPage, inputs: Inputs, *, tried: bool = False) -> "Draft":
        """Return the draft with what was typed on a page that is not finished."""
        marks = self.tried | {page.id} if tried else self.tried - {page.id}
        filled = {name: values for name, values in inputs.items() if any(values)}
        return replace(self, typed={**self.typed, page.id: filled}, tried=marks)

    def finish(self, page: JourneyPage, read: PageRead) -> "Draft":
        """Return the draft with the answers of a page that is finished.

        Other pages' answers stay, so that two tabs do not wipe each other.
        """
        done = replace(
            self.answer(number_rows(read.merged(self.answers))),
            typed={id: inputs for id, inputs in self.typed.items() if id != page.id},
            tried=self.tried - {page.id},
        )
        return replace(done, done=self.done | {page.id})

    def answer(self, answers: Answers) -> "Draft":
        """Return the draft with these answers; codes made for others are dropped."""
        return self if answers == self.answers else replace(self.drop_codes(), answers=answers)

    def add_codes(self, codes: tuple[str, ...], expires: datetime) -> "Draft":
        """Return the draft with its codes, readable at the town hall until they expire."""
        return replace(self, codes=codes, expires=expires)

    def drop_codes(self) -> "Draft":
        """Return the draft without codes: they say something else than its answers."""
        return replace(self, codes=(), expires=None)

    def has_codes(self, now: datetime) -> bool:
        """Return whether there are codes that have not expired."""
        return bool(self.codes) and self.expires is not None and self.expires > now
