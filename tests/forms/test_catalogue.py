"""The shipped catalogue as data: what holds for every procedure and for any of them together."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import Procedure, answers_for, journey, kinds, problems, relevant, shipped_catalogue
from forms.answers import Value
from forms.condition import holds
from forms.samples import read_sample, sample_names

CATALOGUE = shipped_catalogue()
IDS = tuple(CATALOGUE.current)
TODAY = date(2026, 4, 1)
PROCEDURES = list(CATALOGUE.current.values())


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
    if procedure.item("visitor.role") is None or procedure.rules.proxy != "letter":
        return
    papers = [each.text for each in procedure.bring if holds(each.when, {"visitor.role": "proxy"}, TODAY)]
    assert any("委任状" in text or "代理人選任届" in text for text in papers)


FAMILY_REGISTER = CATALOGUE.current["family_register_certificate"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"visitor.role": "proxy"}, "visitor.role"),
        (
            {"register.relation@family_register_certificate": "other"},
            "register.relation@family_register_certificate",
        ),
        (
            {"register.kinds@family_register_certificate": ("individual",)},
            "register.kinds@family_register_certificate",
        ),
    ],
    ids=["proxy", "stranger", "extract"],
)
def test_another_towns_register_is_given_only_as_the_law_says(change: Mapping[str, Value], place: str) -> None:
    answers = {**read_sample(FAMILY_REGISTER, "shortest").answers, "register.place": "elsewhere"}
    assert problems([FAMILY_REGISTER], answers, TODAY) == ()
    assert place in [problem.item for problem in problems([FAMILY_REGISTER], {**answers, **change}, TODAY)]


def test_a_late_move_is_noticed_and_not_refused() -> None:
    move_in = CATALOGUE.current["move_in"]
    answers = {**read_sample(move_in, "typical").answers, "move.date": "2026-03-01"}
    seen = answers_for(move_in, answers, TODAY)
    assert problems([move_in], answers, TODAY) == ()
    assert any("14日" in notice.text for notice in move_in.notices if holds(notice.when, seen, TODAY))


@pytest.mark.parametrize(
    "wrong",
    [
        {"move.date": "2026-04-02"},
        {"move.old_address": "北海道架空郡みどり野町東一条北二丁目３番地"},
        {"household.members": ({"name": "髙﨑　ハル", "birth_date": "1952-11-23", "relation": "head"},)},
        {"household.members": ({"name": "髙﨑　蓮", "birth_date": "1979-05-01", "relation": "child"},)},
    ],
    ids=["in the future", "same address", "two heads", "child as old as parent"],
)
def test_a_move_that_cannot_be_is_pointed_at(wrong: Mapping[str, Value]) -> None:
    move_in = CATALOGUE.current["move_in"]
    answers = {**read_sample(move_in, "typical").answers, **wrong}
    assert [problem.item for problem in problems([move_in], answers, TODAY)] == list(wrong)


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


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(IDS), min_size=1, max_size=6, unique=True), MIXED)
def test_any_procedures_together_ask_each_thing_once(ids: list[str], answers: dict[str, Value]) -> None:
    chosen = CATALOGUE.chosen(ids)
    asked = [ask.key for page in journey(chosen, answers, TODAY) for ask in page.asks]
    assert len(asked) == len(set(asked))
    kept = relevant(chosen, answers, TODAY)
    assert set(kept) <= set(asked)
    assert relevant(chosen, kept, TODAY) == kept
    assert [ask.key for page in journey(chosen, kept, TODAY) for ask in page.asks] == asked
    for problem in problems(chosen, kept, TODAY):
        assert str(problem)


def test_the_new_head_is_one_of_those_who_stay() -> None:
    change = CATALOGUE.current["bereavement_head_change"]
    answers = dict(read_sample(change, "typical").answers)
    assert problems([change], answers, TODAY) == ()
    answers["change.new_head_name@bereavement_head_change"] = "高崎　健一"
    found = [problem.item for problem in problems([change], answers, TODAY)]
    assert found == ["change.new_head_name@bereavement_head_change"]
