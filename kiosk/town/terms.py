"""What searching compares: a text cut into terms, each of which tells more or less.

Where a script has spaces the terms are its words and each two that stand together; where it has none, pairs of
signs, so that half a word and a mistyped one still meet most of it. Width, case, accents, long vowels and the
script of digits make no difference.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from pathlib import Path

from forms.tomlfile import read_toml

KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
JOINERS = "\u200b\u200c\u200d\u00ad"
"""Stand unseen within words, of Nepali most of all."""
MARKS = range(0x300, 0x370)
"""Accents of Latin letters, which phones of other languages often leave out; kana have theirs elsewhere."""
SPACELESS = ("HIRAGANA", "KATAKANA", "CJK", "HANGUL", "MYANMAR")
"""Scripts whose words stand together, or carry particles."""
MYANMAR_SYLLABLE = re.compile(
    "[က-႟](?:\u1039[က-အ]|[\u102b-\u1038\u103b-\u103e])*(?:[က-အ]\u103a[\u1037\u1038]*)*\u103a?"
)
LONG_VOWEL = re.compile("ou|oo|uu|aa|ee|ii")
"""As in Juuminhyou: passports and keyboards spell them in several ways."""
ALIKE = str.maketrans("०१२३४५६७८९၀၁၂၃၄၅၆၇၈၉ीूषशवँ", "01234567890123456789िुससबं", "\u093c\u0903")
"""Digits of other scripts; of Devanagari what sounds alike, and dots that are left out."""
NASAL = re.compile("[ङञणनम]\u094d(?=[क-ह])")
"""Written in front of a consonant, or as a dot over what stands before."""

WHOLE, JOINED, KANA, SIGN = 1.0, 0.5, 0.6, 0.4
"""What a term tells: a word or a pair of signs, two words together, two kana, one sign of a longer word."""


def fold(text: str) -> str:
    """Return the text as searching compares it, with spaces where they stood."""
    apart = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    bare = "".join(sign for sign in apart if ord(sign) not in MARKS and sign not in JOINERS)
    near = NASAL.sub("ं", unicodedata.normalize("NFC", bare).translate(KATAKANA_TO_HIRAGANA).translate(ALIKE))
    return " ".join(near.split())


def find_terms(text: str) -> dict[str, float]:
    """Return the terms of a text and what each tells."""
    found: dict[str, float] = {}
    words: list[str] = []
    for is_spaceless, run in _runs(text):
        if is_spaceless:
            found.update(_pairs(_units(run)))
        else:
            words.append(LONG_VOWEL.sub(lambda sounds: sounds[0][0], run))
    found.update((one + other, JOINED) for one, other in pairwise(words))
    return found | dict.fromkeys(words, WHOLE)


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    """Yield what stands together in one kind of script, and whether that has no spaces."""
    for is_word, signs in groupby(_close_up(fold(text)), key=_is_of_word):
        for is_spaceless, part in groupby(signs, key=_is_spaceless) if is_word else ():
            yield is_spaceless, "".join(part)


def _close_up(text: str) -> str:
    """Return the text without spaces within a script that has none: learners and Koreans put them anywhere."""
    first, *rest = text.split(" ")
    for part in rest:
        is_close = first and part and _is_spaceless(first[-1]) and _is_spaceless(part[0])
        first += part if is_close else f" {part}"
    return first


def _pairs(units: list[str]) -> Iterator[tuple[str, float]]:
    if len(units) == 1:
        yield units[0], WHOLE
        return
    yield from ((unit, SIGN) for unit in units if not _is_alphabet(unit))
    for one, other in pairwise(units):
        yield one + other, KANA if _is_kana(one) and _is_kana(other) else WHOLE


def _units(run: str) -> list[str]:
    """Return what a script without spaces is made of: signs, in Myanmar syllables."""
    if "\u1000" <= run[0] <= "\u109f":
        return MYANMAR_SYLLABLE.findall(run) or [run]
    return list(run)


def _is_kana(unit: str) -> bool:
    return "\u3041" <= unit <= "\u30ff"


def _is_chinese(unit: str) -> bool:
    return KANJI_RUN.fullmatch(unit) is not None


def _is_alphabet(unit: str) -> bool:
    return _is_kana(unit) or "\uac00" <= unit <= "\ud7a3"


@lru_cache(2048)
def _is_of_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"


@lru_cache(2048)
def _is_spaceless(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(SPACELESS)


class Spelling:
    """All words that there are, to be found when mistyped, begun or with another ending."""

    SHORTEST, LONGEST = 4, 24
    MOST, ALIKE = 6, 0.5
    MISTYPED, INFLECTED = 0.8, 0.6

    def __init__(self, terms: Iterable[str]) -> None:
        self._words = tuple(each for each in terms if self._is_spelled(each))

    def near(self, term: str) -> Mapping[str, float]:
        """Return the known words that may be meant, and how likely; none for pairs of signs and short words."""
        if not self._is_spelled(term):
            return {}
        parts = _trigrams(term)
        shared = Counter(word for part in parts for word in self._by_trigram.get(part, ()))
        alike = (
            (word, self._likeness(term, word, 2 * count / (len(parts) + len(word))))
            for word, count in shared.items()
            if word != term
        )
        best = sorted(((word, how) for word, how in alike if how), key=lambda each: (-each[1], each[0]))
        return dict(best[: self.MOST])

    @cached_property
    def _by_trigram(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self._words:
            for part in _trigrams(word):
                found.setdefault(part, []).append(word)
        return found

    def _likeness(self, term: str, word: str, likeness: float) -> float:
        """How likely the one is meant by the other, of which this part of the trigrams is the same."""
        if likeness < self.ALIKE / 3:
            return 0.0
        # Endings mostly; Filipino and Indonesian put theirs before the word.
        if term.startswith(word) or word.startswith(term) or term.endswith(word) or word.endswith(term):
            return max(self.INFLECTED, likeness)
        # The first letter is the one that is hit.
        if likeness >= self.ALIKE and term[0] == word[0]:
            return likeness
        most = 1 if min(len(term), len(word)) < 8 else 2
        return self.MISTYPED if is_mistyped(term, word, most) else 0.0

    def _is_spelled(self, term: str) -> bool:
        return self.SHORTEST <= len(term) <= self.LONGEST and not _is_spaceless(term[0])


def is_mistyped(one: str, other: str, most: int) -> bool:
    """Return whether at most so many letters are wrong, missing, too many or changed with their neighbour."""
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    line = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        last, before, line = before, line, [row]
        for column, each in enumerate(other, 1):
            cost = min(before[column] + 1, line[-1] + 1, before[column - 1] + (letter != each))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == each:
                cost = min(cost, last[column - 2] + 1)
            line.append(cost)
    return line[-1] <= most


def _trigrams(word: str) -> set[str]:
    framed = f" {word} "
    return {framed[at : at + 3] for at in range(len(framed) - 2)}


KANJI_RUN = re.compile("[々〆〇ヶ㐀-䶿一-鿿\uf900-\ufaff]+")
PLAIN_KANA = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ", "\u3099\u309a")


class Slips:
    """Pairs of signs that there are, to be found where one sign is wrong: Chinese, kana, Hangul and Burmese."""

    HEARD, AMID = 0.6, 0.6
    """How likely another pair is meant that sounds so, and one whose neighbours are the same."""

    def __init__(self, names: Iterable[str], sounds: Mapping[str, Iterable[str]]) -> None:
        """`sounds` tells how Chinese signs are read: who types by sound and takes another sign keeps that."""
        self._names = tuple(names)
        self._sounds = sounds

    def find(self, text: str) -> dict[str, dict[str, float]]:
        """For each pair of the text that is none there is, those that may be meant, and how likely.

        In a longer text what stands beside it has to be known: of any four signs two sound like something.
        """
        meant: dict[str, dict[str, float]] = defaultdict(dict)
        for units in (_units(run) for is_spaceless, run in _runs(text) if is_spaceless):
            pairs, amid, heard = self._known
            strange = [one + other not in pairs for one, other in pairwise(units)]
            for place, (one, other) in enumerate(pairwise(units)):
                if strange[place] and (len(strange) < 3 or not all(strange[max(place - 1, 0) : place + 2])):
                    alike = (pair for key in self._keys(one, other) for pair in heard.get(key, ()))
                    meant[one + other].update(dict.fromkeys(alike, self.HEARD))
            for place, (one, wrong, other) in enumerate(zip(units, units[1:], units[2:], strict=False)):
                if strange[place] and strange[place + 1] and _is_chinese(wrong):
                    for right in amid.get(one + other, ""):
                        meant[one + wrong][one + right] = meant[wrong + other][right + other] = self.AMID
        return meant

    @cached_property
    def _known(self) -> tuple[set[str], dict[str, str], dict[str, list[str]]]:
        """All pairs, Chinese signs by those on both sides of them, and pairs by what slips of them share."""
        pairs: set[str] = set()
        amid: dict[str, str] = defaultdict(str)
        heard: dict[str, list[str]] = defaultdict(list)
        for units in (_units(run) for name in self._names for is_spaceless, run in _runs(name) if is_spaceless):
            for one, other in pairwise(units):
                if (pair := one + other) not in pairs:
                    pairs.add(pair)
                    for key in self._keys(one, other):
                        heard[key].append(pair)
            for one, sign, other in zip(units, units[1:], units[2:], strict=False):
                if _is_chinese(one + sign) and sign not in amid[one + other]:
                    amid[one + other] += sign
        return pairs, dict(amid), dict(heard)

    def _keys(self, one: str, other: str) -> Iterator[str]:
        """Yield what two pairs share of which the one may be a slip of the other."""
        if _is_chinese(one) and _is_chinese(other):
            yield from (f"{one} {sound}" for sound in self._sounds.get(other, ()))
            yield from (f"{sound} {other}" for sound in self._sounds.get(one, ()))
        elif _is_kana(one) and _is_kana(other):
            yield unicodedata.normalize("NFD", one + other).translate(PLAIN_KANA)
        elif not _is_kana(one) and not _is_kana(other) and not _is_chinese(one + other):
            # One letter of a syllable wrong, missing or too many.
            spelled = unicodedata.normalize("NFD", one + other)
            yield from {spelled[:at] + spelled[at + 1 :] for at in range(len(spelled))}


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
KANA_SOUND = re.compile(".[ゃゅょ]?")
LONG_KANA = re.compile("(?<=[おこそとのほもよろごぞどぼぽょうくすつぬふむゆるぐずづぶぷゅ])う|ー")


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


def read_sounds(file: Path) -> dict[str, tuple[str, ...]]:
    """Return how each Chinese sign of the file is read. Raise DataMistake."""
    table = read_toml(file)
    read: dict[str, tuple[str, ...]] = {}
    for syllable in table.keys():  # noqa: SIM118 - a Table
        for sign in table.text(syllable):
            read[sign] = (*read.get(sign, ()), syllable)
    table.finish()
    return read


def read_letters(file: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Return by script and language what stands for each sound. Raise DataMistake."""
    root = read_toml(file)
    read: dict[str, dict[str, dict[str, str]]] = {}
    for script in root.keys():  # noqa: SIM118 - a Table
        table = root.table(script)
        read[script] = {code: dict(_pair(each) for each in table.text(code).split()) for code in table.keys()}  # noqa: SIM118
        table.finish()
    root.finish()
    return read


