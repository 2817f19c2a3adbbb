"""The guide's files are read strictly and its decision tables leave no case out: a test for each kind of mistake."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from forms import holds, read_catalogue, shipped_catalogue
from forms.guide import check_guide, read_guide
from forms.guide.check import cases
from forms.guide.eventfile import read_event
from forms.mistake import DataMistake, MistakeKind
from tests.forms.guidefiles import EVENT, TODAY, guide_folder, mistakes_in

SHIPPED = Path(__file__).parents[2] / "kiosk" / "shipped" / "guide"
EVENTS = {
    "move_in",
    "move_out",
    "move_within",
    "marriage",
    "divorce",
    "birth",
    "work",
    "bereavement",
    "care",
    "certificate",
    "newcomer",
    "disability",
    "disaster",
    "house",
    "my_number_card",
    "name_change",
    "payment",
    "pregnancy",
    "school",
    "senior",
    "single_parent",
    "vehicle",
    "child_leaves",
    "grave",
    "hospital",
    "lost",
    "pet",
    "property",
    "twenty",
    "visa",
}


def test_it_works(tmp_path: Path) -> None:
    assert mistakes_in(tmp_path, EVENT) == []


def test_the_shipped_guide_holds_no_mistake_on_any_day() -> None:
    for day in (date(2026, 4, 1), date(2028, 2, 29), date(2026, 12, 31)):
        assert [str(mistake) for mistake in check_guide(SHIPPED, shipped_catalogue(), day)] == []


def test_all_life_events_are_shipped() -> None:
    assert set(read_guide(SHIPPED, shipped_catalogue()).events) == EVENTS


def test_an_event_offers_only_the_answers_it_knows() -> None:
    events = read_guide(SHIPPED, shipped_catalogue()).events
    offered = {
        id: [choice.code for ask in events[id].questions for choice in ask.item.choices if ask.item.name == "whom"]
        for id in ("care", "certificate")
    }
    assert "organisation" in offered["certificate"]
    assert set(offered["certificate"]) - set(offered["care"]) == {"organisation"}


def test_no_folder_means_no_events(tmp_path: Path) -> None:
    assert dict(read_guide(tmp_path / "nothing", shipped_catalogue()).events) == {}


@pytest.mark.parametrize(
    ("old", "new", "kind", "line"),
    [
        ('title = "色をぬりたい"', "", MistakeKind.MISSING_KEY, 1),
        ('ask = "壁をぬりますか"', 'akk = "壁"', MistakeKind.MISSING_KEY, 7),
        ('title = "はしごを借りる"', 'title = "はしご"\nfee = 3', MistakeKind.UNKNOWN_KEY, 34),
        ('kind = "yes_no"', 'kind = "name"', MistakeKind.NOT_ALLOWED, 9),
        ('id = "wall"', 'id = "Wall!"', MistakeKind.NOT_ALLOWED, 8),
        ('id = "wall"', 'id = "shade"', MistakeKind.NOT_ALLOWED, 8),
        ('item = "colour"', 'item = "color"', MistakeKind.UNKNOWN_ITEM, 5),
        ('item = "colour"', 'item = "who"', MistakeKind.NOT_ALLOWED, 5),
        ('item = "colour"', 'item = "colour"\noffer = ["pink"]', MistakeKind.UNKNOWN_CHOICE, 6),
        ('id = "rooms"', 'id = "wall"', MistakeKind.DUPLICATE, 13),
        ('procedure = "paint"', 'procedure = "pant"', MistakeKind.UNKNOWN_PROCEDURE, 21),
        ("when = { wall = true }", "when = { walls = true }", MistakeKind.UNKNOWN_QUESTION, 25),
        ("when = { wall = true }", 'when = { wall = "yes" }', MistakeKind.UNKNOWN_ANSWER, 25),
        ("when = { wall = true }", 'when = { colour = "green" }', MistakeKind.UNKNOWN_ANSWER, 25),
        ("prefill = { amount = 3 }", "prefill = { amont = 3 }", MistakeKind.NEVER_ASKED, 27),
        ("prefill = { amount = 3 }", "prefill = { amount = 30 }", MistakeKind.UNKNOWN_CHOICE, 27),
        ("order = 10", 'order = 10\ncopy = { amount = "wall" }', MistakeKind.UNKNOWN_QUESTION, 23),
        (', since = "ぬった日" }', " }", MistakeKind.MISSING_KEY, 23),
        ("{ days = 14,", '{ days = 14, item = "wall",', MistakeKind.UNKNOWN_QUESTION, 23),
        ('why = "壁をぬるには申請が要ります。"', "", MistakeKind.MISSING_KEY, 24),
    ],
)
def test_a_mistake_is_named_with_file_line_and_remedy(
    tmp_path: Path, old: str, new: str, kind: MistakeKind, line: int
) -> None:
    assert old in EVENT
    found = mistakes_in(tmp_path, EVENT.replace(old, new, 1))
    assert (kind, "colours.toml", line) in [(one.kind, one.file.name, one.line) for one in found]
    assert all(one.sentence and one.remedy for one in found)


@pytest.mark.parametrize("test", ["age_at_least = 2100", "days_ago_at_least = 1000000"])
def test_a_row_about_a_day_beyond_the_calendar_is_refused(tmp_path: Path, test: str) -> None:
    question = '[[question]]\nid = "day"\nkind = "date"\nask = "ぬった日"\n'
    row = f'[[step.row]]\nwhen = {{ day = {{ {test} }} }}\nwhy = "ずっと前です。"\n'
    bad = EVENT.replace("[[step]]", f"{question}\n[[step]]", 1) + row
    assert MistakeKind.OUT_OF_RANGE in [one.kind for one in mistakes_in(tmp_path, bad)]


def test_all_mistakes_of_a_file_are_found_at_once(tmp_path: Path) -> None:
    bad = EVENT.replace('kind = "yes_no"', 'kind = "maybe"').replace('procedure = "paint"', 'procedure = "pant"')
    bad = bad.replace("order = 20", 'order = "20"')
    assert [one.kind for one in mistakes_in(tmp_path, bad)] == [
        MistakeKind.NOT_ALLOWED,
        MistakeKind.UNKNOWN_PROCEDURE,
        MistakeKind.WRONG_TYPE,
    ]


def test_a_case_without_a_row_is_a_gap(tmp_path: Path) -> None:
    bad = EVENT.replace(
        "[{ rooms = { at_most = 2 } }, { rooms = { answered = false } }]", "{ rooms = { at_most = 1 } }"
    )
    [gap] = mistakes_in(tmp_path, bad)
    assert (gap.kind, gap.line) == (MistakeKind.GAP, 36)
    assert "何も答えないとき" in gap.sentence
    assert "ほか" in gap.sentence


def test_two_rows_that_say_differently_contradict_each_other(tmp_path: Path) -> None:
    bad = EVENT.replace("when = { wall = false }", "when = { wall = [true, false] }")
    [clash] = mistakes_in(tmp_path, bad)
    assert (clash.kind, clash.line) == (MistakeKind.CONTRADICTION, 29)
    assert "壁をぬりますか＝はい" in clash.sentence


def test_rows_may_overlap_while_they_say_the_same(tmp_path: Path) -> None:
    good = EVENT.replace("{ rooms = { at_most = 2 } }", "{ rooms = { at_most = 2 } }, { rooms = { at_most = 1 } }")
    assert mistakes_in(tmp_path, good) == []


def test_a_row_that_never_applies_is_named(tmp_path: Path) -> None:
    bad = EVENT.replace("rooms = { at_least = 3 }", "rooms = { at_least = 10 }")
    assert MistakeKind.NEVER_APPLIES in [one.kind for one in mistakes_in(tmp_path, bad)]


def test_a_question_nobody_uses_is_named(tmp_path: Path) -> None:
    unused = '[[question]]\nid = "mood"\nkind = "yes_no"\nask = "たのしいですか"\n\n[[step]]'
    [found] = mistakes_in(tmp_path, EVENT.replace("[[step]]", unused, 1))
    assert (found.kind, found.detail, found.line) == (MistakeKind.UNUSED_QUESTION, "mood", 21)


def test_a_procedure_has_one_table_an_event(tmp_path: Path) -> None:
    again = EVENT + '\n[[step]]\nprocedure = "paint"\norder = 30\n[[step.row]]\nwhy = "もう一度。"\n'
    assert MistakeKind.DUPLICATE in [one.kind for one in mistakes_in(tmp_path, again)]


def test_a_deadline_must_be_the_one_of_the_procedure(tmp_path: Path) -> None:
    text = (SHIPPED / "move_in.toml").read_text("utf-8")
    assert "{ days = 15, since" in text
    file = tmp_path / "move_in.toml"
    file.write_text(text.replace("{ days = 15, since", "{ days = 14, since", 1), encoding="utf-8")
    with pytest.raises(DataMistake) as raised:
        read_event(file, shipped_catalogue())
    assert raised.value.mistake.kind is MistakeKind.CONTRADICTION
    assert "15日" in raised.value.mistake.sentence


def test_a_table_over_too_many_questions_is_refused_in_bounded_time(tmp_path: Path) -> None:
    names = [f"q{number}" for number in range(30)]
    questions = "".join(f'[[question]]\nid = "{name}"\nkind = "yes_no"\nask = "{name}"\n' for name in names)
    tests = ", ".join(f"{name} = true" for name in names)
    event = f'title = "多い"\n{questions}\n[[step]]\ntitle = "x"\ndesk = "y"\norder = 1\n[[step.row]]\nwhen = {{ {tests} }}\nwhy = "z"\n'
    assert [one.kind for one in mistakes_in(tmp_path, event)] == [MistakeKind.TOO_MANY_CASES]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_each_table_says_exactly_one_thing_whatever_a_household_answers(data: st.DataObject) -> None:
    guide = read_guide(SHIPPED, shipped_catalogue())
    event = data.draw(st.sampled_from(list(guide.events.values())))
    answers: dict[str, object] = {}
    for ask in event.questions:
        codes = [choice.code for choice in ask.item.choices]
        drawn = {
            "choice": st.sampled_from(codes or ["-"]),
            "choices": st.lists(st.sampled_from(codes or ["-"]), min_size=1, unique=True).map(tuple),
            "yes_no": st.booleans(),
            "date": st.dates(date(2025, 1, 1), date(2027, 12, 31)).map(date.isoformat),
        }[ask.item.kind.name]
        if ask.required or data.draw(st.booleans()):
            answers[ask.item.name] = data.draw(drawn)
    seen = event.seen(answers, TODAY)  # type: ignore[arg-type]
    for entry in event.entries:
        said = {repr(row.says) for row in entry.rows if holds(row.when, seen, TODAY)}
        assert len(said) == 1, (event.id, entry.title, seen)


def test_cases_follow_the_conditions_of_questions(tmp_path: Path) -> None:
    folder = guide_folder(tmp_path, EVENT.replace('id = "wall"', 'id = "wall"\nwhen = { colour = "red" }'))
    event = read_event(folder / "colours.toml", read_catalogue(tmp_path / "catalogue"))
    assert list(cases(event, event.entries[0], TODAY)) == [
        {"colour": "red", "wall": True},
        {"colour": "red", "wall": False},
        {"colour": "blue"},
    ]
