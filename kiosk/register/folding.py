"""How names and readings are folded before they are compared: whoever types サイトー finds サイトウ.

After the fuzzy search of the resident record standard (住民記録システム標準仕様書 2.1.2): blanks, voicing, small kana, long
vowels and hyphens do not count, ヂ is ジ, ヅ is ズ, ワ is ハ. Taken literally "オ段+ウ becomes オ" and "ー is ignored" never
meet (サイトオ, サイト), so ウ and オ behind オ段, and ウ behind ウ段, are dropped. That finds a little more than was typed;
what was typed exactly comes first.
"""

import re
import unicodedata

_LONG_O = frozenset("オコソトノホモヨロ")
_LONG_U = frozenset("ウクスツヌフムユル")
_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_SAME = str.maketrans({"ヂ": "ジ", "ヅ": "ズ", "ヱ": "エ", "ヰ": "イ", "ヲ": "オ", "ヷ": "ハ", "ヺ": "オ"})
_AINU = str.maketrans("ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ", "クシストヌハヒフヘホムラリルレロ")
_VU = (("ヴァ", "ハ"), ("ヴィ", "ヒ"), ("ヴェ", "ヘ"), ("ヴォ", "ホ"), ("ヴ", "フ"))
_MARKS = dict.fromkeys((0x3099, 0x309A))
_NO_KANA = re.compile("[^ァ-ヺㇰ-ㇿ]")
_KANA = re.compile("[ぁ-ゖァ-ヺㇰ-ㇿ\uff66-\uff9d]")
_LATIN = re.compile("[A-Za-z]")
_NO_LATIN = re.compile("[^A-Z]")
_NO_NAME = re.compile("[\\s\u3000・･,，.\ufe00-\ufe0f\U000e0100-\U000e01ef]")

_VARIANTS = (
    "辺邉邊",
    "浜濱濵",
    "高髙",
    "崎﨑嵜碕",
    "斎斉齋齊",
    "沢澤",
    "桜櫻",
    "広廣",
    "国國",
    "島嶋嶌",
    "吉𠮷",
    "藤籘",
)
"""Glyphs of one name that people write for each other (異体字); the first stands for all."""
_ONE_GLYPH = str.maketrans({sign: group[0] for group in _VARIANTS for sign in group[1:]})


def fold_kana(reading: str) -> str:
    """Return the reading as it is compared, katakana alone; empty where there is no kana in it."""
    text = "".join(chr(ord(s) + 0x60) if "ぁ" <= s <= "ゖ" else s for s in unicodedata.normalize("NFKC", reading))
    for spelled, folded in _VU:
        text = text.replace(spelled, folded)
    text = _NO_KANA.sub("", text.translate(_AINU)).translate(_SMALL).translate(_SAME)
    text = unicodedata.normalize("NFD", text).translate(_MARKS).replace("ワ", "ハ")
    kept: list[str] = []
    for sign in text:
        is_long = kept and ((sign in "ウオ" and kept[-1] in _LONG_O) or (sign == "ウ" and kept[-1] in _LONG_U))
        if not is_long:
            kept.append(sign)
    return "".join(kept)


def fold_latin(name: str) -> str:
    """Return the Latin letters of a name in capitals, without marks and blanks."""
    return _NO_LATIN.sub("", unicodedata.normalize("NFKD", name).upper())


def fold_name(name: str) -> str:
    """Return a written name as it is compared: no blanks, no variation selectors, one glyph for its variants."""
    text = _NO_NAME.sub("", name)
    return fold_latin(text) if is_latin(text) else unicodedata.normalize("NFKC", text).translate(_ONE_GLYPH)


def is_kana(text: str) -> bool:
    """Whether the text is a reading."""
    return bool(_KANA.search(text)) and not any(unicodedata.name(sign, "").startswith("CJK") for sign in text)


def is_latin(text: str) -> bool:
    """Whether the text is a name in Latin letters."""
    return bool(_LATIN.search(unicodedata.normalize("NFKD", text))) and not _KANA.search(text)
