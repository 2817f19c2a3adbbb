"""The files of a fictitious town, as a base system would export them: for demo, practice, training and tests."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from forms.wareki import ERAS
from kiosk.register import sampletown, values
from kiosk.settings import Town

_ADDRESS = ("市区町村コード", "町字コード", "都道府県", "市区郡町村名", "町字", "番地号表記")
_INSURANCE = ("資格有無", "資格取得年月日")


def _dated(name: str) -> tuple[str, str]:
    return name, f"{name}_不詳フラグ"


COLUMNS = (
    # key
    "市区町村コード",
    "宛名番号",
    "個人履歴番号",
    "個人履歴番号_枝番号",
    "最新フラグ",
    "改製番号",
    "世帯番号",
    "業務ID",
    "統合宛名フラグ",
    "他業務参照不可フラグ",
    "削除フラグ",
    "操作者ID",
    "操作年月日",
    "操作時刻",
    "処理年月日",
    # status
    "住民種別",
    "住民状態",
    "住民票コード",
    *_dated("異動年月日"),
    "異動届出年月日",
    "届出番号",
    "異動事由",
    "異動区分",
    "通知日",
    "記載等の種別",
    "除票フラグ",
    "除票用データベース登録年月日",
    "履歴選択不可フラグ",
    *_dated("改製記載年月日"),
    # name
    "氏名",
    "氏_日本人",
    "名_日本人",
    "氏名_フリガナ",
    "氏_日本人_フリガナ",
    "名_日本人_フリガナ",
    "氏名_フリガナ確認状況",
    "氏名_外国人ローマ字",
    # person
    "性別",
    "性別表記",
    "生年月日_元号",
    *_dated("生年月日"),
    "続柄コード1",
    "続柄表記",
    "世帯主氏名",
    "記載順位",
    "成年被後見人_該当有無",
    # address
    *(f"住所_{part}" for part in (*_ADDRESS, "方書", "郵便番号")),
    "地区管理コード1",
    *_dated("住民となった年月日"),
    *_dated("住所を定めた年月日"),
    *_dated("記載の異動年月日"),
    "記載の事由",
    # moved in
    *(f"転入前住所_{part}" for part in (*_ADDRESS, "郵便番号")),
    # registered domicile
    "本籍",
    "本籍_町字",
    "本籍_地番号または、街区符号",
    "本籍_市区町村コード",
    "本籍_町字コード",
    "戸籍_筆頭者",
    "戸籍_筆頭者_氏",
    "戸籍_筆頭者_名",
    # moved out
    "転出届出年月日",
    "転出予定年月日",
    "転出年月日（確定）",
    "転入通知年月日",
    "消除の事由",
    "消除の届出年月日",
    *_dated("消除の異動年月日"),
    *(f"転出先住所（確定）_{part}" for part in (_ADDRESS[0], *_ADDRESS[2:], "方書", "郵便番号")),
    # other offices
    "選挙人名簿登録有無",
    *(f"{kind}_{part}" for kind in ("国保", "後期高齢", "介護") for part in _INSURANCE),
    "年金資格有無",
    "基礎年金番号",
    "年金資格種別",
    "年金資格取得年月日",
    "年金資格喪失年月日",
    "児童手当_資格区分",
    "児童手当_受給開始年月",
    # foreigners
    *_dated("外国人住民となった年月日"),
    "在留カード等番号",
    "在留カード等番号区分",
    "国籍等_国名コード",
    "国籍名等",
    "第30条45規定区分",
    "住居地の届出の有無",
    "在留資格等コード",
    *(f"在留期間等コード_{part}" for part in "年月日"),
    "在留期間の満了の日",
)

PROTECTED_COLUMNS = (
    "市区町村コード",
    "宛名番号",
    "履歴番号",
    "支援措置開始年月日",
    "支援措置終了年月日",
    "措置区分",
    "操作年月日",
    "操作時刻",
    "削除フラグ",
    "最新フラグ",
)


RESIDENTS_FILE, PROTECTED_FILE = "residents.csv", "protected.csv"
WORD_CODES = {
    "世帯主": "02",
    "夫": "11",
    "妻": "12",
    "妻（未届）": "14",
    "子": "20",
    "縁故者": "96",
    "同居人": "99",
}
FIRST_NUMBER = 10_000_000_000_001
LOT_CODE = "0001001"
OLD_ROW_EVERY = 40
"""Persons of whom the file also has an older row."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What was written."""

    residents: Path
    protected: Path
    people: int
    households: int


@dataclass(frozen=True, slots=True)
class Household:
    """A household with the numbers of the file."""

    number: str
    home: sampletown.Home
    head: str


def write_sample(folder: Path, people: int, seed: int, town: Town, today: date) -> Sample:
    """Write both files into the folder; the same for the same town, seed and day. Raise OSError."""
    return write_households(folder, sampletown.make_town(people, seed, today), town, today)


