"""Who is whose husband, wife or child is asked once: whichever procedure asks, the others take it from there."""

import json
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import assume, given, settings, strategies as st

from forms import shipped_catalogue
from forms.answers import UNKNOWN, Answers, Row, Value, rows_of
from forms.application import Application
from forms.cast import NOBODY, Cast, pick_key
from forms.checking import problems_of
from forms.exchange import ExchangeError, application_from_json, application_to_json
from forms.household import OTHER, RELATION, RELATION_WORDS
from forms.journey import Journey
from forms.kinship.household import Household
from forms.kinship.refusing import ContradictionReason
from forms.kinship.relation import Member
from forms.person import FACT, FAMILY, ROW_ID, YOU
from forms.procedure import Procedure
from forms.role import OF_KIN, Role, Source
from forms.vocabulary import shipped_vocabulary
from tests.forms.kinship.families import TODAY, family
from tests.forms.kinship.test_households import COUPLES, TABLE
from tests.forms.kinship.truth import random_household
from tests.residents import KENICHI, THREE_GENERATIONS, row

CATALOGUE = shipped_catalogue()
ALLOWANCE, MEDICAL, NURSERY = CATALOGUE.chosen(["child_allowance", "child_medical", "nursery"])
ALL = (ALLOWANCE, MEDICAL, NURSERY)
LINES = [line for _, line, _, _ in TABLE]
WORDS = {choice.label: choice.code for choice in shipped_vocabulary()[FACT + RELATION].choices}


def two_couples() -> Answers:
    """健一 and his brother live with their wives, and a child of one of them, at their parents'."""
    return answers_of(family(COUPLES), "健一")


def answers_of(household: Household, you: str) -> dict[str, Value]:
    """What this household says of itself, with one of them at the counter."""
    others = [member for member in household.members if member.id != you]
    rows = tuple({ROW_ID: f"p{place}", **_facts(member)} for place, member in enumerate(others, start=1))
    own = {f"{YOU}.{fact}": value for fact, value in _facts(household.member(you)).items()}
    return {"whom": "self", **own, FAMILY: rows}


def _facts(member: Member) -> Row:
    word = member.relation.word if member.relation else ""
    said = {RELATION: WORDS[word]} if word in WORDS else {RELATION: OTHER, RELATION_WORDS: word or "知人"}
    facts = {
        "name": f"{member.surname or '佐藤'}　{member.id}",
        "birth_date": member.birth,
        "sex": member.sex,
        **said,
    }
    return {fact: value for fact, value in facts.items() if value}


def who(answers: Answers, name: str) -> str:
    """The id of a person by given name."""
    people = Journey(ALL, answers, TODAY).people.persons
    return next(id for id, person in people.items() if person.given == name)


def journey(answers: Answers, *procedures: Procedure) -> Journey:
    return Journey(procedures or ALL, answers, TODAY)


def asked(found: Journey) -> list[str]:
    """The keys of the questions about kin that a person meets."""
    picks = {pick_key(role, each) for each in found.procedures for role in each.roles if role.source in OF_KIN}
    return [ask.key for page in found.path for ask in page.asks if ask.key in picks]


def played(found: Journey, procedure: Procedure, name: str) -> set[str]:
    """The given names of those who play a role."""
    role = procedure.role(name)
    assert role is not None
    return {found.people.get(id).given for id in found.casts[procedure.id].ids(role)}


def test_it_works() -> None:
    answers = two_couples()
    assert asked(journey(answers)) == ["spouse@child_allowance", "children@child_allowance"]
    answers = {**answers, "spouse@child_allowance": who(answers, "美咲")}
    answers = {**answers, "children@child_allowance": (who(answers, "陽葵"),)}
    found = journey(answers)
    assert asked(found) == ["spouse@child_allowance", "children@child_allowance"]
    assert played(found, NURSERY, "spouse") == {"美咲"}
    assert played(found, MEDICAL, "children") == {"陽葵"}
    assert found.seen_by(NURSERY)["spouse.name"] == "佐藤　美咲"


def test_what_follows_from_an_answer_is_not_asked_of_somebody_else() -> None:
    """健一's wife being known, the other one is his brother's."""
    answers = {**two_couples(), "claimant@child_allowance": who(two_couples(), "浩二")}
    found = journey({**answers, "spouse@child_allowance": who(answers, "由美")}, ALLOWANCE, NURSERY)
    assert found.casts[NURSERY.id].person("claimant") == YOU
    assert "spouse@nursery" not in asked(found)
    assert played(found, NURSERY, "spouse") == {"美咲"}


