"""Dates as people know them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from forms.wareki import ERAS, WrongDate, both, era_date, iso_date, iso_from_era, latest_day, wareki, western

DAYS = st.dates(ERAS[-1].first_day, date(2200, 12, 31))


def test_it_works() -> None:
    assert iso_from_era("S", 30, 2, 17) == "1955-02-17"
    assert wareki("1955-02-17") == "昭和30年2月17日"
    assert western("1955-02-17") == "1955年2月17日"
    assert both("1955-02-17") == "昭和30年（1955年）2月17日"


@given(DAYS)
def test_every_day_since_meiji_comes_back_from_its_era(day: date) -> None:
    found = era_date(day.isoformat())
    assert found is not None
    era, year, month, of_month = found
    assert iso_from_era(era.code, year, month, of_month) == day.isoformat()


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("明治45年7月29日", "大正元年7月30日"),
        ("大正15年12月24日", "昭和元年12月25日"),
        ("昭和64年1月7日", "平成元年1月8日"),
        ("平成31年4月30日", "令和元年5月1日"),
    ],
)
def test_eras_change_on_their_day(last: str, first: str) -> None:
    day = next(era.first_day for era in ERAS if first.startswith(era.name))
    assert wareki(day.isoformat()) == first
    assert wareki((day - timedelta(days=1)).isoformat()) == last


@pytest.mark.parametrize(
    ("year", "sentence"),
    [(1867, "年は西暦（1868年以降）で入力してください。"), (2201, "今日より後の日付になっています。")],
)
def test_a_year_too_early_or_too_late_is_named_as_such(year: int, sentence: str) -> None:
    with pytest.raises(WrongDate, match=sentence):
        iso_date(year, 1, 1)


@pytest.mark.parametrize(
    ("code", "year", "month", "day"),
    [
        ("S", 64, 2, 1),
        ("H", 31, 5, 1),
        ("R", 1, 4, 30),
        ("T", 15, 12, 26),
        ("S", 64, 1, 8),
        ("M", 1, 1, 1),
        ("X", 1, 1, 1),
        ("S", 0, 1, 1),
        ("H", 1, 2, 29),
        ("R", 999_999_999, 1, 1),
    ],
)
def test_days_outside_an_era_are_refused(code: str, year: int, month: int, day: int) -> None:
    with pytest.raises(WrongDate):
        iso_from_era(code, year, month, day)


def test_a_year_far_beyond_an_era_is_refused_in_the_words_of_the_era() -> None:
    with pytest.raises(WrongDate, match="令和は2019年5月1日から"):
        iso_from_era("R", 500, 1, 1)


def test_the_refusal_says_when_the_era_ended() -> None:
    with pytest.raises(WrongDate, match="昭和64年にその日はありません。昭和は1926年12月25日から1989年1月7日まで"):
        iso_from_era("S", 64, 2, 1)


def test_unknown_days_and_months_are_kept_where_allowed() -> None:
    assert iso_from_era("S", 30, 0, 0, unknown_day=True) == "1955-00-00"
    assert iso_from_era("S", 30, 2, 0, unknown_day=True) == "1955-02-00"
    assert wareki("1955-00-00") == "昭和30年月日不詳"
    assert wareki("1955-02-00") == "昭和30年2月日不詳"
    with pytest.raises(WrongDate):
        iso_date(1955, 2, 0)


def test_an_unknown_day_in_the_last_year_of_an_era_is_accepted_by_both_eras() -> None:
    assert iso_from_era("S", 64, 0, 0, unknown_day=True) == iso_from_era("H", 1, 0, 0, unknown_day=True)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1989-00-00=昭和64年月日不詳", "昭和64年月日不詳"),
        ("2025-03-10=令和7年3月上旬", "令和7年3月上旬"),
        ("1955-02-28=昭和30年2月30日", "昭和30年2月30日"),
        ("1862-00-00=文久2年3月5日", "文久2年3月5日"),
    ],
)
def test_a_day_in_the_registers_own_words_is_said_in_them(value: str, words: str) -> None:
    assert wareki(value) == western(value) == both(value) == words
    assert latest_day(value) == value.partition("=")[0]


@given(st.text(max_size=12))
def test_any_text_can_be_shown(text: str) -> None:
    assert isinstance(both(text) + wareki(text) + western(text), str)


def test_the_day_on_which_the_era_changed_at_once_belongs_to_both() -> None:
    assert iso_from_era("T", 15, 12, 25) == iso_from_era("S", 1, 12, 25) == "1926-12-25"
    assert iso_from_era("M", 45, 7, 30) == iso_from_era("T", 1, 7, 30) == "1912-07-30"
    assert wareki("1926-12-25") == "昭和元年12月25日"
