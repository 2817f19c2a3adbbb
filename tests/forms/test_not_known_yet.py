"""「いまは分からない」: one answer of any kind, only where a question allows it."""

import copy
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, strategies as st

from forms import kinds, shipped_catalogue
from forms.answers import UNKNOWN, Answers, Row, Unknown, plain_of, rows_of, value_of
from forms.checking import ask_problem, is_legal, problems_of
from forms.crosscheck import CheckKind, CrossCheck, contradicts
from forms.exchange import application_from_json, application_of, application_to_json
from forms.household import narrowed
from forms.item import inputs_of, value_typed
from forms.journey import Journey
from forms.journeypage import JourneyAsk
from forms.kinds.kind import Kind
from forms.procedure import Ask
from forms.role import Source
from forms.samples import read_sample
from forms.showing import official_text, resident_text, row_text
from forms.ticket.contents import SchemaField
from forms.ticket.packing import pack_answers, unpack_answers
from forms.told import Problem
from forms.vocabulary import shipped_vocabulary
from tests.forms.test_kinds import EVERY, asked

TODAY = date(2026, 11, 29)


def ask_of(kind: Kind) -> JourneyAsk:
    return JourneyAsk(kind.name, Ask(asked(kind), required=True, may_be_unknown=True), ("any",))


@EVERY
def test_any_kind_may_be_not_known_yet(kind: Kind) -> None:
    item, sent = asked(kind), {f"{kind.name}!unknown": ("yes",)}
    assert value_typed(item, sent, may_be_unknown=True) is UNKNOWN
    assert inputs_of(item, UNKNOWN) == sent
    assert ask_problem(ask_of(kind), UNKNOWN, TODAY) is None
    assert official_text(item, UNKNOWN) == ""
    assert resident_text(item, UNKNOWN) == "窓口で書きます"


@EVERY
def test_it_travels_in_a_ticket_as_the_empty_byte_string(kind: Kind) -> None:
    schema = [SchemaField(kind.name, asked(kind))]
    assert pack_answers({kind.name: UNKNOWN}, schema) == [b""]
    assert unpack_answers([b""], schema) == {kind.name: UNKNOWN}


@EVERY
def test_where_it_is_not_allowed_it_is_neither_read_nor_legal(kind: Kind) -> None:
    ask = ask_of(kind)
    strict = replace(ask, ask=replace(ask.ask, may_be_unknown=False))
    assert value_typed(asked(kind), {f"{kind.name}!unknown": ("yes",)}) is None
    assert ask_problem(strict, UNKNOWN, TODAY) is not None


def test_there_is_only_one_of_it() -> None:
    assert Unknown() is UNKNOWN
    assert copy.deepcopy({"a": UNKNOWN})["a"] is UNKNOWN


@pytest.mark.parametrize("kind", [CheckKind.DIFFERENT, CheckKind.NOT_BEFORE, CheckKind.YOUNGER, CheckKind.AMONG])
def test_it_contradicts_nothing(kind: CheckKind) -> None:
    check = CrossCheck(kind, "one", "", than="other", years=1, people="people", field="name")
    answers: Answers = {"one": UNKNOWN, "other": UNKNOWN, "people": ({"name": "髙﨑"},)}
    assert not contradicts(check, answers, TODAY)


def test_what_was_typed_gives_way_to_the_tick() -> None:
    item = asked(kinds.TEXT)
    assert value_typed(item, {"text": ("何か",), "text!unknown": ("yes",)}, may_be_unknown=True) is UNKNOWN
    assert value_typed(item, {"text": ("何か",)}, may_be_unknown=True) == "何か"


FAMILY = replace(
    shipped_vocabulary()["family"],
    fields=tuple(
        replace(field, required=field.name != "id", may_be_unknown=field.name not in ("id", "name"))
        for field in shipped_vocabulary()["family"].fields
    ),
)
OPEN = [field.name for field in FAMILY.fields if field.may_be_unknown]
CELLS = {
    "name": st.sampled_from(["髙﨑　美咲", "渡邉　キヨ"]),
    **{
        field.name: st.just(UNKNOWN)
        if field.kind is kinds.PEOPLE
        else st.sampled_from([UNKNOWN, field.kind.example(field)])
        for field in FAMILY.fields
        if field.may_be_unknown
    },
}
HOUSEHOLDS = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=5).map(tuple)