def test_it_is_a_fact_for_every_word() -> None:
    answers = two_couples()
    assert journey(answers).kinship.word(YOU, who(answers, "美咲")) == ""
    answers = {**answers, "spouse@child_allowance": who(answers, "美咲")}
    assert journey(answers).kinship.word(YOU, who(answers, "美咲")) == "妻"
    assert journey(answers).kinship.word(who(answers, "浩二"), who(answers, "由美")) == "妻"


def test_nobody_is_a_fact_as_well() -> None:
    found = journey({**two_couples(), "spouse@child_allowance": NOBODY})
    assert "spouse@nursery" not in {ask.key for ask in found.asks}
    assert played(found, NURSERY, "spouse") == set()


def test_the_words_of_the_household_answer_what_is_asked_nowhere() -> None:
    wife = row("p1", "林　葵", "1982-01-01", sex="female", relation="wife")
    child = row("p2", "林　蓮", "2023-01-01", sex="male", relation="child")
    answers: Answers = {**KENICHI, "you.relation": "head", "whom": "self", FAMILY: (wife, child)}
    assert asked(journey(answers)) == []
    assert played(journey(answers), NURSERY, "spouse") == {"葵"}


def test_what_another_procedure_asked_is_a_line_of_the_review_and_can_be_changed() -> None:
    answers = {**two_couples(), "spouse@child_allowance": who(two_couples(), "美咲")}
    both = (who(answers, "陽葵"), who(answers, "蓮"))
    answers = {**answers, "children@child_allowance": both[:1]}
    known = {ask.key: ask for ask in journey(answers).asks if ask.known is not None}
    assert known["children@child_medical"].known_from == "児童手当"
    assert known["children@child_medical"].known == both[:1]
    changed = journey({**answers, "children@child_medical": both})
    assert played(changed, MEDICAL, "children") == {"陽葵", "蓮"}
    assert played(changed, ALLOWANCE, "children") == {"陽葵"}


def test_who_raises_the_child_of_another_is_not_called_its_parent() -> None:
    answers: Answers = {
        **KENICHI,
        "whom": "self",
        FAMILY: THREE_GENERATIONS,
        "children@child_allowance": ("p2", "p3"),
    }
    found = journey(answers)
    assert found.kinship.word(YOU, "p3") == "妻の子"


def test_a_contradicting_leftover_plays_no_role() -> None:
    answers = two_couples()
    answers = {**answers, "spouse@child_allowance": who(answers, "美咲"), "spouse@nursery": who(answers, "由美")}
    assert played(journey(answers), NURSERY, "spouse") == {"美咲"}


def test_json_that_says_two_wives_is_refused_by_name() -> None:
    answers = two_couples()
    found = Application(ALL, {**answers, "spouse@child_allowance": who(answers, "美咲")})
    data: dict[str, dict[str, dict[str, object]]] = json.loads(json.dumps(application_to_json(found, TODAY)))
    assert data["roles"]["nursery"]["spouse"] == who(answers, "美咲")
    data["roles"]["nursery"]["spouse"] = who(answers, "由美")
    with pytest.raises(ExchangeError) as caught:
        application_from_json(json.dumps(data), CATALOGUE, TODAY)
    assert caught.value.detail == "roles.nursery.spouse"


def test_what_an_answer_opens_is_asked_once_and_where_it_was_certain() -> None:
    """Her surname said whose wife she is, until the child she names bears the other son's."""
    answers = left_open_by_surname()
    assert asked(journey(answers)) == ["children@child_allowance"]
    answers = {**answers, "children@child_allowance": ("p5",)}
    assert asked(journey(answers)) == ["spouse@child_allowance", "children@child_allowance"]
    found = journey({**answers, "spouse@child_allowance": "p3"})
    assert asked(found) == ["spouse@child_allowance", "children@child_allowance"]
    assert played(found, NURSERY, "spouse") == {found.people.get("p3").given}


def left_open_by_surname() -> Answers:
    """A son's wife with two unmarried sons of her age and a grandchild in the house."""
    return {
        "whom": "self",
        "you.name": "高橋　美咲",
        "you.birth_date": "1999-00-00",
        "you.sex": "female",
        "you.relation": "child_wife",
        FAMILY: (
            row("p1", "佐藤　正", "1974-00-00", sex="male", relation="head"),
            row("p2", "高橋　太郎", "1997-00-00", sex="male", relation="child"),
            row("p3", "佐藤　次郎", "1998-00-00", sex="male", relation="child"),
            row("p4", "佐藤　花子", "2002-00-00", sex="female", relation="child"),
            row("p5", "佐藤　陽葵", "2026-00-00", sex="male", relation="grandchild"),
        ),
        "claimant@child_allowance": YOU,
    }


