"""Pages are read by the rules of the procedures, and whatever arrives, nothing breaks."""

from dataclasses import replace

from flask import get_template_attribute
from hypothesis import HealthCheck, given, settings, strategies as st
from werkzeug.datastructures import MultiDict

from forms import kinds
from forms.answers import UNKNOWN
from forms.inputs import Inputs
from kiosk.web import Front, apply_action, page_inputs, questions, read_page
from kiosk.web.inputs import form_inputs
from tests.kiosk.web.conftest import TODAY, PageOf
from tests.residents import YOSHIDA

FAMILY, GIVEN = YOSHIDA.split("\u3000")
SUBJECTS = "family"
SOME = {"whom": "household"}
NAMES = st.sampled_from(
    [
        "you.name.family",
        "you.kana.given",
        "you.birth_date",
        "you.birth_date.era",
        "you.birth_date.year",
        "you.birth_date.unknown",
        "you.postal_code",
        "you.postal_code!look",
        f"{SUBJECTS}.0.name.family",
        f"{SUBJECTS}.19.birth_date.day",
        f"{SUBJECTS}.999999.name.family",
        f"{SUBJECTS}!rows",
        "whom",
        "csrf_token",
    ]
)
ANYTHING = st.dictionaries(
    st.one_of(NAMES, st.text(max_size=30)), st.lists(st.text(max_size=30), max_size=3), max_size=8
)


def test_it_works(page_of: PageOf) -> None:
    page = page_of("resident_record_copy", "you")
    typed: Inputs = {"you.name.family": (FAMILY,), "you.name.given": (GIVEN,), "you.phone": ("090",)}
    read = read_page(page, typed, TODAY)
    assert read.values["you.name"] == YOSHIDA
    assert {problem.item for problem in read.problems} == {
        "you.phone",
        "you.birth_date",
        "you.address",
    }


def test_a_page_replaces_its_own_answers_only(page_of: PageOf) -> None:
    page = page_of("resident_record_copy", "whom")
    read = read_page(page, {"whom": ("self",)}, TODAY)
    assert read.merged({"whom": "letter", "you.bond": "子"}) == {
        "whom": "self",
        "you.bond": "子",
    }
    assert read_page(page, {}, TODAY).merged({"whom": "letter"}) == {}


def test_answers_stand_in_the_fields_as_they_were_given(page_of: PageOf) -> None:
    page = page_of("resident_record_copy", "you")
    answers = {"you.name": YOSHIDA, "you.birth_date": "1955-02-17", "you.address": "東京都"}
    assert read_page(page, page_inputs(page, answers), TODAY).values == answers


def test_the_same_item_asked_by_two_procedures_has_inputs_of_its_own(page_of: PageOf) -> None:
    page = page_of("resident_record_copy", "wanted")
    asked = [question.key for question in questions(page, {})]
    assert "resident_record.count@resident_record_copy" in asked
    assert "purpose" in asked, "the purpose is asked once for all"


def test_nobody_is_told_how_to_leave_out_their_own_birthday(page_of: PageOf) -> None:
    pages = (page_of("resident_record_copy", "you"), page_of("resident_record_copy", "family", SOME))
    asked = [each for page in pages for each in questions(page, {})]
    days = {each.key: each for each in (*asked, *(each for found in asked for row in found.rows for each in row))}
    assert not days["you.birth_date"].may_leave_parts
    assert days["family.0.birth_date"].may_leave_parts


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=ANYTHING, action=st.one_of(st.text(max_size=40), st.sampled_from(["add", "remove", "postal", "use"])))
def test_whatever_is_sent_is_read_or_refused(page_of: PageOf, typed: dict[str, list[str]], action: str) -> None:
    inputs = form_inputs(MultiDict(typed))
    for page in (
        page_of("resident_record_copy", "you"),
        page_of("resident_record_copy", "family", SOME),
    ):
        read = read_page(page, inputs, TODAY)
        for question in questions(page, read.inputs, read.problems):
            assert len(question.rows) <= 20
            assert isinstance(question.error, str)
            assert question.error_id
        for key in ("you.postal_code", SUBJECTS):
            apply_action(page, read.inputs, f"{action}:{key}:{action}")


def test_removing_a_person_moves_the_others_up(page_of: PageOf) -> None:
    page = page_of("resident_record_copy", "family", SOME)
    inputs: Inputs = {f"{SUBJECTS}.{at}.name.family": (name,) for at, name in enumerate("甲乙丙")}
    left = apply_action(page, inputs, f"remove:{SUBJECTS}:1")
    assert left is not None
    assert [left.inputs[f"{SUBJECTS}.{at}.name.family"][0] for at in (0, 1)] == ["甲", "丙"]
    assert f"{SUBJECTS}.2.name.family" not in left.inputs


