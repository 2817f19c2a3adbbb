"""From what a person typed for one item to its value, or to a problem the person can mend."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forms.answers import Row, Value
from forms.digits import half_width_digits, only_digits, phone_number, postal_code
from forms.item import Item, Kind
from forms.kana import is_katakana, katakana
from forms.wareki import WrongDate, iso_date, iso_from_era

Typed = Mapping[str, Sequence[str]]
"""What a form sent, by input name; every name may come several times."""

LARGEST_TYPED = 2_000
"""Characters of one input that are looked at."""

_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufff9-\uffff]"
)
_EDGE_SPACES = " \u3000\t"


class ProblemCode(StrEnum):
    MISSING = "missing"
    NO_CHOICE = "no_choice"
    TOO_LONG = "too_long"
    NOT_KANA = "not_kana"
    NO_DATE = "no_date"
    NO_NUMBER = "no_number"
    OUT_OF_RANGE = "out_of_range"
    NO_PHONE = "no_phone"
    NO_POSTAL_CODE = "no_postal_code"
    UNKNOWN_CHOICE = "unknown_choice"
    TOO_MANY = "too_many"
    FUTURE = "future"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one item, as a sentence that says what to do. `input` names the field to go to.

    `sentence` is a gettext key with `values` for its `%(…)s`, so that screens can say it in any language.
    """

    item: str
    code: ProblemCode
    sentence: str
    values: tuple[tuple[str, str], ...] = ()
    input: str = ""

    def __str__(self) -> str:
        return self.sentence % dict(self.values)


class Refused(Exception):
    """Raised inside this module by the reader of one kind."""

    def __init__(self, code: ProblemCode, sentence: str, input: str = "", **values: str) -> None:
        super().__init__(code)
        self.code, self.sentence, self.input, self.values = code, sentence, input, tuple(values.items())


def value_typed(item: Item, typed: Typed, prefix: str = "") -> Value | Problem | None:
    """The value of the item in what was typed; None if nothing was. Inputs are named `prefix + item.name`,
    compound kinds add `.family`/`.given` and `.era`/`.year`/`.month`/`.day`."""
    name = prefix + item.name
    try:
        return _READERS[item.kind](item, typed, name)
    except Refused as refused:
        return Problem(name, refused.code, refused.sentence, refused.values, name + refused.input)


def clean(typed: str) -> str:
    """Without control signs, lone surrogates and edge spaces. Never normalised: 﨑, 髙 and variation selectors stay (MJ文字)."""
    return _UNWANTED.sub("", typed[:LARGEST_TYPED]).strip(_EDGE_SPACES)


def reader_length(text: str) -> int:
    """Characters as a reader counts them: a variation selector belongs to its base character."""
    return len(_VARIATION_SELECTORS.sub("", text))


def first(typed: Typed, name: str) -> str:
    values = typed.get(name, ())
    return clean(values[0]) if values else ""


def _text(item: Item, typed: Typed, name: str) -> str | None:
    return _not_too_long(item, first(typed, name)) or None


def _not_too_long(item: Item, text: str) -> str:
    if reader_length(text) > item.longest or len(text) > 2 * item.longest:
        raise Refused(ProblemCode.TOO_LONG, "%(most)s文字までで入れてください。", most=str(item.longest))
    return text


def _name(item: Item, typed: Typed, name: str) -> str | None:
    return _not_too_long(item, _joined_name(typed, name)) or None


def _joined_name(typed: Typed, name: str) -> str:
    family, given = first(typed, f"{name}.family"), first(typed, f"{name}.given")
    if given and not family:
        raise Refused(ProblemCode.MISSING, "氏（みょうじ）を入れてください。", ".family")
    return "\u3000".join(part for part in (family, given) if part) or first(typed, name)


def _kana(item: Item, typed: Typed, name: str) -> str | None:
    reading = katakana(_joined_name(typed, name))
    if reading and not is_katakana(reading):
        raise Refused(ProblemCode.NOT_KANA, "ふりがなは、ひらがなかカタカナで入れてください。", ".family")
    return _not_too_long(item, reading) or None


def _date(item: Item, typed: Typed, name: str) -> str | None:
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
        raise Refused(ProblemCode.NO_DATE, wrong.sentence, ".year", **wrong.values) from None


