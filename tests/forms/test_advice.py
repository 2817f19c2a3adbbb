"""What to bring and what to mind follows from the answers, for one procedure or several."""

from datetime import date

from forms import shipped_catalogue
from forms.answers import Answers
from forms.application import notices, notices_beside, things_to_bring
from forms.journey import Journey
from forms.procedure import Procedure

TODAY = date(2026, 11, 21)
COPY = shipped_catalogue().chosen(["resident_record_copy"])
BOTH = shipped_catalogue().chosen(["resident_record_copy", "resident_record_certificate"])
WITH_NUMBER: Answers = {
    "whom": "letter",
    "resident_record.kind@resident_record_copy": "current",
    "resident_record.entries@resident_record_copy": "number",
}


def brought(chosen: tuple[Procedure, ...], answers: Answers) -> tuple[str, ...]:
    return things_to_bring(Journey(chosen, answers, TODAY))


def test_it_works() -> None:
    alone = brought(COPY, {"whom": "self"})
    sent = brought(COPY, {"whom": "letter"})
    assert [thing for thing in sent if thing not in alone] == ["委任状（頼んだ人が自分で書いた原本）"]


def test_what_two_procedures_want_is_brought_once() -> None:
    things = brought(BOTH, {"whom": "letter"})
    assert len(things) == len(set(things))
    assert set(brought(COPY, {"whom": "letter"})) <= set(things)


def test_a_notice_knows_the_question_it_is_about() -> None:
    journey = Journey(COPY, WITH_NUMBER, TODAY)
    (advice,) = notices(journey)
    assert advice.items == ("resident_record.entries",)
    asking = [page for page in journey.pages if notices_beside([advice], page)]
    assert [[ask.ask.item.name for ask in page.asks if ask.ask.item.name in advice.items] for page in asking] == [
        ["resident_record.entries"]
    ]


def test_nothing_applies_before_anything_is_answered() -> None:
    assert notices(Journey(COPY, {}, TODAY)) == ()
