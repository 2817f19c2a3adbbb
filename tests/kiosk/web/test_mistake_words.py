"""Mistakes are told in the person's language down to the names of the fields in them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from flask import Flask

from forms import kinds, shipped_catalogue
from forms.inputs import Inputs
from forms.item import Item, value_typed
from forms.person import FACT, FAMILY
from forms.told import Problem
from forms.vocabulary import shipped_vocabulary
from kiosk.web.language import EASY, LANGUAGES, OFFERED, choose_languages, words
from kiosk.web.questions import problem_text

READ_KANJI = ("ja", EASY, "zh-Hans", "zh-Hant")
JAPANESE_WORDS = re.compile("[ぁ-ゖァ-ヺ]{2,}|元|[^(（]年")
QUOTED = re.compile("「[^「」]*」")
"""What is to be typed as it stands."""
DATES = (
    ("R", "1", "1", "1"),
    ("S", "65", "1", "1"),
    ("T", "元", "1", "1"),
    ("H", "2", "13", "1"),
    ("S", "3", "2", "30"),
)


def said(code: str, problem: Problem) -> str:
    app = Flask(__name__)
    choose_languages(app, tuple(LANGUAGES), lambda: code)
    with app.test_request_context():
        return problem_text(problem)


def test_it_works_for_the_name_of_a_field_in_a_list_of_persons() -> None:
    born = {f"family.0.birth_date.{part}": ("1",) for part in ("month", "day")}
    born |= {"family.0.birth_date.era": ("R",), "family.0.birth_date.year": ("5",)}
    problem = value_typed(asked_items()["family"], born)
    assert isinstance(problem, Problem)
    assert said("ja", problem) == f"{dict(problem.values)['field']}を入力してください。"
    assert "nome" in said("pt", problem).lower()
    assert "name" in said("en", problem).lower()


def test_the_first_year_of_an_era_is_a_number_outside_japanese() -> None:
    problem = next(each for each in found_problems() if dict(each.values).get("era_year") == "元")
    assert "元年" in said("ja", problem)
    assert "元年" in said(EASY, problem).translate({0xFFF9: None}).replace("\ufffaねん\ufffb", "")
    assert "元" not in said("vi", problem)


@pytest.mark.parametrize("code", [code for code in OFFERED if code not in READ_KANJI])
def test_no_japanese_is_left_in_any_mistake(code: str) -> None:
    app = Flask(__name__)
    choose_languages(app, tuple(LANGUAGES), lambda: code)
    with app.test_request_context():
        left = {
            text for each in found_problems() if JAPANESE_WORDS.search(QUOTED.sub("", text := problem_text(each)))
        }
        values = {value for each in found_problems() for _, value in each.values if words(value) == value}
    assert not left
    assert all(re.fullmatch("[0-9]+|元", value) for value in values), "numbers need no translation"


@cache
def found_problems() -> tuple[Problem, ...]:
    """What typing can do wrong in any question of any procedure, each sentence with each of its values once."""
    found: dict[tuple[str, tuple[tuple[str, str], ...]], Problem] = {}
    for item in asked_items().values():
        for inputs in mistaken(item):
            problem = value_typed(item, inputs)
            if isinstance(problem, Problem):
                found[problem.sentence, problem.values] = problem
    return tuple(found.values())


def asked_items() -> dict[str, Item]:
    vocabulary = shipped_vocabulary()
    asked = {ask.item.name: ask.item for each in shipped_catalogue().current.values() for ask in each.asks()}
    return asked | {name: item for name, item in vocabulary.items() if name.startswith(FACT) or name == FAMILY}


def mistaken(item: Item) -> Iterator[Inputs]:
    if item.kind is kinds.PEOPLE:
        for field in item.fields:
            yield from mistaken(replace(field, name=f"{item.name}.0.{field.name}"))
            yield {f"{item.name}.0.{field.name}.{part}": ("1",) for part in ("year", "month", "day")}
        for first in item.fields:
            row: Inputs = {f"{item.name}.0.{first.name}": (first.choices[0].code if first.choices else "1",)}
            yield {**row, f"{item.name}.0.birth_date.era": ("AD",), f"{item.name}.0.birth_date.year": ("2000",)}
            yield row
        yield {f"{item.name}.{item.most}.name": ("x",)}
        return
    for text in ("あ" * 600, "xx", "9" * 14, "-1", "35.7.5", "昭和35年"):
        yield {item.name: (text,), f"{item.name}.given": (text,)}
    for date in DATES:
        yield {
            f"{item.name}.{part}": (typed,)
            for part, typed in zip(("era", "year", "month", "day"), date, strict=True)
        }
