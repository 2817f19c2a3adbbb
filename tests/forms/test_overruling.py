"""What all certificates share is asked once, and a certificate may have an answer of its own (手続ごとに変える)."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from forms import Place, fee_lines, shipped_catalogue
from forms.answers import Answers, Value
from forms.checking import problems_of, sift
from forms.exchange import ExchangeError, ExchangeReason, application_from_json, application_to_json
from forms.fees import read_fees, total_of
from forms.journey import Journey
from forms.journeypage import JourneyAsk
from forms.mistake import DataMistake, MistakeKind
from forms.overruling import OVERRULED
from forms.procedure import Procedure
from forms.schema import fields_of, pack_rows, unpack_rows
from forms.ticket import TicketContents, open_ticket, seal
from forms.ticket.packing import pack_answers, unpack_answers
from forms.vocabulary import read_vocabulary
from tests.forms.ticket.towncatalogue import KEY, NOW, RING, TOWN
from tests.residents import HANAKO

SHIPPED = Path(__file__).parents[2] / "kiosk" / "shipped"
CATALOGUE = shipped_catalogue()
TODAY = date(2026, 11, 21)
COPY, SEAL, INCOME = CATALOGUE.chosen(["resident_record_copy", "seal_certificate", "income_certificate"])
BASE: Answers = {
    **HANAKO,
    "whom": "self",
    "resident_record.kind@resident_record_copy": "current",
    "resident_record.scope@resident_record_copy": "named",
    "resident_record.count@resident_record_copy": 1,
    "seal.count@seal_certificate": 1,
}
TWO: Answers = {
    **BASE,
    "purpose": "licence",
    "submit_to": "北見運転免許試験場",
    OVERRULED: ("seal_certificate",),
    "purpose@seal_certificate": "car",
}


def journey(answers: Answers, *procedures: Procedure) -> Journey:
    return Journey(procedures or (COPY, SEAL), answers, TODAY)


def wanted(found: Journey) -> dict[str, JourneyAsk]:
    return {ask.key: ask for page in found.pages if page.id == "wanted" for ask in page.asks}


def purposes(found: Journey) -> list[tuple[Value | None, Value | None]]:
    seen = [found.seen_by(procedure) for procedure in found.procedures]
    return [(each.get("purpose"), each.get("submit_to")) for each in seen]


def test_it_works() -> None:
    found = journey(TWO)
    assert problems_of(found) == ()
    assert purposes(found) == [("licence", "北見運転免許試験場"), ("car", None)]
    own = wanted(found)["purpose@seal_certificate"]
    assert (own.heading, own.serves) == ("印鑑登録証明書", ("seal_certificate",))
    assert wanted(found)["purpose"].serves == ("resident_record_copy",)


def test_without_a_word_all_have_the_same() -> None:
    assert purposes(journey({**BASE, "purpose": "bank"})) == [("bank", None), ("bank", None)]


def test_one_procedure_alone_is_not_asked_whether_it_differs() -> None:
    assert OVERRULED not in wanted(journey(BASE, COPY))
    water = CATALOGUE.chosen(["water"])
    assert OVERRULED not in wanted(journey(BASE, COPY, *water))


def test_the_question_stands_behind_what_all_share_and_before_what_each_asks() -> None:
    keys = list(wanted(journey({**BASE, OVERRULED: ("resident_record_copy",), "purpose": "other"})))
    assert keys[:6] == [
        "purpose",
        "purpose.detail",
        "submit_to",
        OVERRULED,
        "purpose@resident_record_copy",
        "submit_to@resident_record_copy",
    ]


def test_the_common_answer_is_proposed() -> None:
    answers: Answers = {**BASE, "purpose": "other", "purpose.detail": "相続", OVERRULED: ("seal_certificate",)}
    asks = wanted(journey(answers))
    assert asks["purpose@seal_certificate"].ask.usual == "other"
    asks = wanted(journey({**answers, "purpose@seal_certificate": "other"}))
    assert asks["purpose.detail@seal_certificate"].ask.usual == "相続"
    problems = [problem.item for problem in problems_of(journey({**answers, "purpose@seal_certificate": "other"}))]
    assert problems == ["purpose.detail@seal_certificate"]


def test_where_all_differ_nobody_is_asked_for_all() -> None:
    both = ("resident_record_copy", "seal_certificate")
    found = journey({**TWO, OVERRULED: both, "purpose@resident_record_copy": "school"})
    assert not {"purpose", "submit_to"} & set(wanted(found))
    assert purposes(found) == [("school", None), ("car", None)]
    assert "purpose" not in found.relevant


def test_a_procedure_that_was_given_up_overrules_nothing() -> None:
    found = journey({**TWO, "purpose": "work"}, COPY, INCOME)
    assert OVERRULED not in found.relevant
    assert {value for value, _ in purposes(found)} == {"work"}
    assert "purpose@seal_certificate" not in found.relevant


def offering(procedure: Procedure, *codes: str) -> Procedure:
    """The procedure with these purposes only."""
    pages = []
    for page in procedure.pages:
        asks = [
            replace(ask, offered=tuple(each for each in ask.item.choices if each.code in codes))
            if ask.item.name == "purpose"
            else ask
            for ask in page.asks
        ]
        pages.append(replace(page, asks=tuple(asks)))
    return replace(procedure, pages=tuple(pages))


def test_a_purpose_that_one_procedure_does_not_offer_is_asked_for_that_one() -> None:
    seal = offering(SEAL, "car", "bank")
    found = journey({**BASE, "purpose": "licence"}, COPY, seal)
    own = wanted(found)["purpose@seal_certificate"]
    assert {choice.code for choice in own.ask.offered} == {"bank", "car"}
    assert own.ask.usual is None
    assert purposes(found) == [("licence", None), (None, None)]
    assert "purpose@seal_certificate" not in wanted(journey({**BASE, "purpose": "bank"}, COPY, seal))


def test_all_are_offered_what_any_of_them_offers() -> None:
    copy, seal = offering(COPY, "licence", "school"), offering(SEAL, "car", "school")
    for purpose, own in (("licence", "seal_certificate"), ("car", "resident_record_copy"), ("school", None)):
        found = journey({**BASE, "purpose": purpose}, copy, seal)
        assert problems_of(found) == ()
        assert {choice.code for choice in wanted(found)["purpose"].ask.offered} == {"licence", "school", "car"}
        differ = {key.partition("@")[2] for key in wanted(found) if key.startswith("purpose@")}
        assert differ == ({own} if own else set())


def test_a_purpose_that_nobody_offers_is_wrong_for_all() -> None:
    copy, seal = offering(COPY, "licence"), offering(SEAL, "car")
    found = journey({**BASE, "purpose": "school"}, copy, seal)
    assert [problem.item for problem in problems_of(found)] == ["purpose"]


def test_only_the_certificate_for_the_pension_is_free() -> None:
    (certificate,) = CATALOGUE.chosen(["resident_record_certificate"])
    answers: Answers = {**BASE, "record_certificate.count@resident_record_certificate": 1, "purpose": "bank"}
    fees = read_fees(SHIPPED / "fees.toml")
    paid = fee_lines(journey(answers, certificate, SEAL), fees, Place.COUNTER)
    own: Answers = {OVERRULED: (certificate.id,), "purpose@resident_record_certificate": "pension"}
    less = fee_lines(journey({**answers, **own}, certificate, SEAL), fees, Place.COUNTER)
    assert (total_of(paid) or 0) > (total_of(less) or 0) > 0


def test_a_ticket_carries_two_purposes() -> None:
    contents = TicketContents(
        NOW,
        NOW + timedelta(days=30),
        (("seal_certificate", 1), ("resident_record_copy", 1)),
        journey(TWO).relevant,
    )
    texts = seal(contents, TOWN, KEY.public_key, CATALOGUE).texts
    back = open_ticket(texts, RING, CATALOGUE, NOW)
    assert back.answers == contents.answers
    assert sift((COPY, SEAL), back.answers, TODAY).journey.answers == back.answers


def test_who_has_one_purpose_for_all_carries_nothing_more() -> None:
    schema = fields_of((COPY, SEAL), CATALOGUE.vocabulary)
    first = next(place for place, field in enumerate(schema) if field.key == OVERRULED)
    packed = pack_answers(pack_rows({**BASE, "purpose": "bank"}, (COPY, SEAL)), schema)
    assert len(packed) < first


CODES = [choice.code for choice in CATALOGUE.vocabulary["purpose"].choices]
TEXTS = st.text(st.sampled_from("免許試験場𠮷田信用金庫A1"), min_size=1, max_size=12)
CHOSEN = st.lists(st.sampled_from([COPY, SEAL, INCOME]), min_size=1, unique=True)


@st.composite
def purposes_of_each(draw: st.DrawFn) -> tuple[tuple[Procedure, ...], Answers]:
    procedures = tuple(draw(CHOSEN))
    answers: dict[str, Value] = {"whom": "self"}
    named = tuple(each.id for each in sorted(procedures, key=lambda each: each.number) if draw(st.booleans()))
    answers |= {OVERRULED: named} if named else {}
    for end in ("", *(f"@{id}" for id in named)):
        for item, values in (("purpose", st.sampled_from(CODES)), ("purpose.detail", TEXTS), ("submit_to", TEXTS)):
            answers |= {f"{item}{end}": draw(values)} if draw(st.booleans()) else {}
    return procedures, answers


@given(purposes_of_each())
def test_any_purposes_come_back_from_a_ticket(drawn: tuple[tuple[Procedure, ...], Answers]) -> None:
    procedures, answers = drawn
    schema = fields_of(procedures, CATALOGUE.vocabulary)
    assert unpack_rows(unpack_answers(pack_answers(pack_rows(answers, procedures), schema), schema)) == answers
    phone = Journey(procedures, answers, TODAY)
    desk = Journey(procedures, phone.relevant, TODAY)
    for procedure in procedures:
        assert desk.seen_by(procedure) == phone.seen_by(procedure)
        alone = Journey((procedure,), phone.relevant_for(procedure), TODAY)
        assert alone.seen_by(procedure) == phone.seen_by(procedure), "as the code on its paper says it"


def as_json(**answers: object) -> str:
    home = {
        "name": "吉田　花子",
        "birth_date": "1960-07-05",
        "address": "北海道架空郡みどり野町",
        "phone": "0152-00-1234",
    }
    counts = {"resident_record.kind": "current", "resident_record.scope": "named", "resident_record.count": 1}
    return json.dumps(
        {
            "procedures": [COPY.id, SEAL.id],
            "people": [{"id": "hanako", **home}],
            "roles": {"visitor": "hanako", "whom": "self"},
            "answers": {**counts, "seal.count": 1, **answers},
        }
    )


def test_json_says_it_by_the_answer_alone() -> None:
    application = application_from_json(
        as_json(purpose="licence", **{"purpose@seal_certificate": "car"}), CATALOGUE, TODAY
    )
    assert application.answers[OVERRULED] == ("seal_certificate",)
    written = application_to_json(application, TODAY)
    assert application_from_json(json.dumps(written), CATALOGUE, TODAY) == application


def test_json_says_that_one_has_no_purpose_at_all() -> None:
    application = application_from_json(
        as_json(purpose="licence", overruled=["seal_certificate"]), CATALOGUE, TODAY
    )
    assert purposes(application.journey(TODAY)) == [("licence", None), (None, None)]


@pytest.mark.parametrize("named", [["water"], ["income_certificate"], "seal_certificate", [1]])
def test_json_cannot_name_others(named: object) -> None:
    with pytest.raises(ExchangeError) as caught:
        application_from_json(as_json(overruled=named), CATALOGUE, TODAY)
    assert caught.value.reason is ExchangeReason.ILLEGAL_ANSWER


@pytest.mark.parametrize("wrong", ["reuse = false", 'like = "person.name"'])
def test_what_is_asked_for_each_anyway_cannot_be_overruled(tmp_path: Path, wrong: str) -> None:
    name = "person.nickname" if "like" in wrong else "nickname"
    text = f'["{name}"]\nkind = "text"\nask = "呼び名"\noverrulable = true\n{wrong}\n'
    (tmp_path / "90.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataMistake) as caught:
        read_vocabulary(tmp_path, CATALOGUE.vocabulary)
    assert (caught.value.mistake.kind, caught.value.mistake.line) == (MistakeKind.NOT_ALLOWED, 4)
