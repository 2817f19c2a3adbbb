"""500 families whose truth is known: certain is never wrong, usual seldom, and what is asked offers the truth."""

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from forms.kinship.household import Certainty, Found, Household
from forms.kinship.relation import read_relation
from tests.forms.kinship.truth import Person, random_household, true_words

FAMILIES = 500
NEAR = {"S", "C", "P"}

Pair = tuple[Person, Person, Found]


def kinds(word: str) -> str:
    """The word without sexes and ages, which are not known of absent people."""
    relation = read_relation(word)
    if relation is None or relation.free is not None:
        return word
    letters = (
        "S" if one.is_spouse else "P" if one.is_parent else "B" if one.is_sibling else "C"
        for one in relation.steps
    )
    return "".join(letters)


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    random = Random(11)
    return [pair for _ in range(FAMILIES) for pair in pairs_of(*random_household(random))]


def pairs_of(household: Household, people: dict[str, Person]) -> Iterator[Pair]:
    for one in people.values():
        for other in people.values():
            if one is not other:
                yield one, other, household.relation(one.id, other.id)


def is_true(one: Person, other: Person, word: str) -> bool:
    return kinds(word) in {kinds(true) for true in true_words(one, other)}


def test_certain_is_never_wrong(pairs: list[Pair]) -> None:
    certain = [pair for pair in pairs if pair[2].certainty is Certainty.CERTAIN]
    assert len(certain) > 4000
    assert [
        (one.id, other.id, found) for one, other, found in certain if not is_true(one, other, found.word)
    ] == []


def test_usual_is_seldom_wrong_of_spouses_children_and_parents(pairs: list[Pair]) -> None:
    usual = [pair for pair in pairs if pair[2].certainty is Certainty.USUAL and kinds(pair[2].word) in NEAR]
    counted = Counter(is_true(one, other, found.word) for one, other, found in usual)
    assert counted[True] > 1500
    assert counted[False] < counted[True] * 0.02


def test_the_truth_is_mostly_among_what_is_asked(pairs: list[Pair]) -> None:
    """The rest are elder half-siblings: 妻の子 where 子 or 縁故者 is offered."""
    asked = [
        (one, other, found) for one, other, found in pairs if found.certainty is Certainty.ASK and found.readings
    ]
    missed = [1 for one, other, found in asked if not any(is_true(one, other, word) for word in found.readings)]
    assert len(missed) < len(asked) * 0.06


def test_spouses_children_and_parents_are_seldom_asked(pairs: list[Pair]) -> None:
    near = [found for one, other, found in pairs if {kinds(word) for word in true_words(one, other)} & NEAR]
    assert sum(found.certainty is Certainty.ASK for found in near) < len(near) * 0.1
