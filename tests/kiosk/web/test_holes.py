"""A question joined from pieces is, byte for byte, the one its template draws; no answer stays behind."""

import gc
import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import render_template

from forms import Inputs, Problem, ProblemCode
from forms.answers import OWN
from forms.item import Item
from forms.vocabulary import shipped_vocabulary
from kiosk.prefill import create_app
from kiosk.web import Question
from kiosk.web.holes import Drawings, is_plain
from kiosk.web.language import speak
from tests.kiosk.offices import make_office

SECRET = "<秘密\"&'\ufdd00\ufdd1>"
LANGUAGES = ("ja", "ja-simple", "en", "my")
BOTH = "{% import 'kit/fields.html' as fields %}{{ fields.plainly(asked) }}\n<hr>\n{{ fields.question(asked) }}\n"

Draw = Callable[[Question, str], tuple[str, str]]


@pytest.fixture(scope="module")
def draw(tmp_path_factory: pytest.TempPathFactory) -> Draw:
    """Draws a question as its template does, and from pieces, in a language."""
    app = create_app(make_office(tmp_path_factory.mktemp("holes")))
    template = app.jinja_env.from_string(BOTH)

    def both(asked: Question, language: str) -> tuple[str, str]:
        with app.test_request_context():
            speak(language)
            plainly, _, joined = render_template(template, asked=asked).partition("<hr>\n")
            return plainly.removesuffix("\n\n"), joined.removesuffix("\n")

    return both


def make_question(item: Item, inputs: Inputs) -> Question:
    return Question(item.name, item, item.ask, item.hint, required=False, inputs=inputs, may_be_unknown=True)


def typed(item: Item) -> tuple[Inputs, ...]:
    """Return what people type: nothing, a choice or two, a day, what is not known, and what breaks a page."""
    name, codes = item.name, tuple(choice.code for choice in item.choices)
    given: tuple[tuple[str, ...], ...] = (
        ("",),
        (SECRET,),
        ("yes",),
        ("平成3年4月5日",),
        ("1991-04-05",),
        codes[:1],
        codes[1:3],
    )
    parts: Inputs = {f"{name}.family": ("山田",), f"{name}.given": (SECRET,), f"{name}!unknown": ("yes",)}
    days: Inputs = {f"{name}.era": ("R",), f"{name}.year": ("1",), f"{name}.month": (SECRET,)}
    looked: Inputs = {name: ("0700000",), f"{name}!look": ("yes",)}
    return ({}, *({name: values} for values in given), parts, days, looked)


def test_every_question_is_the_one_its_template_draws(draw: Draw) -> None:
    for item, language in zip(shipped_vocabulary().values(), itertools.cycle(LANGUAGES), strict=False):
        for inputs in typed(item):
            asked = replace(make_question(item, inputs), required="yes" not in str(inputs))
            plainly, joined = draw(asked, language)
            assert plainly.strip() == joined.strip(), (item.name, inputs)


def test_a_mistake_a_day_in_parts_and_a_list_of_people_are_drawn_by_their_template() -> None:
    vocabulary = shipped_vocabulary()
    name, day = vocabulary["person.name"], vocabulary["person.birth_date"]
    problem = Problem(name.name, ProblemCode.MISSING, "入力してください。")
    assert is_plain(make_question(name, {}))
    assert not is_plain(replace(make_question(name, {}), problem=problem))
    assert is_plain(make_question(day, {day.name: ("平成3年4月5日",)}))
    assert not is_plain(make_question(day, {f"{day.name}.year": ("3",)}))
    assert not is_plain(make_question(vocabulary["family"], {}))


def test_who_is_chosen_by_name_is_not_kept() -> None:
    pick = replace(
        next(item for item in shipped_vocabulary().values() if item.choices),
        name=f"children{OWN}birth_registration",
    )
    assert not is_plain(make_question(pick, {}))


def test_no_answer_stays_in_memory(draw: Draw) -> None:
    answer = "ゆきのした はるのすけ"
    for item in shipped_vocabulary().values():
        draw(make_question(item, {item.name: (answer,), f"{item.name}.given": (answer,)}), "ja")
    kept = [each for each in gc.get_objects() if isinstance(each, Drawings)]
    assert kept
    for each in kept:
        for key, drawn in each._drawn.items():
            assert answer not in repr(key) + "".join(drawn.pieces)
