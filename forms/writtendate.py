"""A day as people write it in one line: 昭和35年7月5日, 昭和三十五年七月五日, S35.7.5, 1960/7/5, 19600705, 3350705, 5 JUL 1960.

`kiosk/web/static/js/writtendate.js` reads the same on the screen; tests/browser/test_written_date.py holds the two
equal.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from forms import wareki

NOT_UNDERSTOOD = "日付として読み取れませんでした。1960/7/5や昭和35年7月5日のように入力してください。"
WHICH_ERA = "%(year)s年は、昭和ですか、平成ですか、令和ですか。元号も入力してください。"
NOT_WHOLE = "年、月、日を数字で入力してください。"

CODED = "MTSHR"
"""Eras by the digit of the seven-digit form: 1 明治, 2 大正, 3 昭和, 4 平成, 5 令和."""

MOST_SIGNS = 80
"""Characters of a day at most; longer texts are not looked at."""
_OFFICIAL = re.compile(
    rf"({'|'.join(era.name for era in wareki.ERAS)})(元|[1-9]\d?)年([1-9]\d?)月([1-9]\d?)日", re.ASCII
)
"""As paper and screens write a whole day: what comes back from them is read at once."""
_SPACES = re.compile(r"\s+")
_ABOUT = re.compile(r"(頃|ころ|ごろ)$")
_BORN = re.compile(r"(生まれ|生)$")
_ESTIMATED = re.compile(r"^\(?推定\)?|\(?推定\)?$")
_TIME = re.compile(r"(午前|午後)?\d{1,2}時(\d{1,2}分|半)?(頃|ころ|ごろ)?")
"""A date field holds no time of the day, so it is left out, with its 頃."""
_TO = re.compile(r"(までの間|まで|の間|間)$")
_FROM = re.compile(r"から|[~〜]")
_END = re.compile(r"(?:同年)?(?:(?P<month>\d{1,2})[月/.-]|同月)?(?:(?P<day>\d{1,2})日?)?")
_NOTHING = re.compile(r"(生年月日|年月日)?(は|が|も)?(不詳|不明|わからない|分からない)")
_UNKNOWN = re.compile(r"(月日|月と日|日)?(は|が|も)?(不詳|不明|わからない|分からない)$")
_BRACKETS = re.compile(r"\((\d{4})年?\)", re.ASCII)
_ERA = "|".join(f"{era.name}|{era.name[0]}|{era.code}" for era in wareki.ERAS) + "|西暦|AD"
_PARTS = re.compile(
    rf"(?P<era>{_ERA})?\.?(?P<year>元|\d{{1,4}})(?:年|[-/.]|$)"
    r"(?:(?P<month>\d{1,2})(?:月|[-/.]|$)(?:(?P<day>\d{1,2})日?)?)?"
)
_PACKED = re.compile(rf"(?P<era>{_ERA})?(?P<year>\d{{2}}|\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}})", re.ASCII)
_CODED = re.compile(r"(?P<era>[1-5])(?P<year>\d{2})(?P<month>\d{2})(?P<day>\d{2})", re.ASCII)
_SPACED = re.compile(r"(\d{1,4})\s+(\d{1,2})\s+(\d{1,2})(?!\d)", re.ASCII)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTH = rf"({'|'.join(_MONTHS)})[A-Z]{{0,6}}\.?"
_MONTH_FIRST = re.compile(rf"^\s*{_MONTH}\s*(\d{{1,2}})(?:ST|ND|RD|TH)?\s*,?\s+(\d{{4}})\s*$", re.ASCII)
_DAY_FIRST = re.compile(rf"^\s*(\d{{1,2}})(?:ST|ND|RD|TH)?\s*{_MONTH}\s*,?\s*(\d{{4}})\s*$", re.ASCII)
"""As passports and residence cards from abroad write it, where no number can be mistaken for another."""
_WEEKDAY = re.compile(r"\([月火水木金土日](?:曜日?)?\)|[月火水木金土日]曜日?")
_KANJI_NUMBER = re.compile("[〇○零一二三四五六七八九十百千壱弐参拾廿卅]+")
_DIGITS = {
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    "○": 0, "零": 0, "壱": 1, "弐": 2, "参": 3,
}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30, "百": 100, "千": 1000}
_DASHES = str.maketrans("‐‑–—―−ー・、,", "-------...")


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the text: `era` is a code, empty for a western year or none; zero for a part left out."""

    era: str
    year: int
    month: int
    day: int
    is_western: bool
    """Whether the text says so, by 西暦 or four digits."""
    western: int = 0
    """The western year in brackets behind the era's, if there is one."""


