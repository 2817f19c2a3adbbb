"""One journey for several procedures."""

from datetime import date
from pathlib import Path

import pytest

from forms.answers import Answers
from forms.journey import Journey
from forms.journeypage import JourneyPage
from forms.procedure import Procedure
from forms.procedures import read_catalogue, shipped_catalogue
from tests.forms.datafiles import ITEMS, PROCEDURE, town_folder

TODAY = date(2026, 4, 1)
OTHER = PROCEDURE.replace("9001", "9002").replace("絵の具の申請", "絵筆の申請").replace("\nrequired = false", "")


@pytest.fixture
def paint(tmp_path: Path) -> tuple[Procedure, Procedure]:
    """Two procedures that ask the same, the second of which needs the people."""
    folder = town_folder(tmp_path)
    (folder / "brush").mkdir()
    (folder / "brush" / "procedure.toml").write_text(OTHER, encoding="utf-8")
    first, second = read_catalogue(folder).chosen(["paint", "brush"])
    return first, second


def keys(pages: tuple[JourneyPage, ...]) -> list[str]:
    return [ask.key for page in pages for ask in page.asks]


def test_it_works(paint: tuple[Procedure, Procedure]) -> None:
    assert keys(Journey(paint[:1], {}, TODAY).pages) == ["colour@paint", "amount", "who"]


def test_it_grows_and_shrinks_with_the_answers(paint: tuple[Procedure, Procedure]) -> None:
    assert "shade" in keys(Journey(paint[:1], {"colour@paint": "red"}, TODAY).pages)
    assert "shade" not in keys(Journey(paint[:1], {"colour@paint": "blue"}, TODAY).pages)


def test_a_shared_question_is_asked_once_and_names_both_procedures(paint: tuple[Procedure, Procedure]) -> None:
    pages = Journey(paint, {}, TODAY).pages
    asked = keys(pages)
    assert len(asked) == len(set(asked))
    serves = {ask.key: ask.serves for page in pages for ask in page.asks}
    assert serves["amount"] == ("paint", "brush")


def test_what_must_not_be_shared_is_asked_for_each(paint: tuple[Procedure, Procedure]) -> None:
    assert {"colour@paint", "colour@brush"} <= set(keys(Journey(paint, {}, TODAY).pages))


def test_a_shared_question_is_required_if_one_procedure_needs_it(paint: tuple[Procedure, Procedure]) -> None:
    asks = {ask.key: ask.ask for page in Journey(paint, {}, TODAY).pages for ask in page.asks}
    assert asks["who"].required


def test_the_order_of_choosing_does_not_change_the_questions(paint: tuple[Procedure, Procedure]) -> None:
    assert Journey(paint, {}, TODAY).pages == Journey(paint[::-1], {}, TODAY).pages


def test_each_procedure_sees_its_own_answers_only(paint: tuple[Procedure, Procedure]) -> None:
    answers: Answers = {"colour@paint": "red", "colour@brush": "blue", "amount": 2}
    assert Journey(paint, answers, TODAY).seen_by(paint[0]) == {"colour": "red", "amount": 2}
    assert Journey(paint, answers, TODAY).seen_by(paint[1]) == {"colour": "blue", "amount": 2}


def test_hidden_answers_do_not_leave_the_phone(paint: tuple[Procedure, Procedure]) -> None:
    answers: Answers = {"colour@paint": "blue", "shade": "朱", "amount": 2, "unknown": "x"}
    assert Journey(paint[:1], answers, TODAY).relevant == {"colour@paint": "blue", "amount": 2}


CHAIN = """
[[page.ask]]
item = "again"
when = { shade = { answered = true } }
"""