def _pair(entry: str) -> tuple[str, str]:
    sounds = 2 if entry[1] in GLIDES else 1
    return entry[:sounds], entry[sounds:]


def spell_pinyin(text: str, read: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return how a Chinese word is typed in Latin letters, joined and in syllables; nothing if one is unknown."""
    syllables = [read[sign][0] for sign in text if sign in read]
    return ("".join(syllables), " ".join(syllables)) if syllables and len(syllables) == len(text) else ()


def spell_kana(kana: str, letters: Mapping[str, str]) -> str:
    """Return hiragana in another script, without long vowels; empty where a sign is in none of its letters."""
    said = ""
    for sound in KANA_SOUND.findall(LONG_KANA.sub("", kana)):
        if sound not in letters and sound != "っ":
            return ""
        said += letters.get(sound, "")
    return unicodedata.normalize("NFC", said)


def spell_devanagari(text: str, letters: Mapping[str, str]) -> str:
    """Return Nepali in Latin letters, each consonant with its vowel but for the last of a word."""
    said, before = "", " "
    folded = fold(text)
    for sign, after in pairwise(f"{folded} "):
        said += letters.get(sign, "" if sign == "\u094d" else sign)
        if "क" <= sign <= "ह" and not "\u093e" <= after <= "\u094d":
            said += "a" if after != " " or before in " \u094dं" else ""
        before = sign
    return said.replace("chch", "cch") if said.isascii() and said != folded else ""


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