@given(HOUSEHOLDS)
def test_any_fact_of_a_household_may_be_left_open_and_stays_so_on_every_way(household: tuple[Row, ...]) -> None:
    assert value_typed(FAMILY, inputs_of(FAMILY, household)) == household
    assert is_legal(FAMILY, household)
    schema = [SchemaField("family", FAMILY)]
    packed = pack_answers({"family": household}, schema)
    assert unpack_answers(packed, schema) == {"family": household}
    assert value_of(plain_of(household)) == household


def test_a_household_leaves_only_open_what_it_may() -> None:
    strict = replace(FAMILY, fields=tuple(replace(field, may_be_unknown=False) for field in FAMILY.fields))
    row: Row = {"name": "髙﨑　美咲", "kana": UNKNOWN}
    assert not is_legal(strict, (row,))
    assert narrowed(strict, (row,)) == ({"name": "髙﨑　美咲"},)
    found = value_typed(strict, {"family.0.name.family": ("髙﨑",), "family.0.kana!unknown": ("yes",)})
    assert isinstance(found, Problem)
    assert found.input == "family.0.kana"


MOVERS: dict[str, object] = {
    "whom": "self",
    "you.name": "髙﨑　健一",
    "you.kana": "タカサキ　ケンイチ",
    "you.birth_date": "1978-06-15",
    "you.sex": "male",
    "you.relation": "head",
}
WIFE = {
    "name": "髙﨑　美咲",
    "kana": "タカサキ　ミサキ",
    "birth_date": "1986-09-09",
    "sex": "female",
    "relation": "wife",
}
CHILD = {
    "name": "髙﨑　陽葵",
    "kana": "タカサキ　ヒマリ",
    "birth_date": "2018-10-31",
    "sex": "female",
    "relation": "child",
}


def journey_of(id: str, *household: Mapping[str, object]) -> Journey:
    rows = tuple({"id": f"p{place}", **row} for place, row in enumerate(household, start=1))
    given: dict[str, object] = {
        **MOVERS,
        "family": [{k: v for k, v in row.items() if v is not UNKNOWN} for row in rows],
    }
    application = application_of(shipped_catalogue().chosen([id]), given)
    answers = {**application.answers, "family": narrowed(FAMILY, rows) or ()}  # type: ignore[arg-type]
    return Journey(application.procedures, answers, TODAY)


def test_a_birth_date_or_a_word_nobody_knows_is_no_problem() -> None:
    journey = journey_of("move_within", WIFE, {**CHILD, "birth_date": UNKNOWN, "relation": UNKNOWN})
    assert [problem for problem in problems_of(journey) if problem.item == "family"] == []
    seen = journey.seen_by(journey.procedures[0])
    assert [row.get("word") for row in rows_of(seen["movers"])] == ["世帯主", "妻", UNKNOWN]
    assert [row.get("birth_date") for row in rows_of(seen["movers"])][2] is UNKNOWN


def rows_typed(id: str, row: Row) -> object:
    """What becomes of the household when it is sent like this."""
    (item,) = (ask.ask.item for ask in journey_of(id, WIFE).asks if ask.key == "family")
    return value_typed(item, inputs_of(item, (row,)))


@pytest.mark.parametrize("id", ["move_out", "move_within", "household_change", "health_insurance_leave"])
def test_the_reading_of_whoever_moves_is_wanted_and_may_be_left_for_the_counter(id: str) -> None:
    """振り仮名 are in 戸籍 and 住民票 since 2025-05-26."""
    unread = {name: value for name, value in WIFE.items() if name != "kana"}
    missing = rows_typed(id, unread)
    assert isinstance(missing, Problem)
    assert (missing.input, str(missing)) == ("family.0.kana", "ふりがなを入力してください。")
    assert rows_typed(id, {**unread, "kana": UNKNOWN}) == ({**unread, "kana": UNKNOWN},)
    assert rows_typed(id, WIFE) == (WIFE,)
    asked = {ask.key: ask.ask for ask in journey_of(id, WIFE).asks}["you.kana"]
    assert (asked.required, asked.may_be_unknown) == (True, True)


