"""What people type, item by item, and back into the inputs of a form."""

from collections.abc import Mapping
from unicodedata import category

import pytest
from hypothesis import given, strategies as st

from forms import kinds
from forms.answers import Value
from forms.inputs import LARGEST_TYPED, clean, reader_length
from forms.item import Choice, Item, inputs_of, value_typed
from forms.kinds.kind import Kind
from forms.told import Problem, ProblemCode
from tests.residents import MARIA, TAKASAKI_FAMILY, WATANABE, YOSHIDA

COLOURS = tuple(Choice(code, code, code) for code in ("red", "green", "blue"))
NAME_FIELD = Item("name", kinds.NAME, "お名前", "氏名", required=True, longest=100)
BORN_FIELD = Item("born", kinds.DATE, "生年月日", "生年月日", unknown_day=True)


def item(kind: Kind) -> Item:
    fields = (
        NAME_FIELD,
        BORN_FIELD,
        Item("colour", kinds.CHOICE, "色", "色", choices=COLOURS),
        Item("likes", kinds.CHOICES, "好き", "好き", choices=COLOURS),
        Item("lives_here", kinds.YES_NO, "同居", "同居"),
        Item("count", kinds.COUNT, "数", "数"),
    )
    return Item(
        "it",
        kind,
        "それ",
        "それ",
        choices=COLOURS,
        fields=fields if kind is kinds.PEOPLE else (),
        most=20 if kind is kinds.PEOPLE else 10**8,
        longest=120,
        unknown_day=True,
    )


def typed(kind: Kind, **inputs: str) -> Value | Problem | None:
    """The value of `it`; an input `x` of the test is named `it.x`, `_` the plain one, `__` parts rows."""
    named = {"it" if key == "_" else "it." + key.replace("__", "."): (value,) for key, value in inputs.items()}
    return value_typed(item(kind), named)


def problem(found: Value | Problem | None) -> tuple[ProblemCode, str]:
    assert isinstance(found, Problem)
    assert str(found).endswith("。")
    return found.code, found.input


SIGNS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Cn"])
WORDS = st.text(SIGNS, min_size=1, max_size=25).map(clean).filter(bool)
NAMES = st.lists(WORDS.filter(lambda word: "\u3000" not in word), min_size=1, max_size=3).map("\u3000".join)
KANA = st.from_regex("[ァ-ヺー・]{1,20}(\u3000[ァ-ヺー・]{1,20})?", fullmatch=True)
DAYS = st.dates().filter(lambda day: 1868 <= day.year <= 2200).map(str)
UNKNOWN_DAYS = DAYS.map(lambda day: day[:7] + "-00") | DAYS.map(lambda day: day[:4] + "-00-00")
ABOUT_A_PERSON: dict[str, st.SearchStrategy[str | int | bool | tuple[str, ...]]] = {
    "born": DAYS | UNKNOWN_DAYS,
    "colour": st.sampled_from(["red", "green", "blue"]),
    "likes": st.sampled_from([("red",), ("red", "blue"), ("red", "green", "blue")]),
    "lives_here": st.booleans(),
    "count": st.integers(0, 99),
}
ROWS = st.fixed_dictionaries({"name": NAMES}, optional=ABOUT_A_PERSON)
VALUES: Mapping[Kind, st.SearchStrategy[Value]] = {
    kinds.NAME: NAMES,
    kinds.KANA: KANA,
    kinds.DATE: DAYS | UNKNOWN_DAYS,
    kinds.ADDRESS: WORDS.map("みどりの{}".format).filter(lambda text: len(text) <= 120),
    kinds.POSTAL_CODE: st.from_regex(r"[0-9]{7}", fullmatch=True),
    kinds.PHONE: st.sampled_from(["090-1234-5678", "0152-23-1111", "03-1234-5678"]),
    kinds.CHOICE: st.sampled_from(["red", "green", "blue"]),
    kinds.CHOICES: st.sampled_from([("red",), ("red", "blue"), ("red", "green", "blue")]),
    kinds.YES_NO: st.booleans(),
    kinds.COUNT: st.integers(0, 10**8),
    kinds.MONEY: st.integers(0, 10**8),
    kinds.DIGITS: st.from_regex(r"[0-9]{1,20}", fullmatch=True),
    kinds.TEXT: WORDS,
    kinds.BANK_HOLDER: st.from_regex(r"[ｱ-ﾝ0-9A-Z().-]{1,20}( [ｱ-ﾝ0-9A-Z().-]{1,20})?", fullmatch=True),
    kinds.EMAIL: st.from_regex(r"[!-?A-~]{1,20}@[a-z0-9-]{1,10}(\.[a-z0-9-]{1,10}){1,3}", fullmatch=True),
    kinds.PEOPLE: st.lists(ROWS, min_size=1, max_size=20).map(tuple),
    kinds.CONSENT: st.just(True),
}


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=repr)
def test_every_kind_comes_back_from_its_own_inputs(kind: Kind) -> None:
    @given(VALUES[kind])
    def comes_back(value: Value) -> None:
        assert value_typed(item(kind), inputs_of(item(kind), value)) == value

    comes_back()


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=repr)
def test_nothing_typed_is_no_answer(kind: Kind) -> None:
    assert value_typed(item(kind), {}) is None
    assert value_typed(item(kind), {"it": ("",), "it.family": (" \u3000",), "it.year": ("",)}) is None


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=repr)
def test_anything_typed_is_a_value_a_problem_or_nothing(kind: Kind) -> None:
    inputs = ["it", "it.family", "it.given", "it.era", "it.year", "it.month", "it.day", "it.unknown", "it.0.name"]

    @given(st.dictionaries(st.sampled_from(inputs), st.lists(st.text(max_size=30), max_size=3)))
    def is_read(sent: dict[str, list[str]]) -> None:
        found = value_typed(item(kind), sent)
        if found is not None and not isinstance(found, Problem):
            assert value_typed(item(kind), inputs_of(item(kind), found)) == found

    is_read()