def test_who_was_removed_by_mistake_comes_back_in_the_old_place(page_of: PageOf) -> None:
    page = page_of("resident_record_copy", "family", SOME)
    inputs: Inputs = {f"{SUBJECTS}.{at}.name.family": (name,) for at, name in enumerate("甲乙丙")}
    inputs[f"{SUBJECTS}!rows"] = ("3",)
    left = apply_action(page, inputs, f"remove:{SUBJECTS}:1")
    assert left is not None
    (asked,) = (question for question in questions(page, left.inputs) if question.key == SUBJECTS)
    assert asked.gone is not None
    assert asked.gone.place == 1
    back = apply_action(page, left.inputs, f"restore:{SUBJECTS}")
    assert back is not None
    assert back.inputs == inputs
    again = apply_action(page, back.inputs, f"restore:{SUBJECTS}")
    assert again is not None
    assert again.inputs == inputs


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.text("甲乙丙丁", min_size=1, max_size=3), min_size=1, max_size=19), data=st.data())
def test_a_removal_can_always_be_undone(page_of: PageOf, names: list[str], data: st.DataObject) -> None:
    page = page_of("resident_record_copy", "family", SOME)
    inputs: Inputs = {f"{SUBJECTS}.{at}.name.family": (name,) for at, name in enumerate(names)}
    inputs[f"{SUBJECTS}!rows"] = (str(len(names)),)
    place = data.draw(st.integers(0, len(names) - 1))
    left = apply_action(page, inputs, f"remove:{SUBJECTS}:{place}")
    assert left is not None
    back = apply_action(page, left.inputs, f"restore:{SUBJECTS}")
    assert back is not None
    assert back.inputs == inputs


def test_nothing_is_kept_of_a_person_with_nothing_typed(page_of: PageOf) -> None:
    page = page_of("resident_record_copy", "family", SOME)
    inputs: Inputs = {
        f"{SUBJECTS}.0.name.family": ("甲",),
        f"{SUBJECTS}.1.name.family": ("",),
        f"{SUBJECTS}!rows": ("2",),
    }
    left = apply_action(page, inputs, f"remove:{SUBJECTS}:1")
    assert left is not None
    assert left.inputs == {f"{SUBJECTS}.0.name.family": ("甲",), f"{SUBJECTS}!rows": ("1",)}


def test_no_more_persons_than_allowed(page_of: PageOf) -> None:
    page = page_of("resident_record_copy", "family", SOME)
    inputs: Inputs = {f"{SUBJECTS}!rows": ("20",)}
    more = apply_action(page, inputs, f"add:{SUBJECTS}")
    assert more is not None
    assert more.inputs[f"{SUBJECTS}!rows"] == ("20",)


def test_every_kind_has_a_macro_that_asks_it(front: Front) -> None:
    with front.test_request_context():
        macros = get_template_attribute("kit/fields.html", "macros")
        assert {kind.macro for kind in kinds.KINDS.values()} == set(macros)


def test_a_question_that_may_wait_offers_to_be_answered_at_the_counter(page_of: PageOf, front: Front) -> None:
    page = page_of("resident_record_copy", "you")
    waiting = replace(
        page, asks=tuple(replace(each, ask=replace(each.ask, may_be_unknown=True)) for each in page.asks)
    )
    sent: Inputs = {f"{each.key}!unknown": ("yes",) for each in page.asks}
    read = read_page(waiting, sent, TODAY)
    assert set(read.values.values()) == {UNKNOWN}
    assert not read.problems
    assert page_inputs(waiting, read.values) == sent
    assert UNKNOWN not in read_page(page, sent, TODAY).values.values()
    with front.test_request_context():
        question = get_template_attribute("kit/fields.html", "question")
        for asked in questions(waiting, sent):
            assert f'name="{asked.key}!unknown" value="yes" checked' in question(asked)
        assert "!unknown" not in "".join(question(asked) for asked in questions(page, {}))


def test_a_day_in_the_registers_words_is_shown_in_one_line_everywhere(page_of: PageOf) -> None:
    page = page_of("resident_record_copy", "you")
    for iso, is_in_words in (
        ("1960-07-05~", True),
        ("0000-00-00", True),
        ("1960-07-05", False),
        ("1960-07-00", False),
    ):
        (asked,) = [
            each for each in questions(page, page_inputs(page, {"you.birth_date": iso})) if each.kind == "date"
        ]
        assert asked.is_in_words is is_in_words