@dataclass(frozen=True)
class Asking:
    """A question about kin that somebody met: whose, and about whom it could not be known."""

    procedure: str
    source: Source
    claimant: str
    open: frozenset[str]
    leaves_nobody: bool
    """Whether what was answered before leaves nobody for a role that somebody must play."""

    @property
    def facts(self) -> set[tuple[Source, frozenset[str]]]:
        return {
            (self.source, frozenset({self.claimant, id}) if self.source is Source.SPOUSE else _pair(self, id))
            for id in self.open
        }


def _pair(asking: Asking, id: str) -> frozenset[str]:
    return frozenset({f"parent {asking.claimant}", f"child {id}"})


def asking_of(found: Journey, key: str) -> tuple[Cast, Role, Asking]:
    name, _, procedure = key.partition("@")
    cast = found.casts[procedure]
    role = cast.procedure.role(name)
    assert role is not None
    claimant = cast.person_asked_about
    kinship = cast.heard(role).kinship or cast.kinship
    is_open = frozenset(cast.candidates(role)) - set(kinship.of(role.source, claimant))
    leaves_nobody = bool(role.least) and not cast.usual(role)
    return cast, role, Asking(procedure, role.source, claimant, is_open, leaves_nobody)


def walk(answers: Answers, draw: st.DataObject) -> tuple[Journey, list[Asking]]:
    """Answer one question about kin after the other, whatever comes to mind, until none is left."""
    met: list[Asking] = []
    while True:
        found = journey(answers)
        open_keys = [key for key in asked(found) if key not in answers]
        if not open_keys:
            return found, met
        facts = [fact for key in open_keys for fact in asking_of(found, key)[2].facts]
        assert len(facts) == len(set(facts)), f"at once: {open_keys}"
        key = open_keys[0]
        cast, role, question = asking_of(found, key)
        met.append(question)
        answers = {**answers, key: draw.draw(picks(cast, role))}


def picks(cast: Cast, role: Role) -> st.SearchStrategy[Value]:
    codes = [choice.code for choice in cast.pick_item(role).choices]
    if not role.many:
        return st.sampled_from(codes)
    return st.lists(st.sampled_from(codes), min_size=1, unique=True).map(
        lambda chosen: tuple(code for code in codes if code in chosen)
    )


def leave(row: Row) -> Row:
    """The same person, whose word nobody knows yet."""
    return {**{fact: value for fact, value in row.items() if fact != RELATION_WORDS}, RELATION: UNKNOWN}


@st.composite
def households(draw: st.DrawFn) -> Answers:
    if draw(st.booleans()):
        household = family(draw(st.sampled_from(LINES)))
    else:
        household, _ = random_household(Random(draw(st.integers(0, 2_000))))
    members = household.members
    answers = answers_of(household, draw(st.sampled_from(members)).id)
    if draw(st.integers(0, 3)) == 0:
        answers |= {
            FAMILY: tuple(leave(each) if draw(st.booleans()) else each for each in rows_of(answers[FAMILY]))
        }
    claimant = draw(st.sampled_from([YOU, *(f"p{place}" for place in range(1, len(members)))]))
    return {**answers, "claimant@child_allowance": claimant}


@given(households(), st.data())
def test_no_journey_asks_the_same_of_two_people_twice(answers: Answers, data: st.DataObject) -> None:
    found, met = walk(answers, data)
    facts: set[tuple[Source, frozenset[str]]] = set()
    for each in met:
        assert each.leaves_nobody or not facts & each.facts, met
        facts |= each.facts
    assert not any(ContradictionReason.STATED_OTHERWISE in problem.sentence for problem in problems_of(found))
    spouses: dict[str, set[tuple[str, ...]]] = {}
    for cast in found.casts.values():
        role = cast.procedure.role("spouse")
        if role is not None:
            spouses.setdefault(cast.person_asked_about, set()).add(cast.ids(role))
    assert all(len(each) == 1 for each in spouses.values()), spouses


@settings(max_examples=60)
@given(households(), st.data())
def test_desk_and_code_on_paper_cast_as_the_phone_did(answers: Answers, data: st.DataObject) -> None:
    """As far as what was said can all be right: who names a grandmother as wife is asked by each procedure."""
    found, _ = walk(answers, data)
    assume(found.kinship.stated == found.kinship.reckoned)
    desk = journey(found.relevant)
    for procedure in ALL:
        alone = journey(found.relevant_for(procedure), procedure)
        for role in procedure.roles:
            if role.source in OF_KIN:
                assert alone.casts[procedure.id].ids(role) == found.casts[procedure.id].ids(role), role.name
            assert desk.casts[procedure.id].ids(role) == found.casts[procedure.id].ids(role), (
                procedure.id,
                role.name,
            )