@pytest.mark.parametrize("name", [YOSHIDA, WATANABE, MARIA, *(name for name, _ in TAKASAKI_FAMILY)])
def test_names_stay_exactly_as_typed(name: str) -> None:
    family, _, given_name = name.partition("\u3000")
    assert typed(kinds.NAME, family=family, given=given_name) == name


def test_a_name_without_parts_needs_only_the_first_field() -> None:
    assert typed(kinds.NAME, family="MADONNA") == "MADONNA"
    assert problem(typed(kinds.NAME, given="花子")) == (ProblemCode.MISSING, "it.family")


@pytest.mark.parametrize(
    ("inputs", "name"),
    [
        ({"family": "ダ　　シルバ", "given": "マリア"}, "ダ　シルバ　マリア"),
        ({"family": "DA SILVA 　COSTA"}, "DA SILVA　COSTA"),
        ({"_": "吉田 　花子"}, "吉田　花子"),
    ],
)
def test_a_name_with_several_spaces_in_a_row_comes_back_from_its_inputs(inputs: dict[str, str], name: str) -> None:
    assert typed(kinds.NAME, **inputs) == name
    assert value_typed(item(kinds.NAME), inputs_of(item(kinds.NAME), name)) == name


def test_control_and_direction_signs_and_lone_surrogates_are_taken_out() -> None:
    assert typed(kinds.TEXT, _="あ\u202eい\x00う\ud800") == "あいう"


def test_a_variation_selector_belongs_to_its_character() -> None:
    assert reader_length("渡邉\U000e0110") == 2


def test_texts_are_counted_as_a_reader_counts() -> None:
    assert typed(kinds.TEXT, _="辻\U000e0100" * 60) == "辻\U000e0100" * 60
    assert problem(typed(kinds.TEXT, _="あ" * 121))[0] is ProblemCode.TOO_LONG
    assert problem(typed(kinds.TEXT, _="あ" + "\U000e0100" * LARGEST_TYPED))[0] is ProblemCode.TOO_LONG


@pytest.mark.parametrize(
    ("era", "year", "month", "day", "iso"),
    [
        ("S", "30", "2", "17", "1955-02-17"),
        ("S", "３０", "２", "１７", "1955-02-17"),
        ("", "1955", "2", "17", "1955-02-17"),
        ("AD", "1955", "02", "17", "1955-02-17"),
        ("H", "元", "1", "8", "1989-01-08"),
    ],
)
def test_dates_are_read_as_people_know_them(era: str, year: str, month: str, day: str, iso: str) -> None:
    assert typed(kinds.DATE, era=era, year=year, month=month, day=day) == iso


@pytest.mark.parametrize(
    ("era", "year", "month", "day", "input"),
    [
        ("S", "64", "2", "1", "it.year"),
        ("S", "", "2", "1", "it.year"),
        ("S", "30", "", "1", "it.month"),
        ("S", "30", "2", "", "it.day"),
        ("S", "30", "x", "1", "it.month"),
        ("S", "30", "13", "1", "it.month"),
        ("S", "30", "2", "30", "it.day"),
        ("", "30", "2", "1", "it.era"),
        ("", "元", "2", "1", "it.year"),
        ("S", "9" * 30, "2", "1", "it.year"),
    ],
)
def test_impossible_dates_point_to_the_field_to_mend(
    era: str, year: str, month: str, day: str, input: str
) -> None:
    assert problem(typed(kinds.DATE, era=era, year=year, month=month, day=day)) == (ProblemCode.NO_DATE, input)


def test_an_unknown_day_needs_its_own_tick() -> None:
    assert typed(kinds.DATE, era="S", year="30", month="2", unknown="yes") == "1955-02-00"
    assert problem(typed(kinds.DATE, era="S", year="30", month="2"))[0] is ProblemCode.NO_DATE


