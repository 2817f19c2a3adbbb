"""One row of the file as a resident, or why it is none."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from operator import mul

from forms.inputs import full_width_kana, is_katakana, katakana, postal_code
from forms.vocabulary import shipped_vocabulary
from forms.wareki import ERAS, WrongDate
from forms.writtendate import iso_written
from kiosk.register.csvfile import Row
from kiosk.register.layout import DateForm, FactColumns, FactKind, Layout, State, plain_code
from kiosk.register.personalnumber import SHORTEST, holds_personal_number
from kiosk.register.resident import MOST_ORDER, Resident
from kiosk.register.trouble import Trouble, TroubleKind

DIGITS = re.compile("[0-9]{1,20}")
UNKNOWN_PART = 99
"""What some systems write for a month or day nobody knows; others write 00."""
LONGEST_TEXT = 200
MOST_KNOWN = 200_000
"""Values whose meaning is remembered while a file is read: people share addresses, surnames and days of birth."""
RELATION_CODES = {choice.label: choice.code for choice in shipped_vocabulary()["person.relation"].choices}
WORDS_OF_OTHERS = "relation_words"
PATTERNS = {
    DateForm.HYPHENS: re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00:00)?", re.ASCII),
    DateForm.SLASHES: re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?: 0?0:00:00)?", re.ASCII),
    DateForm.DIGITS: re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
}
UNSET = re.compile("[09]*|0000([-/.])00\\1 *00|9999([-/.])99\\2 *99")
"""What stands where there is no date."""
FLAG_UNSET = ("", "0", "false", "FALSE")
"""Of what says that a date is unknown; whatever else it holds, the date beside it is an internal one and never used."""
WEIGHTS = (2, 3, 4, 5, 6, 7) * 4
WEIGHED = tuple(sum(WEIGHTS[:length]) for length in range(len(WEIGHTS) + 1))
_BLANKS = " \u3000\t"
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_LOST = re.compile("[\ufffd〓]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_BRACKETS = str.maketrans("()", "（）")
_PART_UNKNOWN = re.compile("(?<=[-/.年月])99(?=[-/.月日]|$)|(?<=[0-9]{5})99$")
_IN_ERA = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{1,2}|\d{6}", re.ASCII)
_ERA_LETTERS = {str(place): era.code for place, era in enumerate(reversed(ERAS), start=1)}
_ISO = re.compile(r"(?:1[89]|2[01])\d\d-\d\d-\d\d", re.ASCII)
Found = tuple[str, TroubleKind | None]
Note = Callable[[TroubleKind, str], None]
"""Takes what is wrong, and the column it is wrong in."""


class TextOf:
    """Where one fact stands in a row."""

    def __init__(self, fact: FactColumns, places: Mapping[str, int]) -> None:
        self._between = fact.between
        self._joined = [(places[column], column) for column in fact.join if column in places]
        self._join = [place for place, _ in self._joined]
        self._otherwise = [(places[column], column) for column in fact.otherwise if column in places]
        self._first = next((column for column in fact.columns if column in places), "")

    def read(self, values: Sequence[str]) -> tuple[str, str]:
        """Return the column to name where something is wrong, and the text."""
        parts = [values[place].strip(_BLANKS) for place in self._join]
        if parts and parts[0]:
            return self._first, self._between.join(filter(None, parts))
        for place, column in self._otherwise:
            if text := values[place].strip(_BLANKS):
                return column, text
        return self._first, ""

    def blame(self, values: Sequence[str], trouble: TroubleKind) -> str:
        """Return the one of several columns that has the trouble; empty if it is not one alone."""
        parts = ((column, values[place]) for place, column in self._joined)
        return next((column for column, text in parts if trouble in (find_trouble(text), find_doubt(text))), "")


class RowReader:
    """Reads the rows of one file; `header` gives the columns their places."""

    def __init__(self, layout: Layout, header: Sequence[str], asked: frozenset[str]) -> None:
        self.layout = layout
        self.header = header
        self.places: Mapping[str, int] = {name: place for place, name in enumerate(header)}
        found = layout.wanted(asked)
        self.facts = tuple(each for each in found if not self.places.keys().isdisjoint(each.columns))
        self._texts = {fact.fact: TextOf(fact, self.places) for fact in self.facts}
        self._known: dict[tuple[str, str], Found] = {}
        self._only = [(self.places[each.column], each, dict[str, bool]()) for each in layout.row.only]

    @property
    def dropped(self) -> tuple[str, ...]:
        """The columns of which nothing is kept."""
        kept = {*self.layout.row.columns, *(column for fact in self.facts for column in fact.columns)}
        return tuple(name for name in self.header if name not in kept)

    def is_wanted(self, row: Row) -> bool:
        """Whether the row is the newest of its person and not deleted; one that does not tell is."""
        values = row.values
        if len(values) != len(self.header):
            return True
        for place, each, known in self._only:
            value = values[place]
            if value not in known:
                known[value] = each.is_met_by(value) or not each.is_known(value)
            if not known[value]:
                return False
        return True

    def read(self, row: Row) -> tuple[Resident | None, list[Trouble]]:
        """Return the resident, None if the row is refused, and everything that is wrong with it."""
        if len(row.values) != len(self.header):
            is_short = len(row.values) < len(self.header)
            return None, [Trouble(TroubleKind.FEWER_VALUES if is_short else TroubleKind.MORE_VALUES, row.line)]
        troubles: list[Trouble] = []
        note = self._noting(row.line, troubles)
        number, household = self._numbers(row, note)
        facts: dict[str, str] = {}
        is_foreign = plain_code(self._value(row, self.layout.row.foreign)) in self.layout.row.foreign_is
        for fact in self.facts:
            if is_foreign or not fact.only_foreign:
                facts |= self._fact(fact, row, note)
        resident = Resident(
            number,
            household,
            self._state(row, note),
            self._order(row, note),
            facts,
            is_closed=not all(
                each.is_met_by(self._value(row, each.column)) for each in self.layout.row.closed_unless
            ),
            moving_out=self._moving_out(row, note),
        )
        for _, each, _ in self._only:
            if not each.is_known(self._value(row, each.column)):
                note(TroubleKind.UNKNOWN_STATE, each.column)
        return None if any(each.kind.refuses for each in troubles) else resident, troubles

    def stub(self, row: Row) -> Resident | None:
        """Return what stands for a refused row: somebody nothing is told of, so that no household looks whole without them."""
        if len(row.values) != len(self.header):
            return None
        columns = self.layout.row
        number, household = self._value(row, columns.number), self._value(row, columns.household)
        if not (DIGITS.fullmatch(number) and DIGITS.fullmatch(household)):
            return None
        plain = plain_code(number), plain_code(household)
        return Resident(*plain, State.RESIDENT, MOST_ORDER, {}, is_closed=True)

    def _noting(self, line: int, troubles: list[Trouble]) -> Note:
        def note(kind: TroubleKind, column: str) -> None:
            troubles.append(Trouble(kind, line, self.places[column] + 1, column))

        return note

    def _value(self, row: Row, column: str) -> str:
        place = self.places.get(column)
        return "" if place is None else row.values[place].strip(_BLANKS)

    def _numbers(self, row: Row, note: Note) -> tuple[str, str]:
        columns = self.layout.row
        number, household = self._value(row, columns.number), self._value(row, columns.household)
        for value, column, kind in (
            (number, columns.number, TroubleKind.NO_NUMBER),
            (household, columns.household, TroubleKind.NO_HOUSEHOLD),
        ):
            if not DIGITS.fullmatch(value):
                note(kind, column)
            elif not has_check_digit(value):
                note(TroubleKind.CHECK_DIGIT, column)
        # A spreadsheet may have taken the zeros before a number in one file and not in the other.
        return plain_code(number), plain_code(household)

    def _state(self, row: Row, note: Note) -> State:
        column = self.layout.row.state
        found = self.layout.row.states.get(plain_code(self._value(row, column)))
        if found is None:
            note(TroubleKind.UNKNOWN_STATE, column)
        return found or State.REMOVED

    def _order(self, row: Row, note: Note) -> int:
        found = self._value(row, self.layout.row.order)
        if found.isascii() and found.isdigit() and len(found) <= 4:
            return int(found)
        note(TroubleKind.NO_ORDER, self.layout.row.order)
        return MOST_ORDER

    def _moving_out(self, row: Row, note: Note) -> str:
        column = self.layout.row.moving_out
        found, trouble = read_date(self._value(row, column), self.layout.form.dates)
        if trouble:
            note(trouble, column)
        return found

    def _fact(self, fact: FactColumns, row: Row, note: Note) -> dict[str, str]:
        column, text = self._texts[fact.fact].read(row.values)
        if fact.unknown and self._value(row, fact.unknown) not in FLAG_UNSET:
            note(TroubleKind.UNKNOWN_DATE, fact.unknown)
            return {}
        if fact.era and _IN_ERA.fullmatch(text):
            era = self._value(row, fact.era)
            text = _ERA_LETTERS.get(era, era) + text
        if not text:
            if fact.is_required:
                note(TroubleKind.MISSING, column)
            return {}
        value, trouble = self._checked(fact, text)
        if trouble:
            note(trouble, self._texts[fact.fact].blame(row.values, trouble) or column)
        elif not value and fact.is_required:
            note(TroubleKind.UNKNOWN_DATE, column)
        if not value:
            return {}
        if fact.kind is FactKind.RELATION and value not in RELATION_CODES.values():
            return {fact.fact: "other", WORDS_OF_OTHERS: value}
        return {fact.fact: value}

    def _checked(self, fact: FactColumns, text: str) -> Found:
        """Return the value and its trouble; of few different values each is worked out once."""
        known = self._known.get((fact.fact, text))
        if known is not None:
            return known
        trouble = find_trouble(text)
        found = ("", trouble) if trouble else self._converted(fact, text)
        if len(self._known) < MOST_KNOWN:
            self._known[fact.fact, text] = found
        return found

    def _converted(self, fact: FactColumns, text: str) -> Found:
        match fact.kind:
            case FactKind.DATE:
                return read_date(text, self.layout.form.dates)
            case FactKind.CODE:
                code = fact.codes.get(plain_code(text))
                return (code, None) if code else ("", TroubleKind.UNKNOWN_CODE)
            case FactKind.POSTAL_CODE:
                code = postal_code(text)
                return (f"{code[:3]}-{code[3:]}", None) if code else ("", TroubleKind.NO_POSTAL_CODE)
            case FactKind.KANA:
                reading = katakana(text)
                return (reading, None) if is_katakana(reading) else ("", TroubleKind.NOT_KANA)
            case FactKind.RELATION:
                word = "".join(text.translate(_BRACKETS).split())
                return RELATION_CODES.get(word, word), find_doubt(word)
            case FactKind.TEXT:
                return full_width_kana(text), find_doubt(text)


def find_doubt(text: str) -> TroubleKind | None:
    """Return what must be looked at in a text that is taken all the same."""
    return TroubleKind.PRIVATE_SIGN if _PRIVATE.search(text) else None


def find_trouble(text: str) -> TroubleKind | None:
    """Return what makes a text impossible in any column."""
    if len(text) > LONGEST_TEXT:
        return TroubleKind.TOO_LONG
    if _INVISIBLE.search(text):
        return TroubleKind.INVISIBLE_SIGN
    if len(text) >= SHORTEST and holds_personal_number(text):
        return TroubleKind.LOOKS_LIKE_PERSONAL_NUMBER
    return TroubleKind.LOST_SIGN if _LOST.search(text) else None


def read_date(text: str, forms: Sequence[DateForm]) -> Found:
    """Return the day as ISO text, empty where there is none, and what is wrong with it."""
    if DateForm.HYPHENS in forms and _ISO.fullmatch(text):
        return _day(int(text[:4]), int(text[5:7]), int(text[8:]))
    text = unicodedata.normalize("NFKC", text)
    if UNSET.fullmatch(text):
        return "", None
    for form, pattern in PATTERNS.items():
        found = pattern.fullmatch(text) if form in forms else None
        if found:
            year, month, day = (int(part) for part in found.groups())
            return _day(year, month, day)
    return _day_in_words(text) if DateForm.ERA in forms else ("", TroubleKind.NO_DATE)


def _day_in_words(text: str) -> Found:
    """As people and registers write it; the register's own words stay."""
    try:
        found = iso_written(_PART_UNKNOWN.sub("00", text), unknown_day=True)
    except WrongDate:
        return "", TroubleKind.NO_DATE
    return found, TroubleKind.DAY_UNKNOWN if found.endswith("-00") else None


