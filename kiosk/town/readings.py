"""How words are read: Japanese ones in kana and in Latin letters as signs write them, Chinese ones in pinyin."""

import re
from collections.abc import Mapping
from pathlib import Path

from forms.tomlfile import read_toml

KANJI_RUN = re.compile("[々〆〇ヶ㐀-䶿一-鿿豈-﫿]+")
VOWELS = "aiueo"
ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの",
    "h": "はひふへほ", "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ",
    "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ",
}  # fmt: skip
LATIN = {kana: row + vowel for row, signs in ROWS.items() for kana, vowel in zip(signs, VOWELS, strict=True)} | {
    "し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu",
    "や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n", "ー": "",
}  # fmt: skip
GLIDES = {"ゃ": "a", "ゅ": "u", "ょ": "o"}


class Readings:
    """The readings of words that are known."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self._longest = max(map(len, known), default=0)

    def read(self, text: str) -> str:
        """Return the text in kana; empty where a word has no kanji or one is not known."""
        unknown = False

        def spell(run: re.Match[str]) -> str:
            nonlocal unknown
            found = self._spell(run[0])
            unknown |= found is None
            return found or ""

        said = KANJI_RUN.sub(spell, text)
        return "" if unknown or said == text else said

    def _spell(self, run: str) -> str | None:
        """Read the longest words that are known, from the left."""
        said = ""
        while run:
            size = next(
                (size for size in range(min(len(run), self._longest), 0, -1) if run[:size] in self._known), 0
            )
            if not size:
                return None
            said, run = said + self._known[run[:size]], run[size:]
        return said


def read_pinyin(file: Path) -> dict[str, str]:
    """Return how each Chinese sign of the file is read. Raise DataMistake."""
    table = read_toml(file)
    read = {sign: syllable for syllable in table.keys() for sign in table.text(syllable)}  # noqa: SIM118 - a Table
    table.finish()
    return read


def spell_pinyin(text: str, read: Mapping[str, str]) -> tuple[str, ...]:
    """Return how a Chinese word is typed in Latin letters, joined and in syllables; nothing if one is unknown."""
    syllables = [read.get(sign, "") for sign in text]
    return ("".join(syllables), " ".join(syllables)) if all(syllables) and syllables else ()


def spell_latin(kana: str) -> str:
    """Return hiragana in Latin letters; empty where another sign stands in it."""
    said = ""
    for sign in kana:
        if sign in GLIDES and said.endswith("i"):
            said = said[:-1] + ("" if said.endswith(("shi", "chi", "ji")) else "y") + GLIDES[sign]
        elif sign == "っ":
            said += "'"
        elif sign in LATIN:
            said += LATIN[sign]
        else:
            return ""
    return re.sub("'(.)", lambda doubled: ("t" if doubled[1] == "c" else doubled[1]) + doubled[1], said).strip("'")
