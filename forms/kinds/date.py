"""Days, as one text or as era, year, month and day."""

import re

from forms import answers, told, writtendate
from forms.inputs import Inputs, Typed, first
from forms.item import Item
from forms.kinds.kind import Kind, Wording
from forms.kinds.number import whole_number
from forms.ticket.packed import Packed, TextReader, TextWriter, pack_date, unpack_date
from forms.ticket.reason import TicketError, TicketReason
from forms.wareki import (
    AS_RECORDED,
    YEARS,
    RoughDay,
    WrongDate,
    era_date,
    in_its_era,
    iso_date,
    iso_from_era,
    rough_day,
    wareki,
    western_date,
)

PARTS = ("year", "month", "day")
WESTERN = "AD"
"""Stands for an era where a year is a western one."""
LONGEST_YEAR = 5
"""Characters of a year, `1955年`; more in its box are a whole date that somebody typed there."""


_PLAIN = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
"""A whole day, whose words are always read as that day."""


class Date(Kind):
    """`YYYY-MM-DD`; where the item allows it month or day `00`, or a `forms.wareki.RoughDay`."""

    name = "date"
    is_for_guides = True
    macro = "date"
    column_share = 1.8

    def read(self, item: Item, typed: Typed, name: str) -> answers.Value | None:
        """Return one line called `name`.

        Era, year, month and day instead where a person opened them and filled them in.
        """
        parts = [first(typed, f"{name}.{part}") for part in PARTS]
        line = first(typed, name)
        try:
            if any(parts):
                return _day_of(item, first(typed, f"{name}.era"), parts, bool(first(typed, f"{name}.unknown")))
            return writtendate.iso_written(line, unknown_day=item.unknown_day) if line else None
        except WrongDate as wrong:
            place = f".{wrong.part}" if any(parts) else ""
            raise told.Refused(told.ProblemCode.NO_DATE, wrong.sentence, place, **wrong.values) from None

    def inputs(self, item: Item, value: answers.Value, name: str) -> Inputs:
        day = rough_day(str(value))
        if day is None:
            return {}
        words = wareki(str(value))
        is_plain = _PLAIN.fullmatch(str(value)) is not None
        return {name: (words if is_plain or _is_read_so(words, str(value)) else f"{words}{AS_RECORDED}",)}

    def shown(self, item: Item, value: answers.Value, wording: Wording) -> str:
        return wording.day(str(value))

    def pack(self, item: Item, value: object, texts: TextWriter) -> Packed:
        if not isinstance(value, str):
            raise TicketError(TicketReason.BAD_CONTENTS)
        return pack_date(value)

    def unpack(self, item: Item, packed: object, texts: TextReader) -> str:
        return unpack_date(packed)

    def example(self, item: Item) -> answers.Value:
        return "1985-10-20"

    def fits_half_row(self, item: Item) -> bool:
        return True


def inputs_in_parts(iso: str, name: str) -> Inputs:
    """Return the era and its year, WESTERN and the western year for a day before 明治; nothing if it is no day."""
    found, parts = era_date(iso), western_date(iso)
    if parts is None:
        return {}
    _, month, day = parts
    era, year = (found[0].code, found[1]) if found else (WESTERN, parts[0])
    inputs: Inputs = {f"{name}.era": (era,), f"{name}.year": (str(year),)}
    inputs |= {f"{name}.month": (str(month or ""),), f"{name}.day": (str(day or ""),)}
    return inputs if month and day else inputs | {f"{name}.unknown": ("yes",)}


def _day_of(item: Item, era: str, parts: list[str], is_unknown: bool) -> str:
    """Raise WrongDate, or Refused at the first part that is no number."""
    is_unknown = item.unknown_day and is_unknown
    filled = [part for part in parts if part]
    if not era and len(filled) == 1 and len(filled[0]) > LONGEST_YEAR:
        return writtendate.iso_written(filled[0], unknown_day=is_unknown)
    year, month, day = (_without_unit(part, unit) for part, unit in zip(parts, "年月日", strict=True))
    written = writtendate.parsed(f"{year}年{month}月{day}日")
    if written and written.era and written.era == (era or written.era):  # 昭和30 in the box of the year
        era, year = written.era, str(written.year)
    numbers = (
        1 if era and year == "元" else whole_number(year),
        0 if is_unknown and not month else whole_number(month),
        0 if is_unknown and not day else whole_number(day),
    )
    for part, number in zip(PARTS, numbers, strict=True):
        if number is None:
            raise told.Refused(told.ProblemCode.NO_DATE, writtendate.NOT_WHOLE, f".{part}")
    year_number, month_number, day_number = (number or 0 for number in numbers)
    if not era and year_number < YEARS.start:
        raise WrongDate("era", "元号を選んでください。")
    if era in ("", WESTERN):
        return iso_date(year_number, month_number, day_number, unknown_day=item.unknown_day)
    iso = iso_from_era(era, year_number, month_number, day_number, unknown_day=item.unknown_day)
    return in_its_era(era, RoughDay(iso)).value if item.unknown_day else iso


def _is_read_so(words: str, value: str) -> bool:
    try:
        return writtendate.iso_written(words, unknown_day=True) == value
    except WrongDate:
        return False


def _without_unit(part: str, unit: str) -> str:
    """`30年` typed into the box that says 年 means 30."""
    return part.removesuffix(unit).strip()
