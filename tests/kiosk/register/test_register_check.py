"""Every trouble of a file is told with line and column; what must not come in refuses the whole file."""

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from forms.mistake import DataMistake
from kiosk.office import Office
from kiosk.register.csvfile import LONGEST_LINE, is_personal_number, names_personal_number
from kiosk.register.importing import Scan, asked_facts, check_file
from kiosk.register.layout import State, read_layout
from kiosk.register.protection import read_protected
from kiosk.register.refusal import SENTENCES, RegisterError, RegisterReason, Trouble, TroubleKind
from kiosk.register.resident import Badge, Resident, resident_of
from kiosk.register.sample import COLUMNS
from tests.kiosk.register.files import (
    HANAKO,
    TARO,
    as_file,
    checked,
    number,
    protected_file,
    shipped_layout,
    text_of,
    written,
)

MY_NUMBERS = ("123456789018", "876543210989", "246824682460", "111111111118")
PLACE = {name: place for place, name in enumerate(COLUMNS, start=1)}


def taken(file: Path, office: Office) -> list[Resident]:
    found: list[Resident] = []
    Scan(file, shipped_layout(), asked_facts(office.catalogue)).run(found.extend)
    return found


def test_it_works_two_people_of_one_household(tmp_path: Path, office: Office) -> None:
    report = checked(written(tmp_path, TARO, HANAKO), office)
    assert (report.persons, report.households, report.refused, dict(report.troubles)) == (2, 1, 0, {})
    assert {"住民票コード", "基礎年金番号", "本籍", "在留カード等番号"} <= set(report.dropped)


def test_the_facts_are_those_an_application_holds(tmp_path: Path, office: Office) -> None:
    taro, hanako = taken(written(tmp_path, TARO, HANAKO), office)
    assert taro.facts == {
        "name": "吉田　太郎",
        "kana": "ヨシダ　タロウ",
        "birth_date": "1958-02-17",
        "sex": "male",
        "relation": "head",
        "postal_code": "099-9999",
        "address": "北海道架空郡みどり野町旭町１番地",
    }
    assert hanako.facts["relation"] == "wife"
    assert hanako.birth_date == "1960-07-05"
    assert resident_of(taro.packed()) == taro


def test_no_column_is_kept_that_no_procedure_asks_for(tmp_path: Path, office: Office) -> None:
    person = TARO | {"基礎年金番号": "12345", "住民票コード": "98765", "本籍": "北海道架空郡みどり野町旭町"}
    kept = taken(written(tmp_path, person), office)[0].packed()
    assert b"12345" not in kept
    assert b"98765" not in kept
    assert {fact for each in taken(written(tmp_path, person), office) for fact in each.facts} <= asked_facts(
        office.catalogue
    )
    only_names = Scan(written(tmp_path, TARO), shipped_layout(), frozenset())
    only_names.run()
    assert "住所_町字" in only_names.report.dropped


