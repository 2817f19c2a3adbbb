"""People are stated once, and each procedure sees them in its own roles: what a paper prints for whom."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from forms import Procedure, shipped_catalogue
from forms.answers import Answers, Row, rows_of
from forms.application import notices, things_to_bring
from forms.checking import problems_of
from forms.journey import Journey
from forms.person import number_rows, people_of
from tests.residents import (
    ANNA,
    FOURTEEN,
    GUARDIAN,
    HANAKO,
    HARU,
    HOME,
    ICHIRO,
    JIRO,
    JOAO,
    KENICHI,
    LATE_ICHIRO,
    MISAKI,
    MOTHER,
    TARO,
    THREE_GENERATIONS,
    WARD,
    YUI,
    row,
)

CATALOGUE = shipped_catalogue()
TODAY = date(2026, 11, 21)
FOR_HUSBAND: Answers = {**HANAKO, "whom": "household", "family": (TARO,)}


def journey(ids: str, answers: Answers, today: date = TODAY) -> Journey:
    return Journey(CATALOGUE.chosen(ids.split()), answers, today)


def seen(id: str, answers: Answers, today: date = TODAY) -> Answers:
    """What the paper of the procedure is about."""
    return journey(id, answers, today).seen_by(CATALOGUE.current[id])


def names(people: object) -> list[str]:
    return [str(each["name"]) for each in rows_of(people)] if isinstance(people, tuple) else []


def pages(found: Journey) -> dict[str, list[str]]:
    return {page.id: [ask.key for ask in page.asks] for page in found.pages}


def test_it_works() -> None:
    people = people_of(FOR_HUSBAND)
    assert list(people.persons) == ["you", "p1"]
    assert people.get("p1").name == "吉田　太郎"
    assert people.fact("p1", "address") == HOME


def test_the_household_is_asked_who_somebody_is_before_when_they_were_born() -> None:
    found = journey("move_in", {"whom": "both"})
    (family,) = [ask for page in found.pages for ask in page.asks if ask.key == "family"]
    names = [field.name for field in family.ask.item.fields]
    assert names.index("kana") < names.index("relation") < names.index("birth_date") < names.index("sex")
    assert family.ask.support, "what to do stands at the list it is about"


def test_who_lives_apart_has_no_home_of_the_household() -> None:
    people = people_of({**KENICHI, "family": ({**MISAKI, "apart": True},)})
    assert people.fact("p1", "address") is None


def test_a_wife_asks_the_record_of_her_husband() -> None:
    paper = seen("resident_record_copy", FOR_HUSBAND)
    assert paper["basis"] == "household"
    assert paper["claimant.name"] == "吉田　花子"
    assert paper["subject"] == ({"name": "吉田　太郎", "birth_date": "1958-02-17", "word": "夫"},)
    assert "visitor.name" not in paper


def test_a_wife_with_his_seal_card_needs_no_letter() -> None:
    paper = seen("seal_certificate", FOR_HUSBAND)
    assert paper["basis"] == "token"
    assert paper["claimant.name"] == "吉田　太郎"
    assert paper["claimant.address"] == HOME
    assert (paper["visitor.name"], paper["visitor.word"]) == ("吉田　花子", "妻")
    things = things_to_bring(journey("resident_record_copy seal_certificate", FOR_HUSBAND))
    assert any("印鑑登録証" in thing for thing in things)
    assert not any("委任状" in thing for thing in things)


@pytest.mark.parametrize("procedure", CATALOGUE.current.values(), ids=tuple(CATALOGUE.current))
def test_acting_for_somebody_else_is_never_printed_as_acting_for_oneself(procedure: Procedure) -> None:
    answers = {**HANAKO, **LATE_ICHIRO, "whom": "household", "family": (TARO,)}
    paper = Journey((procedure,), answers, TODAY).seen_by(procedure)
    if paper.get("claimant.name") == "吉田　太郎":
        assert paper["basis"] in ("household", "token", "letter", "legal")
        assert paper["visitor.name"] == "吉田　花子"
    if paper.get("basis") == "self":
        assert paper.get("claimant.name") == "吉田　花子"


ALLOWANCE: Answers = {**KENICHI, "whom": "self", "family": (*THREE_GENERATIONS, JIRO)}


def test_three_generations_claim_for_wife_and_own_child_only() -> None:
    paper = seen("child_allowance", ALLOWANCE)
    assert paper["claimant.name"] == "髙﨑　健一"
    assert (paper["spouse.name"], paper["spouse.word"]) == ("髙﨑　美咲", "妻")
    assert names(paper["children"]) == ["髙﨑　陽葵"]
    assert [each["word"] for each in rows_of(paper["children"])] == ["子"]


def test_whoever_moves_along_lives_together_on_the_paper() -> None:
    found = journey("move_in child_allowance", {**ALLOWANCE, "move.date": "2026-11-20"})
    paper = found.seen_by(CATALOGUE.current["child_allowance"])
    assert "apart" not in found.family_fields
    assert paper["spouse.apart"] is False
    assert [each["apart"] for each in rows_of(paper["children"])] == [False]


def test_a_stepchild_is_asked_about_and_no_child_until_somebody_says_so() -> None:
    (ask,) = (ask for ask in journey("child_allowance", ALLOWANCE).asks if ask.key == "children@child_allowance")
    assert ask.ask.usual == ("p2",)
    assert [choice.code for choice in ask.ask.item.choices] == ["p2", "p3"]
    answers = {**KENICHI, "whom": "self", "family": THREE_GENERATIONS}
    chosen = seen("child_allowance", {**answers, "children@child_allowance": ("p2", "p3")})
    assert [each["word"] for each in rows_of(chosen["children"])] == ["子", "妻の子"]
    assert "佐藤　結衣" not in names(seen("child_allowance", ALLOWANCE)["children"])
    adopted = {**YUI, "relation": "grandchild", "name": "髙﨑　結衣"}
    answers = {**KENICHI, "whom": "self", "family": (MISAKI, adopted, ICHIRO, HARU)}
    assert names(seen("child_allowance", answers)["children"]) == ["髙﨑　結衣"]


def test_neither_mother_nor_brother_is_family_of_ones_own() -> None:
    answers = {**KENICHI, "whom": "self", "family": (ICHIRO, HARU, {**JIRO, "birth_date": "2010-01-01"})}
    paper = seen("child_allowance", answers)
    assert "spouse.name" not in paper
    assert "children" not in paper


def test_only_a_possible_spouse_is_offered() -> None:
    brother = {**JIRO, "birth_date": "1983-03-03"}
    found = journey("child_allowance", {**KENICHI, "whom": "self", "family": (*THREE_GENERATIONS, brother)})
    (ask,) = (ask for ask in found.asks if ask.key == "spouse@child_allowance")
    assert [choice.code for choice in ask.ask.item.choices] == ["p1", "nobody"]


def test_whoever_is_grown_up_is_no_child_of_the_allowance() -> None:
    grown = row("p1", "髙﨑　大翔", "2008-04-01", sex="male", relation="grandchild")
    still = {**grown, "birth_date": "2008-04-02"}
    families: list[tuple[Row, ...]] = [(each, {**MISAKI, "id": "p2"}, ICHIRO) for each in (grown, still)]
    papers = [seen("child_allowance", {**KENICHI, "whom": "self", "family": family}) for family in families]
    assert ["children" in paper for paper in papers] == [False, True]


def test_a_grandmother_may_claim_for_the_child_she_raises() -> None:
    child = row("p1", "髙﨑　陽葵", "2018-10-31", sex="female", relation="grandchild")
    grandmother = {**MOTHER, "whom": "self", "family": (child,)}
    found = journey("child_allowance", grandmother)
    assert "children@child_allowance" in pages(found)["roles"]
    assert "family" in [problem.item for problem in problems_of(found)]
    chosen = seen("child_allowance", {**grandmother, "children@child_allowance": ("p1",)})
    assert names(chosen["children"]) == ["髙﨑　陽葵"]


def test_an_allowance_for_nobody_is_no_claim() -> None:
    answers = {**KENICHI, "whom": "self", "family": (MISAKI, ICHIRO, HARU)}
    assert "family" in [problem.item for problem in problems_of(journey("child_allowance", answers))]


def test_a_foreign_couple_need_not_share_a_surname() -> None:
    child = row("p2", "SCHMIDT SANTOS　LIA", "2020-02-02", sex="female", relation="child")
    paper = seen("child_allowance", {**ANNA, "whom": "self", "family": (JOAO, child)})
    assert paper["spouse.name"] == "DOS SANTOS　JOÃO"
    assert names(paper["children"]) == ["SCHMIDT SANTOS　LIA"]


def test_the_new_head_is_named_and_words_are_to_them() -> None:
    mother = {**HARU, "relation": "mother"}
    wife, child = {**MISAKI, "relation": "wife"}, {**THREE_GENERATIONS[1], "relation": "child"}
    answers = {**KENICHI, **LATE_ICHIRO, "you.relation": "head", "family": (wife, child, mother)}
    paper = seen("bereavement_head_change", answers)
    assert paper["head.name"] == "髙﨑　健一"
    assert [each.get("word") for each in rows_of(paper["members"])] == ["世帯主", "妻", "子", "母"]


def test_moving_out_and_a_changed_household_keep_two_lists() -> None:
    picks = {"movers@move_out": ("p6",), "movers@household_change": ("you", "p1")}
    found = journey("move_out household_change", {**ALLOWANCE, **picks})
    lists = {each.id: names(found.seen_by(each)["movers"]) for each in found.procedures}
    assert lists == {"move_out": ["髙﨑　次郎"], "household_change": ["髙﨑　健一", "髙﨑　美咲"]}


def test_a_letter_for_oneself_asks_nobody_twice() -> None:
    own = journey("letter_of_authority resident_record_copy", {**HANAKO, "whom": "self"})
    assert "agent.name" in pages(own)["agent"]
    sent = journey("letter_of_authority resident_record_copy", {**HANAKO, **WARD, "whom": "letter"})
    assert "agent" not in pages(sent)
    assert sent.seen_by(CATALOGUE.current["letter_of_authority"])["attorney.name"] == "吉田　花子"


def test_a_letter_leaves_its_giver_blank() -> None:
    paper = seen("letter_of_authority", {**HANAKO, "whom": "self", "agent.name": "吉田　太郎"})
    assert "吉田　花子" not in paper.values()
    assert not any(name.startswith("claimant.") for name in paper)


def test_a_guardian_acts_for_the_ward() -> None:
    answers = {**GUARDIAN, **WARD, "whom": "legal", "legal.kind": "guardian", "organisation.name": "みどり会"}
    found = journey("resident_record_copy income_certificate care_assessment", answers)
    paper = found.seen_by(CATALOGUE.current["care_assessment"])
    assert paper["basis"] == "legal"
    assert paper["organisation.name"] == "みどり会"
    assert paper["visitor.word"] == "成年後見人"
    assert "you.bond" not in pages(found)["you"]
    assert paper["visitor.name"] == "𠮷田　誠"
    assert paper["patient.name"] == "渡邉　キヨ"
    assert any("登記事項証明書" in thing for thing in things_to_bring(found))
    assert not any("委任状" in thing for thing in things_to_bring(found))


def test_the_mother_of_a_fourteen_year_old_asks_and_needs_no_register() -> None:
    answers = {**MOTHER, "whom": "household", "family": (FOURTEEN,)}
    paper = seen("disability_handbook", answers)
    assert (paper["patient.name"], paper["claimant.name"]) == ("森　陽翔", "森　恵")
    assert paper["claimant.word"] == "母"
    assert not any("戸籍" in thing for thing in things_to_bring(journey("disability_handbook", answers)))


@pytest.mark.parametrize(("today", "is_grown"), [(date(2027, 1, 8), False), (date(2027, 1, 9), True)])
def test_fifteen_is_reached_the_day_before_the_birthday(today: date, is_grown: bool) -> None:
    answers = {**MOTHER, "whom": "household", "family": (FOURTEEN,)}
    told = [problem.sentence for problem in problems_of(journey("disability_handbook", answers, today))]
    assert any("15歳以上" in sentence for sentence in told) is is_grown


@pytest.mark.parametrize("whom", ["letter", "legal"])
def test_a_register_of_another_town_is_given_to_nobody_else(whom: str) -> None:
    answers = {**HANAKO, **WARD, "whom": whom, "register.place": "elsewhere"}
    told = {problem.item for problem in problems_of(journey("family_register_certificate", answers))}
    assert "whom" in told


def test_my_number_is_never_handed_to_somebody_elses_visitor() -> None:
    answers = {**HANAKO, **WARD, "whom": "letter", "resident_record.entries@resident_record_copy": ("number",)}
    assert any(
        "代理人には渡せません" in each.notice.text for each in notices(journey("resident_record_copy", answers))
    )


def test_who_has_left_the_household_moves_no_more() -> None:
    answers = {**KENICHI, "whom": "self", "family": (MISAKI, ICHIRO), "movers@move_in": ("you", "p1", "p6")}
    found = journey("move_in", answers)
    assert found.relevant["movers@move_in"] == ("you", "p1")
    assert "movers@move_in" not in [problem.item for problem in problems_of(found)]


def test_words_that_cannot_be_are_told_at_the_person() -> None:
    older = {**THREE_GENERATIONS[1], "birth_date": "1940-01-01", "relation": "child"}
    found = problems_of(journey("move_in", {**KENICHI, "whom": "self", "family": (ICHIRO, older)}))
    assert [(each.item, each.input) for each in found if "親より先" in each.sentence] == [
        ("family", "family.1.relation")
    ]
    two = problems_of(journey("move_in", {**KENICHI, "you.relation": "head", "whom": "self", "family": (ICHIRO,)}))
    assert [each.input for each in two if "世帯主が二人" in each.sentence] == ["family.0.relation"]


def test_a_lodger_and_a_foster_child_keep_their_free_words() -> None:
    foster = row("p1", "山田　空", "2015-05-05", sex="male", relation="other", relation_words="縁故者（里子）")
    lodger = row("p2", "林　実", "1990-05-05", sex="male", relation="cohabitant")
    answers = {**KENICHI, "you.relation": "head", "whom": "self", "family": (foster, lodger)}
    words = [each.get("word") for each in rows_of(seen("move_in", answers)["movers"])]
    assert words == ["世帯主", "縁故者（里子）", "同居人"]
    assert names(seen("child_allowance", answers).get("children")) == []


def test_an_unregistered_partner_of_the_same_sex_is_the_spouse() -> None:
    partner = row("p1", "林　実", "1980-05-05", sex="male", relation="partner_husband")
    answers = {**KENICHI, "you.relation": "head", "whom": "self", "family": (partner,)}
    assert [
        each for each in problems_of(journey("child_allowance", answers)) if each.input.startswith("family.")
    ] == []
    assert seen("child_allowance", answers)["spouse.word"] == "夫（未届）"


def test_two_couples_ask_who_belongs_to_whom() -> None:
    yumi = row("p7", "髙﨑　由美", "1984-05-05", sex="female", relation="child_wife")
    brother = {**JIRO, "birth_date": "1983-03-03"}
    answers = {**KENICHI, "whom": "self", "family": (MISAKI, ICHIRO, HARU, brother, yumi)}
    asked = pages(journey("child_allowance", answers))["roles"]
    assert "spouse@child_allowance" in asked
    settled = seen("child_allowance", {**answers, "spouse@child_allowance": "p1"})
    assert settled["spouse.name"] == "髙﨑　美咲"


def test_the_title_of_a_page_is_the_name_whatever_is_chosen() -> None:
    (page,) = (page for page in journey("child_allowance", ALLOWANCE).pages if page.id == "p1")
    assert page.title % {"name": page.name} == "髙﨑　美咲さんのこと"


def test_the_purpose_is_asked_once_for_all_certificates() -> None:
    found = journey("resident_record_copy seal_certificate income_certificate", FOR_HUSBAND)
    wanted = pages(found)["wanted"]
    assert wanted.count("purpose") == 1
    assert {"resident_record.count@resident_record_copy", "seal.count@seal_certificate"} <= set(wanted)


def test_all_consents_stand_on_one_page() -> None:
    found = journey("child_allowance child_medical nursery", ALLOWANCE)
    assert pages(found)["consent"] == [
        "allowance.consent@child_allowance",
        "medical.consent@child_medical",
        "nursery.consent@nursery",
    ]


def test_a_page_whose_answers_follow_is_a_line_of_the_review() -> None:
    found = journey("move_in", {**ALLOWANCE, "you.relation": "child"})
    (known,) = (page for page in found.pages if page.id == "roles.known")
    assert known.is_known
    assert known not in found.path
    assert "髙﨑　健一" in names(found.seen_by(CATALOGUE.current["move_in"])["movers"])


def test_who_came_before_decides_nothing_where_nobody_is_asked() -> None:
    found = journey("water", {**HANAKO, "whom": "letter"})
    assert "whom" not in pages(found)
    assert found.people.centre == "you"


@given(st.lists(st.sampled_from([None, "p1", "p2", "p20", "you", "x", ""]), max_size=20))
def test_every_row_gets_an_id_of_its_own_and_keeps_it(ids: list[str | None]) -> None:
    rows = tuple({"name": f"子{place}"} | ({"id": id} if id is not None else {}) for place, id in enumerate(ids))
    numbered = number_rows({"family": rows})
    given_ids = [each["id"] for each in rows_of(numbered.get("family"))]
    assert len(set(given_ids)) == len(rows)
    assert number_rows(numbered) == numbered


@pytest.mark.parametrize(
    ("said", "word"), [("cohabitant", "同居人"), ("relative", "縁故者"), ("wife_mother", "妻の母")]
)
def test_who_is_no_kin_is_called_as_the_head_says(said: str, word: str) -> None:
    lodger = row("p1", "東海林　花子", "1962-08-05", kin=said)
    paper = seen("income_certificate", {**HANAKO, "whom": "both", "family": (lodger,)})
    assert [each["word"] for each in rows_of(paper["subject"])] == ["本人", word]
