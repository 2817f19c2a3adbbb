"""An application: what one visit is about. Procedures, people with their facts, who plays which role, answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from forms.answers import Answers
from forms.journey import Journey
from forms.person import FactSource, People, people_of
from forms.procedure import Procedure


@dataclass(frozen=True, slots=True)
class Application:
    """The chosen procedures and everything answered for them, each fact of a person once.

    `sources` says of a key where its value came from, where it was not typed.
    """

    procedures: tuple[Procedure, ...]
    answers: Answers
    sources: Mapping[str, FactSource] = field(default_factory=dict)

    @property
    def people(self) -> People:
        return people_of(self.answers)

    def journey(self, today: date) -> Journey:
        """Return all that follows from it on that day."""
        return Journey(self.procedures, self.answers, today)

    def source(self, key: str) -> FactSource:
        return self.sources.get(key, FactSource.TYPED)