def iso_written(text: str, *, unknown_day: bool = False) -> str:
    """Return the ISO text of the day, with `00` for month or day left out where `unknown_day` allows that.

    There the register's words may stand as well (頃, 推定, …から…までの間, 年月日不詳, 上旬, an era before 明治, a day
    no calendar has with 記載のとおり) and come back as `forms.wareki.RoughDay.value`; elsewhere 頃 is passed over. Raise WrongDate with a sentence that says what is
    wrong; a year without era is never guessed.
    """
    if official := _OFFICIAL.fullmatch(text):
        return _iso_official(*official.groups(), unknown_day=unknown_day)
    plain = _plain(text)
    if not unknown_day:
        return _iso(_ABOUT.sub("", plain), unknown_day=False)
    if _NOTHING.fullmatch(plain):
        return wareki.NOTHING_KNOWN
    own = wareki.of_older_era(plain) or _recorded(plain)
    return own.value if own else _rough(plain).value


def _iso_official(era: str, year: str, month: str, day: str, *, unknown_day: bool) -> str:
    code = _code(era)
    iso = wareki.iso_from_era(
        code, 1 if year == "元" else int(year), int(month), int(day), unknown_day=unknown_day
    )
    return wareki.in_its_era(code, wareki.RoughDay(iso)).value if unknown_day else iso


def _recorded(plain: str) -> wareki.RoughDay | None:
    """Return a day that the register has and no calendar, 昭和30年2月30日; None where that is not said."""
    short, is_recorded = wareki.without_mark(plain)
    written = parsed(short) if is_recorded else None
    if written is None or not (written.era or written.is_western) or not 1 <= written.day <= 31:
        return None
    try:
        return wareki.in_its_era(written.era, wareki.RoughDay(_iso(short, unknown_day=True)))
    except wareki.WrongDate as wrong:
        if wrong.part != "day":
            raise
    month = _iso_of(replace(written, day=0), unknown_day=True)
    words = f"{wareki.year_in_words(written.era, written.year)}{written.month}月{written.day}日"
    return wareki.RoughDay(wareki.last_of_tens(int(month[:4]), written.month, "下旬"), words=words)


def _rough(plain: str) -> wareki.RoughDay:
    said = _ESTIMATED.sub("", plain, count=1)
    rest = _TIME.sub("", said)
    start, is_range, end = _parted(rest)
    if tens := wareki.tens_of(start):
        return _in_tens(tens, end if is_range else "", is_estimated=said != plain)
    first, is_about = _about(start)
    iso = _iso(first, unknown_day=True)
    day = wareki.RoughDay(iso, is_estimated=said != plain, is_about=is_about)
    if is_range and end:
        last, is_last_about = _about(end)
        day = replace(day, last=_iso_of_end(last, iso), is_last_about=is_last_about)
    if wareki.rough_day(day.value) is None:
        raise wareki.WrongDate("day", NOT_UNDERSTOOD)
    written = parsed(first)
    return wareki.in_its_era(written.era, day) if written else day


def _in_tens(tens: tuple[str, str, str], end: str, *, is_estimated: bool) -> wareki.RoughDay:
    """Return 令和7年3月上旬頃から中旬頃までの間 as the register words it, to be counted from its last day."""
    month, part, about = tens
    iso, written = _iso(month, unknown_day=True), parsed(month)
    last_month, last_part, last_about = (wareki.tens_of_end(end) if end else (0, part, "")) or (0, "", "")
    number = int(iso[5:7])
    if written is None or not number or iso[8:] != "00" or not last_part or not 0 <= last_month <= 12:
        raise wareki.WrongDate("day", NOT_UNDERSTOOD)
    words = f"{wareki.ESTIMATED_WORD * is_estimated}{wareki.year_in_words(written.era, written.year)}{number}月{part}{about}"
    first, last = (
        wareki.last_of_tens(int(iso[:4]), number, part),
        wareki.last_of_tens(int(iso[:4]), last_month or number, last_part),
    )
    if end:
        month_words = f"{last_month}月" if last_month else ""
        words += f"{wareki.FROM_WORD}{month_words}{last_part}{last_about}{wareki.TO_WORD}"
    if last < first or (end and last == first):
        raise wareki.WrongDate("day", NOT_UNDERSTOOD)
    return wareki.RoughDay(last, words=words)


