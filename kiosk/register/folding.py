"""How names and readings are folded before they are compared: whoever types サイトー finds サイトウ.

After the fuzzy search of the resident record standard (住民記録システム標準仕様書 2.1.2): blanks, voicing, small kana, long
vowels and hyphens do not count, ヂ is ジ, ヅ is ズ, ワ is ハ. Taken literally "オ段+ウ becomes オ" and "ー is ignored" never
meet (サイトオ, サイト), so ウ and オ behind オ段, and ウ behind ウ段, are dropped. That finds a little more than was typed;
what was typed exactly comes first.
"""

import re
import unicodedata

_LONG = re.compile("(?<=[オコソトノホモヨロ])[ウオ]+|(?<=[ウクスツヌフムユル])ウ+")
_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_SAME = str.maketrans({"ヂ": "ジ", "ヅ": "ズ", "ヱ": "エ", "ヰ": "イ", "ヲ": "オ", "ヷ": "ハ", "ヺ": "オ"})
_AINU = str.maketrans("ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ", "クシストヌハヒフヘホムラリルレロ")
_VU = (("ヴァ", "ハ"), ("ヴィ", "ヒ"), ("ヴェ", "ヘ"), ("ヴォ", "ホ"), ("ヴ", "フ"))


def _fold_sign(sign: str) -> str:
    """One katakana without its size and voicing."""
    plain = sign.translate(_AINU).translate(_SMALL).translate(_SAME)
    return unicodedata.normalize("NFD", plain)[0].replace("ワ", "ハ")


_FOLDED = {code: _fold_sign(chr(code)) for code in (*range(0x30A1, 0x30FB), *range(0x31F0, 0x3200))}
_PLAIN_FOLDED = {**_FOLDED, ord("ー"): "", ord("\u3000"): ""}
_KATAKANA = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}
_IS_PLAIN = re.compile("[ァ-ヺー\u3000]*")
_NO_KANA = re.compile("[^ァ-ヺㇰ-ㇿ]")
_KANA = re.compile("[ぁ-ゖァ-ヺㇰ-ㇿ\uff66-\uff9d]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff\uff21-\uff5a]")
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
_VARIANT = re.compile(f"[{''.join(group[1:] for group in _VARIANTS)}]")
_ONE_GLYPH = str.maketrans({sign: group[0] for group in _VARIANTS for sign in group[1:]})


def fold_kana(reading: str) -> str:
    """Return the reading as it is compared, katakana alone; empty where there is no kana in it."""
    if "ヴ" not in reading and _IS_PLAIN.fullmatch(reading):
        return _LONG.sub("", reading.translate(_PLAIN_FOLDED))
    text = unicodedata.normalize("NFKC", reading).translate(_KATAKANA)
    if "ヴ" in text:
        for spelled, folded in _VU:
            text = text.replace(spelled, folded)
    return _LONG.sub("", _NO_KANA.sub("", text).translate(_FOLDED))


def fold_latin(name: str) -> str:
    """Return the Latin letters of a name in capitals, without marks and blanks."""
    return _NO_LATIN.sub("", unicodedata.normalize("NFKD", name).upper())


def fold_name(name: str) -> str:
    """Return a written name as it is compared: no blanks, no variation selectors, one glyph for its variants."""
    text = _NO_NAME.sub("", name)
    if is_latin(name):
        return fold_latin(text)
    folded = unicodedata.normalize("NFKC", text)
    # Asking first is cheaper: most names hold none of them.
    return folded.translate(_ONE_GLYPH) if _VARIANT.search(folded) else folded


def is_kana(text: str) -> bool:
    """Whether the text is a reading."""
    return bool(_KANA.search(text)) and not any(unicodedata.name(sign, "").startswith("CJK") for sign in text)


def is_latin(text: str) -> bool:
    """Whether the text is a name in Latin letters."""
    return bool(_LATIN.search(text)) and not _KANA.search(text)
