"""The household of an application as the kinship algebra sees it, and its rows of people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

from forms import answers, condition, kinds, role, vocabulary
from forms.item import Item
from forms.kinship.household import Candidate, Candidates, Certainty, Found, Household
from forms.kinship.relation import Kin, Member, Relation, Step, read_relation
from forms.person import FACT, YOU, People, Person


def with_fields(item: Item, names: Iterable[str]) -> Item:
    """Return the PEOPLE item with these fields only, in the vocabulary's order; the item itself for no names."""
    wanted = set(names)
    if not wanted:
        return item
    return replace(item, fields=tuple(field for field in item.fields if field.name in wanted))


def narrowed(item: Item, value: answers.Value) -> answers.Value | None:
    """Return the value without fields the item does not ask, or does not let anybody leave for the counter.

    Persons of whom nothing is left are left out.
    """
    if item.kind is not kinds.PEOPLE or not answers.rows_of(value):
        return value
    asked = {field.name: field.may_be_unknown for field in item.fields}
    rows = (
        {
            name: cell
            for name, cell in row.items()
            if name in asked and (cell is not answers.UNKNOWN or asked[name])
        }
        for row in answers.rows_of(value)
    )
    return tuple(row for row in rows if row) or None


def open_cells(item: Item, value: answers.Value | None) -> Iterator[tuple[int, Item]]:
    """Yield the place of the person and the field of everything in the list that is left for the counter."""
    for place, row in enumerate(answers.rows_of(value)):
        yield from ((place, field) for field in item.fields if row.get(field.name) is answers.UNKNOWN)


def with_cell(value: answers.Value | None, place: int, field: str, entry: answers.Value) -> answers.Value:
    """Return the list with this field of the person at that place answered."""
    cell = entry if isinstance(entry, str | int | answers.Unknown) else answers.codes_of(entry)
    return tuple({**row, field: cell} if at == place else row for at, row in enumerate(answers.rows_of(value)))


def selected(value: answers.Value | None, where: condition.Condition, today: date) -> tuple[answers.Row, ...]:
    """Return the persons whose own fields meet the condition."""
    return tuple(row for row in answers.rows_of(value) if condition.holds(where, row, today))


RELATION, RELATION_WORDS, KIN = "relation", "relation_words", "kin"
OTHER = "other"
SELF_WORD = "本人"
"""The word for somebody seen from themselves."""
NEAR = 2
"""Steps up to which a usual word is taken without asking; of farther ones one in fourteen was wrong."""


def register_word(person: Person, fact: str = RELATION) -> str:
    """Return what the register calls the person, from the choice or in words of one's own.

    Empty while nothing is said.
    """
    code = str(person.facts.get(fact, ""))
    if code == OTHER:
        return str(person.facts.get(RELATION_WORDS, ""))
    choice = vocabulary.shipped_vocabulary()[FACT + fact].choice(code)
    return choice.label if choice else ""


def place_in_register(word: str) -> int:
    """Return where the register lists whom it calls so.

    The order is: the head, husband or wife, the children and theirs, the parents, the others.
    """
    relation = read_relation(word)
    match relation.steps if relation else None:
        case ():
            return 0
        case (step,) if step.is_spouse:
            return 1
        case (Step.CHILD, *_):
            return 2
        case (step, Step.CHILD) if step.is_spouse:
            return 2
        case (step,) if step.is_parent:
            return 3
    return 4


