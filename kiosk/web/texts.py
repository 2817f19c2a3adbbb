"""Days and answers as texts of the screens. 和暦 comes first for Japanese, the western date for everybody else."""

import json
from datetime import date

from babel.dates import format_date, format_skeleton
from flask_babel import gettext as _

from forms import kinds
from forms.answers import UNKNOWN, Value
from forms.journeypage import JourneyAsk, JourneyPage
from forms.showing import resident_text, row_text
from forms.wareki import ERAS, NOTHING_KNOWN, both, era_date, rough_day, western_date
from kiosk.web.language import EASY, JAPANESE, Language, spoken, words


def day_words(iso: str) -> str:
    """Return `昭和30年（1955年）2月17日` in Japanese, `February 17, 1955 (Showa 30)` in English.

    Month or day may be unknown (`00`), and the register's words stand with it. The text itself when it is no date.
    """
    language, day = spoken(), rough_day(iso)
    if language.code == JAPANESE or day is None or not (day.first == NOTHING_KNOWN or era_date(day.first)):
        return both(iso)
    if day.first == NOTHING_KNOWN:
        return str(_("年月日不詳"))
    said = _one_day(language, day.first, is_about=day.is_about, is_worded=day.is_worded)
    if day.last:
        last = _one_day(language, day.last, is_about=day.is_last_about, is_worded=True)
        said = str(_("%(first)sから%(last)sまでの間", first=said, last=last))
    return str(_("推定：%(day)s", day=said)) if day.is_estimated else said


def _one_day(language: Language, iso: str, *, is_about: bool, is_worded: bool) -> str:
    parts, found = western_date(iso), era_date(iso)
    if parts is None or found is None:
        return iso
    era, era_year, _month, _day = found
    in_era = _(
        "%(era)s%(year)s年", era=words(era.name), year="元" if _is_easy(language) and era_year == 1 else era_year
    )
    western = _known_western(language, *parts) if is_worded else _western(language, *parts)
    said = str(_("%(day)s（%(era)s）", day=western, era=in_era))
    return str(_("%(day)s頃", day=said)) if is_about else said


def script_words(*, unknown_day: bool) -> str:
    """Return the JSON by which scripts read and say a day like `day_words`: eras, newest first, and words."""
    language = spoken()
    data = {
        "eras": [
            (era.code, era.name, era.first_day.timetuple()[:3], era.began_at_once, words(era.name)) for era in ERAS
        ],
        "language": language.tag,
        "japanese": language.code == JAPANESE,
        "first": "元" if language.code in (JAPANESE, EASY) else "1",
        "unknown": unknown_day,
        "words": {
            "era": _("%(era)s%(year)s年", era="{era}", year="{year}"),
            "day": _("%(day)s（%(era)s）", day="{day}", era="{era}"),
            "month": _("%(month)s、日は不詳", month="{month}"),
            "year": _("%(year)s年、月日不詳", year="{year}"),
            "about": _("%(day)s頃", day="{day}"),
            "estimated": _("推定：%(day)s", day="{day}"),
            "range": _("%(first)sから%(last)sまでの間", first="{first}", last="{last}"),
            "nothing": _("年月日不詳"),
        },
    }
    return json.dumps(data, ensure_ascii=False)


def weekday_words(day: date) -> str:
    """Return `土`, `Sat`."""
    return format_date(day, "EEE", locale=spoken().locale)


def page_title(page: JourneyPage) -> str:
    """Return the title of a page, with the name of the person it is about."""
    return words(page.title) % {"name": page.name} if page.name else words(page.title)


def answer_lines(ask: JourneyAsk, value: Value | None) -> tuple[str, ...]:
    """Return an answer in the resident's words: one line, or one a person; none where nothing was answered."""
    item = ask.ask.item
    if value is None:
        return ()
    if item.kind is kinds.PEOPLE and value is not UNKNOWN:
        return row_text(item, value, words, day_words)
    return (resident_text(item, value, words, day_words),)


def _western(language: Language, year: int, month: int, day: int) -> str:
    if month == 0:
        return str(_("%(year)s年、月日不詳", year=year))
    if _is_easy(language):
        known = _("%(year)s年%(month)s月%(day)s日", year=year, month=month, day=day)
        return str(
            known if day else _("%(month)s、日は不詳", month=_("%(year)s年%(month)s月", year=year, month=month))
        )
    if day == 0:
        return str(
            _("%(month)s、日は不詳", month=format_skeleton("yMMMM", date(year, month, 1), locale=language.locale))
        )
    return format_date(date(year, month, day), "long", locale=language.locale)


def _known_western(language: Language, year: int, month: int, day: int) -> str:
    """Return the day without what nobody knows of it, and without saying so."""
    if day:
        return _western(language, year, month, day)
    return format_skeleton("yMMMM" if month else "y", date(year, month or 1, 1), locale=language.locale)


def _is_easy(language: Language) -> bool:
    return language.code == EASY
