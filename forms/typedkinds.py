"""Readers of what was typed, one for each kind of item: the value, None for nothing, or Refused."""

from forms.digits import half_width_digits, only_digits, phone_number, postal_code
from forms.item import Item
from forms.kana import is_katakana, katakana
from forms.problem import ProblemCode, Refused
from forms.typedtext import Typed, clean, first, reader_length
from forms.wareki import WrongDate, iso_date, iso_from_era


def read_text(item: Item, typed: Typed, name: str) -> str | None:
    return _not_too_long(item, first(typed, name)) or None


def _not_too_long(item: Item, text: str) -> str:
    if reader_length(text) > item.longest or len(text) > 2 * item.longest:
        raise Refused(ProblemCode.TOO_LONG, "%(most)s文字までで入れてください。", most=str(item.longest))
    return text


def read_name(item: Item, typed: Typed, name: str) -> str | None:
    return _not_too_long(item, _joined_name(typed, name)) or None


def _joined_name(typed: Typed, name: str) -> str:
    family, given = first(typed, f"{name}.family"), first(typed, f"{name}.given")
    if given and not family:
        raise Refused(ProblemCode.MISSING, "氏（みょうじ）を入れてください。", ".family")
    whole = "\u3000".join(part for part in (family, given) if part) or first(typed, name)
    # The first space parts a name when it is shown in its inputs again; it must come back from there the same.
    family, _, given = whole.partition("\u3000")
    return "\u3000".join(part for part in (clean(family), clean(given)) if part)


def read_kana(item: Item, typed: Typed, name: str) -> str | None:
    reading = katakana(_joined_name(typed, name))
    if reading and not is_katakana(reading):
        family = katakana(first(typed, f"{name}.family"))
        part = ".given" if family and is_katakana(family) else ".family"
        raise Refused(ProblemCode.NOT_KANA, "ふりがなは、ひらがなかカタカナで入れてください。", part)
    return _not_too_long(item, reading) or None


def read_date(item: Item, typed: Typed, name: str) -> str | None:
    era = first(typed, f"{name}.era")
    parts = [first(typed, f"{name}.{part}") for part in ("year", "month", "day")]
    if not any(parts):
        return None
    unknown = item.unknown_day and bool(first(typed, f"{name}.unknown"))
    year, month, day = (
        _year(era, parts[0]),
        _month_or_day(parts[1], unknown),
        _month_or_day(parts[2], unknown),
    )
    if year is None or month is None or day is None:
        blank = next(
            part for part, found in zip(("year", "month", "day"), (year, month, day), strict=True) if found is None
        )
        raise Refused(ProblemCode.NO_DATE, "年、月、日を数字で入れてください。", f".{blank}")
    try:
        if era in ("", "AD"):
            return iso_date(year, month, day, unknown_day=item.unknown_day)
        return iso_from_era(era, year, month, day, unknown_day=item.unknown_day)
    except WrongDate as wrong:
        raise Refused(ProblemCode.NO_DATE, wrong.sentence, f".{wrong.part}", **wrong.values) from None


def _year(era: str, typed: str) -> int | None:
    return 1 if era and typed == "元" else _whole(typed)


def _month_or_day(typed: str, unknown: bool) -> int | None:
    return 0 if unknown and not typed else _whole(typed)


def _whole(typed: str) -> int | None:
    digits = half_width_digits(typed)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


def read_choice(item: Item, typed: Typed, name: str) -> str | None:
    code = first(typed, name)
    if code and item.choice(code) is None:
        raise Refused(ProblemCode.UNKNOWN_CHOICE, "選択肢から選んでください。")
    return code or None


def read_choices(item: Item, typed: Typed, name: str) -> tuple[str, ...] | None:
    sent = {clean(value) for value in typed.get(name, ())} - {""}
    if any(item.choice(code) is None for code in sent):
        raise Refused(ProblemCode.UNKNOWN_CHOICE, "選択肢から選んでください。")
    return tuple(choice.code for choice in item.choices if choice.code in sent) or None


def read_yes_no(item: Item, typed: Typed, name: str) -> bool | None:
    return {"yes": True, "no": False}.get(first(typed, name))


def read_consent(item: Item, typed: Typed, name: str) -> bool | None:
    return True if first(typed, name) == "yes" else None


def read_number(item: Item, typed: Typed, name: str) -> int | None:
    sent = first(typed, name).replace(",", "").replace("，", "").removesuffix("円")
    if not sent:
        return None
    number = _whole(sent)
    if number is None:
        raise Refused(ProblemCode.NO_NUMBER, "数字で入れてください。")
    if not item.least <= number <= item.most:
        span = {"least": str(item.least), "most": str(item.most)}
        raise Refused(ProblemCode.OUT_OF_RANGE, "%(least)sから%(most)sまでで入れてください。", **span)
    return number


def read_digits(item: Item, typed: Typed, name: str) -> str | None:
    sent = only_digits(first(typed, name))
    if sent and not (sent.isascii() and sent.isdigit()):
        raise Refused(ProblemCode.NO_NUMBER, "数字で入れてください。")
    return _not_too_long(item, sent) or None


def read_phone(item: Item, typed: Typed, name: str) -> str | None:
    sent = first(typed, name)
    if sent and phone_number(sent) is None:
        raise Refused(ProblemCode.NO_PHONE, "電話番号は市外局番から、10けたか11けたの数字で入れてください。")
    return phone_number(sent)


def read_postal_code(item: Item, typed: Typed, name: str) -> str | None:
    sent = first(typed, name)
    if sent and postal_code(sent) is None:
        raise Refused(ProblemCode.NO_POSTAL_CODE, "郵便番号は7けたの数字で入れてください。")
    return postal_code(sent)