def _plain(text: str) -> str:
    """Return the text without spaces and weekdays, and the same signs for the same things."""
    short = unicodedata.normalize("NFKC", text if len(text) <= MOST_SIGNS else "").upper()
    parted = _SPACED.sub(r"\1.\2.\3", _with_numbered_month(short))
    figures = _KANJI_NUMBER.sub(_figures, _SPACES.sub("", parted).translate(_DASHES))
    return _BORN.sub("", _WEEKDAY.sub("", figures))


def _with_numbered_month(text: str) -> str:
    """`5 JUL 1960` and `JULY 5, 1960` as `1960-7-5`."""
    if found := _MONTH_FIRST.match(text):
        month, day, year = found.groups()
    elif found := _DAY_FIRST.match(text):
        day, month, year = found.groups()
    else:
        return text
    return f"{year}-{_MONTHS.index(month) + 1}-{day}"


def _figures(found: re.Match[str]) -> str:
    """三十五 as 35, 二〇二六 as 2026, as registers of former times write numbers (参拾五)."""
    signs = found[0]
    if not any(sign in _TENS for sign in signs):
        return "".join(str(_DIGITS[sign]) for sign in signs)
    whole, waiting = 0, None
    for sign in signs:
        if sign in _DIGITS:
            waiting = (waiting or 0) * 10 + _DIGITS[sign]
        else:
            whole += _TENS[sign] * (1 if waiting is None else waiting)
            waiting = None
    return str(whole + (waiting or 0))


def _about(plain: str) -> tuple[str, bool]:
    found = _ABOUT.search(plain)
    return (plain[: found.start()], True) if found else (plain, False)


def _parted(plain: str) -> tuple[str, bool, str]:
    """Return the beginning and the end of a time from one day to another."""
    found = _FROM.search(plain)
    if found is None:
        return plain, False, ""
    return plain[: found.start()], True, _TO.sub("", plain[found.end() :])


def _iso_of_end(plain: str, first: str) -> str:
    """Return the last day, with the year and the month of the first where it does not say its own."""
    found = _END.fullmatch(plain)
    if found is None or not any(found.groups()):
        return _iso(plain, unknown_day=True)
    month = int(found["month"] or first[5:7])
    return wareki.iso_date(int(first[:4]), month, int(found["day"] or 0), unknown_day=True)


def _iso(plain: str, *, unknown_day: bool) -> str:
    written = parsed(plain)
    if written is None:
        raise wareki.WrongDate("day", NOT_UNDERSTOOD)
    return _iso_of(written, unknown_day=unknown_day)


def _iso_of(written: Written, *, unknown_day: bool) -> str:
    if not written.era and not written.is_western:
        raise wareki.WrongDate("year", WHICH_ERA, year=written.year)
    if not unknown_day and not (written.month and written.day):
        raise wareki.WrongDate("day" if written.month else "month", NOT_WHOLE)
    if not written.era:
        return wareki.iso_date(written.year, written.month, written.day, unknown_day=unknown_day)
    iso = wareki.iso_from_era(written.era, written.year, written.month, written.day, unknown_day=unknown_day)
    if written.western not in (0, int(iso[:4])):
        raise wareki.WrongDate("year", NOT_UNDERSTOOD)
    return iso


def parsed(text: str) -> Written | None:
    """Return the parts as they are written, whether or not the day exists; None if it is no date at all."""
    plain = _plain(text)
    bracketed = _BRACKETS.search(plain)
    plain = _UNKNOWN.sub("", _BRACKETS.sub("", plain)).rstrip("-/.")
    if found := _CODED.fullmatch(plain):
        era = CODED[int(found["era"]) - 1]
        return Written(era, int(found["year"]), int(found["month"] or 0), int(found["day"] or 0), is_western=False)
    found = _PACKED.fullmatch(plain) or _PARTS.fullmatch(plain)
    if found is None or (found["era"] is None and found["year"] == "元"):
        return None
    era = _code(found["era"])
    year = 1 if found["year"] == "元" else int(found["year"])
    is_western = not era and (found["era"] is not None or len(found["year"]) == 4)
    western = int(bracketed[1]) if bracketed and era else 0
    return Written(era, year, int(found["month"] or 0), int(found["day"] or 0), is_western, western)


def _code(word: str | None) -> str:
    def means(era: wareki.Era) -> bool:
        return word in (era.code, era.name, era.name[0])

    return next((era.code for era in wareki.ERAS if means(era)), "")
