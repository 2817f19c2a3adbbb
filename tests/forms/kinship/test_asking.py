"""What stays open is asked in few questions, and their answers settle it."""

from dataclasses import replace

from forms.kinship.household import Certainty, Found, Household
from forms.kinship.refusing import Need, Question, QuestionKind, questions, refusals
from forms.kinship.relation import Kin, Step
from tests.forms.kinship.families import family
from tests.forms.kinship.test_households import COUPLES, THREE

FAMILY_OF_KENICHI = (Need("健一", Step.SPOUSE), Need("健一", Step.CHILD))


def told(household: Household, *facts: Kin) -> Household:
    return replace(household, kin=(*household.kin, *facts))


def summary(asked: tuple[Question, ...]) -> list[str]:
    return [f"{one.kind} {one.person} {'・'.join(one.offered)}{one.other}" for one in asked]


def test_a_household_of_three_generations_is_asked_nothing() -> None:
    household = family(THREE)
    assert questions(household, FAMILY_OF_KENICHI) == ()
    assert household.spouse_of("健一").preselected == ("美咲",)
    assert household.children_of("健一").preselected == ("陽葵",)


def test_two_couples_are_asked_for_the_wife_and_then_for_the_parents() -> None:
    household = family(COUPLES)
    first = questions(household, FAMILY_OF_KENICHI)[0]
    assert summary((first,)) == ["spouse 健一 美咲・由美"]
    household = told(household, first.answered("美咲"))
    assert household.spouse_of("浩二").preselected == ("由美",)
    asked = questions(household, FAMILY_OF_KENICHI)
    assert [(one.kind, one.person) for one in asked] == [
        (QuestionKind.PARENT, "陽葵"),
        (QuestionKind.PARENT, "蓮"),
    ]
    household = told(household, asked[0].answered("健一"), asked[1].answered("浩二"))
    assert questions(household, FAMILY_OF_KENICHI) == ()
    assert household.children_of("健一").preselected == ("陽葵",)
    assert household.children_of("由美").preselected == ("蓮",)


def test_nobody_here_is_an_answer() -> None:
    household = told(
        family("父 世帯主 m1950, 娘 子 f1978, 息子 子 m1980, 孫 子の子 f2008"), Kin("孫", Step.PARENT, None)
    )
    assert household.parents_of("孫").people == ()


def test_a_lodger_may_be_the_partner_and_is_asked_about() -> None:
    household = family("甲 世帯主 m1980, 乙 同居人 f1982")
    (question,) = questions(household, [Need("甲", Step.SPOUSE)])
    assert question.sentence == "{person}さんの妻はどなたですか。"
    assert told(household, question.answered("乙")).spouse_of("甲").preselected == ("乙",)
    assert told(household, question.answered(None)).spouse_of("甲").people == ()


def test_a_foster_child_is_asked_about_and_may_be_none() -> None:
    household = family("夫 世帯主 m1975, 里子 縁故者 f2015")
    (question,) = questions(household, [Need("夫", Step.CHILD)])
    assert summary((question,)) == ["is_child 里子 夫"]
    assert told(household, question.agreed(True)).children_of("夫").preselected == ("里子",)
    assert told(household, question.agreed(False)).children_of("夫").people == ()


def test_who_lives_apart_is_known_by_a_fact() -> None:
    household = family("母 世帯主 f1985, 子 子 f2015, 父 - m1983", (Kin("母", Step.HUSBAND, "父"),))
    assert household.spouse_of("母").preselected == ("父",)
    assert household.children_of("父").preselected == ("子",)


def test_a_person_nobody_spoke_of_is_called_nothing() -> None:
    assert family("母 世帯主 f1985, 知人 - m1983").relation("母", "知人").readings == ()


def test_a_tangled_household_is_asked_about_and_answers_at_once() -> None:
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