def test_a_hidden_answer_decides_nothing_any_more(tmp_path: Path) -> None:
    items = ITEMS + '\n[again]\nkind = "text"\nask = "もう一度"\n'
    catalogue = read_catalogue(town_folder(tmp_path, procedure=PROCEDURE + CHAIN, items=items))
    chosen = catalogue.chosen(["paint"])
    assert "again" in keys(Journey(chosen, {"colour@paint": "red", "shade": "朱"}, TODAY).pages)
    assert "again" not in keys(Journey(chosen, {"colour@paint": "blue", "shade": "朱"}, TODAY).pages)


def test_people_fields_are_asked_only_where_a_procedure_needs_them(tmp_path: Path) -> None:
    names_only = PROCEDURE.replace('item = "who"', 'item = "who"\nfields = ["name"]')
    folder = town_folder(tmp_path, procedure=names_only)
    (folder / "brush").mkdir()
    (folder / "brush" / "procedure.toml").write_text(OTHER, encoding="utf-8")
    names, whole = read_catalogue(folder).chosen(["paint", "brush"])
    answers: Answers = {"who": ({"name": "髙﨑", "born": "2009-04-01"},)}
    alone = {ask.key: ask.ask.item for page in Journey((names,), {}, TODAY).pages for ask in page.asks}
    both = {
        ask.key: ask.ask.item
        for page in Journey(
            (
                names,
                whole,
            ),
            {},
            TODAY,
        ).pages
        for ask in page.asks
    }
    assert [field.name for field in alone["who"].fields] == ["name"]
    assert [field.name for field in both["who"].fields] == ["name", "born"]
    assert Journey((names,), answers, TODAY).relevant == {"who": ({"name": "髙﨑"},)}
    assert Journey((names,), answers, TODAY).seen_by(names) == {"who": ({"name": "髙﨑"},)}
    assert (
        Journey(
            (
                names,
                whole,
            ),
            answers,
            TODAY,
        ).relevant
        == answers
    )


FILLS = """
[[fill]]
item = "grown_ups"
row = { name = "shade" }
when = { colour = "red" }

[[fill]]
item = "grown_ups"
from = "who"
where = { born = { age_at_least = 18 } }

[[fill]]
item = "eldest"
from = "grown_ups_source"
field = "name"
"""


def test_fills_add_up_and_select_people(tmp_path: Path) -> None:
    items = (
        ITEMS
        + '\n[grown_ups]\nlike = "who"\n[grown_ups.fields.name]\nkind = "text"\nask = "名"\n'
        + '\n[eldest]\nkind = "text"\nask = "年長者"\n'
    )
    fills = FILLS.replace("grown_ups_source", "who")
    chosen = read_catalogue(town_folder(tmp_path, PROCEDURE + fills, items)).chosen(["paint"])
    people = ({"name": "髙﨑　健一", "born": "1978-06-15"}, {"name": "髙﨑　蓮", "born": "2019-05-01"})
    seen = Journey(chosen, {"colour@paint": "red", "shade": "渡邉", "who": people}, TODAY).seen_by(chosen[0])
    assert seen["grown_ups"] == ({"name": "渡邉"}, people[0])
    assert seen["eldest"] == "髙﨑　健一"


def test_what_matters_most_is_asked_among_what_was_chosen() -> None:
    (sheet,) = shipped_catalogue().chosen(["consultation"])
    said: Answers = {"consult.topics": ("rent", "children"), "consult.main": "rent"}
    journey = Journey((sheet,), said, TODAY)
    (ask,) = [ask for ask in journey.asks if ask.key == "consult.main"]
    assert [choice.code for choice in ask.ask.offered] == ["rent", "children"]
    assert journey.seen_by(sheet)["consult.main"] == journey.relevant["consult.main"] == "rent"
    for topics in (("children",), ("children", "food")):
        later = Journey((sheet,), {**said, "consult.topics": topics}, TODAY)
        assert "consult.main" not in later.seen_by(sheet), "what troubles nobody any more is on no paper"
        assert "consult.main" not in later.relevant
        assert ("consult.main" in keys(later.pages)) == (len(topics) > 1)
