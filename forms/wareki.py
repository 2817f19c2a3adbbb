"""Dates as people know them: 和暦 and western years, with months or days nobody knows.

An ISO text `YYYY-MM-DD` carries `00` for an unknown month or day (外国人住民 and old registers have such dates). Where
the register words a day, signs follow it as in ISO 8601-2: `~` 頃, `?` 推定, `%` both; a second day after `/` is the
end of the time in which it happened, and `0000-00-00` a day of which nothing is known. Words after `=` are the register's
own, for days no calendar has (`forms.wareki`).
Era boundaries: 元号法 and the 改元 of 1912-07-30, 1926-12-25, 1989-01-08, 2019-05-01; 明治 counts here from the
Gregorian calendar of 1873 backwards to 1868-09-08 (慶応4年 became 明治元年).
"""

import re
from calendar import monthrange
from collections.abc import Callable
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


NOTHING_KNOWN, NOTHING_KNOWN_WORDS = "0000-00-00", "年月日不詳"
ABOUT_WORD, ESTIMATED_WORD, FROM_WORD, TO_WORD = "頃", "推定", "から", "までの間"
_SIGNS = {"": (False, False), "~": (False, True), "?": (True, False), "%": (True, True)}
_ROUGH = re.compile(r"(\d{4}-\d{2}-\d{2})([~?%]?)(?:/(\d{4}-\d{2}-\d{2})(~?))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class RoughDay:
    """A day as the register may word it: 推定令和7年3月1日から10日頃までの間."""

    first: str
    """An ISO text, as is `last`; NOTHING_KNOWN without anything else."""
    last: str = ""
    is_estimated: bool = False
    is_about: bool = False
    is_last_about: bool = False
    words: str = ""
    """The register's own, where no calendar has the day (`forms.wareki`); `first` then only serves to compare."""

    @property
    def value(self) -> str:
        """Return how answers hold it."""
        if self.words:
            return f"{self.first}={self.words}"
        sign = next(s for s, flags in _SIGNS.items() if flags == (self.is_estimated, self.is_about))
        return f"{self.first}{sign}" + (f"/{self.last}{'~' * self.is_last_about}" if self.last else "")

    @property
    def is_worded(self) -> bool:
        """Whether there is more than a day with perhaps an unknown month or day."""
        return bool(self.last or self.is_estimated or self.is_about or self.words or self.first == NOTHING_KNOWN)


def rough_day(value: str) -> RoughDay | None:
    """Return the day of an answer; None when the text is none, such as a time that ends before it begins."""
    first, is_own, words = value.partition("=")
    if is_own:
        return RoughDay(first, words=words) if ISO.fullmatch(first) and words else None
    found = _ROUGH.fullmatch(value)
    if found is None:
        return None
    day = RoughDay(found[1], found[3] or "", *_SIGNS[found[2]], bool(found[4]))
    if day.first == NOTHING_KNOWN:
        return day if value == NOTHING_KNOWN else None
    is_wrong = western_date(day.first) is None or (day.last and western_date(day.last) is None)
    return None if is_wrong or (day.last and day.last <= day.first) else day


def latest_day(value: str) -> str:
    """Return the ISO text to compare and count with: the last day it may have been, without words."""
    day = rough_day(value)
    return (day.last or day.first) if day else value


class WrongDate(ValueError):
    """The day does not exist.

    `sentence` is a gettext key with `values` for its `%(…)s`; `part` is what to change: era, year, month or day.
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
        raise WrongDate("year", "今日より後の日付になっています。")
    if year not in YEARS:
        raise WrongDate("year", "年は西暦（1868年以降）で入力してください。")
    if unknown_day and day == 0 and 0 <= month <= 12:
        return f"{year:04}-{month:02}-00"
    if not 1 <= month <= 12:
        raise WrongDate("month", "月は1から12までの数字を入力してください。")
    if not 1 <= day <= monthrange(year, month)[1]:
        if unknown_day:
            raise WrongDate(
                "day",
                "%(month)s月に%(day)s日はありません。住民票や戸籍にそう書かれているときは、"
                "日付のあとに「記載のとおり」と入力してください。",
                month=month,
                day=day,
            )
        raise WrongDate("day", "%(month)s月に%(day)s日はありません。", month=month, day=day)
    return f"{year:04}-{month:02}-{day:02}"


def iso_from_era(code: str, year: int, month: int, day: int, *, unknown_day: bool = False) -> str:
    """Return the same from an era year (元年 is 1).

    Refuses days outside the era, such as 昭和64年2月. Raise WrongDate.
    """
    era = era_of(code)
    if era is None or year < 1:
        raise WrongDate("year", "元号と年を入力してください。")
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
    """`昭和30年2月17日`, `平成元年1月8日`, `昭和30年月日不詳`, `昭和30年頃`; the text itself when it is no date."""
    return _worded(iso, _year_in_era)


def western(iso: str) -> str:
    """`1955年2月17日`; the text itself when it is no date."""
    return _worded(iso, lambda day: f"{int(day[:4])}年")


def both(iso: str) -> str:
    """`昭和30年（1955年）2月17日`, as screens show it."""
    return _worded(iso, lambda day: (in_era := _year_in_era(day)) and f"{in_era}（{int(day[:4])}年）")


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


def _year_in_era(iso: str) -> str:
    """Return 昭和30年; nothing before 明治."""
    found = era_date(iso)
    return f"{found[0].name}{_era_year(found[1])}年" if found else ""


def _worded(value: str, year_of: Callable[[str], str]) -> str:
    """Return the day in the register's words; the text itself when it is no day, or its year has no words."""
    day = rough_day(value)
    if day is None or day.first == NOTHING_KNOWN:
        return NOTHING_KNOWN_WORDS if day else value
    if day.words:
        return day.words
    year = year_of(day.first)
    if not year or not day.is_worded:
        return f"{year}{_month_and_day(*_month_day(day.first))}" if year else value
    text = year + _known_parts(*_month_day(day.first)) + ABOUT_WORD * day.is_about
    if day.last:
        end = _end_words(day, year, year_of(day.last))
        text = f"{text}{FROM_WORD}{end}{ABOUT_WORD * day.is_last_about}{TO_WORD}"
    return ESTIMATED_WORD * day.is_estimated + text


def _end_words(day: RoughDay, first_year: str, last_year: str) -> str:
    """Return the last day without the year and month that it shares with the first."""
    month, number = _month_day(day.last)
    if first_year != last_year:
        return last_year + _known_parts(month, number)
    return f"{number}日" if month == _month_day(day.first)[0] else _known_parts(month, number)


def _known_parts(month: int, day: int) -> str:
    return (f"{month}月" if month else "") + (f"{day}日" if day else "")


def _month_day(iso: str) -> tuple[int, int]:
    return int(iso[5:7]), int(iso[8:10])


AS_RECORDED = "（記載のとおり）"
"""Behind a day that no calendar has, when it is typed: the register has it all the same."""

OLDER_ERAS = {
    "慶応": (1865, 4),
    "慶應": (1865, 4),
    "元治": (1864, 2),
    "文久": (1861, 4),
    "万延": (1860, 2),
    "安政": (1854, 7),
    "嘉永": (1848, 7),
    "弘化": (1844, 5),
    "天保": (1830, 15),
    "文政": (1818, 13),
    "文化": (1804, 15),
    "享和": (1801, 4),
    "寛政": (1789, 13),
}
"""Western year of the first year, and the last year. Months and days follow the old calendar and are not converted."""

_ABOUT = "(?P<about>頃|ころ|ごろ)?"
_RECORDED = re.compile(r"\(?(記載|戸籍|住民票|登録|原文)の(とおり|通り|まま)\)?$")
_TENS = re.compile(rf"(?P<month>.+月)(?P<tens>[上中下]旬){_ABOUT}")
_TENS_END = re.compile(rf"(?:同年)?(?:(?P<month>\d{{1,2}})月|同月)?(?P<tens>[上中下]旬){_ABOUT}")
_OLDER = re.compile(
    rf"(?P<era>{'|'.join(OLDER_ERAS)})(?P<year>元|\d{{1,2}})年?"
    r"(?:(?P<month>(?P<leap>閏)?(?P<number>\d{1,2})月)(?P<day>\d{1,2}日|日不詳|[上中下]旬)?|月日不詳)?" + _ABOUT
)


def without_mark(plain: str) -> tuple[str, bool]:
    """Return the text without 記載のとおり, and whether that stood there."""
    short = _RECORDED.sub("", plain)
    return short, short != plain


def of_older_era(plain: str) -> RoughDay | None:
    """Return a day counted in an era before 明治; None if it is none."""
    found = _OLDER.fullmatch(plain)
    if found is None:
        return None
    first, longest = OLDER_ERAS[found["era"]]
    year = 1 if found["year"] == "元" else int(found["year"])
    day = (found["day"] or "").removesuffix("日")
    if (
        not 1 <= year <= longest
        or not 1 <= int(found["number"] or 1) <= 12
        or (day.isdigit() and not 1 <= int(day) <= 30)
    ):
        return None
    about = ABOUT_WORD if found["about"] else ""
    rest = "" if about else "月日不詳"
    month = f"{found['leap'] or ''}{int(found['number'])}月" if found["month"] else ""
    if month:
        rest = f"{int(day)}日" if day.isdigit() else day or ("" if about else "日不詳")
    words = f"{found['era']}{_year_words(year)}年{month}{rest}{about}"
    return RoughDay(f"{first + year - 1:04}-00-00", words=words)


def tens_of(plain: str) -> tuple[str, str, str] | None:
    """Return the month, 上旬・中旬・下旬 and 頃 of the text; None if it does not end so."""
    found = _TENS.fullmatch(plain)
    return (found["month"], found["tens"], ABOUT_WORD if found["about"] else "") if found else None


def tens_of_end(plain: str) -> tuple[int, str, str] | None:
    """Return the same of the end of a time; zero for the month of the beginning."""
    found = _TENS_END.fullmatch(plain)
    return (int(found["month"] or 0), found["tens"], ABOUT_WORD if found["about"] else "") if found else None


def last_of_tens(year: int, month: int, tens: str) -> str:
    """Return the ISO text of the last day of 上旬, 中旬 or 下旬."""
    day = {"上旬": 10, "中旬": 20}.get(tens) or monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{day:02}"


def in_its_era(code: str, day: RoughDay) -> RoughDay:
    """Return a day in the era it was written in, where a newer one began in that time: 昭和64年, 大正15年12月25日."""
    found, era = era_date(day.first), era_of(code)
    if found is None or era is None or found[0] == era or day.last:
        return day
    _, _, month, number = found
    known = f"{month}月" if month else ""
    unknown = "" if day.is_about else "日不詳" if month else "月日不詳"
    rest = f"{number}日" if number else unknown
    year = _year_words(int(day.first[:4]) - era.first_day.year + 1)
    words = f"{ESTIMATED_WORD * day.is_estimated}{era.name}{year}年{known}{rest}{ABOUT_WORD * day.is_about}"
    return RoughDay(day.first, words=words)


def year_in_words(code: str, year: int) -> str:
    """Return 昭和64年; 1989年 without an era."""
    era = era_of(code)
    return f"{era.name}{_year_words(year)}年" if era else f"{year}年"


def _year_words(year: int) -> str:
    return "元" if year == 1 else str(year)
