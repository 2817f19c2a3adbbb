"""Doubts about accounts: money for one person is paid to that person's account."""

import unicodedata
from collections.abc import Iterator

from forms.doubts.doubt import Doubt
from forms.doubts.says import Says
from forms.journey import Journey
from forms.kana import katakana

HOLDER = "bank.holder_kana"
SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
"""Banks write small kana large."""


def account_of_another(journey: Journey) -> Iterator[Doubt]:
    """The holder is not who receives; only where both are said in kana."""
    for procedure in journey.procedures:
        seen = journey.seen_by(procedure) if procedure.item(HOLDER) else {}
        holder, kana = seen.get(HOLDER), seen.get("claimant.kana")
        if not isinstance(holder, str) or not isinstance(kana, str):
            continue
        if _is_kana(holder) and _is_kana(kana) and _bare(holder) != _bare(kana):
            key = journey.key_of(HOLDER, procedure)
            yield Doubt(key, Says.OF_ANOTHER, (holder, kana), key)


def _bare(kana: str) -> str:
    """Return the sounds alone: banks leave out spaces, dots and long marks in their own ways."""
    folded = katakana(unicodedata.normalize("NFKC", kana)).translate(SMALL)
    return "".join(sign for sign in folded if sign.isalpha() and sign not in "ー")


def _is_kana(text: str) -> bool:
    return all(not sign.isalpha() or not sign.isascii() for sign in unicodedata.normalize("NFKC", text))