def write_households(
    folder: Path,
    households_of: Iterable[tuple[sampletown.Home, Sequence[sampletown.Citizen]]],
    town: Town,
    today: date,
) -> Sample:
    """Write both files of these households into the folder. Raise OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    residents, protected = folder / RESIDENTS_FILE, folder / PROTECTED_FILE
    count = households = 0
    with (
        residents.open("w", encoding="utf-8-sig", newline="") as first,
        protected.open("w", encoding="utf-8", newline="") as second,
    ):
        writer, others = csv.writer(first), csv.writer(second)
        writer.writerow(COLUMNS)
        others.writerow(PROTECTED_COLUMNS)
        for home, members in households_of:
            households += 1
            number = values.with_check_digit(str(FIRST_NUMBER + 5_000_000_000 + households))
            household = Household(number, home, members[0].name)
            for order, citizen in enumerate(members, start=1):
                count += 1
                own = values.with_check_digit(str(FIRST_NUMBER + count))
                row = _row(citizen, own, order, household, town)
                writer.writerow([row.get(column, "") for column in COLUMNS])
                if count % OLD_ROW_EVERY == 0:
                    old = row | {"最新フラグ": "0", "個人履歴番号": "1"}
                    writer.writerow([old.get(column, "") for column in COLUMNS])
                if citizen.is_protected:
                    measure = _measure(own, town, today)
                    others.writerow([measure.get(column, "") for column in PROTECTED_COLUMNS])
    return Sample(residents, protected, count, households)


def _measure(number: str, town: Town, today: date) -> Mapping[str, str]:
    return {
        "市区町村コード": town.code,
        "宛名番号": number,
        "履歴番号": "1",
        "支援措置開始年月日": (today - timedelta(days=345)).isoformat(),
        "支援措置終了年月日": (today + timedelta(days=20)).isoformat(),
        "措置区分": "1",
        "削除フラグ": "0",
        "最新フラグ": "1",
    }


def _row(citizen: sampletown.Citizen, number: str, order: int, household: Household, town: Town) -> dict[str, str]:
    return {
        "市区町村コード": town.code,
        "宛名番号": number,
        "個人履歴番号": "2",
        "最新フラグ": "1",
        "世帯番号": household.number,
        "他業務参照不可フラグ": "1" if citizen.is_closed else "0",
        "削除フラグ": "0",
        "住民種別": "2" if citizen.nationality else "1",
        "住民状態": citizen.state,
        "除票フラグ": "0" if citizen.state == sampletown.RESIDENT else "1",
        "記載順位": str(order),
        "成年被後見人_該当有無": "1" if citizen.is_ward else "0",
        "続柄コード1": WORD_CODES.get(citizen.word, WORD_CODES.get(citizen.word.split("の")[0], "")),
        "続柄表記": citizen.word,
        "世帯主氏名": household.head,
        "転出予定年月日": citizen.moving_out,
        "消除の事由": {sampletown.MOVED_OUT: "転出", sampletown.DEAD: "死亡"}.get(citizen.state, ""),
        **dict(_names(citizen)),
        **_birth(citizen),
        **_home(household.home, town),
    }


def _names(citizen: sampletown.Citizen) -> Iterator[tuple[str, str]]:
    yield "氏名", citizen.name
    yield "氏名_フリガナ", citizen.kana
    if citizen.nationality:
        yield "国籍名等", citizen.nationality
        yield "氏名_外国人ローマ字", citizen.name if citizen.name.isascii() else ""
        return
    yield "氏_日本人", citizen.surname[0]
    yield "名_日本人", citizen.given[0]
    yield "氏_日本人_フリガナ", citizen.surname[1]
    yield "名_日本人_フリガナ", citizen.given[1]
    yield "氏名_フリガナ確認状況", "1"


def _birth(citizen: sampletown.Citizen) -> dict[str, str]:
    era = next(place for place, era in enumerate(reversed(ERAS), start=1) if _is_within(citizen.born, place))
    return {
        "性別": citizen.sex,
        "性別表記": "男" if citizen.sex == sampletown.MALE else "女",
        "生年月日_元号": str(era),
        "生年月日": citizen.born.isoformat(),
        "生年月日_不詳フラグ": "1" if citizen.is_birth_unknown else "0",
    }


def _is_within(born: date, place: int) -> bool:
    eras = tuple(reversed(ERAS))
    return born >= eras[place - 1].first_day and (place == len(eras) or born < eras[place].first_day)


def _home(home: sampletown.Home, town: Town) -> dict[str, str]:
    return {
        "住所_市区町村コード": town.code,
        "住所_町字コード": LOT_CODE,
        "住所_都道府県": town.prefecture,
        "住所_市区郡町村名": f"{town.district}{town.name}",
        "住所_町字": home.street,
        "住所_番地号表記": home.lot,
        "住所_方書": home.building,
        "住所_郵便番号": town.postal_code.replace("-", "").translate(
            {ord(str(d)): chr(0xFF10 + d) for d in range(10)}
        ),
        "本籍": f"{town.full_name}{home.street}",
        "選挙人名簿登録有無": "1",
    }