def _year(era: str, typed: str) -> int | None:
    return 1 if era and typed == "元" else _whole(typed)


def _month_or_day(typed: str, unknown: bool) -> int | None:
    return 0 if unknown and not typed else _whole(typed)


def _whole(typed: str) -> int | None:
    digits = half_width_digits(typed)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


def _choice(item: Item, typed: Typed, name: str) -> str | None:
    code = first(typed, name)
    if code and item.choice(code) is None:
        raise Refused(ProblemCode.UNKNOWN_CHOICE, "選択肢から選んでください。")
    return code or None


def _choices(item: Item, typed: Typed, name: str) -> tuple[str, ...] | None:
    sent = {clean(value) for value in typed.get(name, ())} - {""}
    if any(item.choice(code) is None for code in sent):
        raise Refused(ProblemCode.UNKNOWN_CHOICE, "選択肢から選んでください。")
    return tuple(choice.code for choice in item.choices if choice.code in sent) or None


def _yes_no(item: Item, typed: Typed, name: str) -> bool | None:
    return {"yes": True, "no": False}.get(first(typed, name))


def _consent(item: Item, typed: Typed, name: str) -> bool | None:
    return True if first(typed, name) == "yes" else None


def _number(item: Item, typed: Typed, name: str) -> int | None:
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


def _digits(item: Item, typed: Typed, name: str) -> str | None:
    sent = only_digits(first(typed, name))
    if sent and not (sent.isascii() and sent.isdigit()):
        raise Refused(ProblemCode.NO_NUMBER, "数字で入れてください。")
    return _not_too_long(item, sent) or None


def _phone(item: Item, typed: Typed, name: str) -> str | None:
    sent = first(typed, name)
    if sent and phone_number(sent) is None:
        raise Refused(ProblemCode.NO_PHONE, "電話番号は市外局番から、10けたか11けたの数字で入れてください。")
    return phone_number(sent)


def _postal_code(item: Item, typed: Typed, name: str) -> str | None:
    sent = first(typed, name)
    if sent and postal_code(sent) is None:
        raise Refused(ProblemCode.NO_POSTAL_CODE, "郵便番号は7けたの数字で入れてください。")
    return postal_code(sent)


def _people(item: Item, typed: Typed, name: str) -> tuple[Row, ...] | None:
    """Rows are numbered `name.0.field`, `name.1.field`, …; rows with nothing typed are left out."""
    if any(place.startswith(f"{name}.{item.most}.") and first(typed, place) for place in typed):
        raise Refused(ProblemCode.TOO_MANY, "%(most)s人までで入れてください。", most=str(item.most))
    rows = [row for position in range(item.most) if (row := _row(item, typed, f"{name}.{position}."))]
    return tuple(rows) or None


def _row(item: Item, typed: Typed, prefix: str) -> Row:
    row: dict[str, str | int | bool | tuple[str, ...]] = {}
    for field in item.fields:
        match value_typed(field, typed, prefix):
            case Problem() as problem:
                at = problem.input.removeprefix(prefix.rsplit(".", 2)[0])
                raise Refused(problem.code, problem.sentence, at, **dict(problem.values))
            case str() | int() as plain:
                row[field.name] = plain
            case tuple() as several:
                row[field.name] = tuple(code for code in several if isinstance(code, str))
    if row:
        _complete(item, row, prefix)
    return row


def _complete(item: Item, row: Row, prefix: str) -> None:
    for field in item.fields:
        if field.required and field.name not in row:
            input = "." + prefix.rsplit(".", 2)[1] + "." + field.name
            raise Refused(ProblemCode.MISSING, "%(field)sを入れてください。", input, field=field.ask)


_READERS: dict[Kind, Callable[[Item, Typed, str], Value | None]] = {
    Kind.NAME: _name,
    Kind.KANA: _kana,
    Kind.DATE: _date,
    Kind.ADDRESS: _text,
    Kind.POSTAL_CODE: _postal_code,
    Kind.PHONE: _phone,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YES_NO: _yes_no,
    Kind.COUNT: _number,
    Kind.MONEY: _number,
    Kind.DIGITS: _digits,
    Kind.TEXT: _text,
    Kind.PEOPLE: _people,
    Kind.CONSENT: _consent,
}
