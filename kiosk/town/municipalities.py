"""The 1,741 municipalities of Japan: what a town is called, by its 全国地方公共団体コード."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forms.inputs import katakana

FILE = Path(__file__).parent / "municipalities.tsv"
COLUMNS = ("code", "prefecture", "district", "name", "kana")


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality as addresses name it."""

    code: str
    prefecture: str
    district: str
    """郡, or the island that stands in its place; mostly empty."""
    name: str
    kana: str

    @property
    def addressee(self) -> str:
        """Who applications are addressed to."""
        return f"{self.name}長"


@cache
def municipalities() -> Mapping[str, Municipality]:
    """Return all of them by code."""
    lines = FILE.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {code: Municipality(code, *rest) for code, *rest in rows}


MOST_FOUND = 30


def find_municipalities(typed: str) -> tuple[Municipality, ...]:
    """Return those whose name, kana or code is meant, the likeliest first, at most 30; none for nothing.

    北海道みどり町, みどり and ミドリ find the same; 府中 finds both.
    """
    words = katakana(unicodedata.normalize("NFKC", typed)).replace("\u3000", "")
    found = [(rank, town) for town in municipalities().values() if (rank := _rank(town, words)) is not None]
    return tuple(town for _, town in sorted(found, key=lambda each: (each[0], each[1].code))[:MOST_FOUND])


def _rank(town: Municipality, words: str) -> int | None:
    """How far the name is from the words; None if it is another one."""
    if not words:
        return None
    whole = katakana(f"{town.prefecture}{town.district}{town.name}")
    names = (
        katakana(town.name),
        katakana(town.kana),
        town.code,
        whole,
        whole.replace(katakana(town.district), ""),
    )
    if words in names or any(name[:-1] == words for name in names[:2]):
        return 0
    if any(name.startswith(words) for name in names):
        return 1
    return 2 if any(words in name for name in names) else None
