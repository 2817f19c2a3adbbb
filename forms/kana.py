"""Readings of names in full-width katakana, whatever width or kana they were typed in."""

import re
import unicodedata

_HALF_WIDTH = re.compile("[\uff61-\uff9f]+")
_LONE_MARKS = re.compile("[\u3099\u309a]")
_SPACES = re.compile("[ \u3000\t]+")
_LETTERS = re.compile("[ァ-ヺー・ヽヾ\u3000]+")
_DASHES = str.maketrans("-‐‑–—―−ｰ", "ーーーーーーーー")


def full_width_kana(text: str) -> str:
    """Half-width kana (JIS X 0201) as full-width ones, every other sign as it is. A voicing mark without a kana it
    could belong to stays half-width, where somebody sees it."""
    return _HALF_WIDTH.sub(_widened, text)


def _widened(found: re.Match[str]) -> str:
    wide = unicodedata.normalize("NFKC", found[0])
    return found[0] if _LONE_MARKS.search(wide) else wide


def katakana(typed: str) -> str:
    """Full-width katakana: hiragana and half-width kana are folded, runs of spaces become one U+3000."""
    wide = full_width_kana(typed.strip())
    shifted = "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" or sign in "ゝゞ" else sign for sign in wide)
    return _SPACES.sub("\u3000", shifted.translate(_DASHES))


def is_katakana(text: str) -> bool:
    """Whether a reading can stand in 住民票 (住民基本台帳法, reading of names): katakana, ー, ・ and the space."""
    return bool(_LETTERS.fullmatch(text))
