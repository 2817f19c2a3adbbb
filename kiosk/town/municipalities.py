"""The 1,741 municipalities of Japan: what a town is called, by its 全国地方公共団体コード."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