@dataclass(frozen=True)
class Kinship:
    """Who is what to whom among the people of an application.

    The words are those to the head of the household; where nobody was asked for them, those to the visitor.
    """

    people: People
    today: date
    asks_relation: bool = False
    """Whether the journey asks for the words to the head, so that those to the visitor do not count."""
    stated: tuple[Kin, ...] = ()
    """What somebody has said about two of these people, beyond the words."""
    reckoned: tuple[Kin, ...] = ()
    """Of that, what can be reckoned with: the words leave room for it."""
    _known: dict[tuple[role.Source, str], Candidates] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def head(self) -> str:
        """The id of the head of the household; empty when none of these people is."""
        return next((id for id in self.people.household if self._relation(id, RELATION) == Relation(())), "")

    def learn(self, facts: tuple[Kin, ...]) -> "Kinship":
        """Return the kinship with what somebody has said: it holds of the people named, and is reckoned with if it all can
        be."""
        if not facts:
            return self
        told = tuple(fact for fact in facts if {fact.of, fact.who or fact.of} <= set(self._members))
        learned = replace(self, stated=(*self.stated, *facts), reckoned=(*self.reckoned, *told))
        is_possible = all(
            fact.who is None or fact.who in learned._reckon(_source_of(fact), fact.of).preselected for fact in told
        )
        return learned if is_possible else replace(learned, reckoned=self.reckoned)

    def word(self, one: str, other: str) -> str:
        """Return how the other is called seen from the one, where that is certain, usual or said; else empty."""
        if one == other:
            return ""
        if {one, other} <= set(self._members):
            found = self._household.relation(one, other)
            if self._is_sure(found):
                return found.word
        return self._word_said(one, other)

    def _word_said(self, one: str, other: str) -> str:
        """The word as it was said (同居人, 縁故者, いとこ), for whom it was said from."""
        anchor, fact = (self.head, RELATION) if self._counts_from_head else (YOU, KIN)
        return register_word(self.people.get(other), fact) if one == anchor and other in self.people.family else ""

    def readings(self, one: str, other: str) -> tuple[str, ...]:
        """Return every word the other may have seen from the one; nothing for people of whom no word is known."""
        return self._household.relation(one, other).readings if {one, other} <= set(self._members) else ()

    def of(self, source: role.Source, id: str) -> tuple[str, ...]:
        """Return the ids of the spouse or the children of a person, as far as they are certain or usual."""
        return tuple(each.id for each in self._candidates(source, id).people if self._is_taken(each))

    def possible(self, source: role.Source, id: str) -> tuple[str, ...]:
        """Return the ids of everybody who may be the spouse or a child of a person, whether certain or not."""
        return tuple(candidate.id for candidate in self._candidates(source, id).people)

    def is_open(self, source: role.Source, id: str) -> bool:
        """Return whether only a person can say who the spouse or the children are."""
        found = self._candidates(source, id).people
        taken = [each for each in found if self._is_taken(each)]
        return len(taken) < len(found) and not (source is role.Source.SPOUSE and taken)

    def _is_taken(self, candidate: Candidate) -> bool:
        """Whether nobody needs to be asked about the candidate."""
        if self._leaves_words_open:
            return candidate.certainty is Certainty.CERTAIN
        return candidate.certainty is not Certainty.ASK

    def _is_sure(self, found: Found) -> bool:
        if found.certainty is Certainty.USUAL and not self._leaves_words_open:
            return found.relation is not None and len(found.relation.steps) <= NEAR
        return found.certainty is Certainty.CERTAIN

    @cached_property
    def _leaves_words_open(self) -> bool:
        """Whether nobody knows yet what one of the household is called, who may be the one that others are taken for:
        what is only usual among those whose words are known is no longer so."""
        fact = RELATION if self._counts_from_head else KIN
        return any(self.people.get(id).facts.get(fact) is answers.UNKNOWN for id in self.people.household)

    @property
    def household(self) -> Household:
        return self._household

    def _candidates(self, source: role.Source, id: str) -> Candidates:
        if (source, id) not in self._known:
            found = self._reckon(source, id)
            is_spouse = source is role.Source.SPOUSE
            self._known[source, id] = self._spouses(id, found) if is_spouse else self._children(id, found)
        return self._known[source, id]

    def _reckon(self, source: role.Source, id: str) -> Candidates:
        if id not in self._members:
            return Candidates(())
        return self._household.spouse_of(id) if source is role.Source.SPOUSE else self._household.children_of(id)

    def _spouses(self, id: str, found: Candidates) -> Candidates:
        """Whom somebody named; else who may be, but for those who were said to be somebody else's or nobody's."""
        facts = [fact for fact in self.stated if fact.is_.is_spouse]
        named = [
            other for fact in facts if id in (fact.of, fact.who) for other in (fact.of, fact.who) if other != id
        ]
        if named:
            spouse = named[-1]
            return Candidates((_certain(spouse, Step.SPOUSE),) if spouse else ())
        taken = {person for fact in facts for person in (fact.of, fact.who)}
        return Candidates(tuple(each for each in found.people if each.id not in taken))

    def _children(self, id: str, found: Candidates) -> Candidates:
        """Whom somebody named, and who else may be."""
        named = [fact.who for fact in self.stated if fact.is_ is Step.CHILD and fact.of == id and fact.who]
        others = (each for each in found.people if each.id not in named)
        return Candidates((*(_certain(child, Step.CHILD) for child in named), *others))

    @cached_property
    def _members(self) -> tuple[str, ...]:
        return tuple(member.id for member in self._household.members)

    @cached_property
    def _household(self) -> Household:
        said = RELATION if self._counts_from_head else KIN
        ids = self.people.household if said == RELATION else (YOU, *self.people.family)
        return Household(tuple(self._member(id, said) for id in ids), self.reckoned, self.today)

    @cached_property
    def _counts_from_head(self) -> bool:
        """Whether the words are those to the head of the household."""
        return self.asks_relation or any(self._relation(id, RELATION) for id in self.people.household)

    def _member(self, id: str, said: str) -> Member:
        person = self.people.get(id)
        relation = Relation(()) if said == KIN and id == YOU else self._relation(id, said)
        birth = person.facts.get("birth_date")
        return Member(
            id,
            relation,
            _sex(person),
            str(birth) if isinstance(birth, str) else None,
            "" if person.is_latin else person.surname,
        )

    def _relation(self, id: str, said: str) -> Relation | None:
        return read_relation(register_word(self.people.get(id), said))


def _certain(id: str, step: Step) -> Candidate:
    return Candidate(id, Certainty.CERTAIN, step.word)


def _source_of(fact: Kin) -> role.Source:
    return role.Source.SPOUSE if fact.is_.is_spouse else role.Source.CHILDREN


def _sex(person: Person) -> Literal["male", "female"] | None:
    match person.facts.get("sex"):
        case "male":
            return "male"
        case "female":
            return "female"
    return None
