"""`[town]`, with the check digit of its code."""

import re

from forms.tomlfile import Table
from kiosk.settings import checks
from kiosk.settings.sections import Town

CODE = r"[0-9]{6}"
WEIGHTS = (6, 5, 4, 3, 2)
KANA = r"[ぁ-ゖァ-ヺー・]+"
PHONE = r"0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}"


def read_town(table: Table) -> Town:
    town = Town(
        name=checks.words(table, "name"),
        kana=checks.matching(table, "kana", KANA, "ひらがなかカタカナ"),
        prefecture=checks.matching(table, "prefecture", r".{2,3}[都道府県]", "都道府県の名（例 北海道）"),
        district=checks.optional_words(table, "district") or "",
        code=_code(table),
        addressee=checks.words(table, "addressee"),
        postal_code=checks.matching(table, "postal_code", r"[0-9]{3}-[0-9]{4}", "半角数字（例 099-9999）"),
        phone=checks.matching(table, "phone", PHONE, "半角数字（例 0123-00-0000）"),
        logo=checks.existing_file(table, "logo"),
    )
    table.finish()
    return town


def check_digit(first_five: str) -> str:
    """The sixth digit of a 全国地方公共団体コード (source: 総務省 全国地方公共団体コード仕様)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_five, WEIGHTS, strict=True))
    return str(11 - total % 11)[-1]


def _code(table: Table) -> str:
    code = checks.matching(table, "code", CODE, "半角数字6けた")
    if re.fullmatch(CODE, code) and code[5] != (right := check_digit(code[:5])):
        table.wrong_type("code", f"検査数字の合う団体コード（{code[:5]}なら末尾は{right}）")
    return code
