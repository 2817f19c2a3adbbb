"""The inputs of a form: raw texts by input name, cleaned but never normalised; digits and readings in any width."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from unicodedata import category, east_asian_width

import phonenumbers

_HALF_WIDTH = re.compile("[\uff61-\uff9f]+")
_LONE_MARKS = re.compile("[\u3099\u309a]")
_SPACES = re.compile("[ \u3000\t]+")
_MARKED = re.compile("[ぁ-ゖァ-ヺゝヽ][\u3099\u309a゛゜]")
_JOINING_MARKS = str.maketrans("゛゜", "\u3099\u309a")
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3)}
"""Radicals (⼀, ⾼) as PDF files give them for kanji when text is copied; no register and no font for names has them."""
_LETTERS = re.compile("(?:[\u30a0ァ-ヺー・ヽヾ\u31f0-\u31ff\u3000]|[セツト\u31f7]\u309a)+")
_NARROW = {ord(unicodedata.normalize("NFKC", sign)): sign for sign in map(chr, range(0xFF61, 0xFFA0))}
_DASHES = re.compile("[-‐‑‒–—―−－]")


def full_width_kana(text: str) -> str:
    """Return half-width kana (JIS X 0201) as full-width ones, every other sign as it is.

    A voicing mark without a kana it could belong to stays half-width, where somebody sees it.
    """
    return _HALF_WIDTH.sub(_widened, text)


def is_in_latin(name: str) -> bool:
    """Return whether every letter of the name is a Latin one: no register has an official reading of it."""
    letters = [sign for sign in name if sign.isalpha()]
    return bool(letters) and all(unicodedata.name(sign, "").startswith("LATIN") for sign in letters)


def _widened(found: re.Match[str]) -> str:
    wide = unicodedata.normalize("NFKC", found[0])
    return found[0] if _LONE_MARKS.search(wide) else wide


def voiced(text: str) -> str:
    """Return the text with kana and voicing mark in one: か and U+3099, as a Mac writes, is が; か and ゛ too."""
    return _MARKED.sub(_joined, text)


def _joined(found: re.Match[str]) -> str:
    whole = unicodedata.normalize("NFC", found[0].translate(_JOINING_MARKS))
    return whole if len(whole) == 1 else found[0]


def half_width_kana(text: str) -> str:
    """Return the text with all kana as half-width katakana, voicing marks apart, and Latin signs in ASCII."""
    wide = unicodedata.normalize("NFD", _shifted(unicodedata.normalize("NFKC", text)))
    return wide.translate(_NARROW)


def katakana(typed: str) -> str:
    """Return full-width katakana: hiragana and half-width kana are folded, runs of spaces become one U+3000."""
    return _SPACES.sub("\u3000", _shifted(full_width_kana(typed.strip())))


_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶヰヱ", "アイウエオツヤユヨワカケイエ")


def large_kana(katakana: str) -> str:
    """Return full-width katakana as banks write it: small signs large, and none that has no half width."""
    return katakana.translate(_LARGE)


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


_FULL_WIDTH = str.maketrans("０１２３４５６７８９＋", "0123456789+")
_SEPARATORS = re.compile("[ \u3000()（）.・‐‑–—―−ー－ｰ-]+")
_NATIONAL = re.compile("0[1-9][0-9]{8,9}")
_ELEVEN_DIGITS = ("050", "060", "070", "080", "090")
_EXTENSION = re.compile(r"\s*[(（]?(?:内線|ext\.?|#|＃)\s*[:：]?\s*([0-9０-９]{1,6})[)）]?$", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"^(?:TEL|電話(?:番号)?|携帯(?:電話)?)\s*[:：.．]?\s*", re.IGNORECASE)
_WORDS_BEHIND = re.compile(r"\s*[(（]([^\W\d_]{1,8})[)）]$")
"""Whose or which it is: （夫）, （呼）, （会社）."""
_BETWEEN = re.compile("[/／、,，;；]|または|又は")


def half_width_digits(typed: str) -> str:
    """Return the text with full-width digits in half width."""
    return typed.translate(_FULL_WIDTH)


def only_digits(typed: str) -> str:
    """Return the digits of a number typed with hyphens, brackets, spaces or in full width."""
    return _SEPARATORS.sub("", half_width_digits(typed.strip()))


def phone_number(typed: str) -> str | None:
    """Return the digits with hyphens as GIF 連絡先 wants them, `090-1234-5678`.

    The person's own hyphens are kept where they make three groups, and an extension is: `0123-45-6789 内線12`. A
    number abroad is kept with + and its country, and a word in brackets behind it (夫, 呼). None when there cannot be
    such a number.
    """
    if words := _WORDS_BEHIND.search(typed):
        number = phone_number(typed[: words.start()])
        return f"{number}（{words[1]}）" if number else None
    typed = _WORD_BEFORE.sub("", typed.strip())
    if extension := _EXTENSION.search(typed):
        number = phone_number(typed[: extension.start()])
        return f"{number} 内線{half_width_digits(extension[1])}" if number else None
    digits = _national(only_digits(typed))
    if digits.startswith("+"):
        return _international(digits)
    if not _NATIONAL.fullmatch(digits):
        return None
    if digits[:3] in _ELEVEN_DIGITS and len(digits) != 11:
        return None
    own = [group for group in _SEPARATORS.split(half_width_digits(typed.strip())) if group]
    if len(own) == 3 and len(own[2]) in (3, 4) and "".join(own) == digits:
        return "-".join(own)
    return _grouped(digits)


def are_several_phones(typed: str) -> bool:
    """Return whether more than one phone number stands in the text: `0123-45-6789／090-1234-5678`."""
    return sum(phone_number(part) is not None for part in _BETWEEN.split(typed)) > 1


def mobile_start(typed: str) -> str:
    """Return the first three digits where they say that eleven are needed, else nothing."""
    digits = _national(only_digits(_EXTENSION.sub("", typed)))
    return digits[:3] if digits.isdigit() and digits[:3] in _ELEVEN_DIGITS else ""


def _national(digits: str) -> str:
    """Return the number without its country code, also where the 0 stands behind it: `+81 (0)3 …`.

    A number dialled with 00 begins with + like any other abroad.
    """
    digits = "+" + digits.removeprefix("00") if digits.startswith("00") else digits
    return "0" + digits.removeprefix("+81").removeprefix("0") if digits.startswith("+81") else digits


def _international(digits: str) -> str | None:
    """`+63 917 123 4567`; None if no such number can exist."""
    try:
        number = phonenumbers.parse(digits)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _grouped(digits: str) -> str:
    try:
        number = phonenumbers.parse(digits, "JP")
    except phonenumbers.NumberParseException:
        return digits
    spelled = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return spelled if only_digits(spelled) == digits else digits


def postal_code(typed: str) -> str | None:
    """Seven digits, or None."""
    digits = only_digits(typed.replace("〒", ""))
    return digits if len(digits) == 7 and digits.isascii() and digits.isdigit() else None


Typed = Mapping[str, Sequence[str]]
"""What a form sent, by input name; every name may come several times."""

Inputs = dict[str, tuple[str, ...]]
"""The same as a form would show it."""

LARGEST_TYPED = 2_000
"""Characters of one input that are looked at."""

_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_JOINING = "\u0600-\u06ff\u0750-\u077f\u08a0-\u0dff\u1000-\u109f\u1780-\u17ff\u1800-\u18af"
"""Arabic, the scripts of India, Burmese, Khmer, Mongolian: there a joiner between two letters changes how they look."""

_UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control signs
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff0-\ufffd\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # formats
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tags
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\uffa0"  # letters that are empty
    "\ud800-\udfff"  # halves of a letter
    "\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
)
_UNWANTED = re.compile(f"[{_UNSEEN}]|(?<![{_JOINING}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINING}])")
_LINE_ENDS = (*range(0x09, 0x0E), 0x85, 0x2028, 0x2029)
_ODD_SPACES = dict.fromkeys((*_LINE_ENDS, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F), " ")
_EDGE_SPACES = " \u3000"
_SIGNS = "[!-~ぁ-ゖァ-ヺー々〇一-鿿０-９Ａ-Ｚａ-ｚ]+"
_PLAIN = re.compile(f"{_SIGNS}(?:[ \u3000]+{_SIGNS})*")
"""What nearly everybody types, in which there is nothing to clean; told in a fifth of the time."""


def clean(typed: str) -> str:
    """Return what was typed without what no register has.

    That is control signs, invisible letters (two names that look alike are alike), lone surrogates, edge spaces and
    half-width kana; spaces from other programs, tabs and ends of lines become plain ones, a voicing mark on its own
    joins its kana, and a radical copied from a PDF is its kanji.
    Otherwise never normalised: 﨑, 髙 and variation selectors stay (MJ文字).
    """
    if len(typed) <= LARGEST_TYPED and _PLAIN.fullmatch(typed):
        return typed
    seen = _UNWANTED.sub("", typed[:LARGEST_TYPED].replace("\r\n", "\n")).translate(_ODD_SPACES)
    return voiced(full_width_kana(seen.strip(_EDGE_SPACES))).translate(_RADICALS)


def is_one_line(text: str) -> bool:
    """Return whether people see the text in one line; Python calls a full-width space unprintable."""
    return "".join(" " if category(sign) == "Zs" else sign for sign in text).isprintable()


def unwanted(typed: str) -> str:
    """Return the signs of the text that `clean` takes out because nobody sees them."""
    return "".join(_UNWANTED.findall(typed[:LARGEST_TYPED]))


def reader_length(text: str) -> int:
    """Return how many kanji the text is wide: two Latin letters are one, a variation selector is none."""
    seen = _VARIATION_SELECTORS.sub("", text)
    return len(seen) - sum(east_asian_width(sign) in ("Na", "H", "N") for sign in seen) // 2


def first(typed: Typed, name: str) -> str:
    """Return the first value of an input, cleaned; empty where there is none."""
    values = typed.get(name, ())
    return clean(values[0]) if values else ""
