"""Kana in any width, digits in any spelling, addresses from postal codes."""

import re
from threading import Thread

import pytest
from hypothesis import given, strategies as st

from forms.inputs import is_katakana, katakana, only_digits, phone_number, postal_code
from kiosk.town.streets import addresses_of


@pytest.mark.parametrize("typed", ["よしだ はなこ", "ﾖｼﾀﾞ ﾊﾅｺ", "ヨシダ　ハナコ", " よしだ　　はなこ "])
def test_kana_works_in_any_width(typed: str) -> None:
    assert katakana(typed) == "ヨシダ　ハナコ"


@given(st.text(max_size=40))
def test_folding_kana_twice_changes_nothing(typed: str) -> None:
    assert katakana(katakana(typed)) == katakana(typed)


@pytest.mark.parametrize("reading", ["ヨシダ　ハナコ", "ジョン・スミス", "オーノ", "ヴァ"])
def test_readings_are_katakana(reading: str) -> None:
    assert is_katakana(reading)


@pytest.mark.parametrize("reading", ["", "吉田", "YOSHIDA", "ヨシダ1", "ヨシダ\n"])
def test_other_signs_are_no_reading(reading: str) -> None:
    assert not is_katakana(reading)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("09012345678", "090-1234-5678"),
        ("０９０ー１２３４ー５６７８", "090-1234-5678"),
        ("+81 90-1234-5678", "090-1234-5678"),
        ("+81 (0)3-1234-5678", "03-1234-5678"),
        ("＋８１　９０　１２３４　５６７８", "090-1234-5678"),
        ("0152-23-1111", "0152-23-1111"),
        ("（0152）23-1111", "0152-23-1111"),
        ("0312345678", "03-1234-5678"),
        ("0063 917 123 4567", "+63 917 123 4567"),
    ],
)
def test_phone_numbers_work_in_any_spelling(typed: str, number: str) -> None:
    assert phone_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "110", "1234567890", "090-1234-567", "電話なし", "090-1234-567八", "000312345678", "+810"]
)
def test_other_texts_are_no_phone_number(typed: str) -> None:
    assert phone_number(typed) is None


@given(st.from_regex(r"0[1-4][0-9]{8,9}|0[5-9]0[0-9]{8}", fullmatch=True))
def test_any_ten_or_eleven_digits_keep_every_digit_and_come_back(digits: str) -> None:
    number = phone_number(digits)
    assert number is not None
    assert only_digits(number) == digits
    assert phone_number(number) == number


@given(st.text(alphabet="0123456789０９+-() 〒x", max_size=20))
def test_any_spelling_is_a_number_or_none(typed: str) -> None:
    number, code = phone_number(typed), postal_code(typed)
    assert number is None or re.fullmatch(r"0[0-9-]{9,12}|\+[0-9 -]{3,20}", number)
    assert number is None or phone_number(number) == number
    assert code is None or re.fullmatch("[0-9]{7}", code)


def test_a_postal_code_gives_its_address() -> None:
    assert addresses_of("〒１００−０００１") == ("東京都千代田区千代田",)


def test_unknown_postal_codes_give_nothing() -> None:
    assert addresses_of("0000000") == ()
    assert addresses_of("abc") == ()


def test_addresses_are_found_in_every_thread_of_a_server() -> None:
    found: list[tuple[str, ...]] = []
    thread = Thread(target=lambda: found.append(addresses_of("1000001")))
    thread.start()
    thread.join()
    assert found == [("東京都千代田区千代田",)]
