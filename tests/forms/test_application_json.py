"""Applications as other programs write and read them: docs/exchange.md."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from forms import shipped_catalogue
from forms.answers import UNKNOWN
from forms.exchange import ExchangeError, ExchangeReason, application_from_json, application_to_json
from forms.person import FactSource
from forms.procedure import Procedure
from forms.samples import read_sample, sample_names
from tests.residents import HOME

CATALOGUE = shipped_catalogue()
TODAY = date(2026, 11, 21)
PAGE = Path(__file__).parent.parent.parent / "docs" / "exchange.md"


def for_husband() -> dict[str, Any]:
    """A wife asks for her husband, in the ids of her own program."""
    return {
        "procedures": ["resident_record_copy", "seal_certificate"],
        "people": [
            {
                "id": "hanako",
                "name": "吉田　花子",
                "birth_date": "1960-07-05",
                "address": HOME,
                "phone": "0152-00-1234",
            },
            {"id": "taro", "name": "吉田　太郎", "birth_date": "1958-02-17", "kin": "husband"},
        ],
        "roles": {"visitor": "hanako", "whom": "household", "resident_record_copy": {"subject": ["taro"]}},
        "answers": {
            "resident_record.kind": "current",
            "resident_record.scope": "named",
            "resident_record.count": 1,
            "seal.count": 1,
        },
    }


def read(data: object) -> Any:
    return application_from_json(json.dumps(data), CATALOGUE, TODAY)


def refused(data: object) -> tuple[ExchangeReason, str]:
    with pytest.raises(ExchangeError) as caught:
        read(data)
    return caught.value.reason, caught.value.detail


def test_it_works() -> None:
    application = read(for_husband())
    assert application.answers["you.name"] == "吉田　花子"
    assert application.answers["family"] == (
        {"name": "吉田　太郎", "birth_date": "1958-02-17", "kin": "husband", "id": "p1"},
    )
    written = application_to_json(application, TODAY)
    assert written["roles"] == {
        "visitor": "you",
        "whom": "household",
        "resident_record_copy": {"basis": "household", "claimant": "you", "subject": ["p1"]},
        "seal_certificate": {"basis": "token", "claimant": "p1"},
    }
    assert read(written) == application


@pytest.mark.parametrize("procedure", CATALOGUE.current.values(), ids=tuple(CATALOGUE.current))
def test_every_sample_goes_out_and_comes_in_unchanged(procedure: Procedure) -> None:
    for name in sample_names(procedure):
        sample = read_sample(procedure, name)
        assert read(application_to_json(sample, TODAY)) == sample


def test_where_a_fact_came_from_stays_with_it() -> None:
    data = for_husband()
    data["people"][0]["name"] = {"value": "吉田　花子", "source": "card"}
    application = read(data)
    assert application.source("you.name") is FactSource.CARD
    assert application.source("you.phone") is FactSource.TYPED
    assert read(application_to_json(application, TODAY)) == application


def test_a_fact_that_may_not_be_left_open_is_as_if_left_out() -> None:
    data = for_husband()
    data["people"][1]["occupation"] = {"unknown": True}
    assert "p1.occupation" not in read(data).answers
    data["people"][0]["birth_date"] = {"unknown": True}
    assert refused(data) == (ExchangeReason.INCOMPLETE, "you.birth_date")


def test_what_is_not_known_yet_goes_in_and_comes_out_as_such() -> None:
    data: Any = application_to_json(read_sample(CATALOGUE.current["child_allowance"], "typical"), TODAY)
    data["people"][0]["phone"] = {"unknown": True}
    data["answers"]["bank.number"] = {"unknown": True}
    application = read(data)
    assert application.answers["you.phone"] is UNKNOWN
    assert application_to_json(application, TODAY) == data
    assert read(application_to_json(application, TODAY)) == application


def test_an_id_that_looks_like_a_place_is_kept_and_crowds_nobody_out() -> None:
    data = for_husband()
    data["people"][1]["id"] = "p1"
    data["people"].insert(1, {"id": "x", "name": "吉田　次郎", "birth_date": "1990-01-01", "kin": "child"})
    data["roles"]["resident_record_copy"] = {}
    application = read(data)
    assert [each["id"] for each in application.answers["family"]] == ["p2", "p1"]


@pytest.mark.parametrize(
    ("roles", "name"),
    [
        ({"resident_record_copy": {"subject": ["hanako"]}}, "roles.resident_record_copy.subject"),
        ({"seal_certificate": {"claimant": "hanako"}}, "roles.seal_certificate.claimant"),
        ({"seal_certificate": {"basis": "self"}}, "roles.seal_certificate.basis"),
        ({"seal_certificate": {"painter": "taro"}}, "roles.seal_certificate.painter"),
        ({"seal_certificate": {"claimant": ["taro", "taro"]}}, "roles.seal_certificate.claimant"),
        ({"seal_certificate": {"claimant": {"id": "taro"}}}, "roles.seal_certificate.claimant"),
        ({"seal_certificate": ["taro"]}, "roles.seal_certificate"),
        ({"resident_record_copy": {"subject": ["nobody"]}}, "roles.resident_record_copy.subject"),
        ({"visitor": "nobody"}, "roles.visitor"),
        ({"visitor": ["hanako"]}, "roles.visitor"),
        ({"deceased": "hanako"}, "roles.deceased"),
        ({"move_in": {"movers": ["taro"]}}, "roles.move_in"),
    ],
)
def test_a_role_that_contradicts_the_rest_is_refused_by_name(roles: dict[str, Any], name: str) -> None:
    data = for_husband()
    data["roles"] |= roles
    assert refused(data) == (ExchangeReason.WRONG_ROLE, name)


@pytest.mark.parametrize(
    ("people", "id"),
    [
        ([{"id": "taro", "name": "吉田　太郎"}], "taro"),
        ([{"name": "吉田　三郎"}], ""),
        (["taro"], ""),
        ([{"id": "you"}], "you"),
        ([{"id": f"x{number}", "name": "子", "kin": "child"} for number in range(20)], "x19"),
    ],
    ids=["twice", "without id", "no person", "second visitor", "21 of a household"],
)
def test_people_who_cannot_be_told_apart_are_refused(people: list[Any], id: str) -> None:
    data = for_husband()
    data["people"] += people
    assert refused(data) == (ExchangeReason.WRONG_PERSON, id)


def test_answers_of_people_stand_with_the_people() -> None:
    for key in ("you.name", "family", "whom", "subject@resident_record_copy"):
        data = for_husband()
        data["answers"][key] = "x"
        assert refused(data) == (ExchangeReason.UNKNOWN_ITEM, key)


def test_a_fact_that_does_not_exist_is_named() -> None:
    data = for_husband()
    data["people"][1]["shoe"] = 42
    assert refused(data) == (ExchangeReason.UNKNOWN_ITEM, "p1.shoe")


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["hanako", "taro", "you", "p1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "name", "value", "source", "unknown", "kin", "subject", "claimant", "basis"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=6,
)
PLACES = st.sampled_from(
    [
        tuple(int(step) if step.isdigit() else step for step in place.split("/"))
        for place in [
            "people",
            "people/0",
            "people/1",
            "people/1/id",
            "people/1/kin",
            "people/0/name",
            "roles",
            "roles/visitor",
            "roles/whom",
            "roles/resident_record_copy",
            "roles/seal_certificate",
            "answers",
            "answers/seal.count",
        ]
    ]
)


@given(PLACES, PLAIN)
def test_hostile_json_is_an_application_or_an_exchange_error(place: tuple[str | int, ...], plain: object) -> None:
    data = for_husband()
    inner: Any = data
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = plain
    try:
        application = read(data)
    except ExchangeError:
        return
    assert read(application_to_json(application, TODAY)) == application


def test_the_examples_of_the_page_are_applications() -> None:
    examples = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 2
    wife, family = (application_from_json(text, CATALOGUE, TODAY) for text in examples)
    certificate = wife.journey(TODAY).seen_by(CATALOGUE.current["seal_certificate"])
    assert (certificate["claimant.name"], certificate["visitor.word"]) == ("吉田　太郎", "妻")
    claim = family.journey(TODAY).seen_by(CATALOGUE.current["child_allowance"])
    assert (claim["claimant.name"], claim["spouse.name"]) == ("髙﨑　健一", "髙﨑　美咲")
