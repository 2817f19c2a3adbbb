"""However a file is cut into pieces, and whatever is remembered of it, the same people come out of it, and the same lines."""

from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from kiosk.office import Office
from kiosk.register import csvfile, rows
from kiosk.register.csvfile import LONGEST_LINE, CsvFile, Row
from kiosk.register.importing import Report, Scan, asked_facts
from kiosk.register.refusal import RegisterError, RegisterReason, TroubleKind
from kiosk.register.resident import Resident
from kiosk.register.sample import COLUMNS
from kiosk.register.values import has_check_digit
from tests.kiosk.register.files import HANAKO, TARO, as_file, number, shipped_layout, text_of, written

TEXT = text_of([TARO | {"本籍": "旭町\r\n１番地"}, HANAKO], COLUMNS)
NUMBERS = st.from_regex(r"[0-9]{1,20}", fullmatch=True)


def taken(file: Path, office: Office) -> tuple[Report, list[Resident]]:
    found: list[Resident] = []
    report = Scan(file, shipped_layout(), asked_facts(office.catalogue)).run(found.extend)
    return report, found


def read(file: Path) -> list[Row]:
    return [*chain.from_iterable(CsvFile(file, shipped_layout().form).rows(("宛名番号",)))]


def refusal(file: Path) -> RegisterError:
    with pytest.raises(RegisterError) as error:
        read(file)
    return error.value


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100, 1000])
def test_pieces_of_any_size_are_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    file = as_file(tmp_path, b"\xef\xbb\xbf" + TEXT.encode())
    whole = read(file)
    # The value with a line feed in it makes the second row begin a line later.
    assert [row.line for row in whole] == [2, 4]
    monkeypatch.setattr(csvfile, "AT_ONCE", size)
    assert read(file) == whole


@pytest.mark.parametrize("size", [1, 3, 100, csvfile.AT_ONCE])
def test_the_line_of_a_broken_sign_is_told_whatever_the_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(csvfile, "AT_ONCE", size)
    lines = TEXT.encode().split(b"\n")
    lines[3] = lines[3].replace("花子".encode(), b"\x89\xd4\x8eq", 1)
    error = refusal(as_file(tmp_path, b"\n".join(lines)))
    assert error.reason is RegisterReason.WRONG_ENCODING
    assert "4行目" in str(error)


def test_what_is_wrong_first_is_told_first(tmp_path: Path) -> None:
    error = refusal(as_file(tmp_path, TEXT.replace("宛名番号", "番号").encode() + b"\xff\r\n"))
    assert error.reason is RegisterReason.NO_HEADER


@pytest.mark.parametrize("before", [0, 1, 300])
def test_a_line_too_long_is_told_wherever_it_stands(tmp_path: Path, before: int) -> None:
    text = text_of([HANAKO] * before, COLUMNS).encode() + b'"' + b"a" * LONGEST_LINE + b'"\r\n'
    error = refusal(as_file(tmp_path, text))
    assert error.reason is RegisterReason.LINE_TOO_LONG
    assert f"{before + 2}行目" in str(error)


def test_what_is_forgotten_meanwhile_changes_nobody(
    tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [
        TARO
        | {
            "宛名番号": number(serial),
            "名_日本人": "太郎次郎三郎"[serial % 5 :],
            "住所_番地号表記": f"{serial % 7}番地",
        }
        for serial in range(40)
    ]
    file = written(tmp_path, *people)
    _, remembered = taken(file, office)
    monkeypatch.setattr(rows, "MOST_KNOWN", 2)
    assert taken(file, office)[1] == remembered
    assert [each.facts["address"][-3:] for each in remembered[:8]] == [f"{serial % 7}番地" for serial in range(8)]


def test_a_row_cut_short_moves_nobody_into_its_place(tmp_path: Path, office: Office) -> None:
    header, taro, hanako, _ = text_of([TARO, HANAKO], COLUMNS).split("\r\n")
    report, found = taken(as_file(tmp_path, "\r\n".join([header, taro, "1,2", hanako]).encode()), office)
    assert [each.facts["kana"] for each in found] == ["ヨシダ　タロウ", "ヨシダ　ハナコ"]
    assert report.troubles == {TroubleKind.FEWER_VALUES: 1}
    assert report.examples[TroubleKind.FEWER_VALUES][0].line == 3


@given(NUMBERS)
def test_the_check_digit_is_that_of_modulus_11(text: str) -> None:
    weighed = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(text[:-1]))) % 11
    assert has_check_digit(text) == (weighed == 1 or int(text[-1]) == (-weighed) % 11)
