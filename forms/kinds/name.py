"""Names of people and their readings, in one or two parts; the holder of a bank account."""

import re

from forms.answers import Value
from forms.inputs import Inputs, Typed, clean, first
from forms.item import Item
from forms.kana import half_width_kana, is_katakana, katakana
from forms.kinds.text import Text, not_too_long
from forms.problem import ProblemCode, Refused

FAMILY, GIVEN = ".family", ".given"
PARTED = "\u3000"
_SPACES = re.compile("[ \u3000]+")
_LATIN = re.compile("[A-Za-zＡ-Ｚａ-ｚ]")

BANK_SIGNS = re.compile(r"[ｱ-ﾝｦﾞﾟ0-9A-Z ()\-./,\\｢｣]+")
_LARGE = str.maketrans("ｧｨｩｪｫｬｭｮｯ", "ｱｲｳｴｵﾔﾕﾖﾂ")
_FOLDED = str.maketrans(dict.fromkeys("ｰ−‐‑–—―", "-") | {"･": ".", "｡": ".", "､": ",", "¥": "\\", "’": " "})
"""Written another way in passbooks and by keyboards."""


class Name(Text):
    """Text; family and given name parted by U+3000, exactly as typed or read from the card."""

    name = "name"
    macro = "name"
    first_part = FAMILY
    usual_longest = 100
    column_share = 3.0
    is_measured = False

    def read(self, item: Item, typed: Typed, name: str) -> Value | None:
        return not_too_long(item, self._joined(typed, name)) or None

    def inputs(self, item: Item, value: Value, name: str) -> Inputs:
        family, _, given = str(value).partition(PARTED)
        return {name + FAMILY: (family,), name + GIVEN: (given,)}

    def example(self, item: Item) -> Value:
        return "見本　太郎"

    def fits_half_row(self, item: Item) -> bool:
        return False

    def _joined(self, typed: Typed, name: str) -> str:
        """Return both parts as one text, or the single input a program sent."""
        family, given = first(typed, name + FAMILY), first(typed, name + GIVEN)
        if given and not family:
            raise Refused(ProblemCode.MISSING, "氏（みょうじ）を入れてください。", FAMILY)
        whole = PARTED.join(part for part in (family, given) if part) or _parted(first(typed, name))
        # The first space parts a name when it is shown in its inputs again; it must come back from there the same.
        family, _, given = whole.partition(PARTED)
        return PARTED.join(part for part in (clean(family), clean(given)) if part)


def _parted(whole: str) -> str:
    """Return the name of one input with its parts joined by U+3000.

    Any space parts a Japanese one, while Latin names have spaces inside their parts.
    """
    return whole if _LATIN.search(whole) else _SPACES.sub(PARTED, whole, count=1)


class Kana(Name):
    """Text in full-width katakana; family and given parted by U+3000 (戸籍法 and 住民基本台帳法, 2025-05-26)."""

    name = "kana"
    usual_longest = 120

    def read(self, item: Item, typed: Typed, name: str) -> Value | None:
        reading = katakana(self._joined(typed, name))
        if reading and not is_katakana(reading):
            family = katakana(first(typed, name + FAMILY))
            part = GIVEN if family and is_katakana(family) else FAMILY
            raise Refused(ProblemCode.NOT_KANA, "ふりがなは、ひらがなかカタカナで入れてください。", part)
        return not_too_long(item, reading) or None

    def example(self, item: Item) -> Value:
        return "ミホン　タロウ"


class BankHolder(Text):
    """Half-width kana without small ones, capitals, digits and a few signs: `ﾔﾏﾀﾞ ﾊﾅｺ`, `ｶ)ﾐﾎﾝ`, `JOHN SMITH`."""

    name = "bank_holder"
    usual_longest = 60
    column_share = 3.0
    is_measured = False

    def read(self, item: Item, typed: Typed, name: str) -> Value | None:
        holder = in_bank_signs(first(typed, name))
        if holder and not BANK_SIGNS.fullmatch(holder):
            raise Refused(ProblemCode.NOT_BANK_SIGNS, "通帳にカタカナや英字で書かれている名義を入れてください。")
        return not_too_long(item, holder) or None

    def example(self, item: Item) -> Value:
        return "ﾐﾎﾝ ﾊﾅｺ"

    def fits_half_row(self, item: Item) -> bool:
        return False


def in_bank_signs(typed: str) -> str:
    """Return the text as a bank writes it, whatever width, case or kana it was typed in; other signs stay."""
    return " ".join(half_width_kana(typed).upper().translate(_FOLDED).translate(_LARGE).split())
