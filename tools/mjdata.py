"""Takes the table of character variants out of the MJ list: `python -m tools.mjdata FOLDER`.

FOLDER is the unpacked npm package `@mandel59/mojidata` (`npm pack @mandel59/mojidata@1.8.1`, then `tar xzf`). Only what
the lobby needs is taken, so that a desk carries 200 kB instead of 106 MB. The MJ data are © IPA, CC BY-SA 2.1 JP: the
table keeps that licence (kiosk/desk/data/README.md).
"""

import sqlite3
import sys
from collections import defaultdict
from pathlib import Path

TABLE = Path(__file__).parents[1] / "kiosk" / "desk" / "data" / "mj_variants.tsv"

FIRST_SELECTOR = 0xE0100

HEAD = (
    "# Variants of characters in names, for the lobby's on-screen keys. Lines with a tab: a character and its Moji_Joho\n"
    "# selectors, counted in hexadecimal from U+E0100. Other lines: a character and those officially replaced by it.\n"
    "# From MJ文字情報一覧表 and MJ縮退マップ, © IPA 独立行政法人情報処理推進機構, CC BY-SA 2.1 JP; excerpted and rearranged.\n"
)

OFFICIAL_MAPS = (
    "JIS包摂規準UCS統合規則",
    "法務省告示582号別表第四_一",
    "法務省告示582号別表第四_二",
    "戸籍統一文字情報_親字正字",
)


def table(database: sqlite3.Connection) -> str:
    """The whole table as text, in the order of code points: first the selectors, then the families."""
    selectors, families = _selectors(database), _families(database)
    forms = (
        f"{sign}\t{' '.join(f'{each:02x}' for each in sorted(selectors[sign]))}\n" for sign in sorted(selectors)
    )
    return HEAD + "".join(forms) + "".join(f"{family}\n" for family in sorted(families))


def _selectors(database: sqlite3.Connection) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for (sequence,) in database.execute('SELECT IVS FROM "ivs_Moji_Joho"'):
        sign, selector = sequence
        found[sign].add(ord(selector) - FIRST_SELECTOR)
    return found


def _families(database: sqlite3.Connection) -> set[str]:
    """Characters that an official map leads to the same character; that one stands first."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in OFFICIAL_MAPS:
        rows = database.execute(
            f'SELECT m."対応するUCS", s."縮退UCS" FROM "mjsm_{name}" s JOIN mji m USING ("MJ文字図形名")'  # noqa: S608
        )
        for sign, plain in rows:
            if sign and plain and sign != plain:
                found[plain].add(sign)
    return {plain + "".join(sorted(signs)) for plain, signs in found.items()}


if __name__ == "__main__":
    source = Path(sys.argv[1]) / "dist" / "moji.db"
    TABLE.write_text(table(sqlite3.connect(f"file:{source}?mode=ro", uri=True)), "utf-8")
