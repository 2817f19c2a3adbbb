"""Days and answers as texts of the screens. 和暦 comes first for Japanese, the western date for everybody else."""

import json
from datetime import date

from babel.dates import format_date, format_skeleton
from flask_babel import gettext as _

from forms import kinds
from forms.answers import UNKNOWN, Value
from forms.journeypage import JourneyAsk, JourneyPage
from forms.showing import resident_text, row_text
from forms.wareki import ERAS, both, era_date, western_date
from kiosk.web.language import EASY, JAPANESE, Language, spoken, words


def day_words(iso: str) -> str:
    """Return `昭和30年（1955年）2月17日` in Japanese, `February 17, 1955 (Showa 30)` in English.

    Month or day may be unknown (`00`). Return the text itself when it is no date.
    """
    language, parts, found = spoken(), western_date(iso), era_date(iso)
    if language.code == JAPANESE or parts is None or found is None:
        return both(iso)
    era, era_year, _month, _day = found
    in_era = _(
        "%(era)s%(year)s年", era=words(era.name), year="元" if _is_easy(language) and era_year == 1 else era_year
    )
    return str(_("%(day)s（%(era)s）", day=_western(language, *parts), era=in_era))


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


def _is_easy(language: Language) -> bool:
    return language.code == EASY
