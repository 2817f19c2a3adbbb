"""What somebody states of two people settles what the words of the household leave open."""

from dataclasses import replace

from forms.kinship.household import Certainty, Found, Household
from forms.kinship.refusing import refusals
from forms.kinship.relation import Kin, Step
from tests.forms.kinship.families import family
from tests.forms.kinship.test_households import COUPLES, THREE


def told(household: Household, *facts: Kin) -> Household:
    return replace(household, kin=(*household.kin, *facts))


def test_a_household_of_three_generations_needs_nothing_stated() -> None:
    household = family(THREE)
    assert household.spouse_of("健一").preselected == ("美咲",)
    assert household.children_of("健一").preselected == ("陽葵",)


def test_two_couples_are_settled_by_one_wife_and_the_parents() -> None:
    household = told(family(COUPLES), Kin("健一", Step.SPOUSE, "美咲"))
    assert household.spouse_of("浩二").preselected == ("由美",)
    household = told(household, Kin("陽葵", Step.PARENT, "健一"), Kin("蓮", Step.PARENT, "浩二"))
    assert household.children_of("健一").preselected == ("陽葵",)
    assert household.children_of("由美").preselected == ("蓮",)


def test_nobody_here_is_an_answer() -> None:
    household = told(
        family("父 世帯主 m1950, 娘 子 f1978, 息子 子 m1980, 孫 子の子 f2008"), Kin("孫", Step.PARENT, None)
    )
    assert household.parents_of("孫").people == ()


def test_a_lodger_may_be_the_partner() -> None:
    household = family("甲 世帯主 m1980, 乙 同居人 f1982")
    assert told(household, Kin("甲", Step.SPOUSE, "乙")).spouse_of("甲").preselected == ("乙",)
    assert told(household, Kin("甲", Step.SPOUSE, None)).spouse_of("甲").people == ()


def test_a_foster_child_may_be_a_child_or_none() -> None:
    household = family("夫 世帯主 m1975, 里子 縁故者 f2015")
    assert told(household, Kin("夫", Step.CHILD, "里子")).children_of("夫").preselected == ("里子",)
    assert told(household, Kin("夫", Step.CHILD, "里子", is_denied=True)).children_of("夫").people == ()


def test_who_lives_apart_is_known_by_a_fact() -> None:
    household = family("母 世帯主 f1985, 子 子 f2015, 父 - m1983", (Kin("母", Step.HUSBAND, "父"),))
    assert household.spouse_of("母").preselected == ("父",)
    assert household.children_of("父").preselected == ("子",)


def test_a_person_nobody_spoke_of_is_called_nothing() -> None:
    assert family("母 世帯主 f1985, 知人 - m1983").relation("母", "知人").readings == ()


def test_a_tangled_household_leaves_it_open_at_once() -> None:
    people = ["頭 世帯主 m1930"]
    for word, sex, year in (
        ("子", "m", 1950),
        ("子の妻", "f", 1950),
        ("子の子", "m", 1975),
        ("子の子の妻", "f", 1975),
    ):
        people += [f"{word}{number} {word} {sex}{year}" for number in range(7)]
    household = family(", ".join(people))
    assert household.relation("子0", "子の子の妻0") == Found(Certainty.ASK, None, ())
    assert set(household.spouse_of("子0").asked) >= {f"子の妻{number}" for number in range(7)}
    assert refusals(household) == ()
