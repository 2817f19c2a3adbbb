"""A person: somebody an application is about, with facts that are stated once.

Facts lie among the answers under keys of their own: `you.name` for whoever holds the phone or stands at the desk,
`asker.…` for who asked them to come, `late.…` for who has died, and the rows of `family` for the household. Facts
of a row that only some procedure needs lie under the row's id, `p2.occupation`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from forms.answers import Answers, Row, Value, rows_of
from forms.inputs import is_in_latin

FACT = "person."
"""How the vocabulary's items for facts begin."""
WORD = "word"
"""The field that holds the kinship word of a person, as the sheet sees them."""
FAMILY = "family"
WHOM = "whom"
ROW_ID = "id"
"""The field of a row of the family that says which person it is."""

YOU, ASKER, LATE, HEAD, AGENT = "you", "asker", "late", "head", "agent"
ALONE = (YOU, ASKER, LATE, HEAD, AGENT)
"""People with a page of their own, in the order they are asked about (the late first)."""
MOST_FAMILY = 20
SLOTS = (*ALONE, *(f"p{number}" for number in range(1, MOST_FAMILY + 1)))
"""The ids a person may have, in the order tickets count them."""
SHARED_HOME = ("postal_code", "address", "building")
"""Facts a household shares unless somebody lives apart."""
APART = "apart"
"""Whether somebody of the household lives at another address."""
ROW_FACTS = (
    "name",
    "kana",
    "birth_date",
    "sex",
    "relation",
    "relation_words",
    "kin",
    "nationality",
    "other_name",
    "apart",
)
"""Facts that are asked of everybody in a household together; the others are asked of one person at a time."""
IN_WORDS = ("relation", "relation_words", "kin", "bond")
"""Facts that say who somebody is to somebody: sheets and conditions see only the word that follows from them."""

BETWEEN = "\u3000"


class FactSource(StrEnum):
    """Where a fact came from."""

    TYPED = "typed"
    CARD = "card"
    REGISTER = "register"
    STAFF = "staff"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Person:
    """One person with the facts known of them; `facts` by the names of the vocabulary without `person.`."""

    id: str
    facts: Mapping[str, Value]

    @property
    def name(self) -> str:
        return str(self.facts.get("name", ""))

    @property
    def surname(self) -> str:
        return self.name.partition(BETWEEN)[0]

    @property
    def given(self) -> str:
        return self.name.partition(BETWEEN)[2] or self.name

    @property
    def is_latin(self) -> bool:
        """Whether the name is written in Latin letters: such families often share no surname."""
        return is_in_latin(self.name)


@dataclass(frozen=True, slots=True)
class People:
    """Everybody the answers speak of, by id, in the order of `SLOTS`."""

    persons: Mapping[str, Person]
    centre: str
    """The person whose household is spoken of: who comes, or who asked them to."""
    is_together: bool = False
    """Whether the household moves along, so that whoever is in it lives together."""

    def get(self, id: str) -> Person:
        return self.persons.get(id) or Person(id, {})

    @property
    def family(self) -> tuple[str, ...]:
        """The ids of the household without the person at its centre."""
        return tuple(id for id in self.persons if id not in ALONE)

    @property
    def household(self) -> tuple[str, ...]:
        return (self.centre, *self.family)

    def fact(self, id: str, fact: str) -> Value | None:
        """Return the fact, also where it follows from another person: a household shares its home."""
        person = self.get(id)
        found = person.facts.get(fact)
        if (
            found is None
            and fact == APART
            and self.is_together
            and id in self.family
            and "address" not in person.facts
        ):
            return False
        if found is not None or fact not in SHARED_HOME or id not in self.family:
            return found
        if person.facts.get(APART) is True or "address" in person.facts:
            return None
        return self.get(self.centre).facts.get(fact)


def people_of(answers: Answers) -> People:
    """Return everybody in the answers."""
    persons = {id: Person(id, facts) for id in ALONE if (facts := _own_facts(answers, id))}
    for id, row in family_rows(answers):
        persons[id] = Person(id, {**_own_facts(answers, id), **{k: v for k, v in row.items() if k != ROW_ID}})
    centre = ASKER if answers.get(WHOM) in ("letter", "legal", "organisation") else YOU
    return People(persons, centre)


def family_rows(answers: Answers) -> Iterator[tuple[str, Row]]:
    """Return the rows of the household with the id of each; rows without one count on from their place."""
    for place, row in enumerate(rows_of(answers.get(FAMILY)), start=1):
        yield str(row.get(ROW_ID, "")) or f"p{place}", row


def number_rows(answers: Answers) -> dict[str, Value]:
    """Return the answers with an id in each row of the family, so that a row that moves stays the same person."""
    rows = rows_of(answers.get(FAMILY))
    if not rows:
        return dict(answers)
    taken = {str(row[ROW_ID]) for row in rows if ROW_ID in row}
    free = iter([id for id in SLOTS[len(ALONE) :] if id not in taken])
    seen: set[str] = set()
    numbered: list[Row] = []
    for row in rows:
        id = str(row.get(ROW_ID, ""))
        if id not in SLOTS[len(ALONE) :] or id in seen:
            id = next(free)
        seen.add(id)
        numbered.append({**row, ROW_ID: id})
    return {**answers, FAMILY: tuple(numbered)}


def forget(answers: Answers, ids: Iterable[str]) -> dict[str, Value]:
    """Return the answers without the facts of these people."""
    gone = tuple(f"{id}." for id in ids)
    return {key: value for key, value in answers.items() if not key.startswith(gone)} if gone else dict(answers)


def _own_facts(answers: Answers, id: str) -> dict[str, Value]:
    start = f"{id}."
    return {key.removeprefix(start): value for key, value in answers.items() if key.startswith(start)}
