"""Casting: who plays which role in all chosen procedures. What one of them has asked about kin the others take from it.

Whoever is named as husband, wife or child is so on every paper: the answer is a fact about two people (`Kin`), from which
other relations follow. And who was offered in a question about somebody's family is not offered again in the next one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from forms import condition, household, person
from forms.answers import Answers
from forms.cast import NO_WORD_YET, Cast, Heard
from forms.kinship.relation import Kin, Step
from forms.procedure import Procedure
from forms.role import OF_KIN, Role, Source


@dataclass
class Casting:
    """Casts procedures one after the other, the questions about kin in the order they are asked."""

    procedures: Sequence[Procedure]
    people: person.People
    kinship: household.Kinship
    """What the words of the household say, and more and more of what was answered."""
    answers: Answers
    today: date
    plain: Callable[[Cast], Answers]
    """What conditions of roles see."""
    _heard: dict[tuple[Source, str], Heard] = field(default_factory=dict)

    @cached_property
    def casts(self) -> dict[str, Cast]:
        """Who plays which role, by procedure."""
        before: dict[str, dict[str, Heard]] = {procedure.id: {} for procedure in self.procedures}
        certain: list[tuple[Procedure, Role]] = []
        for procedure in self.procedures:
            for role in (each for each in procedure.roles if each.source in OF_KIN):
                known = self.kinship
                if not self._listen(procedure, role, before[procedure.id]):
                    certain.append((procedure, role))
                while self.kinship is not known:
                    # What was answered may open what was certain before: it is asked there, not further on.
                    known = self.kinship
                    certain = [each for each in certain if not self._listen(*each, before[each[0].id])]
        return {each.id: self._cast(each, before[each.id]) for each in self.procedures}

    @property
    def learned(self) -> household.Kinship:
        """The kinship with all that was answered."""
        _ = self.casts
        return self.kinship

    def _cast(self, procedure: Procedure, before: Mapping[str, Heard]) -> Cast:
        return Cast(procedure, self.people, self.kinship, self.answers, self.today, before)

    def _listen(self, procedure: Procedure, role: Role, before: dict[str, Heard]) -> bool:
        """Keep what was known before a question about kin and take in its answer; False while nothing is open."""
        claimant = self._cast(procedure, before).person_asked_about
        heard = replace(self._heard.get((role.source, claimant), NO_WORD_YET), kinship=self.kinship)
        cast = self._cast(procedure, {**before, role.name: heard})
        if role.source is Source.SPOUSE and self._is_asked_of(claimant):
            heard = replace(heard, offered=frozenset(cast.candidates(role)), is_waiting=True)
            cast = self._cast(procedure, {**before, role.name: heard})
        if not (cast.is_open(role) and condition.holds(role.when, self.plain(cast), self.today)):
            return False
        before[role.name] = heard
        if not cast.is_heard(role):
            self._hear(cast, role, claimant, heard)
        return True

    def _is_asked_of(self, claimant: str) -> bool:
        """Whether somebody else may still name the claimant as husband or wife."""
        return any(
            heard.is_waiting and claimant in heard.offered
            for (source, other), heard in self._heard.items()
            if source is Source.SPOUSE and other != claimant
        )

    def _hear(self, cast: Cast, role: Role, claimant: str, heard: Heard) -> None:
        """Take in a question that is asked, and its answer where there is one."""
        offered, chosen = cast.candidates(role), cast.chosen(role)
        self._heard[role.source, claimant] = replace(
            heard,
            offered=heard.offered | frozenset(offered),
            chosen=heard.chosen | frozenset(chosen or ()),
            is_waiting=heard.is_waiting or chosen is None,
            by=heard.by or cast.procedure.short,
        )
        if chosen is not None:
            self.kinship = self.kinship.learn(tuple(_facts(role, claimant, chosen, self.kinship)))


def _facts(role: Role, claimant: str, chosen: Sequence[str], kinship: household.Kinship) -> Iterator[Kin]:
    """What an answer says of two people beyond what is known.

    Who raises the child of somebody else says nothing of its parents.
    """
    if role.source is Source.SPOUSE:
        yield Kin(claimant, Step.SPOUSE, next(iter(chosen), None))
        return
    known = kinship.of(role.source, claimant)
    for id in chosen:
        if id not in known and Step.CHILD.word in kinship.readings(claimant, id):
            yield Kin(claimant, Step.CHILD, id)
