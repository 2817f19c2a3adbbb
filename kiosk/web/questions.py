"""A question as a template needs it, and days and answers as texts of the screens."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from babel.dates import format_date, format_skeleton
from flask import has_request_context
from flask_babel import gettext as _

from forms import Ask, Inputs, Item, Problem, answers, checking, household, kinds, person, showing, value_typed
from forms.journeypage import JourneyAsk, JourneyPage
from forms.kinds.date import PARTS, inputs_in_parts
from forms.wareki import ERAS, NOTHING_KNOWN, both, era_date, rough_day, wareki, western_date
from kiosk.town.streets import Place, find_places
from kiosk.web.inputs import LOOK, Taken, belongs, fewest_rows, first_typed, row_count, taken_out
from kiosk.web.language import EASY, JAPANESE, Language, spoken, words


def day_words(iso: str) -> str:
    """Return `昭和30年（1955年）2月17日` in Japanese, `February 17, 1955 (Showa 30)` in English.

    Month or day may be unknown (`00`), and the register's words stand with it. The text itself when it is no date.
    """
    language, day = spoken(), rough_day(iso)
    if language.code == JAPANESE or day is None or not (day.first == NOTHING_KNOWN or era_date(day.first)):
        return both(iso)
    if day.words:
        return day.words
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


@cache
def script_words(language: Language, *, unknown_day: bool) -> str:
    """Return the JSON by which scripts read and say a day like `day_words`, in the language that is spoken."""
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


def answer_lines(ask: JourneyAsk, value: answers.Value | None) -> tuple[str, ...]:
    """Return an answer in the resident's words: one line, or one a person; none where nothing was answered."""
    item = ask.ask.item
    if value is None:
        return ()
    if item.kind is kinds.PEOPLE and value is not answers.UNKNOWN:
        return showing.row_text(item, value, words, day_words)
    return (showing.resident_text(item, value, words, day_words),)


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


def _counts_in_eras() -> bool:
    return not has_request_context() or spoken().code == JAPANESE


def _with_kanji(era: str) -> str:
    said = words(era)
    return said if era in said else f"{said} {era}"


def _is_easy(language: Language) -> bool:
    return language.code == EASY


_WHATWG = {
    ("name", ".family"): "family-name",
    ("name", ".given"): "given-name",
}

FIRST_YEAR = "元"

WESTERN_YEARS = ("AD", "西暦")
ERA_CHOICES = (*((era.code, era.name) for era in ERAS), WESTERN_YEARS)