def _day(year: int, month: int, day: int) -> Found:
    month, day = (0 if part == UNKNOWN_PART else part for part in (month, day))
    if not (1800 <= year <= 2200 and 0 <= month <= 12 and 0 <= day <= 31):
        return "", TroubleKind.NO_DATE
    if not month or not day:
        return f"{year:04}-{month:02}-00", TroubleKind.DAY_UNKNOWN
    try:
        return date(year, month, day).isoformat(), None
    except ValueError:
        return f"{year:04}-{month:02}-00", TroubleKind.NOT_IN_CALENDAR


def has_check_digit(number: str) -> bool:
    """Whether the last digit is that of modulus 11, weights 2 to 7 from the right (M11W2–7)."""
    weighed = _weigh(number[:-1])
    rest = weighed % 11
    # What stands for a remainder of one is not laid down in what is public.
    return rest == 1 or int(number[-1]) == (0 if rest == 0 else 11 - rest)


def _weigh(serial: str) -> int:
    # The codes of digits begin at 48, which every weight took with it.
    weighed: int = sum(map(mul, serial.encode()[::-1], WEIGHTS))
    return weighed - 48 * WEIGHED[len(serial)]


def with_check_digit(serial: str) -> str:
    """Return the number of a serial; its check digit is 0 where the remainder is one."""
    rest = _weigh(serial) % 11
    return serial + str(0 if rest <= 1 else 11 - rest)


def needed_columns(layout: Layout, asked: frozenset[str]) -> Iterator[str]:
    """Yield every column a file must have: of a fact all, unless it may do without."""
    yield from layout.row.columns
    for fact in layout.wanted(asked):
        if not fact.is_optional:
            yield from fact.columns
