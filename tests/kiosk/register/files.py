"""Files in the 122 columns of a base system, as short as a test needs them."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from kiosk.office import Office
from kiosk.register.importing import Report, check_file
from kiosk.register.layout import Layout, read_layout
from kiosk.register.sample import COLUMNS, PROTECTED_COLUMNS
from kiosk.register.values import with_check_digit


def number(serial: int) -> str:
    """A 宛名番号 with the right check digit."""
    return with_check_digit(f"{serial:014}")


TARO = {
    "宛名番号": number(1),
    "世帯番号": number(900),
    "最新フラグ": "1",
    "削除フラグ": "0",
    "他業務参照不可フラグ": "0",
    "住民種別": "1",
    "住民状態": "1",
    "氏名": "吉田　太郎",
    "氏_日本人": "吉田",
    "名_日本人": "太郎",
    "氏_日本人_フリガナ": "ヨシダ",
    "名_日本人_フリガナ": "タロウ",
    "性別": "1",
    "生年月日": "1958-02-17",
    "生年月日_不詳フラグ": "0",
    "続柄表記": "世帯主",
    "記載順位": "1",
    "住所_都道府県": "北海道",
    "住所_市区郡町村名": "架空郡みどり野町",
    "住所_町字": "旭町",
    "住所_番地号表記": "１番地",
    "住所_郵便番号": "０９９９９９９",
}
HANAKO = TARO | {
    "宛名番号": number(2),
    "氏名": "吉田　花子",
    "名_日本人": "花子",
    "名_日本人_フリガナ": "ハナコ",
    "性別": "2",
    "生年月日": "1960/07/05",
    "続柄表記": "妻",
    "記載順位": "2",
}


def written(
    folder: Path, *people: Mapping[str, str], encoding: str = "utf-8", columns: tuple[str, ...] = COLUMNS
) -> Path:
    """The file of these people."""
    return as_file(folder, text_of(people, columns).encode(encoding))


def protected_file(folder: Path, *numbers: str, **cells: str) -> Path:
    """The file of protected persons."""
    usual = {"最新フラグ": "1", "削除フラグ": "0", "措置区分": "1", "支援措置終了年月日": "2026-04-20"}
    rows = [{"宛名番号": each, **usual, **cells} for each in numbers]
    return as_file(folder, text_of(rows, PROTECTED_COLUMNS).encode(), "protected.csv")


def text_of(people: "tuple[Mapping[str, str], ...] | list[dict[str, str]]", columns: tuple[str, ...]) -> str:
    """The same as text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([person.get(column, "") for column in columns] for person in people)
    return out.getvalue()


def as_file(folder: Path, content: bytes, name: str = "residents.csv") -> Path:
    """The bytes as a file."""
    file = folder / name
    file.write_bytes(content)
    return file


def shipped_layout() -> Layout:
    """How the shipped town reads its files."""
    return read_layout()


def checked(file: Path, office: Office) -> Report:
    """What the check says of the file."""
    return check_file(file, shipped_layout(), office.catalogue)
