"""Days that only the register has, kept in its own words: 昭和64年月日不詳, 令和7年3月上旬, 2月30日, 文久2年.

Such an answer is an ISO text to compare and count with, then `=` and the words: `1989-00-00=昭和64年月日不詳`. Paper and
screens show the words. `kiosk/web/static/js/writtendate.js` reads the same on the screen.
"""

import re
from calendar import monthrange

from forms.wareki import ABOUT_WORD, ESTIMATED_WORD, RoughDay, era_date, era_of

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
