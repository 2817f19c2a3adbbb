"""Readings of names in full-width katakana, whatever width or kana they were typed in."""

import re
import unicodedata

_HALF_WIDTH = re.compile("[\uff61-\uff9f]+")
_LONE_MARKS = re.compile("[\u3099\u309a]")
_SPACES = re.compile("[ \u3000\t]+")
_MARKED = re.compile("[ぁ-ゖァ-ヺゝヽ][\u3099\u309a]")
_LETTERS = re.compile("(?:[\u30a0ァ-ヺー・ヽヾ\u31f0-\u31ff\u3000]|[セツト\u31f7]\u309a)+")
_NARROW = {ord(unicodedata.normalize("NFKC", sign)): sign for sign in map(chr, range(0xFF61, 0xFFA0))}
_DASHES = re.compile("[-‐‑‒–—―−－]")


def full_width_kana(text: str) -> str:
    """Return half-width kana (JIS X 0201) as full-width ones, every other sign as it is.

    A voicing mark without a kana it could belong to stays half-width, where somebody sees it.
    """
    return _HALF_WIDTH.sub(_widened, text)


def _widened(found: re.Match[str]) -> str:
    wide = unicodedata.normalize("NFKC", found[0])
    return found[0] if _LONE_MARKS.search(wide) else wide


def voiced(text: str) -> str:
    """Return the text with kana and voicing mark in one: か and U+3099, as a Mac writes, is が."""
    return _MARKED.sub(_joined, text)


def _joined(found: re.Match[str]) -> str:
    whole = unicodedata.normalize("NFC", found[0])
    return whole if len(whole) == 1 else found[0]


def half_width_kana(text: str) -> str:
    """Return the text with all kana as half-width katakana, voicing marks apart, and Latin signs in ASCII."""
    wide = unicodedata.normalize("NFD", _shifted(unicodedata.normalize("NFKC", text)))
    return wide.translate(_NARROW)


def katakana(typed: str) -> str:
    """Return full-width katakana: hiragana and half-width kana are folded, runs of spaces become one U+3000."""
    return _SPACES.sub("\u3000", _shifted(full_width_kana(typed.strip())))


def has_dash(text: str) -> bool:
    """Return whether a sign stands there that may be a long vowel (ー) or part two names; only the person knows."""
    return bool(_DASHES.search(text))


def _shifted(text: str) -> str:
    """Hiragana as katakana."""
    return "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" or sign in "ゝゞ" else sign for sign in text)


def is_katakana(text: str) -> bool:
    """Return whether a reading can stand in 住民票 (住民基本台帳法, reading of names).

    Katakana with those of Ainu (ㇰ, ㇷ゚, セ゚), ゠, ー, ・ and the space.
    """
    return bool(_LETTERS.fullmatch(text))
