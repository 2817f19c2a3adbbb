"""The kinship of a household: how everybody is called seen from everybody, and how sure that is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from forms.kinship.placing import MARRIAGEABLE, Chain, Placing, TooMany, Tree, chain_of, said_of
from forms.kinship.relation import DISTANT, Kin, Member, Relation, Step
from forms.kinship.ties import Readings, Tier, words_by_tier

SLIGHTLY = 1
"""Of readings dearer than the cheapest by more than this no word is offered."""

LIKELIEST_FIRST = (Tier.LIKELY, Tier.EVEN, Tier.SURE, Tier.UNLIKELY)


class Certainty(StrEnum):
    """CERTAIN: nothing else is possible. USUAL: take it, show it, let it be changed. ASK: nobody can tell.

    Of 4,000 random families certain was never wrong, usual for 1.3 % of spouses, children and parents and for 9.5 % of
    all others; 5.3 % of spouses, children and parents are to be asked (docs/architecture.md).
    """

    CERTAIN = "certain"
    USUAL = "usual"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Found:
    """How one person is called seen from another. `readings` are all words that are possible, the likeliest first.

    `relation` is None where more than four steps lie between, or nobody can tell.
    """

    certainty: Certainty
    relation: Relation | None
    readings: tuple[str, ...]

    @property
    def word(self) -> str:
        """The word to print: the likeliest, 縁故者 where no chain leads."""
        return self.relation.word if self.relation else DISTANT


@dataclass(frozen=True, slots=True)
class Candidate:
    """One who may be the spouse, a child or a parent."""

    id: str
    certainty: Certainty
    word: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who may be the spouse, a child or a parent of a person: the surest first."""

    people: tuple[Candidate, ...]

    @property
    def preselected(self) -> tuple[str, ...]:
        """The ids of those who are certain or usual."""
        return tuple(one.id for one in self.people if one.certainty is not Certainty.ASK)

    @property
    def asked(self) -> tuple[str, ...]:
        """The ids of those only a person can tell of."""
        return tuple(one.id for one in self.people if one.certainty is Certainty.ASK)


Wanted = Callable[[Step], bool]


