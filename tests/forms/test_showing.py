"""How answers read."""

from dataclasses import replace

import pytest

from forms import kinds
from forms.answers import Row, Value
from forms.item import Choice, Item
from forms.kinds.kind import Kind
from forms.showing import official_text, resident_text, row_text
from tests.residents import WATANABE, YOSHIDA

CHOICES = (Choice("origin", "本籍と筆頭者", "本籍・筆頭者"), Choice("code", "住民票コード", "住民票コード"))
PEOPLE = Item(
    "who",
    kinds.PEOPLE,
    "だれ",
    "対象",
    fields=(Item("name", kinds.NAME, "名", "氏名"), Item("born", kinds.DATE, "生", "生年月日")),
)


@pytest.mark.parametrize(
    ("kind", "value", "official", "resident"),
    [
        (kinds.NAME, WATANABE, WATANABE, WATANABE),
        (kinds.DATE, "1955-02-17", "昭和30年2月17日", "昭和30年（1955年）2月17日"),
        (kinds.CHOICE, "origin", "本籍・筆頭者", "本籍と筆頭者"),
        (kinds.CHOICES, ("origin", "code"), "本籍・筆頭者、住民票コード", "本籍と筆頭者、住民票コード"),
        (kinds.YES_NO, False, "いいえ", "いいえ"),
        (kinds.COUNT, 2, "2通", "2通"),
        (kinds.MONEY, 1200, "1,200円", "1,200円"),
        (kinds.POSTAL_CODE, "0920000", "〒092-0000", "〒092-0000"),
        (kinds.CONSENT, True, "はい", "はい"),
    ],
)
def test_it_works_for_each_kind(kind: Kind, value: Value, official: str, resident: str) -> None:
    item = Item("it", kind, "それ", "それ", choices=CHOICES, unit="通")
    assert official_text(item, value) == official
    assert resident_text(item, value) == resident


def test_nothing_answered_reads_as_nothing() -> None:
    assert official_text(PEOPLE, None) == ""


def test_people_are_listed_by_name_and_shown_line_by_line() -> None:
    people: Value = ({"name": YOSHIDA, "born": "1960-07-05"}, {"name": WATANABE})
    assert official_text(PEOPLE, people) == f"{YOSHIDA}、{WATANABE}"
    assert row_text(PEOPLE, people) == (f"{YOSHIDA}、昭和35年（1960年）7月5日", WATANABE)


def test_a_yes_in_a_person_s_line_names_its_question() -> None:
    apart = Item("apart", kinds.YES_NO, "離れて暮らしていますか", "別居")
    people = replace(PEOPLE, fields=(*PEOPLE.fields, apart))
    person: Row = {"name": YOSHIDA, "apart": False}
    assert row_text(people, (person,)) == (f"{YOSHIDA}、離れて暮らしていますか：いいえ",)
    assert row_text(people, ({"name": YOSHIDA},)) == (YOSHIDA,)


def test_choices_can_be_translated_and_names_stay() -> None:
    item = Item("it", kinds.CHOICE, "それ", "それ", choices=CHOICES)
    assert resident_text(item, "origin", lambda text: f"<{text}>") == "<本籍と筆頭者>"
    assert resident_text(PEOPLE, ({"name": YOSHIDA},), lambda text: f"<{text}>") == YOSHIDA
