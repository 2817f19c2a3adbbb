"""What the answers for one procedure tell another is not asked again, and can be changed."""

from datetime import date

import pytest

from forms import shipped_catalogue
from forms.answers import Answers, Value
from forms.checking import problems_of
from forms.condition import Condition, Operator, Test, holds
from forms.journey import Journey
from forms.person import Person

TODAY = date(2026, 11, 21)
MOVED: Answers = {"whom": "self", "citizenship": "japan", "move.date": "2026-11-20", "move.origin": "abroad"}
COUPLE: Value = (
    {"id": "p1", "name": "佐藤　健太", "birth_date": "1985-05-05", "relation": "head", "sex": "male"},
    {"id": "p2", "name": "佐藤　葵", "birth_date": "2020-08-08", "relation": "child", "sex": "female"},
)


def journey(answers: Answers, *procedures: str) -> Journey:
    return Journey(tuple(shipped_catalogue().chosen(procedures)), answers, TODAY)


def known(found: Journey) -> dict[str, Value]:
    return {ask.key: ask.known for ask in found.asks if ask.known is not None}


def test_it_works_for_somebody_from_abroad() -> None:
    found = journey(MOVED, "move_in", "national_pension")
    assert known(found)["pension.kind@national_pension"] == "from_abroad"
    assert known(found)["pension.date@national_pension"] == "2026-11-20"
    asked = {ask.key for page in found.path for ask in page.asks}
    assert not asked & {"pension.kind@national_pension", "pension.date@national_pension"}
    assert found.seen_by(found.procedures[1])["pension.kind"] == "from_abroad"


def test_only_in_the_case_it_is_known_for() -> None:
    found = journey({**MOVED, "move.origin": "town"}, "move_in", "national_pension")
    assert "pension.kind@national_pension" not in known(found)


def test_what_somebody_says_otherwise_counts() -> None:
    found = journey({**MOVED, "pension.kind@national_pension": "left_work"}, "move_in", "national_pension")
    assert found.seen_by(found.procedures[1])["pension.kind"] == "left_work"


@pytest.mark.parametrize(("insured", "kind"), [(("you", "p1", "p2"), "national"), (("p1",), None)])
def test_the_insurance_of_children_is_known_if_everybody_joins(insured: Value, kind: str | None) -> None:
    answers: Answers = {"whom": "self", "you.relation": "wife", "family": COUPLE}
    answers = {**answers, "insured@health_insurance_join": insured}
    found = journey(answers, "health_insurance_join", "child_medical")
    assert known(found).get("insurance.kind") == kind


@pytest.mark.parametrize(
    ("day", "is_this_year"),
    [("2026-01-01", False), ("2026-01-02", True), ("2026-12-31", True), ("2025-12-31", False)],
)
def test_this_year_begins_behind_the_day_towns_count_by(day: str, is_this_year: bool) -> None:
    condition = Condition(((Test("move.date", Operator.THIS_YEAR, (True,)),),))
    assert holds(condition, {"move.date": day}, TODAY) is is_this_year


def test_the_page_of_the_household_says_what_it_is_for() -> None:
    titles = {
        chosen: next(page.title for page in journey(answers, chosen).pages if page.id == "family")
        for chosen, answers in (("move_in", MOVED), ("resident_record_copy", {"whom": "household"}))
    }
    assert titles == {"move_in": "一緒に引っ越してきた家族", "resident_record_copy": "書類に載る家族"}


def test_a_relation_in_words_of_ones_own_wants_the_words() -> None:
    row = {"id": "p1", "name": "佐藤　健太", "birth_date": "1985-05-05", "kin": "other"}
    answers: Answers = {"whom": "household", "family": (row,)}
    problems = [problem.input for problem in problems_of(journey(answers, "resident_record_copy"))]
    assert "family.0.relation_words" in problems
    answers = {**answers, "family": ({**row, "relation_words": "弟の妻"},)}
    problems = [problem.input for problem in problems_of(journey(answers, "resident_record_copy"))]
    assert "family.0.relation_words" not in problems


@pytest.mark.parametrize(
    ("name", "is_latin"),
    [("NGUYEN VAN AN", True), ("Nguyễn　Văn An", True), ("佐藤　恵", False), ("グエン　アン", False)],
)
def test_latin_names_are_known_with_all_their_marks(name: str, is_latin: bool) -> None:
    assert Person("you", {"name": name}).is_latin is is_latin
