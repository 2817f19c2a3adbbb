"""The way of one draft through its pages, without a browser."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from forms import shipped_catalogue
from forms.doubts.doubt import Municipality
from forms.inputs import Inputs
from forms.samples import read_sample
from kiosk.prefill.draft import Draft, find_waiting
from kiosk.prefill.journey import DraftJourney, find_new_questions, keys_of
from kiosk.web import read_page

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TOWN = Municipality("北海道", "架空郡", "みどり野町")
COPY = shipped_catalogue().chosen(["resident_record_copy"])


@pytest.fixture
def empty() -> DraftJourney:
    return DraftJourney("abcdefghijkl", Draft(("resident_record_copy",)), COPY, TODAY, TOWN)


@pytest.fixture
def full(empty: DraftJourney) -> DraftJourney:
    draft = replace(empty.draft, answers=read_sample(COPY[0], "typical").answers)
    done = frozenset(page.id for page in empty.change(draft).pages)
    return empty.change(replace(draft, done=done))


def test_it_works(empty: DraftJourney, full: DraftJourney) -> None:
    assert empty.first_unfinished == empty.pages[0]
    assert full.first_unfinished is None


def test_progress_counts_the_review_page(full: DraftJourney) -> None:
    assert [full.progress(page).page for page in full.pages] == list(range(1, len(full.pages) + 1))
    assert {full.progress(page).pages for page in full.pages} == {len(full.pages) + 1}


def test_a_page_grows_with_what_is_typed_and_new_questions_are_no_mistakes(empty: DraftJourney) -> None:
    page = empty.pages[0]
    typed: Inputs = {"whom": ("legal",)}
    grown = empty.grow(page, typed)
    seen = empty.grow_seen(page, typed, keys_of(page))
    assert set(keys_of(seen)) == set(keys_of(page)) & set(keys_of(grown))
    assert not empty.read(seen, typed).problems
    assert not set(find_new_questions(page, grown)) & set(keys_of(page))


def test_mistakes_are_shown_on_pages_that_were_sent_only(full: DraftJourney) -> None:
    page = full.pages[0]
    typed = full.change(full.draft.keep(page, {}))
    assert typed.problems(page) == ()
    sent = full.change(full.draft.keep(page, {}, tried=True))
    assert [problem.item for problem in sent.problems(page)] == ["whom"]
    assert sent.first_unfinished == page


def test_codes_last_until_an_answer_changes_or_they_expire(full: DraftJourney) -> None:
    page = full.pages[0]
    coded = full.draft.add_codes(("123",), NOW + timedelta(days=1))
    assert coded.has_codes(NOW)
    assert not coded.has_codes(NOW + timedelta(days=1))
    assert coded.finish(page, read_page(page, full.inputs(page), TODAY)).has_codes(NOW)
    other = read_page(page, {"whom": ("household",)}, TODAY)
    assert not coded.finish(page, other).has_codes(NOW)
    assert not coded.choose(["move_in"], stays=False).has_codes(NOW)


@pytest.mark.parametrize("value", ["", "short", "abcdefghijklm", "../../../etc", "ａｂｃｄｅｆｇｈｉｊｋｌ"])
def test_a_pointer_to_nothing_we_made_leads_nowhere(value: str) -> None:
    assert find_waiting({"draft": value}) == ""
    assert find_waiting({"draft": "abcdefghijkl"}) == "abcdefghijkl"