@pytest.mark.parametrize(
    ("kind", "sent", "code"),
    [
        (kinds.CHOICE, "pink", ProblemCode.UNKNOWN_CHOICE),
        (kinds.CHOICES, "pink", ProblemCode.UNKNOWN_CHOICE),
        (kinds.COUNT, "三", ProblemCode.NO_NUMBER),
        (kinds.COUNT, "-1", ProblemCode.NO_NUMBER),
        (kinds.COUNT, "999999999", ProblemCode.OUT_OF_RANGE),
        (kinds.MONEY, "1.5", ProblemCode.NO_NUMBER),
        (kinds.DIGITS, "12a", ProblemCode.NO_NUMBER),
        (kinds.PHONE, "110", ProblemCode.NO_PHONE),
        (kinds.EMAIL, "hanako.example.com", ProblemCode.NO_EMAIL),
        (kinds.EMAIL, "hanako@home", ProblemCode.NO_EMAIL),
        (kinds.EMAIL, "花子@example.com", ProblemCode.NO_EMAIL),
        (kinds.EMAIL, "a@example.com、b@example.com", ProblemCode.NO_EMAIL),
        (kinds.POSTAL_CODE, "123", ProblemCode.NO_POSTAL_CODE),
        (kinds.KANA, "吉田", ProblemCode.NOT_KANA),
    ],
)
def test_what_cannot_be_is_answered_with_a_problem(kind: Kind, sent: str, code: ProblemCode) -> None:
    assert problem(typed(kind, _=sent))[0] is code


def test_money_may_be_typed_with_commas_and_yen() -> None:
    assert typed(kinds.MONEY, _="１，２００円") == 1200


def test_half_width_kana_are_measured_after_they_are_folded() -> None:
    assert typed(kinds.KANA, family="ｶﾞ" * 100) == "ガ" * 100


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("ﾖｼﾀﾞ", "ヨシダ"),
        ("髙﨑ﾋﾞﾙ①", "髙﨑ビル①"),
        ("吉田\U000e0100ｶｵﾙ", "吉田\U000e0100カオル"),
        ("ﾞｱ", "ﾞｱ"),
    ],
)
def test_half_width_kana_become_full_width_and_nothing_else_does(sent: str, kept: str) -> None:
    assert typed(kinds.TEXT, _=sent) == kept
    assert typed(kinds.NAME, family=sent) == kept


def test_people_are_rows_and_empty_rows_vanish() -> None:
    found = typed(kinds.PEOPLE, **{"0__name__family": "髙﨑", "2__name__family": "𠮷田", "2__likes": "red"})
    assert found == ({"name": "髙﨑"}, {"name": "𠮷田", "likes": ("red",)})


def test_a_person_needs_the_required_fields() -> None:
    assert problem(typed(kinds.PEOPLE, **{"1__colour": "red"})) == (ProblemCode.MISSING, "it.1.name")


def test_a_problem_of_a_person_points_to_the_field() -> None:
    found = typed(kinds.PEOPLE, **{"0__name__family": "髙﨑", "0__born__era": "S", "0__born__year": "64"})
    assert problem(found)[1] == "it.0.born.month"


def test_nobody_is_dropped_silently() -> None:
    crowd = {f"{place}__name__family": "髙﨑" for place in range(21)}
    assert problem(typed(kinds.PEOPLE, **crowd))[0] is ProblemCode.TOO_MANY


JOINERS = {"\u200c", "\u200d"}
EMPTY_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u2065\u2800\u3164\uffa0\ufff0\ufffc\U000e0000\U000e0fff"


def test_nothing_that_nobody_sees_makes_two_names_differ() -> None:
    """All code points that format, are half a letter, none at all, or empty."""
    every = map(chr, range(0x110000))
    unseen = [sign for sign in every if category(sign) in ("Cf", "Cs") or ord(sign) & 0xFFFE == 0xFFFE]
    unseen += [*EMPTY_LETTERS, *map(chr, range(0xFDD0, 0xFDF0))]
    kept = [f"U+{ord(sign):04X}" for sign in unseen if clean(f"吉{sign}田") != "吉田"]
    assert kept == []
    assert clean("\u00ad=1+1") == "=1+1"


@pytest.mark.parametrize(
    "text",
    [
        "吉\U000e0100田",
        "﨑",
        "क्\u200dष",
        "नेपा\u200cली",
        "می\u200cخواهم",
        "မြန်မာ",
        "\U00020bb7田",
        "\U000323b0",
        "A\ufe00",
    ],
)
def test_what_changes_how_a_letter_looks_is_kept(text: str) -> None:
    assert clean(text) == text


@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_joiners_outside_of_the_scripts_that_need_them_are_taken_out() -> None:
    for joiner in JOINERS:
        assert clean(f"山{joiner}田") == "山田"
        assert clean(f"क{joiner}") == "क"
        assert clean(f"क{joiner}{joiner}ष") == "कष"
