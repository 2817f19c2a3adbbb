"""What people call procedures and life events when they search: words no title has."""

import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from forms.tomlfile import Table, read_toml

SEARCH = "search.toml"
KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
MARKS = range(0x300, 0x370)
"""Accents of Latin letters, which phones of other languages often leave out; kana have theirs elsewhere."""
SHORTEST_PART, SHORTEST_LATIN = 2, 3


@dataclass(frozen=True, slots=True)
class Said:
    """Words, and the ids of what they mean."""

    words: tuple[str, ...]
    procedures: tuple[str, ...]
    events: tuple[str, ...]

    def is_meant_by(self, wanted: str) -> bool:
        """Return whether one of the words is searched for: alone, begun, or inside a sentence."""
        sought, parts = fold(wanted), {fold(part) for part in wanted.split()}
        return any(_meets(sought, parts, fold(word)) for word in self.words)


def read_said(file: Path) -> tuple[Said, ...]:
    """Return all entries of the file. Raise DataMistake."""
    root = read_toml(file)
    found = tuple(_said(table) for table in root.tables("said"))
    root.finish()
    return found


def fold(text: str) -> str:
    """Return the text as searching compares it: width, case, kana, accents and spaces make no difference."""
    apart = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    bare = "".join(sign for sign in apart if ord(sign) not in MARKS)
    return "".join(unicodedata.normalize("NFC", bare).translate(KATAKANA_TO_HIRAGANA).split())


def _said(table: Table) -> Said:
    said = Said(table.texts("words"), table.texts("procedures", ()), table.texts("events", ()))
    table.finish()
    return said


def _meets(sought: str, parts: Container[str], word: str) -> bool:
    """Latin letters have spaces between words, where Japanese has none: `tax` is not in `taxi`."""
    least = SHORTEST_LATIN if sought.isascii() else SHORTEST_PART
    is_begun = len(sought) >= least and word.startswith(sought)
    is_inside = word in parts if word.isascii() else len(word) >= SHORTEST_PART and word in sought
    return sought == word or is_begun or is_inside
