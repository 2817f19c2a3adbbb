"""What to bring and what to mind follows from the answers, for one procedure or several."""

from datetime import date

from forms import shipped_catalogue
from forms.advice import notices, notices_beside, things_to_bring
from forms.answers import Answers
from forms.journey import journey

TODAY = date(2026, 11, 21)
COPY = shipped_catalogue().chosen(["resident_record_copy"])
BOTH = shipped_catalogue().chosen(["resident_record_copy", "resident_record_certificate"])
WITH_NUMBER: Answers = {
    "visitor.role": "proxy",
    "resident_record.kind@resident_record_copy": "current",
    "resident_record.entries@resident_record_copy": "number",
}


def test_it_works() -> None:
    alone = things_to_bring(COPY, {"visitor.role": "self"}, TODAY)
    sent = things_to_bring(COPY, {"visitor.role": "proxy"}, TODAY)
    assert [thing for thing in sent if thing not in alone] == ["委任状（頼んだ人が自分で書いた原本）"]


def test_what_two_procedures_want_is_brought_once() -> None:
    things = things_to_bring(BOTH, {"visitor.role": "proxy"}, TODAY)
    assert len(things) == len(set(things))
    assert set(things_to_bring(COPY, {"visitor.role": "proxy"}, TODAY)) <= set(things)


def test_a_notice_knows_the_question_it_is_about() -> None:
    (advice,) = notices(COPY, WITH_NUMBER, TODAY)
    assert advice.items == ("resident_record.entries",)
    pages = journey(COPY, WITH_NUMBER, TODAY)
    asking = [page for page in pages if notices_beside([advice], page)]
    assert [[ask.ask.item.name for ask in page.asks if ask.ask.item.name in advice.items] for page in asking] == [
        ["resident_record.entries"]
    ]


def test_nothing_applies_before_anything_is_answered() -> None:
    assert notices(COPY, {}, TODAY) == ()
