"""The inputs of a form: raw texts by input name, cleaned but never normalised."""

import re
from collections.abc import Mapping, Sequence
from unicodedata import category, east_asian_width

from forms.kana import full_width_kana, voiced

Typed = Mapping[str, Sequence[str]]
"""What a form sent, by input name; every name may come several times."""

Inputs = dict[str, tuple[str, ...]]
"""The same as a form would show it."""

LARGEST_TYPED = 2_000
"""Characters of one input that are looked at."""

_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u115f\u1160\u180e\u3164\uffa0\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufff9-\uffff]"
)
_LINE_ENDS = (*range(0x09, 0x0E), 0x85, 0x2028, 0x2029)
_ODD_SPACES = dict.fromkeys((*_LINE_ENDS, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F), " ")
_EDGE_SPACES = " \u3000"


def clean(typed: str) -> str:
    """Return what was typed without what no register has.

    That is control signs, invisible letters, lone surrogates, edge spaces and half-width kana; spaces from
    other programs, tabs and ends of lines become plain ones, and a voicing mark on its own joins its kana.
    Otherwise never normalised: 﨑, 髙 and variation selectors stay (MJ文字).
    """
    seen = _UNWANTED.sub("", typed[:LARGEST_TYPED].replace("\r\n", "\n")).translate(_ODD_SPACES)
    return voiced(full_width_kana(seen.strip(_EDGE_SPACES)))


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