@pytest.mark.parametrize(
    ("cells", "kind", "column"),
    [
        ({"宛名番号": "A12"}, TroubleKind.NO_NUMBER, "宛名番号"),
        ({"宛名番号": ""}, TroubleKind.NO_NUMBER, "宛名番号"),
        ({"世帯番号": "-"}, TroubleKind.NO_HOUSEHOLD, "世帯番号"),
        ({"氏名": "", "氏_日本人": ""}, TroubleKind.MISSING, ""),
        ({"住民状態": "7"}, TroubleKind.UNKNOWN_STATE, "住民状態"),
        ({"住所_方書": "1234 5678 9018"}, TroubleKind.LOOKS_LIKE_PERSONAL_NUMBER, "住所_方書"),
        ({"住所_方書": "みどり\n荘"}, TroubleKind.INVISIBLE_SIGN, "住所_方書"),
        ({"住所_方書": "あ" * 201}, TroubleKind.TOO_LONG, "住所_方書"),
        ({"生年月日": "昭和33年春"}, TroubleKind.NO_DATE, "生年月日"),
        ({"生年月日": "平成31年5月1日"}, TroubleKind.NO_DATE, "生年月日"),
        ({"生年月日": "330217"}, TroubleKind.NO_DATE, "生年月日"),
        ({"住所_方書": "号室番号：123456789018"}, TroubleKind.LOOKS_LIKE_PERSONAL_NUMBER, "住所_方書"),
        ({"住所_方書": "みどり\0荘"}, TroubleKind.INVISIBLE_SIGN, "住所_方書"),
        ({"名_日本人": "太\u200b郎"}, TroubleKind.INVISIBLE_SIGN, "名_日本人"),
        ({"名_日本人": "\ufeff太郎"}, TroubleKind.INVISIBLE_SIGN, "名_日本人"),
        ({"名_日本人": "太\u202e郎"}, TroubleKind.INVISIBLE_SIGN, "名_日本人"),
        ({"最新フラグ": "Y"}, TroubleKind.UNKNOWN_STATE, "最新フラグ"),
        ({"削除フラグ": "false"}, TroubleKind.UNKNOWN_STATE, "削除フラグ"),
        ({"宛名番号": "1.23E+14"}, TroubleKind.NO_NUMBER, "宛名番号"),
        ({"生年月日": "1958-13-01"}, TroubleKind.NO_DATE, "生年月日"),
        ({"生年月日": ""}, TroubleKind.MISSING, "生年月日"),
        ({"転出予定年月日": "春"}, TroubleKind.NO_DATE, "転出予定年月日"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused(
    tmp_path: Path, office: Office, cells: dict[str, str], kind: TroubleKind, column: str
) -> None:
    other = HANAKO | {"住所_方書": "みどり荘"}
    report = checked(written(tmp_path, other, TARO | {"宛名番号": number(3)} | cells), office)
    assert (report.persons, report.refused) == (1, 1)
    found = report.examples[kind][0]
    assert found.line == 3
    if column:
        assert found == Trouble(kind, 3, PLACE[column], column)
        assert str(found) == f"3行目 {PLACE[column]}列目（{column}）: {SENTENCES[kind]}"


@pytest.mark.parametrize(
    ("cells", "kind", "fact", "value"),
    [
        ({"生年月日": "1957-02-29"}, TroubleKind.NOT_IN_CALENDAR, "birth_date", "1957-02-00"),
        ({"生年月日": "1957-02-00"}, TroubleKind.DAY_UNKNOWN, "birth_date", "1957-02-00"),
        ({"生年月日": "1957-99-99"}, TroubleKind.DAY_UNKNOWN, "birth_date", "1957-00-00"),
        ({"生年月日": "19570299"}, TroubleKind.DAY_UNKNOWN, "birth_date", "1957-02-00"),
        ({"生年月日": "S33.99.99"}, TroubleKind.DAY_UNKNOWN, "birth_date", "1958-00-00"),
        ({"生年月日": "3330299"}, TroubleKind.DAY_UNKNOWN, "birth_date", "1958-02-00"),
        ({"生年月日": "0000-00-00"}, TroubleKind.UNKNOWN_DATE, "birth_date", None),
        ({"生年月日": "99999999"}, TroubleKind.UNKNOWN_DATE, "birth_date", None),
        ({"生年月日_不詳フラグ": "2"}, TroubleKind.UNKNOWN_DATE, "birth_date", None),
        ({"氏_日本人": "吉〓"}, TroubleKind.LOST_SIGN, "name", None),
        ({"住所_方書": "みどり\ufffd"}, TroubleKind.LOST_SIGN, "building", None),
        ({"名_日本人": "太\ue000"}, TroubleKind.PRIVATE_SIGN, "name", "吉田　太\ue000"),
        ({"生年月日_不詳フラグ": "1"}, TroubleKind.UNKNOWN_DATE, "birth_date", None),
        ({"性別": "9"}, TroubleKind.UNKNOWN_CODE, "sex", None),
        ({"住所_郵便番号": "99"}, TroubleKind.NO_POSTAL_CODE, "postal_code", None),
        ({"氏_日本人_フリガナ": "吉田"}, TroubleKind.NOT_KANA, "kana", None),
        ({"宛名番号": "10"}, TroubleKind.CHECK_DIGIT, "name", "吉田　太郎"),
        ({"記載順位": "い"}, TroubleKind.NO_ORDER, "name", "吉田　太郎"),
    ],
)
def test_a_doubtful_value_is_told_and_the_row_taken(
    tmp_path: Path, office: Office, cells: dict[str, str], kind: TroubleKind, fact: str, value: str | None
) -> None:
    file = written(tmp_path, TARO | cells)
    report = checked(file, office)
    assert (report.persons, report.troubles[kind]) == (1, 1)
    assert taken(file, office)[0].facts.get(fact) == value


@pytest.mark.parametrize(
    ("cells", "facts"),
    [
        ({"生年月日": "19580217"}, {"birth_date": "1958-02-17"}),
        ({"生年月日": "1958/2/17"}, {"birth_date": "1958-02-17"}),
        ({"生年月日": "１９５８－０２－１７"}, {"birth_date": "1958-02-17"}),
        ({"生年月日": "昭和33年2月17日"}, {"birth_date": "1958-02-17"}),
        ({"生年月日": "S33.02.17"}, {"birth_date": "1958-02-17"}),
        ({"生年月日": "3330217"}, {"birth_date": "1958-02-17"}),
        ({"生年月日": "昭和33年2月頃"}, {"birth_date": "1958-02-00~"}),
        ({"生年月日": "慶応3年2月1日"}, {"birth_date": "1867-00-00=慶応3年2月1日"}),
        ({"転出予定年月日": "99999999"}, {"name": "吉田　太郎"}),
        ({"最新フラグ": "01"}, {"name": "吉田　太郎"}),
        ({"続柄表記": "妻 (未届)　"}, {"relation": "partner_wife"}),
        ({"氏_日本人_フリガナ": "ﾖｼﾀﾞ"}, {"kana": "ヨシダ　タロウ"}),
        ({"氏_日本人": "吉田　", "名_日本人": " 太郎  "}, {"name": "吉田　太郎"}),
        ({"住所_郵便番号": "099-9999"}, {"postal_code": "099-9999"}),
        ({"性別": "01"}, {"sex": "male"}),
        ({"住民状態": "01"}, {"name": "吉田　太郎"}),
        ({"続柄表記": "弟の妻の母"}, {"relation": "other", "relation_words": "弟の妻の母"}),
        ({"住所_方書": "ﾐﾄﾞﾘ荘"}, {"building": "ミドリ荘"}),
        ({"氏_日本人": "", "名_日本人": ""}, {"name": "吉田　太郎"}),
        ({"氏_日本人": "葛\U000e0100城", "名_日本人": "𠮷\U0010de92"}, {"name": "葛\U000e0100城　𠮷\U0010de92"}),
        ({"住民種別": "2", "国籍名等": "ベトナム"}, {"nationality": "ベトナム"}),
    ],
)
def test_what_registers_write_differently_is_understood(
    tmp_path: Path, office: Office, cells: dict[str, str], facts: dict[str, str]
) -> None:
    file = written(tmp_path, TARO | cells)
    assert checked(file, office).refused == 0
    assert facts.items() <= taken(file, office)[0].facts.items()


def test_old_and_deleted_rows_are_not_read(tmp_path: Path, office: Office) -> None:
    report = checked(written(tmp_path, TARO | {"最新フラグ": "0"}, TARO, TARO | {"削除フラグ": "1"}), office)
    assert (report.persons, report.history, report.refused) == (1, 2, 0)


def test_the_second_newest_row_of_a_person_is_refused(tmp_path: Path, office: Office) -> None:
    report = checked(written(tmp_path, TARO, TARO), office)
    assert report.examples[TroubleKind.NUMBER_TWICE] == [Trouble(TroubleKind.NUMBER_TWICE, 3, 2, "宛名番号")]


def test_a_row_with_too_few_or_too_many_values_is_refused(tmp_path: Path, office: Office) -> None:
    text = text_of([TARO, HANAKO], COLUMNS) + "1,2,3\r\n" + ",".join(["1"] * 123) + "\r\n"
    report = checked(as_file(tmp_path, text.encode()), office)
    assert (report.persons, report.refused) == (2, 2)
    assert report.examples[TroubleKind.FEWER_VALUES][0].line == 4
    assert report.examples[TroubleKind.MORE_VALUES][0].line == 5


def test_who_must_not_be_shown_and_who_moves_is_known(tmp_path: Path, office: Office) -> None:
    closed, leaving, gone = taken(
        written(
            tmp_path,
            TARO | {"他業務参照不可フラグ": "1"},
            HANAKO | {"転出予定年月日": "2026-05-01"},
            HANAKO | {"宛名番号": number(3), "住民状態": "2"},
        ),
        office,
    )
    assert closed.is_closed
    assert leaving.badges == (Badge.MOVING_OUT,)
    assert (gone.state, gone.badges) == (State.MOVED_OUT, (Badge.MOVED_OUT,))


def refused(file: Path, office: Office) -> RegisterError:
    with pytest.raises(RegisterError) as error:
        checked(file, office)
    return error.value


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", RegisterReason.EMPTY),
        (b"\xef\xbb\xbf", RegisterReason.EMPTY),
        (",".join(COLUMNS).encode(), RegisterReason.EMPTY),
        (b'"a' * (LONGEST_LINE // 2 + 10), RegisterReason.LINE_TOO_LONG),
        ((text_of([TARO], COLUMNS) + '1,"2').encode(), RegisterReason.BROKEN_QUOTING),
        ((text_of([TARO], COLUMNS) + '1,"2"3\r\n').encode(), RegisterReason.BROKEN_QUOTING),
        (text_of([TARO], COLUMNS).encode("cp932"), RegisterReason.WRONG_ENCODING),
        (text_of([TARO], COLUMNS).encode("utf-16"), RegisterReason.WRONG_ENCODING),
        (text_of([TARO], COLUMNS[2:]).encode(), RegisterReason.COLUMN_MISSING),
        (text_of([TARO], COLUMNS).replace(",", ";").encode(), RegisterReason.NO_HEADER),
        (text_of([TARO], COLUMNS).partition("\r\n")[2].encode(), RegisterReason.NO_HEADER),
        (text_of([TARO], COLUMNS).replace("\r\n", "\r").encode(), RegisterReason.BARE_RETURN),
        (text_of([TARO], COLUMNS).replace("\r\n", "\r").encode() * 1000, RegisterReason.BARE_RETURN),
        (text_of([TARO | {"本籍": "旭\r町"}], COLUMNS).replace('"', "").encode(), RegisterReason.BARE_RETURN),
        (text_of([TARO], (*COLUMNS, "氏名")).encode(), RegisterReason.COLUMN_TWICE),
        (text_of([TARO], (*COLUMNS, "個人番号")).encode(), RegisterReason.PERSONAL_NUMBER_NAMED),
        (text_of([TARO], (*COLUMNS, "マイナンバー（12桁）")).encode(), RegisterReason.PERSONAL_NUMBER_NAMED),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_whole(
    tmp_path: Path, office: Office, content: bytes, reason: RegisterReason
) -> None:
    error = refused(as_file(tmp_path, content), office)
    assert error.reason is reason
    assert "吉田" not in str(error)


def test_a_file_without_anybody_says_why_before_it_is_refused(tmp_path: Path, office: Office) -> None:
    report = checked(written(tmp_path, TARO | {"最新フラグ": "0"}, HANAKO | {"住民状態": "8"}), office)
    refusal = report.refusal()
    assert refusal is not None
    assert refusal.reason is RegisterReason.NOBODY_CURRENT
    assert (report.rows, report.history, report.refused) == (2, 1, 1)
    assert report.examples[TroubleKind.UNKNOWN_STATE][0].line == 3


def test_all_missing_columns_are_named_at_once(tmp_path: Path, office: Office) -> None:
    columns = tuple(name for name in COLUMNS if name not in ("世帯番号", "続柄表記"))
    assert "「世帯番号」「続柄表記」" in str(refused(written(tmp_path, TARO, columns=columns), office))


@pytest.mark.parametrize(("encoding", "said"), [("cp932", "cp932 なら読めます"), ("utf-16", "UTF-16 のようです")])
def test_another_encoding_is_named_and_not_taken(tmp_path: Path, office: Office, encoding: str, said: str) -> None:
    assert said in str(refused(written(tmp_path, TARO, encoding=encoding), office))


def test_zeros_before_a_number_do_not_make_another_person(tmp_path: Path, office: Office) -> None:
    again = TARO | {"宛名番号": number(1).lstrip("0")}
    assert checked(written(tmp_path, TARO, again), office).troubles == {TroubleKind.NUMBER_TWICE: 1}


def test_who_has_gone_makes_no_household(tmp_path: Path, office: Office) -> None:
    gone = HANAKO | {"世帯番号": number(901), "住民状態": "3"}
    report = checked(written(tmp_path, TARO, gone), office)
    assert (report.persons, report.former, report.households) == (2, 1, 1)


def test_a_day_beside_its_era_is_read_where_the_map_says_so(tmp_path: Path, office: Office) -> None:
    birth = '[fact.birth_date]\nkind = "date"\notherwise = ["生年月日"]\nera = "生年月日_元号"\nrequired = true\n'
    own = as_file(tmp_path, birth.encode(), "own.toml")
    file = written(tmp_path, TARO | {"生年月日": "330217", "生年月日_元号": "3"})
    found: list[Resident] = []
    Scan(file, read_layout(own), asked_facts(office.catalogue)).run(found.extend)
    assert found[0].birth_date == "1958-02-17"


@pytest.mark.parametrize("column", ["住民票コード", "基礎年金番号"])
def test_no_map_may_keep_numbers_nobody_asks_for(tmp_path: Path, column: str) -> None:
    own = as_file(tmp_path, f'[fact.building]\notherwise = ["{column}"]\n'.encode(), "own.toml")
    with pytest.raises(DataMistake):
        read_layout(own)


def test_a_file_that_is_not_there_is_told(tmp_path: Path, office: Office) -> None:
    assert refused(tmp_path / "no.csv", office).reason is RegisterReason.FILE_UNREADABLE


def test_the_place_of_a_broken_sign_is_told(tmp_path: Path, office: Office) -> None:
    content = text_of([TARO, HANAKO], COLUMNS).encode().split(b"\r\n")
    content[2] = content[2][:3] + b"\xff" + content[2][3:]
    error = refused(as_file(tmp_path, b"\r\n".join(content)), office)
    assert "3行目の4字目" in str(error)


@pytest.mark.parametrize("column", ["備考", "住民票コード", "操作者ID"])
@pytest.mark.parametrize("shape", ["{}", " {} ", "'{}"])
def test_a_column_of_personal_numbers_is_refused_whatever_its_name(
    tmp_path: Path, office: Office, column: str, shape: str
) -> None:
    columns = (*COLUMNS, "備考")
    people = [
        TARO | {"宛名番号": number(place), column: shape.format(value)}
        for place, value in enumerate(MY_NUMBERS, 1)
    ]
    error = refused(as_file(tmp_path, text_of(people, columns).encode()), office)
    assert error.reason is RegisterReason.PERSONAL_NUMBER_FOUND
    assert column in str(error)


def test_numbers_with_hyphens_and_in_full_width_are_recognised() -> None:
    assert is_personal_number("1234-5678-9018")
    assert is_personal_number("１２３４　５６７８　９０１８")
    assert not is_personal_number("123456789017")
    assert not is_personal_number("12345678901")
    assert names_personal_number("個 人 番 号")
    assert not names_personal_number("個人履歴番号")


@given(st.integers(10, 10**11 - 1))
def test_exactly_one_check_digit_is_right(serial: int) -> None:
    assert sum(is_personal_number(f"{serial:011}{digit}") for digit in range(10)) == 1


def test_cp932_and_tabs_are_read_where_they_are_declared(tmp_path: Path, office: Office) -> None:
    own = as_file(tmp_path, b'[file]\nencoding = "cp932"\nseparator = "tab"\n', "own.toml")
    file = as_file(tmp_path, text_of([TARO], COLUMNS).replace(",", "\t").encode("cp932"))
    assert check_file(file, read_layout(own), office.catalogue).persons == 1


def test_a_town_renames_one_column_and_keeps_the_rest(tmp_path: Path, office: Office) -> None:
    own = as_file(tmp_path, "[fact.building]\notherwise = ['アパート']\n".encode(), "own.toml")
    columns = tuple("アパート" if name == "住所_方書" else name for name in COLUMNS)
    file = as_file(tmp_path, text_of([TARO | {"アパート": "みどり荘"}], columns).encode())
    found: list[Resident] = []
    Scan(file, read_layout(own), asked_facts(office.catalogue)).run(found.extend)
    assert (found[0].facts["building"], found[0].facts["name"]) == ("みどり荘", "吉田　太郎")


def test_a_byte_order_mark_changes_nothing(tmp_path: Path, office: Office) -> None:
    assert checked(written(tmp_path, TARO, encoding="utf-8-sig"), office).persons == 1


def test_every_trouble_has_a_sentence() -> None:
    assert set(SENTENCES) == set(TroubleKind)


def test_protected_persons_end_only_where_the_file_says_so(tmp_path: Path) -> None:
    columns = shipped_layout().protected
    past = protected_file(tmp_path, number(1), 支援措置終了年月日="2020-01-01")
    assert [each.number for each in read_protected(past, columns)] == [number(1).lstrip("0")]
    zeros = protected_file(tmp_path, number(2), 最新フラグ="01", 支援措置終了年月日="99999999")
    assert [each.number for each in read_protected(zeros, columns)] == [number(2).lstrip("0")]
    assert list(read_protected(protected_file(tmp_path, number(1), 措置区分="3"), columns)) == []
    assert list(read_protected(protected_file(tmp_path, number(1), 最新フラグ="0"), columns)) == []
    assert list(read_protected(protected_file(tmp_path), columns)) == []


@pytest.mark.parametrize("cells", [{"支援措置終了年月日": "いつか"}, {"宛名番号": "x"}, {"最新フラグ": "Y"}])
def test_one_unreadable_protected_person_refuses_the_file(tmp_path: Path, cells: dict[str, str]) -> None:
    with pytest.raises(RegisterError) as error:
        list(read_protected(protected_file(tmp_path, number(1), **cells), shipped_layout().protected))
    assert error.value.reason is RegisterReason.PROTECTED_UNREADABLE
