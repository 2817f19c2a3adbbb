"""What a clerk would ask back about, case by case, and what is none of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from forms import Journey, shipped_catalogue
from forms.answers import Answers, Value, rows_of
from forms.application import things_to_bring
from forms.checking import problems_of
from forms.doubts import Doubt, doubts_of
from forms.doubts.doubt import Municipality, Says
from forms.journeypage import key_of
from forms.samples import read_sample
from forms.told import ProblemCode
from tests.residents import WATANABE, YOSHIDA

TODAY = date(2026, 11, 30)
TOWN = Municipality("北海道", "架空郡", "みどり野町")
HERE = "北海道架空郡みどり野町本町１番地"
TOKYO = "東京都港区芝１丁目１番１号"
# What the checks of the procedures say.
PAST_75 = "75歳からは、国民健康保険ではなく後期高齢者医療に入ります。だれの分かを確かめてください。"
NOBODY_BORN_THEN = "その日に生まれた子どもがいません。生年月日を確かめてください。"
WITHIN_TOWN = "前もあとも、この町の住所です。町の中の引っ越しは「転居届」です。"
FROM_ELSEWHERE = "前の住所が、ほかの市区町村です。ほかの市区町村からの引っ越しは「転入届」です。"
TO_ELSEWHERE = "新しい住所が、ほかの市区町村です。ほかの市区町村への引っ越しは「転出届」です。"
NOT_FROM_HERE = "今の住所が、ほかの市区町村です。今住民票がある市区町村に届け出てください。"
FEWER = "選んだ年度や種類、人の数より、通数が少なくなっています。全部で何通かを確かめてください。"
WIFE = {
    "name": "髙﨑　美咲",
    "kana": "タカサキ　ミサキ",
    "birth_date": "1986-09-09",
    "sex": "female",
    "relation": "wife",
    "id": "p1",
}
CHILD = {
    "name": "髙﨑　陽葵",
    "kana": "タカサキ　ヒマリ",
    "birth_date": "2018-10-31",
    "sex": "female",
    "relation": "child",
    "id": "p2",
}


def journey(id: str, said: Mapping[str, Value] | None = None, *, today: date = TODAY) -> Journey:
    """The sample of one procedure, with items or facts answered otherwise."""
    (procedure,) = shipped_catalogue().chosen([id])
    keys = {ask.item.name: key_of(ask, procedure) for ask in procedure.asks()}
    answers: Answers = {
        **read_sample(procedure, "typical").answers,
        **{keys.get(name, name): value for name, value in (said or {}).items()},
    }
    return Journey((procedure,), answers, today)


def said(journey: Journey) -> set[str]:
    return {str(doubt.sentence) for doubt in doubts_of(journey, TOWN)}


def doubt_of(journey: Journey, sentence: str) -> Doubt:
    return next(doubt for doubt in doubts_of(journey, TOWN) if sentence in doubt.sentence)


def test_it_works_nothing_is_asked_about_a_usual_application() -> None:
    for id in shipped_catalogue().current:
        assert said(journey(id)) == set(), id


@pytest.mark.parametrize(("purpose", "is_asked"), [({}, True), ({"purpose": "pension"}, False)])
def test_who_wants_the_record_of_somebody_gone_is_asked_what_for(
    purpose: Mapping[str, Value], is_asked: bool
) -> None:
    answers = {
        key: value for key, value in journey("resident_record_copy").answers.items() if "purpose" not in key
    }
    removed = {"whom": "letter", "resident_record.kind@resident_record_copy": "removed", **purpose}
    wanted = Journey(tuple(shipped_catalogue().chosen(["resident_record_copy"])), {**answers, **removed}, TODAY)
    assert any("使いみちが必要です" in sentence for sentence in said(wanted)) is is_asked
    assert any("請求する理由が分かる書類" in thing for thing in things_to_bring(wanted))


@pytest.mark.parametrize(
    "name", ["O'BRIEN MARY-ANN", "ジョン・スミス", "佐々木　〆子", "\ue000田　花子", "三浦　一二三"]
)
def test_marks_and_letters_of_a_town_are_no_doubt_in_a_name(name: str) -> None:
    assert said(journey("resident_record_copy", {"you.name": name})) == set()


def test_a_move_before_somebody_was_born() -> None:
    """Case 28: move.date 1950 for a person born 1978."""
    found = doubt_of(journey("move_in", {"move.date": "1950-04-01"}), Says.BEFORE_BIRTH)
    assert found.input == "move.date"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2021-11-29", Says.LONG_AGO),
        ("2021-12-02", None),
        ("2027-12-01", None),
        ("2027-12-02", Says.FAR_AHEAD),
    ],
)
def test_days_long_ago_and_far_ahead(day: str, sentence: str | None) -> None:
    found = said(journey("move_out", {"move.out_date": day})) & {Says.LONG_AGO, Says.FAR_AHEAD}
    assert found == ({sentence} if sentence else set())


def test_an_old_grave_and_many_weeks_of_pregnancy_are_usual() -> None:
    assert said(journey("reburial", {"reburial.burial_date": "1952-03-00"})) == set()
    assert said(journey("pregnancy", {"pregnancy.weeks": 39})) == set()


def test_a_nursery_from_a_day_that_has_passed() -> None:
    """Case 28: nursery start 2020."""
    assert "通い始める日が" in "".join(said(journey("nursery", {"nursery.start": "2020-04-01"})))
    assert not said(journey("nursery", {"nursery.start": TODAY.isoformat()}))


@pytest.mark.parametrize(
    ("id", "item"),
    [
        ("child_allowance", "move.date"),
        ("health_insurance_leave", "health.leave_date"),
        ("national_pension", "pension.date"),
        ("dog", "dog.date"),
    ],
)
def test_a_day_that_has_not_come(id: str, item: str) -> None:
    assert any("まだ来ていない日" in each for each in said(journey(id, {item: "2026-12-01"})))


@pytest.mark.parametrize("id", ["child_allowance", "child_medical", "nursery"])
def test_a_form_about_nobody_is_not_complete(id: str) -> None:
    """Case 29b: no child, though the form is for one."""
    wife = rows_of(journey(id).answers["family"])[:1]
    found = problems_of(journey(id, {"family": wife}))
    assert [problem.code for problem in found if problem.item == "family"] == [ProblemCode.MISSING]


def test_a_move_within_the_town_is_no_moving_out() -> None:
    """Case 29d: 転出届 to an address in this town; the right form is offered."""
    found = doubt_of(journey("move_out", {"move.new_address": HERE}), WITHIN_TOWN)
    assert (found.instead_of, found.instead) == ("move_out", "move_within")


def test_a_move_from_tokyo_is_no_move_within_the_town() -> None:
    found = doubt_of(journey("move_within", {"move.old_address": TOKYO}), FROM_ELSEWHERE)
    assert (found.instead_of, found.instead) == ("move_within", "move_in")


def test_a_move_from_this_town_is_no_moving_in() -> None:
    found = doubt_of(journey("move_in", {"move.old_address": HERE}), WITHIN_TOWN)
    assert found.instead == "move_within"
    assert TO_ELSEWHERE in said(journey("move_in", {"you.address": TOKYO}))


def test_who_lives_elsewhere_leaves_from_there() -> None:
    assert NOT_FROM_HERE in said(journey("move_out", {"you.address": TOKYO}))


def test_from_abroad_with_an_address_in_japan() -> None:
    found = said(journey("move_in", {"move.origin": "abroad", "move.old_address": TOKYO}))
    assert Says.NOT_ABROAD in found
    abroad = {"move.origin": "abroad", "move.old_address": "12 Rizal Street, Cebu, Philippines"}
    assert not said(journey("move_in", abroad))


@pytest.mark.parametrize(
    ("address", "is_here"),
    [
        (HERE, True),
        ("みどり野町本町１", True),
        ("架空郡みどり野町本町１", True),
        ("北海道　架空郡　みどり野町", True),
        ("本町１番地", None),
        ("北海道札幌市中央区", False),
        (TOKYO, False),
        ("青森県みどり野町本町", False),
        ("Seoul", None),
    ],
)
def test_which_town_an_address_is_in(address: str, is_here: bool | None) -> None:
    assert TOWN.holds(address) is is_here


def test_the_same_person_twice() -> None:
    """Case 29e: also in another spelling."""
    twin = {**CHILD, "name": "髙﨑 陽葵", "id": "p3"}
    assert doubt_of(journey("move_in", {"family": (WIFE, CHILD, twin)}), Says.TWICE).input == "family.2.name"
    visitor = {**CHILD, "name": "髙﨑　健一", "birth_date": "1978-06-15"}
    assert Says.TWICE in said(journey("move_in", {"family": (WIFE, visitor)}))


def test_twins_and_a_father_of_the_same_name_are_two() -> None:
    twin = {**CHILD, "name": "髙﨑　葵", "id": "p3"}
    assert Says.TWICE not in said(journey("move_in", {"family": (WIFE, CHILD, twin)}))
    namesake = {**CHILD, "name": "髙﨑　健一", "relation": "father", "sex": "male", "birth_date": "1950-01-03"}
    assert Says.TWICE not in said(journey("move_in", {"family": (namesake,)}))


def test_a_father_two_years_older_is_asked_about_once() -> None:
    """Case 29e; and case 10: an adopted child nine years younger passes once it is confirmed."""
    father = {**CHILD, "relation": "father", "sex": "male", "birth_date": "1976-06-15"}
    assert doubt_of(journey("move_in", {"family": (father,)}), Says.TOO_NEAR).input == "family.0.birth_date"
    adopted = journey("move_in", {"family": ({**CHILD, "birth_date": "1987-06-15"},)})
    assert Says.TOO_NEAR in said(adopted)
    assert not problems_of(adopted)
    assert Says.TOO_NEAR not in said(journey("move_in", {"family": ({**CHILD, "birth_date": "1994-06-15"},)}))


def test_the_deceased_and_their_child_of_nearly_one_age() -> None:
    assert Says.TOO_NEAR in said(journey("heir_representative", {"late.birth_date": "1970-01-03"}))


def test_who_died_is_among_the_living() -> None:
    assert Says.LATE_IS_HERE in said(
        journey("heir_representative", {"heirs": ({"name": "髙﨑一郎", "relation": "spouse"},)})
    )
    same = {"late.name": "髙﨑　健一", "late.birth_date": "1978-06-15", "deceased.relation": "spouse"}
    assert Says.LATE_IS_HERE in said(journey("funeral_allowance", same))


def test_nobody_dies_before_they_are_born() -> None:
    found = problems_of(journey("funeral_allowance", {"late.birth_date": "2026-03-21"}))
    assert [str(problem) for problem in found] == [Says.DEAD_BEFORE_BORN]


def test_a_resident_born_in_1911_holds_and_one_of_1908_is_asked_about() -> None:
    assert not said(journey("resident_record_copy", {"you.birth_date": "1911-05-01"}))
    assert Says.TOO_OLD in said(journey("resident_record_copy", {"you.birth_date": "1908-05-01"}))


def test_a_child_does_not_act_alone() -> None:
    assert Says.ACTS_ALONE in said(journey("resident_record_copy", {"you.birth_date": "2012-01-10"}))
    assert Says.ACTS_ALONE not in said(journey("water", {"you.birth_date": "2012-01-10"}))


def test_nobody_has_parental_authority_over_an_adult() -> None:
    legal = {
        "whom": "legal",
        "legal.kind": "parent",
        "asker.name": WATANABE,
        "asker.birth_date": "2008-12-01",
        "asker.address": HERE,
    }
    assert Says.PARENT_OF_ADULT in said(journey("resident_record_copy", legal)), "18 the day before the birthday"
    minor = {**legal, "asker.birth_date": "2008-12-02"}
    assert Says.PARENT_OF_ADULT not in said(journey("resident_record_copy", minor))
    ward = {**legal, "legal.kind": "guardian"}
    assert Says.PARENT_OF_ADULT not in said(journey("resident_record_copy", ward))


def test_a_child_as_head_of_the_household() -> None:
    household: Answers = {"you.relation": "mother", "family": ({**CHILD, "relation": "head"},)}
    assert Says.HEAD_IS_CHILD in said(journey("move_in", household))


@pytest.mark.parametrize(("born", "asks"), [("1951-12-01", True), ("1951-12-02", False)])
def test_whoever_is_75_is_in_the_elderly_insurance(born: str, asks: bool) -> None:
    changed: Answers = {"you.birth_date": born, "family": (), "insured@health_insurance_join": ("you",)}
    assert (PAST_75 in said(journey("health_insurance_join", changed))) is asks


@pytest.mark.parametrize(
    ("born", "kind", "words"),
    [
        ("1978-06-15", "reissue", "早くても65歳から"),
        ("1961-12-01", "disability", ""),
        ("1961-12-02", "disability", "早くても65歳から"),
        ("1958-06-15", "reissue", "65歳から74歳の方は"),
        ("1950-11-30", "disability", "75歳からは、障害"),
        ("1951-11-30", "reissue", ""),
    ],
)
def test_the_elderly_insurance_and_ages(born: str, kind: str, words: str) -> None:
    """後期 with birth 1978: refused by law; between 65 and 74 asked back."""
    here = journey("late_elderly_care", {"you.birth_date": born, "elderly.kind": kind})
    found = [*said(here), *(str(problem) for problem in problems_of(here) if problem.item == "you.birth_date")]
    assert [words in each for each in found] == ([True] if words else [])


@pytest.mark.parametrize(
    ("born", "kind", "asks"),
    [
        ("1950-06-15", "left_work", True),
        ("1966-12-01", "left_work", True),
        ("1966-12-02", "left_work", False),
        ("2006-12-01", "left_work", False),
        ("2006-12-02", "left_work", True),
        ("1966-12-01", "voluntary", False),
        ("1978-06-15", "voluntary", True),
        ("1956-12-01", "voluntary", True),
        ("1950-06-15", "name_address", False),
    ],
)
def test_the_national_pension_and_ages(born: str, kind: str, asks: bool) -> None:
    """国民年金 資格取得 with birth 1950; 20 and 60 are reached the day before the birthday."""
    here = journey("national_pension", {"you.birth_date": born, "pension.kind": kind})
    assert bool(said(here)) is asks


@pytest.mark.parametrize(
    ("born", "today", "refused"),
    [
        ("1986-12-01", date(2026, 11, 30), False),
        ("1986-12-02", date(2026, 11, 30), True),
        ("1987-03-01", date(2027, 2, 28), False),
    ],
)
def test_care_begins_the_day_before_the_fortieth_birthday(born: str, today: date, refused: bool) -> None:
    """Case 18, also for who asks for themselves."""
    here = journey("care_assessment", {"whom": "self", "you.birth_date": born}, today=today)
    assert any("40歳から" in str(problem) for problem in problems_of(here)) is refused


def test_care_before_65_names_an_illness() -> None:
    here = journey("care_assessment", {"whom": "self", "you.birth_date": "1970-05-01"})
    answers = {key: value for key, value in here.answers.items() if key != "care.illness"}
    without = replace(here, answers=answers)
    assert any("特定疾病" in each for each in said(without))
    assert not any(
        "特定疾病" in each for each in said(replace(here, answers={**answers, "care.illness": "関節リウマチ"}))
    )


def test_the_old_and_the_new_head_are_the_same() -> None:
    """世帯主変更 with 旧 = 新, in whichever spelling."""
    same = {"household.old_head_name": "髙﨑　健一", "change.new_head_name": "髙﨑 健一", "change.kind": "head"}
    assert any("前の世帯主と新しい世帯主" in each for each in said(journey("household_change", same)))


def test_the_register_is_here_and_its_place_is_not() -> None:
    """当町 + 本籍 札幌市, and the other way round."""
    sapporo = "北海道札幌市中央区北1条西2丁目"
    here = journey("family_register_certificate", {"register.place": "here", "register.domicile": sapporo})
    assert Says.REGISTER_ELSEWHERE in said(here)
    there = journey("family_register_certificate", {"register.place": "elsewhere", "register.domicile": HERE})
    assert Says.REGISTER_HERE in said(there)


@pytest.mark.parametrize(
    ("id", "item"),
    [("insurance_card_return", "returned.things"), ("care_insurance_return", "returned.care_things")],
)
def test_what_is_lost_is_not_returned(id: str, item: str) -> None:
    assert any("なくして" in each for each in said(journey(id, {item: ("certificate", "lost")})))
    assert not said(journey(id, {item: ("lost",)}))


def test_a_funeral_three_years_ago() -> None:
    long_ago = {"late.death_date": "2023-11-20", "funeral.date": "2023-11-24"}
    assert any("2年を過ぎる" in each for each in said(journey("funeral_allowance", long_ago)))


def test_a_birth_on_a_day_no_child_was_born() -> None:
    born = {"allowance.reason": "born", "allowance.date": "2026-10-01"}
    assert NOBODY_BORN_THEN in said(journey("child_allowance", born))
    right = {**born, "allowance.date": "2021-05-01"}
    assert NOBODY_BORN_THEN not in said(journey("child_allowance", right))


def test_money_goes_to_who_receives_it() -> None:
    assert Says.OF_ANOTHER in said(journey("child_allowance", {"bank.holder_kana": "タカサキ　ミサキ"}))
    assert not said(journey("child_allowance", {"bank.holder_kana": "タカサキ ケンイチ"}))


def test_a_seal_has_another_guarantor() -> None:
    same = {"seal.confirmation": "guarantor", "seal.guarantor_name": "髙﨑健一", "seal.guarantor_address": HERE}
    assert Says.OWN_GUARANTOR in said(journey("seal_registration", {"you.name": "髙﨑　健一", **same}))


@pytest.mark.parametrize(("count", "asks"), [(9, False), (10, True)])
def test_many_copies(count: int, asks: bool) -> None:
    assert bool(said(journey("resident_record_copy", {"resident_record.count": count}))) is asks


def test_fewer_copies_than_years() -> None:
    three: Answers = {"tax.kinds": ("income",), "tax.years": ("r6", "r7", "r8"), "tax.count": 1}
    assert FEWER in said(journey("income_certificate", three))
    assert FEWER not in said(journey("income_certificate", {**three, "tax.count": 3}))


def test_another_flat_in_the_same_house_is_asked_about_and_not_refused() -> None:
    same = journey("move_within", {"you.address": HERE, "move.old_address": HERE})
    assert any("前の住所と新しい住所が同じ" in each for each in said(same))
    assert not problems_of(same)


def test_an_acceptance_is_given_where_the_notice_was_filed() -> None:
    """The couple who filed here yesterday is not sent away to the town of their register."""
    here = journey(
        "family_register_certificate",
        {
            "register.place": "elsewhere",
            "register.domicile": TOKYO,
            "register.kinds": ("acceptance",),
            "register.acceptance_count": 1,
            "register.detail": "婚姻届（令和8年11月20日）",
            "register.relation": "self",
        },
    )
    assert not [problem for problem in problems_of(here) if problem.code is ProblemCode.CONTRADICTION]


def test_a_child_that_is_expected_may_apply_for_a_nursery() -> None:
    """Case 29c: expected in January; ten months ahead is asked about, and another form does not take it."""
    expected = {**CHILD, "kana": "タカサキ　ミテイ", "name": "髙﨑　未定", "birth_date": "2027-01-10"}
    here = journey("nursery", {"family": (expected,), "children@nursery": ("p2",)})
    assert not problems_of(here)
    assert not said(here)
    assert [row["birth_date"] for row in rows_of(here.seen_by(here.procedures[0])["children"])] == ["2027-01-10"]
    far = journey("nursery", {"family": ({**expected, "birth_date": "2027-10-10"},), "children@nursery": ("p2",)})
    assert Says.UNBORN in said(far)
    medical = problems_of(journey("child_medical", {"family": (expected,)}))
    assert ProblemCode.FUTURE in {problem.code for problem in medical}


@pytest.mark.parametrize(
    ("born", "gets"),
    [
        ("2008-04-01", False),
        ("2008-04-02", True),
        ("2007-12-10", False),
        ("2008-01-10", False),
        ("2026-11-01", True),
    ],
)
def test_the_allowance_ends_on_31_march_after_18(born: str, gets: bool) -> None:
    """年度末: whoever is born on 1 April belongs to the year before."""
    children = children_of("child_allowance", born)
    assert (born in children) is gets


@pytest.mark.parametrize(
    ("born", "may"), [("2019-12-10", False), ("2020-01-10", False), ("2020-04-01", False), ("2020-04-02", True)]
)
def test_a_nursery_takes_no_first_graders(born: str, may: bool) -> None:
    assert (born in children_of("nursery", born)) is may


def children_of(id: str, born: str) -> list[object]:
    (procedure,) = shipped_catalogue().chosen([id])
    here = journey(id, {"family": ({**CHILD, "birth_date": born},)})
    cast = here.casts[id]
    role = procedure.role("children")
    assert role
    return [here.people.get(each).facts["birth_date"] for each in cast.candidates(role)]


def test_what_is_confirmed_is_known_by_its_mark_until_it_changes() -> None:
    def mark(day: str, more: Mapping[str, Value] | None = None) -> str:
        return doubt_of(journey("move_out", {"move.out_date": day, **(more or {})}), Says.FAR_AHEAD).mark

    assert mark("2028-01-10") == mark("2028-01-10", {"you.name": YOSHIDA})
    assert mark("2028-01-10") != mark("2028-01-11")


def test_no_sentence_names_anybody_or_needs_a_value() -> None:
    assert not [each for each in Says if "%" in each]


def test_a_town_s_own_procedure_is_looked_at_too() -> None:
    """Nothing hangs on the name of a procedure: another one with the same checks is asked about the same."""
    (shipped,) = shipped_catalogue().chosen(["move_in"])
    own = replace(shipped, id="our_move_in")
    answers: Answers = {**read_sample(shipped, "typical").answers, "move.old_address": HERE}
    found = doubt_of(Journey((own,), answers, TODAY), WITHIN_TOWN)
    assert (found.instead_of, found.instead) == ("our_move_in", "move_within")


@pytest.mark.parametrize(("day", "asks"), [("2026-03-12", False), ("2026-03-13", True)])
def test_a_child_more_was_born_that_day(day: str, asks: bool) -> None:
    assert (NOBODY_BORN_THEN in said(journey("child_allowance_change", {"allowance.change_date": day}))) is asks


@pytest.mark.parametrize(
    ("name", "asks"),
    [
        ("髙﨑　健一", False),
        ("O'BRIEN　MARY", False),
        ("佐々木　ゞ", False),
        ("様似　太郎", False),
        ("yosida12", True),
        ("髙﨑　太郎😀", True),
        ("髙﨑　健一様", True),
    ],
)
def test_a_name_holds_a_name_alone(name: str, asks: bool) -> None:
    assert (Says.ODD_NAME in said(journey("water", {"you.name": name}))) is asks


def test_an_odd_name_is_asked_about_once_also_where_nobody_of_the_household_has_it() -> None:
    guarantor = {
        "seal.confirmation": "guarantor",
        "seal.guarantor_name": "山田　花子様",
        "seal.guarantor_address": HERE,
    }
    heirs = journey("heir_representative", {"heirs": ({"name": "yosida12", "relation": "spouse"},)})
    found = [doubts_of(each, TOWN) for each in (journey("seal_registration", guarantor), heirs)]
    assert [[(each.sentence, each.input) for each in doubts] for doubts in found] == [
        [(Says.ODD_NAME, "seal.guarantor_name@seal_registration")],
        [(Says.ODD_NAME, "heirs.0.name")],
    ]
    assert len(doubts_of(journey("resident_record_copy", {"you.name": "yosida12"}), TOWN)) == 1


@pytest.mark.parametrize(
    ("address", "building", "asks"),
    [
        ("東京都港区芝１－２", "", False),
        ("北海道架空郡みどり野町東一条", "", False),
        ("愛知県架空郡架空町字東無番地", "", False),
        ("京都府京都市中京区寺町通御池上る上本能寺前町488番地", "", False),
        ("東京都港区芝", "1-2-3 みどり荘", False),
        ("Cebu, Philippines", "", False),
        ("東京都港区芝", "", True),
        ("東京都", "", True),
        ("千葉県市川市市川", "みどり荘", True),
    ],
)
def test_an_address_goes_as_far_as_its_number(address: str, building: str, asks: bool) -> None:
    found = journey("water", {"you.address": address, "you.building": building})
    assert (Says.NO_LOT in said(found)) is asks
