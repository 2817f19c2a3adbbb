"""What leaves the phone: people and roles in the places of a ticket, and back."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from forms import shipped_catalogue
from forms.answers import Answers, Row, Value, codes_of, rows_of
from forms.checking import problems_of, sift
from forms.journey import Journey
from forms.person import FAMILY, ROW_FACTS
from forms.samples import read_sample
from forms.schema import fields_of, pack_rows, unpack_rows
from forms.ticket import TicketContents, TicketError, TicketReason, qr_version, seal
from forms.ticket.packing import pack_answers, unpack_answers
from tests.forms.ticket.towncatalogue import KEY, NOW, TOWN
from tests.residents import HANAKO, KENICHI, TARO, THREE_GENERATIONS

CATALOGUE = shipped_catalogue()
TODAY = date(2026, 4, 1)
ALLOWANCE = CATALOGUE.chosen(["child_allowance"])
COPY = CATALOGUE.chosen(["resident_record_copy"])
CLAIM: Answers = {
    **KENICHI,
    "whom": "self",
    "family": THREE_GENERATIONS,
    "p1.occupation": "employee",
    "claimant@child_allowance": "you",
    "children@child_allowance": ("p2",),
}


def test_it_works() -> None:
    schema = fields_of(ALLOWANCE, CATALOGUE.vocabulary)
    packed = pack_answers(pack_rows(CLAIM, ALLOWANCE), schema)
    assert unpack_rows(unpack_answers(packed, schema)) == CLAIM


def test_somebody_who_is_asked_nothing_does_not_leave_the_phone() -> None:
    answers: Answers = {**HANAKO, "whom": "self", "family": (TARO,), "asker.name": "渡邉　キヨ", "p1.phone": "1"}
    left = Journey(COPY, answers, TODAY).relevant
    assert FAMILY not in left
    assert not any(key.startswith(("asker.", "p1.")) for key in left)


def test_facts_of_people_that_no_role_needs_do_not_leave_the_phone() -> None:
    answers: Answers = {
        **HANAKO,
        "you.occupation": "public",
        "whom": "household",
        "family": ({**TARO, "sex": "male"},),
    }
    left = Journey(COPY, answers, TODAY).relevant
    assert "you.occupation" not in left
    assert left["family"] == (TARO,)


def test_a_choice_of_somebody_beyond_the_household_is_refused() -> None:
    schema = fields_of(ALLOWANCE, CATALOGUE.vocabulary)
    place = next(place for place, field in enumerate(schema) if field.key == "claimant@child_allowance")
    choices = schema[place].item.choices
    for index, is_bad in ((0, False), (len(choices) - 1, False), (len(choices), True), (10**9, True)):
        packed = [*([None] * place), index]
        if is_bad:
            with pytest.raises(TicketError) as caught:
                unpack_answers(packed, schema)
            assert caught.value.reason is TicketReason.BAD_CONTENTS
        else:
            assert unpack_answers(packed, schema)


def test_somebody_who_is_not_there_plays_no_role() -> None:
    answers: Answers = {**CLAIM, "claimant@child_allowance": "p9", "children@child_allowance": ("p19",)}
    kept = sift(ALLOWANCE, answers, TODAY).journey.answers
    assert "claimant@child_allowance" not in kept
    assert "children@child_allowance" not in kept


ROWS = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(["髙﨑　美咲", "DOS SANTOS　JOÃO", "結衣"])},
        optional={
            "birth_date": st.sampled_from(["2018-10-31", "1980-00-00"]),
            "sex": st.sampled_from(["male", "female"]),
            "relation": st.sampled_from(["child", "wife", "other"]),
            "apart": st.booleans(),
        },
    ),
    max_size=20,
)


@given(ROWS, st.permutations([f"p{number}" for number in range(1, 21)]), st.data())
def test_any_household_comes_back_numbered_in_its_order(
    rows: list[dict[str, str | bool]], ids: list[str], data: st.DataObject
) -> None:
    family: tuple[Row, ...] = tuple({**each, "id": id} for each, id in zip(rows, ids, strict=False))
    taken = ids[: len(family)]
    answers: dict[str, Value] = {"family": family} if family else {}
    answers |= data.draw(
        st.sampled_from([{}, {"you.name": "髙﨑　健一"}, {"you.name": "健一"}, {"you.name": "髙﨑　"}])
    )
    for id in taken:
        if data.draw(st.booleans()):
            answers[f"{id}.occupation"] = "public"
    if taken:
        answers["children@child_allowance"] = tuple(sorted(data.draw(st.sets(st.sampled_from(taken)))))
    numbers = {id: f"p{place}" for place, id in enumerate(taken, start=1)}
    back = unpack_rows(pack_rows(answers, ALLOWANCE))
    expected: dict[str, Value] = {key: answers[key] for key in ("you.name",) if key in answers} | {
        f"{numbers[id]}.occupation": "public" for id in taken if f"{id}.occupation" in answers
    }
    if family:
        expected["family"] = tuple({**each, "id": numbers[str(each["id"])]} for each in family)
        expected["children@child_allowance"] = tuple(
            numbers[id] for id in sorted(numbers) if id in set(codes_of(answers["children@child_allowance"]))
        )
    assert back == expected
    assert unpack_rows(pack_rows(back, ALLOWANCE)) == back


def test_rows_hold_what_is_asked_of_everybody_and_the_rest_stands_alone() -> None:
    first = rows_of(pack_rows(CLAIM, ALLOWANCE)["family"])[0]
    assert first["occupation"] == "employee"
    assert "occupation" not in ROW_FACTS


def test_the_surname_of_the_visitor_is_carried_once() -> None:
    names = [str(row["name"]) for row in rows_of(pack_rows(CLAIM, ALLOWANCE)["family"])]
    assert names[0] == "　美咲"
    assert not any("髙﨑" in name for name in names)


def test_who_has_another_surname_or_none_keeps_the_name_as_it_is() -> None:
    family = ({"name": "髙﨑田　結衣", "id": "p1"}, {"name": "結衣", "id": "p2"}, {"name": "髙﨑", "id": "p3"})
    packed = pack_rows({**KENICHI, "family": family}, ALLOWANCE)
    assert [row["name"] for row in rows_of(packed["family"])] == ["髙﨑田　結衣", "結衣", "髙﨑"]


def test_the_surname_is_that_of_whoever_asked_the_visitor_to_come() -> None:
    answers: Answers = {
        **KENICHI,
        "whom": "letter",
        "asker.name": "吉田　花子",
        "family": ({"name": "吉田　太郎", "id": "p1"}, {"name": "髙﨑　結衣", "id": "p2"}),
    }
    packed = pack_rows(answers, ALLOWANCE)
    assert [row["name"] for row in rows_of(packed["family"])] == ["　太郎", "髙﨑　結衣"]
    assert unpack_rows(packed) == answers


def version(ids: str) -> int:
    """The size of the code for these procedures together, answered as in their typical samples; the first one's
    answer wins, so that it is the family of the move."""
    procedures = CATALOGUE.chosen(ids.split())
    answers: dict[str, Value] = {}
    for procedure in procedures:
        answers = {**read_sample(procedure, "typical").answers, **answers}
    journey = Journey(procedures, answers, TODAY)
    assert problems_of(journey) == ()
    contents = TicketContents(
        NOW,
        NOW + timedelta(days=30),
        tuple((each.id, each.version) for each in procedures),
        pack_rows(journey.relevant, procedures),
    )
    (text,) = seal(contents, TOWN, KEY.public_key, CATALOGUE).texts
    return qr_version(text)


FAMILY_OF_FOUR = "move_in health_insurance_join national_pension child_allowance child_medical"
WITH_NURSERY = FAMILY_OF_FOUR.replace("child_medical", "nursery")
BEREAVED = (
    "funeral_allowance insurance_card_return unpaid_pension heir_representative seal_registration_end "
    "care_insurance_return disability_handbook_return"
)


@pytest.mark.parametrize(
    ("ids", "largest"),
    [("resident_record_copy", 9), (FAMILY_OF_FOUR, 13), (WITH_NURSERY, 13), (BEREAVED, 13)],
    ids=["one record", "a family of four moves in", "the same with a nursery", "a bereaved family"],
)
def test_the_code_of_a_usual_visit_is_read_at_once(ids: str, largest: int) -> None:
    assert version(ids) <= largest
