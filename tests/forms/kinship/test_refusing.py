"""Words, births and sexes that cannot all be right are named; what is only unusual passes."""

import pytest

from forms.kinship.refusing import Contradiction, ContradictionReason, refusals
from forms.kinship.relation import Kin, Step
from tests.forms.kinship.families import family

REFUSED = {
    "two_heads": "太郎 世帯主 m1950, 次郎 世帯主 m1952",
    "two_spouses": "太郎 世帯主 m1950, 花子 妻 f1952, 梅子 妻（未届） f1960",
    "two_parents": "太郎 世帯主 m1980, 一郎 父 m1950, 二郎 父 m1952",
    "child_not_younger": "太郎 世帯主 m1980, 子 子 m1979",
    "wrong_order": "太郎 世帯主 m1980, 弟 弟 m1975",
    "wrong_sex": "太郎 世帯主 m1980, 花子 父 f1950",
    "same_sex": "太郎 世帯主 f1980, 花子 妻 f1982",
    "too_young": "太郎 世帯主 m1990, 花子 妻 f2012",
}
PASSES = [
    "太郎 世帯主 m1970, 養子 子 m1979",
    "甲 世帯主 m1980, 乙 夫（未届） m1982",
    "太郎 世帯主 m1950, 花子 妻 f1990",
    "太郎 世帯主 m1950, 一 子 m1980, 二 子 m1982, 嫁 子の妻 f1980, 嫁二 子の妻 f1981",
    "太郎 世帯主 m1995, 父 父 m1968, 妻 父の妻 f1975, 母 母 f1970",
    "太郎 世帯主 m, 子 子 m1980",
    "太郎 世帯主 m1980, 里子 縁故者 m1979",
]


@pytest.mark.parametrize("reason", REFUSED)
def test_what_cannot_be_is_refused(reason: str) -> None:
    assert [one.reason for one in refusals(family(REFUSED[reason]))] == [reason]


def test_every_reason_but_the_stated_one_is_tried_here() -> None:
    assert {*REFUSED, ContradictionReason.STATED_OTHERWISE} == set(ContradictionReason)


@pytest.mark.parametrize("line", PASSES)
def test_what_is_only_unusual_passes(line: str) -> None:
    assert refusals(family(line)) == ()


def test_a_refusal_names_both_people() -> None:
    (refused,) = refusals(family("太郎 世帯主 m1980, 花子 妻 f1982, 連 妻の子 m1981"))
    assert (refused.reason, refused.member, refused.other) == (ContradictionReason.CHILD_NOT_YOUNGER, "連", "花子")
    assert isinstance(refused, Contradiction)
    assert refused.sentence
    assert refused.next_step


def test_an_answer_that_leaves_a_word_no_place_is_refused() -> None:
    household = family("太郎 世帯主 m1950, 花子 妻 f1952, 梅子 縁故者 f1960", (Kin("太郎", Step.SPOUSE, "梅子"),))
    assert [(one.reason, one.member) for one in refusals(household)] == [("stated_otherwise", "花子")]
