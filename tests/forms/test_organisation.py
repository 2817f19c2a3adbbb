"""A company asks for the certificate of somebody it has a right against: it is the claimant, its employee comes for it."""

import json
from dataclasses import replace
from datetime import date

import pytest

from forms import Application, shipped_catalogue
from forms.answers import UNKNOWN, Value, rows_of
from forms.application import ORGANISATION_PAPERS, REASON_PAPERS, things_to_bring
from forms.checking import problems_of
from forms.exchange import application_from_json, application_to_json
from forms.journey import Journey
from forms.procedure import Shows
from forms.role import Basis
from forms.samples import read_sample
from forms.schema import fields_of, pack_rows, unpack_rows
from forms.ticket.packing import pack_answers, unpack_answers
from forms.vocabulary import shipped_vocabulary

TODAY = date(2026, 11, 29)
ADMITTED = [each for each in shipped_catalogue().current.values() if Basis.ORGANISATION in each.who]
ADMITTING = [each.id for each in ADMITTED if not each.rules.organisation_itself]
ITSELF = [each.id for each in ADMITTED if each.rules.organisation_itself]


def sample(id: str, **more: Value) -> Application:
    made = read_sample(shipped_catalogue().chosen([id])[0], "organisation")
    return replace(
        made, answers={**made.answers, **{key.replace("__", "."): value for key, value in more.items()}}
    )


def journey(id: str, **more: Value) -> Journey:
    return sample(id, **more).journey(TODAY)


def test_it_works() -> None:
    here = journey("resident_record_copy")
    assert problems_of(here) == ()
    assert [page.id for page in here.pages] == ["whom", "organisation", "you", "asker", "wanted"]
    assert next(page.title for page in here.pages if page.id == "asker") == "証明に載る方のこと"
    seen = here.seen_by(here.procedures[0])
    assert (seen["basis"], seen["visitor.word"]) == ("organisation", "担当者")
    assert seen["organisation.head"] == "代表取締役　見本　太郎"
    assert "claimant.name" not in seen
    (subject,) = rows_of(seen["subject"])
    assert (subject["name"], subject["address"]) == ("髙﨑　健一", "北海道架空郡みどり野町東一条北二丁目３番地")


def test_it_is_admitted_where_the_law_knows_third_parties() -> None:
    assert ADMITTING == [
        "resident_record_copy",
        "resident_record_certificate",
        "family_register_certificate",
        "family_register_history",
    ]


@pytest.mark.parametrize("id", ADMITTING)
def test_it_needs_its_papers_and_a_reason_and_no_household(id: str) -> None:
    here = journey(id)
    assert problems_of(here) == ()
    assert {*ORGANISATION_PAPERS, *REASON_PAPERS} <= set(things_to_bring(here))
    assert not set(ORGANISATION_PAPERS) & set(things_to_bring(here, [Shows.AUTHORITY]))
    keys = [ask.key for ask in here.asks]
    assert "organisation.reason" in keys
    assert not {"family", "purpose", "you.bond", "register.relation"} & set(keys)


def test_it_asks_about_itself_where_it_pays() -> None:
    assert ITSELF == ["tax_payment_certificate", "property_certificate", "moped_register", "moped_end"]


@pytest.mark.parametrize("id", ITSELF)
def test_about_itself_it_needs_no_reason_and_nobody_else(id: str) -> None:
    here = journey(id)
    assert problems_of(here) == ()
    assert not set(REASON_PAPERS) & set(things_to_bring(here))
    assert set(ORGANISATION_PAPERS) <= set(things_to_bring(here))
    assert [page.id for page in here.pages][:3] == ["whom", "organisation", "you"]
    assert not {"organisation.reason", "asker.name", "family"} & {ask.key for ask in here.asks}
    assert "claimant.name" not in here.seen_by(here.procedures[0])


@pytest.mark.parametrize("id", ["dog", "water"])
def test_it_owns_a_dog_and_uses_water(id: str) -> None:
    here = journey(id)
    assert problems_of(here) == ()
    seen = here.seen_by(here.procedures[0])
    assert (seen["basis"], seen["organisation.name"]) == ("free", "社会福祉法人みどり会")
    assert "whom" not in here.relevant


def test_both_at_once_ask_for_the_reason_of_the_one() -> None:
    made = [sample("resident_record_copy"), sample("tax_payment_certificate")]
    both = shipped_catalogue().chosen(["resident_record_copy", "tax_payment_certificate"])
    here = Journey(both, {**made[1].answers, **made[0].answers}, TODAY)
    reason = next(ask for ask in here.asks if ask.key == "organisation.reason")
    assert reason.serves == ("resident_record_copy",)
    assert problems_of(here) == ()


@pytest.mark.parametrize("id", [*ADMITTING, *ITSELF, "dog", "water"])
def test_it_goes_through_tickets_and_json(id: str) -> None:
    made = sample(id)
    schema = fields_of(made.procedures, shipped_vocabulary())
    packed = pack_answers(pack_rows(made.answers, made.procedures), schema)
    assert unpack_rows(unpack_answers(packed, schema)) == made.answers
    told = json.dumps(application_to_json(made, TODAY))
    assert application_from_json(told, shipped_catalogue(), TODAY).answers == made.answers


def test_what_the_employee_does_not_know_waits_for_the_counter() -> None:
    here = journey(
        "resident_record_copy",
        organisation__head=UNKNOWN,
        organisation__phone=UNKNOWN,
        asker__birth_date=UNKNOWN,
    )
    assert problems_of(here) == ()
    without = journey("resident_record_copy", organisation__name=UNKNOWN)
    assert [problem.item for problem in problems_of(without)] == ["organisation.name"]


@pytest.mark.parametrize(
    ("id", "more", "item"),
    [
        (
            "resident_record_copy",
            {"resident_record.entries@resident_record_copy": ("number",)},
            "resident_record.entries",
        ),
        ("family_register_certificate", {"register.place": "elsewhere"}, "whom"),
    ],
)
def test_what_only_the_person_gets_it_does_not(id: str, more: dict[str, Value], item: str) -> None:
    made = sample(id)
    wrong = replace(made, answers={**made.answers, **more}).journey(TODAY)
    assert item in [problem.item.partition("@")[0] for problem in problems_of(wrong)]


def test_a_corporate_guardian_says_where_it_is_and_who_stands_for_it() -> None:
    (procedure,) = shipped_catalogue().chosen(["income_certificate"])
    answers: dict[str, Value] = {"whom": "legal", "legal.kind": "guardian"}
    assert "organisation" not in [page.id for page in Journey((procedure,), answers, TODAY).pages]
    named = Journey((procedure,), {**answers, "organisation.name": "みどり会"}, TODAY)
    page = next(page for page in named.pages if page.id == "organisation")
    assert [ask.key for ask in page.asks] == [
        "organisation.postal_code",
        "organisation.address",
        "organisation.building",
        "organisation.head",
    ]
    parent = Journey((procedure,), {**answers, "legal.kind": "parent", "organisation.name": "みどり会"}, TODAY)
    assert "organisation" not in [page.id for page in parent.pages]
