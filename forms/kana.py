"""Readings of names in full-width katakana, whatever width or kana they were typed in."""

import re
import unicodedata

_HALF_WIDTH = re.compile("[\uff61-\uff9f]+")
_SPACES = re.compile("[ \u3000\t]+")
_LETTERS = re.compile("[ァ-ヺー・ヽヾ\u3000]+")
_DASHES = str.maketrans("-‐‑–—―−ｰ", "ーーーーーーーー")


def katakana(typed: str) -> str:
    """Full-width katakana: hiragana and half-width kana are folded, runs of spaces become one U+3000."""
    wide = _HALF_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), typed.strip())
    shifted = "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" or sign in "ゝゞ" else sign for sign in wide)
    return _SPACES.sub("\u3000", shifted.translate(_DASHES))


def is_katakana(text: str) -> bool:
    """Whether a reading can stand in 住民票 (住民基本台帳法, reading of names): katakana, ー, ・ and the space."""
    return bool(_LETTERS.fullmatch(text))
