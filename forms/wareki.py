"""Dates as people know them: 和暦 and western years, with months or days nobody knows.

An ISO text `YYYY-MM-DD` carries `00` for an unknown month or day (外国人住民 and old registers have such dates).
Era boundaries: 元号法 and the 改元 of 1912-07-30, 1926-12-25, 1989-01-08, 2019-05-01; 明治 counts here from the
Gregorian calendar of 1873 backwards to 1868-09-08 (慶応4年 became 明治元年).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Era:
    """One era (元号) with the day it began."""

    code: str
    name: str
    first_day: date
    began_at_once: bool = False
    """Whether the first day belongs to the era before as well, because the change was made during that day."""


ERAS = (
    Era("R", "令和", date(2019, 5, 1)),
    Era("H", "平成", date(1989, 1, 8)),
    Era("S", "昭和", date(1926, 12, 25), began_at_once=True),
    Era("T", "大正", date(1912, 7, 30), began_at_once=True),
    Era("M", "明治", date(1868, 9, 8)),
)
"""Newest first."""

YEARS = range(1868, 2201)
"""Western years that are taken for a date."""

ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


class WrongDate(ValueError):
    """The day does not exist.

    `sentence` is a gettext key with `values` for its `%(…)s`; `part` is what to change: year, month or day.
    """

    def __init__(self, part: str, sentence: str, **values: str | int) -> None:
        super().__init__(sentence % values)
        self.part = part
        self.sentence = sentence
        self.values = {name: str(value) for name, value in values.items()}


def era_of(code: str) -> Era | None:
    """Return the era of this code (S, H, R …), None if there is none."""
    return next((era for era in ERAS if era.code == code), None)


def iso_date(year: int, month: int, day: int, *, unknown_day: bool = False) -> str:
    """Return the ISO text of a western year. Zero for month or day only with `unknown_day`. Raise WrongDate."""
    if year >= YEARS.stop:
        raise WrongDate("year", "今日より後の日になっています。")
    if year not in YEARS:
        raise WrongDate("year", "年は1868から後の西暦で入れてください。")
    if unknown_day and day == 0 and 0 <= month <= 12:
        return f"{year:04}-{month:02}-00"
    if not 1 <= month <= 12:
        raise WrongDate("month", "月は1から12までで入れてください。")
    if not 1 <= day <= monthrange(year, month)[1]:
        raise WrongDate("day", "%(month)s月に%(day)s日はありません。", month=month, day=day)
    return f"{year:04}-{month:02}-{day:02}"


def iso_from_era(code: str, year: int, month: int, day: int, *, unknown_day: bool = False) -> str:
    """Return the same from an era year (元年 is 1).

    Refuses days outside the era, such as 昭和64年2月. Raise WrongDate.
    """
    era = era_of(code)
    if era is None or year < 1:
        raise WrongDate("year", "元号と年を入れてください。")
    western_year = era.first_day.year + year - 1
    if western_year not in YEARS:
        raise _outside(era, year)
    iso = iso_date(western_year, month, day, unknown_day=unknown_day)
    if not _touches(iso, era):
        raise _outside(era, year)
    return iso


def era_date(iso: str) -> tuple[Era, int, int, int] | None:
    """Era, era year, month, day of an ISO text; None when it is no such text or before 明治.

    An unknown month or day takes the era in which that year or month began to end: the newest that touches it.
    """
    parts = western_date(iso)
    if parts is None:
        return None
    year, month, day = parts
    era = next((era for era in ERAS if _last_day(year, month, day) >= era.first_day), None)
    return (era, year - era.first_day.year + 1, month, day) if era else None


def wareki(iso: str) -> str:
    """`昭和30年2月17日`, `平成元年1月8日`, `昭和30年月日不詳`; the text itself when it is no date."""
    found = era_date(iso)
    if found is None:
        return iso
    era, year, month, day = found
    return f"{era.name}{_era_year(year)}年{_month_and_day(month, day)}"


def western(iso: str) -> str:
    """`1955年2月17日`; the text itself when it is no date."""
    parts = western_date(iso)
    return f"{parts[0]}年{_month_and_day(parts[1], parts[2])}" if parts else iso


def both(iso: str) -> str:
    """`昭和30年（1955年）2月17日`, as screens show it."""
    parts, found = western_date(iso), era_date(iso)
    if parts is None or found is None:
        return iso
    era, year, month, day = found
    return f"{era.name}{_era_year(year)}年（{parts[0]}年）{_month_and_day(month, day)}"


def western_date(iso: str) -> tuple[int, int, int] | None:
    """Year, month, day, zero for the unknown; None when the text is no date."""
    found = ISO.fullmatch(iso)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        iso_date(year, month, day, unknown_day=True)
    except WrongDate:
        return None
    return year, month, day


def _touches(iso: str, era: Era) -> bool:
    year, month, day = (int(part) for part in iso.split("-"))
    position = ERAS.index(era)
    last = _last_day(year, month, day)
    ended = position > 0 and date(year, month or 1, day or 1) > _day_before(ERAS[position - 1])
    return last >= era.first_day and not ended


def _day_before(era: Era) -> date:
    """Return the last day of the era before this one."""
    return era.first_day if era.began_at_once else date.fromordinal(era.first_day.toordinal() - 1)


def _last_day(year: int, month: int, day: int) -> date:
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def _outside(era: Era, year: int) -> WrongDate:
    """Return the mistake for a day that is not in the era: it says from when to when the era was."""
    first, position = era.first_day, ERAS.index(era)
    said: dict[str, str | int] = {"era": era.name, "era_year": _era_year(year)}
    said |= {"year": first.year, "month": first.month, "day": first.day}
    if position == 0:
        return WrongDate(
            "year",
            "%(era)s%(era_year)s年にその日はありません。%(era)sは%(year)s年%(month)s月%(day)s日からです。",
            **said,
        )
    last = _day_before(ERAS[position - 1])
    said |= {"last_year": last.year, "last_month": last.month, "last_day": last.day}
    return WrongDate(
        "year",
        "%(era)s%(era_year)s年にその日はありません。%(era)sは%(year)s年%(month)s月%(day)s日から"
        "%(last_year)s年%(last_month)s月%(last_day)s日までです。",
        **said,
    )


def _era_year(year: int) -> str:
    return "元" if year == 1 else str(year)


def _month_and_day(month: int, day: int) -> str:
    if month == 0:
        return "月日不詳"
    return f"{month}月{day}日" if day else f"{month}月日不詳"
