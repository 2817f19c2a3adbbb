"""By which blind tags a resident is found, and what somebody who types into the one box means."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from forms import inputs, person, wareki
from kiosk.register.layout import plain_code
from kiosk.register.resident import Resident

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


NUMBER, HOUSEHOLD, READING, NAME = "number:", "household:", "reading:", "name:"
NAMES = ("name", "former_name", "common_name", "latin_name", "kanji_name")
ERA_DIGITS = {"1": "M", "2": "T", "3": "S", "4": "H", "5": "R"}
_BLANKS = re.compile("[\\s\u3000,、，]+")
_DATE_SIGNS = re.compile("[-/.年月日]")
_DIGITS = re.compile("[0-9]+")
_ERA = re.compile(
    "([MTSHR明大昭平令])[治正和成]?([0-9]{1,2}|元)[年.]([0-9]{1,2})[月.]([0-9]{1,2})日?", re.IGNORECASE
)
_ERA_SIGNS = dict(zip("明大昭平令", "MTSHR", strict=True))


class LookUpKind(StrEnum):
    """How somebody was looked for."""

    CARD = "card"
    KANA_BIRTH = "kana_birth"
    NAME_BIRTH = "name_birth"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for."""

    kind: LookUpKind
    name: str = ""
    """A reading, a name in Latin letters, or the name as it is written."""
    birth_date: str = ""
    number: str = ""

    @property
    def key(self) -> str:
        """The text whose tag finds it."""
        match self.kind:
            case LookUpKind.NUMBER:
                return number_key(self.number)
            case LookUpKind.KANA_BIRTH:
                return reading_key(self.name, self.birth_date)
        return name_key(self.name, self.birth_date)

    def is_met_exactly(self, resident: Resident) -> bool:
        """Whether the reading is the very one that was typed, but for blanks."""
        typed = _BLANKS.sub("", self.name)
        return _BLANKS.sub("", resident.facts.get("kana", "")).startswith(typed)


class Unclear(StrEnum):
    """Why what was typed is not looked for; the value is the sentence."""

    NOTHING = "ふりがなと生年月日、または宛名番号を入力してください。"
    NO_BIRTH = "生年月日も入力してください（例：3330101、19580101）。"
    NO_NAME = "ふりがなも入力してください。生年月日だけでは検索できません。"
    NO_SUCH_DAY = "その生年月日は暦にありません。"


def keys_of(resident: Resident) -> list[str]:
    """Return the texts whose tags find this resident; of one nothing is told of, only the numbers."""
    keys = [NUMBER + resident.number, HOUSEHOLD + resident.household]
    facts = resident.facts
    birth = facts.get("birth_date")
    if not birth:
        return keys
    for name in [facts[name] for name in NAMES if name in facts]:
        keys.append(name_key(name, birth))
        if is_latin(name):
            # Whoever types it means it as a reading.
            keys.append(reading_key(name, birth))
    if kana := facts.get("kana"):
        keys.append(reading_key(kana, birth))
        surname, _, given = kana.partition(person.BETWEEN)
        if given:
            keys.append(reading_key(surname, birth))
    return keys


def number_key(number: str) -> str:
    """Return the text for a number."""
    return NUMBER + plain_code(number)


def household_key(number: str) -> str:
    """Return the text for a household."""
    return HOUSEHOLD + plain_code(number)


def reading_key(reading: str, birth_date: str) -> str:
    """Return the text for a reading, or a name in Latin letters, with the day of birth."""
    folded = fold_latin(reading) if is_latin(reading) else fold_kana(reading)
    return f"{READING}{folded}|{birth_date}"


def name_key(name: str, birth_date: str) -> str:
    """Return the text for a name as it is written, with the day of birth."""
    return f"{NAME}{fold_name(name)}|{birth_date}"


def read_box(typed: str) -> Wanted | Unclear:
    """Return what the one box means: a name with a day of birth in either order, or a number.

    Seven digits beside a name are 元号1 年2 月2 日2 (1 明治 … 5 令和), eight a western day; alone, digits are a number.
    """
    parts = [part for part in _BLANKS.split(inputs.half_width_digits(typed.strip())) if part]
    names = [part for part in parts if not _has_digit(part)]
    others = [part for part in parts if _has_digit(part)]
    if not parts:
        return Unclear.NOTHING
    if not names:
        return _of_digits(others)
    if not others:
        return Unclear.NO_BIRTH
    birth = read_birth("".join(others))
    if birth is None:
        return Unclear.NO_SUCH_DAY
    name = " ".join(names)
    kind = LookUpKind.KANA_BIRTH if is_kana(name) or is_latin(name) else LookUpKind.NAME_BIRTH
    return Wanted(kind, name, birth)


def _of_digits(parts: list[str]) -> Wanted | Unclear:
    number = "".join(parts)
    if not _DIGITS.fullmatch(number):
        return Unclear.NO_NAME
    is_birth = len(number) in (7, 8) and read_birth(number) is not None
    return Unclear.NO_NAME if is_birth else Wanted(LookUpKind.NUMBER, number=number)


def _has_digit(part: str) -> bool:
    return any(sign.isdigit() for sign in part)


def read_birth(typed: str) -> str | None:
    """Return the day of birth in ISO form; None if there is no such day."""
    era = _ERA.fullmatch(typed)
    if era:
        year = 1 if era[2] == "元" else int(era[2])
        return _of_era(_ERA_SIGNS.get(era[1], era[1].upper()), year, int(era[3]), int(era[4]))
    parts = _DATE_SIGNS.split(typed.rstrip("日"))
    if len(parts) == 3 and all(part.isdigit() for part in parts) and len(parts[0]) == 4:
        return _western(*(int(part) for part in parts))
    if not _DIGITS.fullmatch(typed):
        return None
    if len(typed) == 8:
        return _western(int(typed[:4]), int(typed[4:6]), int(typed[6:]))
    if len(typed) == 7 and typed[0] in ERA_DIGITS:
        return _of_era(ERA_DIGITS[typed[0]], int(typed[1:3]), int(typed[3:5]), int(typed[5:]))
    return None


def _of_era(code: str, year: int, month: int, day: int) -> str | None:
    era = next(era for era in wareki.ERAS if era.code == code)
    found = _western(era.first_day.year + year - 1, month, day) if year else None
    is_after = found is not None and found >= era.first_day.isoformat()
    return found if is_after and found is not None and not _is_later_era(code, found) else None


def _is_later_era(code: str, iso: str) -> bool:
    """Whether the day lies beyond the end of the era; its last day itself may be either's."""
    place = next(place for place, era in enumerate(wareki.ERAS) if era.code == code)
    return place > 0 and iso > wareki.ERAS[place - 1].first_day.isoformat()


def _western(year: int, month: int, day: int) -> str | None:
    try:
        return wareki.iso_date(year, month, day)
    except wareki.WrongDate:
        return None