@dataclass(frozen=True, slots=True)
class Question:
    """One question; for a PEOPLE question `rows` are the persons, each a tuple of questions."""

    key: str
    item: Item
    label: str
    hint: str
    required: bool
    inputs: Inputs = field(default_factory=dict)
    problem: Problem | None = None
    codes: tuple[str, ...] = ()
    """The choices offered here; all of the item's when empty."""
    may_be_unknown: bool = False
    address_key: str = ""
    """For a postal code: the answer its address goes to."""
    heading: str = ""
    """The procedure the question belongs to, where a page asks for several."""
    usual_with: str = ""
    """JSON for `usual.js`: what answers on the same page propose, by input and code; empty when none does."""

    @property
    def kind(self) -> str:
        return self.item.kind.name

    @property
    def id(self) -> str:
        """The element that the label and the error summary lead to."""
        return f"f-{self.key}{self.item.kind.first_part}"

    @property
    def error_id(self) -> str:
        """The element that has the problem."""
        place = self.problem.input if self.problem else ""
        return self.id if place in ("", self.key) else f"f-{place}{self._deeper(place)}"

    @property
    def error(self) -> str:
        return problem_text(self.problem) if self.problem else ""

    @property
    def mistake(self) -> str:
        """The problem by itself, away from its question; a label that asks is no part of a sentence."""
        is_missing = self.problem is not None and self.problem.sentence == checking.MISSING_ANSWER
        if is_missing and not self.label.endswith(("か", "？", "?")):
            return str(_("%(label)sを入力してください。", label=self.label))
        return str(_("%(label)s：%(words)s", label=self.label, words=self.error))

    @property
    def offered(self) -> tuple[tuple[str, str, str], ...]:
        """(code, wording, hint) of each choice."""
        choices = (choice for choice in self.item.choices if not self.codes or choice.code in self.codes)
        return tuple((choice.code, words(choice.ask), words(choice.hint)) for choice in choices)

    @property
    def eras(self) -> tuple[tuple[str, str], ...]:
        """(code, wording) of each era; in letters of another language with the kanji on the person's papers."""
        if _counts_in_eras():
            return tuple((code, words(name)) for code, name in ERA_CHOICES)
        code, years = WESTERN_YEARS
        return ((code, words(years)), *((code, _with_kanji(name)) for code, name in ERA_CHOICES[:-1]))

    @property
    def line(self) -> str:
        """A day as it stands in its one box: as typed; a known day in western years where the person has such."""
        typed = self.typed()
        if _counts_in_eras():
            return typed
        day = value_typed(self.item, self.inputs)
        found = western_date(day) if isinstance(day, str) and typed == wareki(day) else None
        return "/".join(map(str, found)) if found and all(found) else typed

    @property
    def is_in_parts(self) -> bool:
        """Whether a day was typed as year, month and day, which then count."""
        return any(self.typed(f".{part}") for part in PARTS)

    @property
    def is_in_words(self) -> bool:
        """Whether the day has words of the register, which the parts have no place for."""
        day = value_typed(self.item, self.inputs)
        found = rough_day(day) if isinstance(day, str) else None
        return found is not None and found.is_worded

    @property
    def date_data(self) -> str:
        """JSON for `date.js`."""
        return script_words(spoken(), unknown_day=self.item.unknown_day)

    @property
    def is_of_a_person(self) -> bool:
        """Whether it is a fact of one of the people, not of the affair."""
        return self.key.partition(".")[0] in person.SLOTS

    @property
    def may_leave_parts(self) -> bool:
        """Whether to say that month or day may be left out; nobody needs to hear it of their own birthday."""
        return self.item.unknown_day and not self.key.startswith(f"{person.YOU}.")

    @property
    def echo(self) -> str:
        """The day in both calendars, as it is said back; empty while it cannot be read."""
        day = value_typed(self.item, self.inputs)
        return f"＝ {said}" if isinstance(day, str) and (said := day_words(day)) else ""

    @property
    def is_open(self) -> bool:
        """Whether nothing was answered, or nothing is what was answered."""
        return not self.typed()

    @property
    def places(self) -> tuple[Place, ...]:
        """What the postal code means, once that was asked for."""
        return find_places(self.typed()) if self.looked else ()

    @property
    def looked(self) -> bool:
        return self.key + LOOK in self.inputs

    @property
    def rows(self) -> "tuple[tuple[Question, ...], ...]":
        if self.item.kind is not kinds.PEOPLE:
            return ()
        count = row_count(self.inputs, self.key, self.item.most, fewest_rows(self.required))
        return tuple(self._row(position) for position in range(count))

    @property
    def gone(self) -> Taken | None:
        """The person taken out last, while there is room to bring them back."""
        taken = taken_out(self.key, self.inputs) if self.item.kind is kinds.PEOPLE else None
        return taken if len(self.rows) < self.item.most else None

    @property
    def described(self) -> str:
        """The ids of support and error text, for aria-describedby."""
        return " ".join([f"h-{self.key}"] * bool(self.hint) + [f"e-{self.key}"] * bool(self.problem))

    def typed(self, part: str = "") -> str:
        return first_typed(self.inputs, self.key + part)

    def part(self, part: str) -> str:
        """Return the same for a part of a day that was typed or is kept as one line."""
        if self.is_in_parts:
            return self.typed(part)
        day = value_typed(self.item, self.inputs)
        return first_typed(inputs_in_parts(day, self.key), self.key + part) if isinstance(day, str) else ""

    def chosen(self, code: str) -> bool:
        return code in self.inputs.get(self.key, ())

    def wrong(self, part: str = "") -> bool:
        """Return whether the problem is in this input of a compound question, or in the whole of it."""
        return self.problem is not None and self.problem.input in (self.key, self.key + part)

    def autocomplete(self, part: str = "") -> str:
        token = self.item.autocomplete
        return _WHATWG.get((token, part), "" if part else token)

    def row_summary(self, position: int) -> str:
        """Return one line for one person.

        The name alone while something is missing, empty while nothing legal is typed.
        """
        typed = {
            name: values for name, values in self.inputs.items() if name.startswith(f"{self.key}.{position}.")
        }
        moved = {name.replace(f"{self.key}.{position}.", f"{self.key}.0.", 1): v for name, v in typed.items()}
        for item in (self.item, household.with_fields(self.item, ("name",))):
            value = value_typed(item, moved)
            if value is not None and not isinstance(value, Problem):
                return "".join(showing.row_text(item, value, words, day_words))
        return ""

    def _deeper(self, place: str) -> str:
        """Return the rest of the id where a person's whole name or date is the problem."""
        _, _, rest = place.removeprefix(f"{self.key}.").partition(".")
        found = self.item.field(rest) if self.item.kind is kinds.PEOPLE else None
        return found.kind.first_part if found else ""

    def _row(self, position: int) -> "tuple[Question, ...]":
        return tuple(self._row_question(position, item) for item in self.item.fields if item.name != person.ROW_ID)

    def row_id(self, position: int) -> str:
        """Return which person of the household stands in this row; empty for one who was just added."""
        return self.typed(f".{position}.{person.ROW_ID}")

    def _row_question(self, position: int, item: Item) -> "Question":
        key = f"{self.key}.{position}.{item.name}"
        problem = self.problem if self.problem and belongs(self.problem.input, key) else None
        return Question(
            key,
            item.named(key),
            words(item.ask),
            words(item.hint),
            item.required,
            self.inputs,
            problem,
            may_be_unknown=item.may_be_unknown,
        )