@dataclass(frozen=True)
class Household:
    """People under one head with the register's words, and what somebody has said about two of them.

    Members with a word stand in it as the register has it; people who live apart have none and are known by `kin`.
    `today` bars marriages of children. What was worked out is kept, so use one object for one household.
    """

    members: tuple[Member, ...]
    kin: tuple[Kin, ...] = ()
    today: date | None = None
    _known: dict[frozenset[int], Readings] = field(default_factory=dict, init=False, repr=False, compare=False)
    _tangled: list[frozenset[int]] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def head(self) -> Member | None:
        """The first who is called 世帯主."""
        return next((member for member in self.members if member.relation and member.relation.is_head), None)

    def member(self, id: str) -> Member:
        """The member of that id. Raise KeyError if there is none."""
        return self.members[self._number(id)]

    def relation(self, one: str, other: str) -> Found:
        """How the other is called seen from the one. Raise KeyError for a person who is not here."""
        here, there = self._number(one), self._number(other)
        stated = self.members[there].relation
        if stated is None or not self._is_head(here):
            return self._found(here, there)
        if stated.free is None:
            return Found(Certainty.CERTAIN, stated, (stated.word,))
        return self._found(here, there) if self._is_tied(there) else Found(Certainty.ASK, stated, (stated.word,))

    def spouse_of(self, person: str) -> Candidates:
        """Who may be the husband, wife or unregistered partner."""
        return self._candidates(person, lambda step: step.is_spouse, self._may_be_partner)

    def children_of(self, person: str) -> Candidates:
        """Who may be a child, adopted ones too."""
        return self._candidates(person, lambda step: step is Step.CHILD, self._may_be_child)

    def parents_of(self, person: str) -> Candidates:
        """Who may be a parent, adoptive ones too."""
        return self._candidates(
            person, lambda step: step.is_parent, lambda one, other: self._may_be_child(other, one)
        )

    def seen_from(self, head: str) -> dict[str, Found]:
        """The word of everybody to a new head."""
        return {member.id: self.relation(head, member.id) for member in self.members}

    def is_possible(self, person: str) -> bool:
        """Return whether the words and facts leave the person any place. Raise TooMany where nobody can tell."""
        readings = self._readings(self._number(person), self._number(person))
        return readings is None or bool(readings.trees)

    def _number(self, id: str) -> int:
        return self._numbers[id]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {member.id: number for number, member in enumerate(self.members)}

    def _is_head(self, number: int) -> bool:
        relation = self.members[number].relation
        return bool(relation and relation.is_head)

    def _found(self, one: int, other: int) -> Found:
        try:
            readings = self._readings(one, other)
        except TooMany:
            readings = None
        if not readings or not readings.trees or not (self._is_tied(one) and self._is_tied(other)):
            return Found(Certainty.ASK, None, ())
        return found_in(readings, one, other)

    def _is_tied(self, number: int) -> bool:
        """Whether a word or a fact says anything of the person."""
        member = self.members[number]
        said = any(member.id in (fact.of, fact.who) for fact in self.kin if fact.who and not fact.is_denied)
        return said or chain_of(member) is not None

    def _readings(self, one: int, other: int) -> Readings | None:
        """The readings of what bears on the two, None without a head. Raise TooMany."""
        head = next((number for number in range(len(self.members)) if self._is_head(number)), None)
        if head is None:
            return None
        wanted = self._bearing_on({one, other})
        for people in self._tangled:
            if people <= wanted:
                raise TooMany(people)
        if wanted not in self._known:
            placing = Placing(self.members, head, said_of(self.kin, self._numbers), self.today)
            self._known[wanted] = Readings(self._trees(placing, wanted), placing)
        return self._known[wanted]

    def _trees(self, placing: Placing, wanted: frozenset[int]) -> list[Tree]:
        try:
            return placing.trees(wanted)
        except TooMany as tangled:
            self._tangled.append(tangled.people)
            raise

    def _bearing_on(self, people: set[int]) -> frozenset[int]:
        """The people whose place may change what these are to each other.

        Those on the steps of their words, who is married to those, step children of a couple, and who is named in a fact
        with one of them. Brothers and sisters of theirs change nothing.
        """
        chains = [chain_of(member) for member in self.members]
        while True:
            met = {chain for number in people if (chain := chains[number]) is not None}
            on_the_way = {chain[:place] for chain in met for place in range(len(chain))}
            more = people | {
                n for n, chain in enumerate(chains) if chain is not None and _bears(chain, on_the_way, met)
            }
            for fact in self.kin:
                named = {self._numbers[id] for id in (fact.of, fact.who) if id in self._numbers}
                more |= named if named & more else set()
            if more == people:
                return frozenset(people)
            people = more

    def _candidates(
        self, person: str, wanted: Wanted, is_possible: Callable[[Member, Member], bool]
    ) -> Candidates:
        found = []
        for member in self.members:
            if member.id != person and (one := self._candidate(person, member, wanted, is_possible)):
                found.append(one)
        order = list(Certainty)
        return Candidates(tuple(sorted(found, key=lambda one: order.index(one.certainty))))

    def _candidate(
        self, person: str, other: Member, wanted: Wanted, is_possible: Callable[[Member, Member], bool]
    ) -> Candidate | None:
        found = self.relation(person, other.id)
        steps = found.relation.steps if found.relation else ()
        if len(steps) == 1 and wanted(steps[0]):
            return Candidate(other.id, found.certainty, found.word)
        untold = (found.certainty is Certainty.ASK and not found.relation) or bool(
            found.relation and found.relation.free
        )
        possible = [word for word in found.readings if (step := _ONE_STEP.get(word)) and wanted(step)]
        if possible or (
            untold and is_possible(self.member(person), other) and not self._is_denied(person, other.id)
        ):
            return Candidate(other.id, Certainty.ASK, possible[0] if possible else found.word)
        return None

    def _is_denied(self, one: str, other: str) -> bool:
        """Whether somebody said that nobody here, or not this one, is meant."""
        return any(
            {fact.of, fact.who} <= {one, other, None} and (fact.is_denied or not fact.who) for fact in self.kin
        )

    def _may_be_partner(self, one: Member, other: Member) -> bool:
        """Whether two people of whom no word tells may be a couple: 縁故者, 同居人."""
        return not (_is_child(one, self.today) or _is_child(other, self.today))

    def _may_be_child(self, parent: Member, child: Member) -> bool:
        births = parent.born, child.born
        return not (births[0] and births[1]) or births[0].years_before(births[1])[1] > 0


def _bears(chain: Chain, on_the_way: set[Chain], met: set[Chain]) -> bool:
    """Return whether who has this word stands on the way, is married to one who does, or is a step child of one met."""
    if chain in on_the_way:
        return True
    if not chain:
        return False
    is_step_child = len(chain) > 1 and chain[-1] is Step.CHILD and chain[-2].is_spouse
    return (chain[-1].is_spouse and chain[:-1] in on_the_way) or (is_step_child and chain[:-1] in met)


_ONE_STEP = {step.word: step for step in Step}


def _is_child(member: Member, today: date | None) -> bool:
    birth = member.born
    return bool(birth and today and (today - birth.first).days < MARRIAGEABLE * 365)


def found_in(readings: Readings, one: int, other: int) -> Found:
    """What the readings say together of how the other is called seen from the one.

    Readings that are more than a little dearer than the cheapest are looked at only while everything agrees.
    """
    least = readings.trees[0].cost
    likeliest: Relation | None = None
    cheapest: set[Relation | None] = set()
    told: dict[str, None] = {}
    for ties in readings:
        if ties.tree.cost > least + SLIGHTLY and len(told) > 1:
            break
        words = words_by_tier(ties, one, other)
        if ties.tree.cost == least:
            likeliest = words[Tier.LIKELY] if not cheapest else likeliest
            cheapest |= {words[Tier.LIKELY], words[Tier.EVEN]}
        told |= dict.fromkeys(word.word if (word := words[tier]) else DISTANT for tier in LIKELIEST_FIRST)
    if likeliest is None or len(cheapest) > 1:
        certainty = Certainty.ASK
    else:
        certainty = Certainty.USUAL if len(told) > 1 else Certainty.CERTAIN
    return Found(certainty, likeliest, tuple(told))
