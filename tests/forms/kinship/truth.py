"""Families grown at random, so that everybody's true relation is known; and the register's words for them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from forms.kinship.household import Household
from forms.kinship.relation import DISTANT, Member, Relation, Sex, Step, read_relation
from tests.forms.kinship.families import TODAY

NEXT = {"": "SCPB", "S": "CPB", "C": "CS", "P": "PBS", "B": "CS"}


@dataclass(eq=False)
class Person:
    id: str
    sex: Sex
    year: int
    surname: str
    parents: list["Person"] = field(default_factory=list)
    children: list["Person"] = field(default_factory=list)
    spouse: "Person | None" = None
    is_registered: bool = True
    adopters: list["Person"] = field(default_factory=list)

    def siblings(self) -> list["Person"]:
        found = dict.fromkeys(child for parent in self.parents for child in parent.children)
        return [one for one in found if one is not self]

    @property
    def is_adopted_in(self) -> bool:
        """Whether the parents of the wife or husband adopted this one (婿養子)."""
        return bool(self.adopters) and self.spouse in self.siblings()

    def near(self, kind: str, is_adopted: bool) -> list["Person"]:
        """Everybody one step away; without what follows from the adoption of a son-in-law unless `is_adopted`."""
        if kind == "S":
            return [self.spouse] if self.spouse else []
        people = {"C": self.children, "P": self.parents, "B": self.siblings()}[kind]
        if is_adopted:
            return people
        if kind == "P" and self.is_adopted_in:
            return [one for one in people if one not in self.adopters]
        through = (
            [] if kind == "P" else [one for one in people if one.is_adopted_in and kind_is_law(self, one, kind)]
        )
        return [] if kind == "B" and self.is_adopted_in else [one for one in people if one not in through]


def kind_is_law(one: Person, other: Person, kind: str) -> bool:
    return kind == "B" or one in other.adopters


class Village:
    """Everybody of one family, dead and moved away ones too."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.people: list[Person] = []
        founder = self.born("male", random.randint(1935, 1985))
        if self.is_so(0.4):
            self.parents_of(founder)
        self.marry(founder)
        for person in list(self.people):
            if (
                person is not founder
                and person.spouse is None
                and TODAY.year - person.year > 25
                and self.is_so(0.4)
            ):
                self.marry(person)
        for person in list(self.people):
            if person.spouse is None and not person.children and TODAY.year - person.year > 25 and self.is_so(0.3):
                self.marry(person)

    def is_so(self, chance: float) -> bool:
        return self.random.random() < chance

    def born(self, sex: Sex, year: int, *parents: Person) -> Person:
        surname = parents[0].surname if parents else f"氏{len(self.people)}"
        person = Person(f"p{len(self.people)}", sex, year, surname, list(parents))
        for parent in parents:
            parent.children.append(person)
        self.people.append(person)
        return person

    def parents_of(self, child: Person) -> None:
        father = self.born("male", child.year - self.random.randint(20, 40))
        mother = self.born("female", child.year - self.random.randint(20, 40))
        father.spouse, mother.spouse = mother, father
        father.surname = mother.surname = child.surname
        child.parents = [father, mother]
        for parent in child.parents:
            parent.children.append(child)
        self.bear(father, mother, child.year - 5, 2)
        if self.is_so(0.15):
            self.part(father, mother)
            self.marry(self.random.choice([father, mother]))

    def marry(self, person: Person) -> None:
        """Give a spouse, perhaps with children of an earlier marriage, and children; perhaps part and marry anew."""
        sex: Sex = "female" if person.sex == "male" else "male"
        other = self.born(sex, person.year + self.random.randint(-6, 6))
        first_child = max(person.year, other.year) + self.random.randint(19, 30)
        if self.is_so(0.15):
            self.bear_alone(other, first_child - self.random.randint(2, 6))
        person.spouse, other.spouse = other, person
        self.choose_name(person, other)
        self.adopt_step_children(person, other)
        self.adopt_step_children(other, person)
        man, woman = (person, other) if person.sex == "male" else (other, person)
        self.bear(man, woman, first_child, 3)
        if self.is_so(0.15):
            self.part(person, other)
            if self.is_so(0.5) and max(person.year, other.year) < 1990:
                self.marry(person)

    def choose_name(self, person: Person, other: Person) -> None:
        if self.is_so(0.05):
            person.is_registered = other.is_registered = False
        elif person.sex == "female" and person.parents and self.is_so(0.3):
            other.surname = person.surname
            if self.is_so(0.5):
                other.adopters = [
                    one
                    for one in person.parents
                    if one.spouse in person.parents and one.year < other.year and one not in other.parents
                ]
                self.adopt(other, other.adopters)
        elif person.sex == "male":
            other.surname = person.surname
        else:
            person.surname = other.surname

    def adopt(self, child: Person, parents: list[Person]) -> None:
        for parent in parents:
            if parent.year < child.year and parent not in child.parents:
                child.parents.append(parent)
                parent.children.append(child)

    def adopt_step_children(self, step: Person, parent: Person) -> None:
        for child in parent.children:
            if step not in child.parents and child.year > step.year and self.is_so(0.4):
                child.surname = step.surname
                self.adopt(child, [step])

    def bear_alone(self, parent: Person, year: int) -> None:
        self.born(self.random.choice(["male", "female"]), max(year, parent.year + 17), parent)

    def bear(self, man: Person, woman: Person, year: int, most: int) -> None:
        for _ in range(self.random.randint(0, most)):
            if year <= min(TODAY.year, woman.year + 45):
                self.born(self.random.choice(["male", "female"]), year, man, woman)
            year += self.random.randint(1, 5)

    def part(self, one: Person, other: Person) -> None:
        for person in (one, other):
            for adopter in person.adopters:
                person.parents.remove(adopter)
                adopter.children.remove(person)
            person.adopters = []
        one.spouse = other.spouse = None
        one.is_registered = other.is_registered = True