def questions(page: JourneyPage, inputs: Inputs, problems: Iterable[Problem] = ()) -> tuple[Question, ...]:
    """Return the questions of a page with what was typed and what is wrong with it."""
    wrong = {problem.item: problem for problem in problems}
    keys = {ask.key for ask in page.asks}
    return tuple(_question(ask, inputs, wrong.get(ask.key), keys) for ask in page.asks)


def problem_text(problem: Problem) -> str:
    """Return the sentence in the person's language, with the names of fields and eras in it."""
    return words(problem.sentence) % {name: _value_words(value) for name, value in problem.values}


def address_key(key: str) -> str:
    """Return where the address of this postal code is kept, by the vocabulary's naming."""
    return key.removesuffix("postal_code") + "address"


def _value_words(value: str) -> str:
    """Return the year in the person's language: the first year of an era has a name in Japanese alone."""
    if value == FIRST_YEAR and has_request_context() and spoken().code not in (JAPANESE, EASY):
        return "1"
    return words(value)


def _question(ask: JourneyAsk, inputs: Inputs, problem: Problem | None, keys: set[str]) -> Question:
    asked: Ask = ask.ask
    address = address_key(ask.key) if asked.item.kind is kinds.POSTAL_CODE else ""
    return Question(
        key=ask.key,
        item=asked.item.named(ask.key),
        label=words(asked.question),
        hint=words(asked.support),
        required=asked.required,
        inputs=inputs,
        problem=problem,
        codes=tuple(choice.code for choice in asked.offered),
        may_be_unknown=asked.may_be_unknown,
        address_key=address if address in keys else "",
        heading=words(ask.heading) if ask.heading else "",
        usual_with=_usual_with(ask, keys),
    )


def _usual_with(ask: JourneyAsk, keys: Collection[str]) -> str:
    proposed: dict[str, dict[str, tuple[str, ...]]] = {}
    for one in ask.ask.usual_with:
        own = f"{one.source}{answers.OWN}{ask.key.partition(answers.OWN)[2]}"
        source = own if own in keys else one.source
        if source in keys:
            proposed.setdefault(source, {})[one.code] = answers.codes_of(one.value)
    return json.dumps(proposed) if proposed else ""
