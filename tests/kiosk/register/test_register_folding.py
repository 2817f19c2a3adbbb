"""Whoever types a reading finds the person, however vowels are written long."""

import pytest
from hypothesis import given, strategies as st

from kiosk.register.finding import LookUpKind, Unclear, Wanted, fold_kana, fold_latin, fold_name, is_kana, read_box

KANA = st.text(st.sampled_from([chr(sign) for sign in range(ord("ァ"), ord("ヶ") + 1)]), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("typed", "registered"),
    [
        ("サイトー", "サイトウ"),
        ("オーノ", "オオノ"),
        ("リョー", "リョウ"),
        ("ユーコ", "ユウコ"),
        ("さとう", "サトウ"),
        ("ｻﾄｳ", "サトウ"),
        ("コハヤシ", "コバヤシ"),
        ("シヨウタ", "ショウタ"),
        ("カズコ", "カヅコ"),
        ("ハナヂ", "ハナジ"),
        ("カワラ", "カハラ"),
        ("ヴィトリア", "ビトリア"),
        ("佐藤 タ", "タ"),
        ("ヤマダ　ハナコ", "ヤマダハナコ"),
        ("ジョン・スミス", "ジヨンスミス"),
        ("マッカ-サ-", "マツカーサー"),
    ],
)
def test_a_reading_finds_how_the_register_writes_it(typed: str, registered: str) -> None:
    assert fold_kana(typed) == fold_kana(registered) != ""


@pytest.mark.parametrize(("one", "other"), [("サトウ", "カトウ"), ("ユキコ", "ユウコ"), ("ハルコ", "ハル")])
def test_other_readings_stay_other_readings(one: str, other: str) -> None:
    assert fold_kana(one) != fold_kana(other)


@given(KANA)
def test_folding_twice_is_folding_once(reading: str) -> None:
    assert fold_kana(fold_kana(reading)) == fold_kana(reading)


@given(KANA, st.sampled_from("ー-‐－ 　・"))
def test_long_vowel_signs_hyphens_and_blanks_never_count(reading: str, sign: str) -> None:
    assert fold_kana(sign.join(reading)) == fold_kana(reading) or "ヴ" in reading


@given(KANA, st.sampled_from("オコソトノホモヨロゴゾドボポョ"), KANA)
def test_a_long_o_is_found_however_it_is_written(before: str, sign: str, after: str) -> None:
    """サイトウ and サイトー, オオノ and オーノ, リョウ and リョー."""
    written = {fold_kana(before + sign + long + after) for long in ("ウ", "オ", "ー", "")}
    assert len(written) == 1


@given(KANA, st.sampled_from("ウクスツヌフムユルグズブプュ"), KANA)
def test_a_long_u_is_found_however_it_is_written(before: str, sign: str, after: str) -> None:
    """ユウコ and ユーコ."""
    written = {fold_kana(before + sign + long + after) for long in ("ウ", "ー", "")}
    assert len(written) == 1


@given(KANA)
def test_hiragana_is_katakana(reading: str) -> None:
    hiragana = "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in reading)
    assert fold_kana(hiragana) == fold_kana(reading)


def test_one_glyph_stands_for_its_variants() -> None:
    assert fold_name("渡邉\U000e0110　太郎") == fold_name("渡辺太郎")
    assert fold_name("髙﨑　一郎") == fold_name("高崎　一郎")
    assert fold_name("𠮷田　花子") == fold_name("吉田　花子")
    assert fold_name("山田　花子") != fold_name("山本　花子")


def test_latin_names_have_no_marks_and_one_case() -> None:
    assert fold_latin("Conceição  Fernanda") == "CONCEICAOFERNANDA"
    assert not is_kana("佐藤")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("さとう はなこ 3300101", Wanted(LookUpKind.KANA_BIRTH, "さとう はなこ", "1955-01-01")),
        ("3300101　サトウ", Wanted(LookUpKind.KANA_BIRTH, "サトウ", "1955-01-01")),
        ("サトウ 19550101", Wanted(LookUpKind.KANA_BIRTH, "サトウ", "1955-01-01")),
        ("サトウ １９５５０１０１", Wanted(LookUpKind.KANA_BIRTH, "サトウ", "1955-01-01")),
        ("サトウ S30.1.1", Wanted(LookUpKind.KANA_BIRTH, "サトウ", "1955-01-01")),
        ("サトウ 昭和30年1月1日", Wanted(LookUpKind.KANA_BIRTH, "サトウ", "1955-01-01")),
        ("サトウ 1955-01-01", Wanted(LookUpKind.KANA_BIRTH, "サトウ", "1955-01-01")),
        ("NGUYEN VAN AN 19990203", Wanted(LookUpKind.KANA_BIRTH, "NGUYEN VAN AN", "1999-02-03")),
        ("佐藤花子 5010501", Wanted(LookUpKind.NAME_BIRTH, "佐藤花子", "2019-05-01")),
        ("000000000000019", Wanted(LookUpKind.NUMBER, number="000000000000019")),
        ("", Unclear.NOTHING),
        ("さとう", Unclear.NO_BIRTH),
        ("3300101", Unclear.NO_NAME),
        ("19550101", Unclear.NO_NAME),
        ("さとう 3300231", Unclear.NO_SUCH_DAY),
        ("さとう 3650101", Unclear.NO_SUCH_DAY),
        ("さとう 4010107", Unclear.NO_SUCH_DAY),
        ("さとう 330010", Unclear.NO_SUCH_DAY),
    ],
)
def test_the_one_box_understands(typed: str, wanted: Wanted | Unclear) -> None:
    assert read_box(typed) == wanted


@given(st.text(max_size=60))
def test_the_one_box_takes_anything(typed: str) -> None:
    assert isinstance(read_box(typed), Wanted | Unclear)
