"""The raw texts of a form's inputs, cleaned but never normalised."""

import re
from collections.abc import Mapping, Sequence

from forms.kana import full_width_kana

Typed = Mapping[str, Sequence[str]]
"""What a form sent, by input name; every name may come several times."""

LARGEST_TYPED = 2_000
"""Characters of one input that are looked at."""

_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufff9-\uffff]"
)
_EDGE_SPACES = " \u3000\t"


def clean(typed: str) -> str:
    """Without control signs, lone surrogates, edge spaces and half-width kana, which no register has. Never
    normalised: 﨑, 髙 and variation selectors stay (MJ文字)."""
    return full_width_kana(_UNWANTED.sub("", typed[:LARGEST_TYPED]).strip(_EDGE_SPACES))


def reader_length(text: str) -> int:
    """Characters as a reader counts them: a variation selector belongs to its base character."""
    return len(_VARIATION_SELECTORS.sub("", text))


def first(typed: Typed, name: str) -> str:
    values = typed.get(name, ())
    return clean(values[0]) if values else ""
