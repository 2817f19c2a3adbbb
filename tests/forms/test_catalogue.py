"""The shipped catalogue as data: what holds for every procedure and for any of them together."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from forms import Procedure, kinds, shipped_catalogue
from forms.answers import Answers, Value
from forms.application import notices, things_to_bring
from forms.checking import problems_of
from forms.doubts import doubts_of
from forms.doubts.doubt import Municipality
from forms.journey import Journey
from forms.role import Basis
from forms.samples import read_sample, sample_names
from forms.told import ProblemCode
from tests.residents import TARO

CATALOGUE = shipped_catalogue()
IDS = tuple(CATALOGUE.current)
TODAY = date(2026, 4, 1)
PROCEDURES = list(CATALOGUE.current.values())
NO_LETTER = {"care_assessment", "card_proxy", "overseas_voter"}
"""Forms with a place of their own for who hands them in, that ask for the letter to be sent, or take a 申出書: no 委任状 is wanted."""


@pytest.mark.parametrize("procedure", PROCEDURES, ids=IDS)
def test_every_procedure_names_law_desk_and_group(procedure: Procedure) -> None:
    assert procedure.law
    assert procedure.desk
    assert procedure.group
    assert len(procedure.short) <= 14


@pytest.mark.parametrize("procedure", PROCEDURES, ids=IDS)
def test_consent_is_never_taken_over(procedure: Procedure) -> None:
    assert all(not ask.item.reuse for ask in procedure.asks() if ask.item.kind is kinds.CONSENT)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=IDS)
def test_whoever_sends_somebody_else_is_told_what_to_bring(procedure: Procedure) -> None:
    if Basis.LETTER not in procedure.who or procedure.id in NO_LETTER:
        return
    papers = things_to_bring(Journey((procedure,), {"whom": "letter"}, TODAY))
    assert any("委任状" in text or "代理人選任届" in text for text in papers)


def wrong_in(procedure: Procedure, answers: Answers) -> list[str]:
    """Where something is missing or contradictory."""
    return [problem.item for problem in problems_of(Journey((procedure,), answers, TODAY))]


FAMILY_REGISTER = CATALOGUE.current["family_register_certificate"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"whom": "letter"}, "whom"),
        ({"whom": "legal", "legal.kind": "guardian"}, "whom"),
        (
            {"register.relation@family_register_certificate": "other"},
            "register.relation@family_register_certificate",
        ),
        (
            {"register.kinds@family_register_certificate": ("individual",)},
            "register.kinds@family_register_certificate",
        ),
    ],
    ids=["proxy", "guardian", "stranger", "extract"],
)
def test_another_towns_register_is_given_only_as_the_law_says(change: Mapping[str, Value], place: str) -> None:
    answers = {**read_sample(FAMILY_REGISTER, "shortest").answers, "register.place": "elsewhere"}
    assert wrong_in(FAMILY_REGISTER, answers) == []
    assert place in wrong_in(FAMILY_REGISTER, {**answers, **change})
    assert place not in wrong_in(FAMILY_REGISTER, {**answers, **change, "register.place": "here"})


@pytest.mark.parametrize("kind", ["acceptance", "acceptance_fine", "contents"])
@pytest.mark.parametrize("change", [{}, {"whom": "letter"}], ids=["self", "proxy"])
def test_what_was_filed_is_certified_where_it_was_filed_wherever_the_register_is(
    change: Mapping[str, Value], kind: str
) -> None:
    filed_here: dict[str, Value] = {
        "register.place": "elsewhere",
        "register.kinds@family_register_certificate": (kind,),
        f"register.{kind}_count@family_register_certificate": 1,
        "register.detail@family_register_certificate": "令和8年11月1日に出した婚姻届",
    }
    answers = {**read_sample(FAMILY_REGISTER, "shortest").answers, **filed_here, **change}
    wrong = wrong_in(FAMILY_REGISTER, answers)
    assert not {"whom", "register.kinds@family_register_certificate"} & set(wrong)
    brought = things_to_bring(Journey((FAMILY_REGISTER,), answers, TODAY))
    assert not any("写真のない書類2点では" in thing for thing in brought)
    assert any("窓口に来る人の本人確認書類" in thing for thing in brought)


@pytest.mark.parametrize(
    "change",
    [
        {"whom": "letter"},
        {"whom": "legal", "legal.kind": "parent"},
        {"whom": "household", "family": (TARO,)},
    ],
    ids=["proxy", "parent", "wife"],
)
def test_nobody_gets_a_certificate_of_being_unmarried_for_somebody_else(change: Mapping[str, Value]) -> None:
    identity = CATALOGUE.current["identity_certificate"]
    kinds_asked = "identity.kinds@identity_certificate"
    answers: Answers = {**read_sample(identity, "shortest").answers, kinds_asked: ("unmarried",)}
    assert kinds_asked not in wrong_in(identity, answers)
    assert kinds_asked in wrong_in(identity, {**answers, **change})
    assert kinds_asked not in wrong_in(identity, {**answers, **change, kinds_asked: ("identity",)})


def test_a_late_move_is_noticed_and_not_refused() -> None:
    move_in = CATALOGUE.current["move_in"]
    answers = {**read_sample(move_in, "typical").answers, "move.date": "2026-03-01"}
    assert wrong_in(move_in, answers) == []
    assert any("14日" in each.notice.text for each in notices(Journey((move_in,), answers, TODAY)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"move.date": "2026-04-02"},
        {"family": ({"name": "髙﨑　ハル", "birth_date": "1952-11-23", "sex": "female", "relation": "head"},)},
        {"family": ({"name": "髙﨑　蓮", "birth_date": "1968-05-01", "sex": "male", "relation": "child"},)},
    ],
    ids=["in the future", "two heads", "child older than parent"],
)
def test_a_move_that_cannot_be_is_pointed_at(wrong: Mapping[str, Value]) -> None:
    move_in = CATALOGUE.current["move_in"]
    answers = {**read_sample(move_in, "typical").answers, **wrong}
    mistakes = problems_of(Journey((move_in,), answers, TODAY))
    assert list(wrong) == [each.item for each in mistakes if each.code is not ProblemCode.MISSING]


def test_a_move_to_where_one_lives_is_asked_back() -> None:
    move_in = CATALOGUE.current["move_in"]
    home = "北海道架空郡みどり野町東一条北二丁目３番地"
    answers = {**read_sample(move_in, "typical").answers, "move.old_address": home}
    asked_back = doubts_of(Journey((move_in,), answers, TODAY), Municipality("北海道", "架空郡", "みどり野町"))
    assert "move.old_address" in [doubt.item for doubt in asked_back]


def every_sample_answer() -> dict[str, list[Value]]:
    """What the samples answer, by key, to be mixed at will."""
    found: dict[str, list[Value]] = {}
    for procedure in PROCEDURES:
        for name in sample_names(procedure):
            for key, value in read_sample(procedure, name).answers.items():
                found.setdefault(key, []).append(value)
    return found


ANSWERS = every_sample_answer()
MIXED = st.fixed_dictionaries({}, optional={key: st.sampled_from(values) for key, values in ANSWERS.items()})


@settings(max_examples=60)
@given(st.lists(st.sampled_from(IDS), min_size=1, max_size=6, unique=True), MIXED)
def test_any_procedures_together_ask_each_thing_once(ids: list[str], answers: dict[str, Value]) -> None:
    journey = Journey(CATALOGUE.chosen(ids), answers, TODAY)
    asked = [ask.key for ask in journey.asks]
    assert len(asked) == len(set(asked))
    kept = Journey(journey.chosen, journey.relevant, TODAY)
    assert set(kept.answers) <= set(asked)
    assert kept.relevant == kept.answers
    assert [ask.key for ask in kept.asks] == asked
    for problem in problems_of(kept):
        assert str(problem)
