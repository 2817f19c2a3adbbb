"""Words, births and sexes of a household that cannot all be right, so that one of them must be wrong.

Only what is impossible is refused. A child adopted at nine years' distance, a couple thirty years apart, an unregistered
couple of two women are not.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from forms.kinship.household import Household
from forms.kinship.placing import MARRIAGEABLE, Chain, TooMany, chain_of, opposite
from forms.kinship.relation import Member, Step
from forms.told import Told


class ContradictionReason(StrEnum):
    TWO_HEADS = "two_heads"
    TWO_SPOUSES = "two_spouses"
    TWO_PARENTS = "two_parents"
    CHILD_NOT_YOUNGER = "child_not_younger"
    WRONG_ORDER = "wrong_order"
    WRONG_SEX = "wrong_sex"
    SAME_SEX = "same_sex"
    TOO_YOUNG = "too_young"
    STATED_OTHERWISE = "stated_otherwise"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    ContradictionReason.TWO_HEADS: ("世帯主が二人います。", "どちらか一人の続柄を直してください。"),
    ContradictionReason.TWO_SPOUSES: ("同じ人の妻や夫が二人います。", "どちらか一人の続柄を直してください。"),
    ContradictionReason.TWO_PARENTS: ("同じ人の父や母が二人います。", "どちらか一人の続柄を直してください。"),
    ContradictionReason.CHILD_NOT_YOUNGER: (
        "親より先に生まれた子になっています。",
        "続柄か生年月日を直してください。",
    ),
    ContradictionReason.WRONG_ORDER: (
        "兄・姉が年下か、弟・妹が年上になっています。",
        "続柄か生年月日を直してください。",
    ),
    ContradictionReason.WRONG_SEX: ("続柄と性別が合いません。", "続柄か性別を直してください。"),
    ContradictionReason.SAME_SEX: (
        "妻または夫が同じ性別になっています。",
        "続柄か性別を直してください。届出のない二人なら「妻（未届）」か「夫（未届）」を選んでください。",
    ),
    ContradictionReason.TOO_YOUNG: (
        "16歳になっていない人が結婚していることになっています。",
        "続柄か生年月日を直してください。",
    ),
    ContradictionReason.STATED_OTHERWISE: (
        "答えた夫婦や親子と、続柄が合いません。",
        "続柄を直すか、夫婦や親子の答えを直してください。",
    ),
}


class Contradiction(Told):
    """What is said of a member cannot be. `member` and `other` are ids; `other` is empty where nobody else is meant."""

    reasons = ContradictionReason
    words = WORDS
    reason: ContradictionReason

    def __init__(self, reason: ContradictionReason, member: str, other: str = "") -> None:
        super().__init__(reason)
        self.member = member
        self.other = other


def refusals(household: Household) -> tuple[Contradiction, ...]:
    """All contradictions, in the order of the members."""
    found = [one for member in household.members for one in _refused(household, member)]
    return tuple(found) or tuple(_unplaced(household))


def _refused(household: Household, member: Member) -> Iterator[Contradiction]:
    chain = chain_of(member)
    if chain is None:
        return
    if member.sex and member.relation and member.relation.sex not in (None, member.sex):
        yield Contradiction(ContradictionReason.WRONG_SEX, member.id)
    earlier = household.members[: household.members.index(member)]
    for other in earlier:
        if chain_of(other) is not None and (reason := _taken(chain, chain_of(other) or ())):
            yield Contradiction(reason, member.id, other.id)
    if not chain:
        return
    if chain[-1].is_spouse and _is_too_young(household, member):
        yield Contradiction(ContradictionReason.TOO_YOUNG, member.id)
    for anchor in household.members:
        if chain_of(anchor) == chain[:-1] and _is_one_person(chain[:-1]):
            yield from _beside(household, anchor, member, chain[-1])


def _taken(chain: Chain, other: Chain) -> ContradictionReason | None:
    """Why two people cannot both have these words, if they cannot."""
    if not chain and not other:
        return ContradictionReason.TWO_HEADS
    if not chain or not other or chain[:-1] != other[:-1] or not _is_one_person(chain[:-1]):
        return None
    if chain[-1].is_spouse and other[-1].is_spouse:
        return ContradictionReason.TWO_SPOUSES
    is_same = chain[-1] is other[-1] and chain[-1] in (Step.FATHER, Step.MOTHER)
    return ContradictionReason.TWO_PARENTS if is_same else None


def _is_one_person(chain: Chain) -> bool:
    """Return whether the word can be said of one person only: no child and no sibling steps."""
    return all(step.is_spouse or step.is_parent for step in chain)


def _beside(household: Household, anchor: Member, member: Member, step: Step) -> Iterator[Contradiction]:
    """What is wrong between a member and the one their last step goes out from."""
    if step.is_spouse:
        if (
            not step.is_unregistered
            and anchor.known_sex
            and member.known_sex not in (None, opposite(anchor.known_sex))
        ):
            yield Contradiction(ContradictionReason.SAME_SEX, member.id, anchor.id)
        if _is_too_young(household, anchor):
            yield Contradiction(ContradictionReason.TOO_YOUNG, anchor.id, member.id)
        return
    if anchor.born is None or member.born is None:
        return
    least, most = anchor.born.years_before(member.born)
    if (step is Step.CHILD and most <= 0) or (step.is_parent and least >= 0):
        yield Contradiction(ContradictionReason.CHILD_NOT_YOUNGER, member.id, anchor.id)
    elif (_is_elder(step) and least > 0) or (_is_younger(step) and most < 0):
        yield Contradiction(ContradictionReason.WRONG_ORDER, member.id, anchor.id)


def _is_elder(step: Step) -> bool:
    return step in (Step.ELDER_BROTHER, Step.ELDER_SISTER)


def _is_younger(step: Step) -> bool:
    return step in (Step.YOUNGER_BROTHER, Step.YOUNGER_SISTER)


def _is_too_young(household: Household, member: Member) -> bool:
    born, today = member.born, household.today
    return bool(born and today and (today - born.first).days < MARRIAGEABLE * 365)


def _unplaced(household: Household) -> Iterator[Contradiction]:
    """Members for whose word what was said leaves no place."""
    for member in household.members:
        try:
            if chain_of(member) is not None and not household.is_possible(member.id):
                yield Contradiction(ContradictionReason.STATED_OTHERWISE, member.id)
        except TooMany:
            return
