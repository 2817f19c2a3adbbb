"""The few questions that settle who is whose spouse, parent or child, and what their answers say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from forms.kinship.household import Household
from forms.kinship.member import Kin
from forms.kinship.relation import Step

MOST_QUESTIONS = 2
"""At once: an answer often settles what would be asked next."""


class QuestionKind(StrEnum):
    SPOUSE = "spouse"
    PARENT = "parent"
    IS_CHILD = "is_child"


@dataclass(frozen=True, slots=True)
class Need:
    """Something a role asks: who is the `is_` (SPOUSE, PARENT or CHILD) of `of`."""

    of: str
    is_: Step


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a person.

    `sentence` has places for the names, `{person}` and for IS_CHILD `{other}`, the possible parent. `offered` are the
    ids to choose from, the likeliest first; "nobody who lives here" is always an answer too.
    """

    kind: QuestionKind
    person: str
    sentence: str
    offered: tuple[str, ...] = ()
    other: str = ""

    def answered(self, who: str | None) -> Kin:
        """The fact in an answer to SPOUSE or PARENT: a person, or None for nobody of these people."""
        return Kin(self.person, Step.SPOUSE if self.kind is QuestionKind.SPOUSE else Step.PARENT, who)

    def agreed(self, is_child: bool) -> Kin:
        """The fact in an answer to IS_CHILD."""
        return Kin(self.other, Step.CHILD, self.person, is_denied=not is_child)


SPOUSE_SENTENCES = {
    "male": "{person}さんの妻はどなたですか。",
    "female": "{person}さんの夫はどなたですか。",
}
EITHER_SPOUSE = "{person}さんの夫または妻はどなたですか。"
PARENT = "{person}さんの親はどなたですか。"
IS_CHILD = "{person}さんは{other}さんの子ですか（養子をふくみます）。"


def questions(household: Household, needs: Iterable[Need]) -> tuple[Question, ...]:
    """The next questions that settle the needs, two at most; none when all is certain or usual.

    Add the answers to the household's `kin` and ask again.
    """
    found: dict[Question, None] = {}
    for need in needs:
        for question in _asked(household, need):
            found[question] = None
            if len(found) == MOST_QUESTIONS:
                return tuple(found)
    return tuple(found)


def _asked(household: Household, need: Need) -> Iterator[Question]:
    if need.is_.is_spouse:
        yield from _spouse(household, need.of)
    elif need.is_.is_parent:
        yield from _parent(household, need.of)
    else:
        children = household.children_of(need.of).asked
        if children:
            yield from _spouse(household, need.of)
        for child in children:
            yield from _parent(household, child) if _has_rivals(household, child) else (_is_child(need.of, child),)


def _spouse(household: Household, person: str) -> Iterator[Question]:
    candidates = household.spouse_of(person)
    if candidates.asked and not candidates.preselected:
        sex = household.member(person).known_sex
        sentence = SPOUSE_SENTENCES.get(sex or "", EITHER_SPOUSE)
        yield Question(QuestionKind.SPOUSE, person, sentence, candidates.asked)


def _parent(household: Household, person: str) -> Iterator[Question]:
    candidates = household.parents_of(person)
    if candidates.asked:
        yield Question(QuestionKind.PARENT, person, PARENT, candidates.preselected + candidates.asked)


def _has_rivals(household: Household, child: str) -> bool:
    return len(household.parents_of(child).asked) > 1


def _is_child(parent: str, child: str) -> Question:
    return Question(QuestionKind.IS_CHILD, child, IS_CHILD, other=parent)