def test_a_name_in_latin_letters_needs_no_reading() -> None:
    foreign = {"name": "NGUYEN THI HOA", "birth_date": "1999-03-04", "sex": "female", "relation": "wife"}
    assert rows_typed("move_within", foreign) == (foreign,)
    journey = journey_of("move_within", foreign)
    assert not [problem for problem in problems_of(journey) if problem.item == "family"]
    assert not any(ask.key == "p1.kana" for ask in journey.asks)
    him = Journey(journey.procedures, {**journey.answers, "you.name": "NGUYEN VAN AN"}, TODAY)
    assert not {ask.key: ask.ask for ask in him.asks}["you.kana"].required


def test_whose_word_nobody_knows_is_a_child_only_if_somebody_says_so() -> None:
    known = journey_of("child_allowance", WIFE, CHILD)
    cast = known.casts["child_allowance"]
    children = next(role for role in cast.procedure.roles if role.name == "children")
    assert (cast.ids(children), cast.is_open(children)) == (("p2",), False)
    journey = journey_of("child_allowance", WIFE, {**CHILD, "relation": UNKNOWN})
    cast = journey.casts["child_allowance"]
    assert (cast.ids(children), cast.is_open(children)) == ((), True)
    assert "p2" in cast.candidates(children)


def test_beside_somebody_without_a_word_only_the_certain_is_taken() -> None:
    son: dict[str, object] = {"name": "髙﨑　一郎", "sex": "male", "relation": "child"}
    his_wife = {"name": "髙﨑　恵", "sex": "female", "relation": "child_wife"}
    sure = journey_of("move_within", son, his_wife).kinship
    assert sure.word("p1", "p2") == "妻"
    assert sure.of(Source.SPOUSE, "p1") == ("p2",)
    unsure = journey_of("move_within", son, his_wife, {"name": "髙﨑　次郎", "relation": UNKNOWN}).kinship
    assert unsure.word("p1", "p2") == ""
    assert unsure.of(Source.SPOUSE, "p1") == ()
    assert unsure.is_open(Source.SPOUSE, "p1")
    assert unsure.word("you", "p1") == "子", "what the register says of the two is certain"


def test_who_is_not_known_yet_may_be_the_one_that_a_check_looks_for() -> None:
    people: tuple[Row, ...] = (
        {"name": "髙﨑　健一", "relation": UNKNOWN},
        {"name": "髙﨑　美咲", "relation": "wife"},
    )
    one = CrossCheck(CheckKind.ONE_IN, "people", "", field="relation", code="head")
    assert not contradicts(one, {"people": people}, TODAY)
    assert contradicts(one, {"people": people[1:]}, TODAY)
    among = CrossCheck(CheckKind.AMONG, "head", "", people="people", field="relation")
    assert not contradicts(among, {"people": people, "head": "head"}, TODAY)
    assert contradicts(among, {"people": people[1:], "head": "head"}, TODAY)


def test_it_goes_out_and_in_as_json() -> None:
    sample = read_sample(shipped_catalogue().chosen(["move_in"])[0], "typical")
    family = tuple(
        {**row, "birth_date": UNKNOWN, "relation": UNKNOWN} for row in rows_of(sample.answers["family"])
    )
    left = replace(sample, answers={**sample.answers, "family": family})
    told = application_to_json(left, TODAY)
    assert json.dumps(told).count('"relation": {"unknown": true}') == 3
    assert application_from_json(json.dumps(told), shipped_catalogue(), TODAY).answers == left.answers


def test_what_a_household_need_not_know_is_left_out_of_json() -> None:
    sample = read_sample(shipped_catalogue().chosen(["resident_record_copy"])[0], "longest")
    told = json.loads(json.dumps(application_to_json(sample, TODAY)))
    told["people"][-1]["kana"] = {"unknown": True}
    assert application_from_json(json.dumps(told), shipped_catalogue(), TODAY).answers == sample.answers


def test_a_row_says_what_is_left_for_the_counter() -> None:
    household: tuple[Row, ...] = ({"name": "髙﨑　美咲", "kana": UNKNOWN},)
    assert row_text(FAMILY, household) == ("髙﨑　美咲、ふりがな：窓口で書きます",)