def true_words(one: Person, other: Person) -> set[str]:
    """All closest words for the other seen from the one; 縁故者 when none has four steps.

    An adopted son-in-law (婿養子) is both husband and brother of his wife: what follows from either is true.
    """
    return words(chains(one, other, True) | chains(one, other, False))


def register_word(head: Person, one: Person) -> str:
    return min(words(chains(head, one, True)))


def words(hits: set[tuple[Step, ...]]) -> set[str]:
    return {"の".join(step.word for step in chain) for chain in hits} or {DISTANT}


def chains(one: Person, other: Person, is_adopted: bool) -> set[tuple[Step, ...]]:
    walks: list[tuple[Person, str, tuple[Step, ...]]] = [(one, "", ())]
    for _ in range(4):
        walks = [longer for walk in walks for longer in steps_on(*walk, is_adopted)]
        hits = {chain for person, _, chain in walks if person is other}
        if hits:
            least = min(distance(chain) for chain in hits)
            return {chain for chain in hits if distance(chain) == least}
    return set()


def steps_on(
    person: Person, last: str, chain: tuple[Step, ...], is_adopted: bool
) -> Iterator[tuple[Person, str, tuple[Step, ...]]]:
    for kind in NEXT[last[-1:]]:
        for near in person.near(kind, is_adopted):
            yield near, kind, (*chain, step(person, near, kind))


def distance(chain: tuple[Step, ...]) -> int:
    """Blood before marriage, and 夫 before the adopted brother he also is."""
    return sum(1 if step.is_spouse else 2 if step.is_sibling else 0 for step in chain)


def step(person: Person, near: Person, kind: str) -> Step:
    is_male = near.sex == "male"
    if kind == "C":
        return Step.CHILD
    if kind == "P":
        return Step.FATHER if is_male else Step.MOTHER
    if kind == "S" and not near.is_registered:
        return Step.UNREGISTERED_HUSBAND if is_male else Step.UNREGISTERED_WIFE
    if kind == "S":
        return Step.HUSBAND if is_male else Step.WIFE
    if (near.year, near.id) < (person.year, person.id):
        return Step.ELDER_BROTHER if is_male else Step.ELDER_SISTER
    return Step.YOUNGER_BROTHER if is_male else Step.YOUNGER_SISTER


LIVING_TOGETHER = {"S": 0.95, "child": 0.95, "single": 0.5, "married": 0.2, "P": 0.3, "B": 0.1}
"""How often the spouse, a minor, a grown single or married child, a parent, a brother or sister is in the household."""

ABSENT = 0.05
MOST = 8


def random_household(random: Random) -> tuple[Household, dict[str, Person]]:
    """Three to eight of a village under one grown head, with their words; and who they really are."""
    while True:
        grown = [person for person in Village(random).people if age(person) in range(20, 96)]
        if grown:
            head = random.choice(grown)
            here = [one for one in together(head, random) if one is head or random.random() > ABSENT]
            if len(here) >= 3:
                members = tuple(registered(head, one) for one in here)
                return Household(members, (), TODAY), {one.id: one for one in here}


def age(person: Person) -> int:
    return TODAY.year - person.year


def together(head: Person, random: Random) -> list[Person]:
    """The head and who lives with them; who lives with one of those, too."""
    here, next_to = [head], [head]
    while next_to:
        person = next_to.pop(0)
        for kind in "SCPB":
            for near in person.near(kind, True):
                chance = LIVING_TOGETHER[kind if kind != "C" else stage(near)]
                is_free = (
                    near not in here
                    and age(near) < 100
                    and not (kind == "P" and has_parted_parent(person, near, here))
                )
                if is_free and len(here) < MOST and random.random() < chance:
                    here.append(near)
                    next_to.append(near)
    return here


def has_parted_parent(child: Person, parent: Person, here: list[Person]) -> bool:
    """Return whether another parent lives here who is no longer married to this one."""
    return any(other in here for other in child.parents if other not in (parent, parent.spouse))


def stage(child: Person) -> str:
    if age(child) < 20:
        return "child"
    return "married" if child.spouse else "single"


def registered(head: Person, one: Person) -> Member:
    relation = Relation(()) if one is head else read_relation(register_word(head, one))
    return Member(one.id, relation, one.sex, f"{one.year}-00-00", one.surname)
