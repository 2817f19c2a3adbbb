"""One row of the file as a resident, or why it is none."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple, TypeVar

from forms import inputs, shipped_vocabulary, wareki
from kiosk.register.csvfile import Row
from kiosk.register.layout import DateForm, FactColumns, FactKind, Layout, State, plain_code
from kiosk.register.refusal import Trouble, TroubleKind
from kiosk.register.resident import MOST_ORDER, Resident
from kiosk.register.values import DIGITS, Found, find_doubt, find_trouble, read_date, read_number

MOST_KNOWN = 20_000
"""Cells of one fact whose meaning is remembered while a file is read; then the remembering begins anew."""
RELATION_CODES = {choice.label: choice.code for choice in shipped_vocabulary()["person.relation"].choices}
WORDS_OF_OTHERS = "relation_words"
FLAG_UNSET = ("", "0", "false", "FALSE")
"""Of what says that a date is unknown; whatever else it holds, the date beside it is an internal one and never used."""
_BLANKS = " \u3000\t"
_BRACKETS = str.maketrans("()", "（）")
_IN_ERA = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{1,2}|\d{6}", re.ASCII)
_ERA_LETTERS = {str(place): era.code for place, era in enumerate(reversed(wareki.ERAS), start=1)}
Cells = str | tuple[str, ...]
"""Of one row; one alone is no tuple."""
Read = tuple[Row, Resident | None, Sequence[Trouble]]
Meaning = TypeVar("Meaning")
WorkOut = Callable[[Sequence[str]], Meaning]
"""Says what cells mean, of their texts without blanks around them."""


class Reading(NamedTuple):
    """What a row says in the cells of one fact."""

    facts: Mapping[str, str]
    troubles: Sequence[tuple[TroubleKind, str]] = ()
    """With the column each is in."""


class Standing(NamedTuple):
    """What a row says of how somebody stands in the register: few say it differently."""

    state: State
    order: int
    is_foreign: bool
    is_closed: bool
    moving_out: str
    troubles: Sequence[tuple[TroubleKind, str]]


class Known(dict[Cells, Meaning]):
    """What cells mean, worked out once for as long as it is remembered: people share addresses, names and birthdays."""

    def __init__(self, columns: Sequence[str], places: Mapping[str, int], work_out: WorkOut[Meaning]) -> None:
        super().__init__()
        self.cells: Callable[[Sequence[str]], Cells] = itemgetter(*(places[column] for column in columns))
        """Takes these columns' cells out of a row."""
        self._work_out = work_out

    def of(self, rows: Iterable[Sequence[str]]) -> Iterator[Meaning]:
        """Yield what each row says there."""
        return map(self.__getitem__, map(self.cells, rows))

    def __missing__(self, cells: Cells) -> Meaning:
        if len(self) >= MOST_KNOWN:
            self.clear()
        values = (cells,) if isinstance(cells, str) else cells
        found = self[cells] = self._work_out([value.strip(_BLANKS) for value in values])
        return found


class FactReader:
    """Reads one fact out of the columns it stands in."""

    def __init__(self, fact: FactColumns, places: Mapping[str, int], dates: Sequence[DateForm]) -> None:
        self.fact = fact
        self.columns = [column for column in dict.fromkeys(fact.columns) if column in places]
        at = {column: number for number, column in enumerate(self.columns)}
        self._join = [at[column] for column in fact.join if column in at]
        self._otherwise = [at[column] for column in fact.otherwise if column in at]
        self._unknown, self._era = at.get(fact.unknown), at.get(fact.era)
        self._dates = dates

    def read(self, texts: Sequence[str]) -> Reading:
        """Return the fact and what is wrong with it, of the texts in its columns."""
        fact = self.fact
        column, text = self._find(texts)
        if self._unknown is not None and texts[self._unknown] not in FLAG_UNSET:
            return Reading({}, [(TroubleKind.UNKNOWN_DATE, fact.unknown)])
        if fact.era and _IN_ERA.fullmatch(text):
            era = "" if self._era is None else texts[self._era]
            text = _ERA_LETTERS.get(era, era) + text
        if not text:
            return Reading({}, [(TroubleKind.MISSING, column)] if fact.is_required else ())
        trouble = find_trouble(text)
        value, trouble = ("", trouble) if trouble else self._converted(text)
        troubles = []
        if trouble:
            troubles.append((trouble, self._blame(texts, trouble) or column))
        elif not value and fact.is_required:
            troubles.append((TroubleKind.UNKNOWN_DATE, column))
        if not value:
            return Reading({}, troubles)
        if fact.kind is FactKind.RELATION and value not in RELATION_CODES.values():
            return Reading({fact.fact: "other", WORDS_OF_OTHERS: value}, troubles)
        return Reading({fact.fact: value}, troubles)

    def _find(self, texts: Sequence[str]) -> tuple[str, str]:
        """Return the column to name where something is wrong, and the text."""
        if self._join and texts[self._join[0]]:
            return self.columns[0], self.fact.between.join([texts[at] for at in self._join if texts[at]])
        for at in self._otherwise:
            if texts[at]:
                return self.columns[at], texts[at]
        return self.columns[0], ""

    def _blame(self, texts: Sequence[str], trouble: TroubleKind) -> str:
        """Return the one of several columns that has the trouble; empty if it is not one alone."""
        parts = ((self.columns[at], texts[at]) for at in self._join)
        return next((column for column, text in parts if trouble in (find_trouble(text), find_doubt(text))), "")

    def _converted(self, text: str) -> Found:
        match self.fact.kind:
            case FactKind.DATE:
                return read_date(text, self._dates)
            case FactKind.CODE:
                code = self.fact.codes.get(plain_code(text))
                return (code, None) if code else ("", TroubleKind.UNKNOWN_CODE)
            case FactKind.POSTAL_CODE:
                code = inputs.postal_code(text)
                return (f"{code[:3]}-{code[3:]}", None) if code else ("", TroubleKind.NO_POSTAL_CODE)
            case FactKind.KANA:
                reading = inputs.katakana(text)
                return (reading, None) if inputs.is_katakana(reading) else ("", TroubleKind.NOT_KANA)
            case FactKind.RELATION:
                word = "".join(text.translate(_BRACKETS).split())
                return RELATION_CODES.get(word, word), find_doubt(word)
            case FactKind.TEXT:
                return inputs.full_width_kana(text), find_doubt(text)


class StandingReader:
    """Reads what is neither a number nor a fact."""

    def __init__(self, layout: Layout) -> None:
        self._dates = layout.form.dates
        self._row = layout.row

    @property
    def columns(self) -> tuple[str, ...]:
        """Where it stands; a file has all of them."""
        columns = self._row
        named = (columns.state, columns.order, columns.foreign, columns.moving_out)
        return (*named, *(each.column for each in (*columns.closed_unless, *columns.only)))

    def read(self, given: Sequence[str]) -> Standing:
        """Return it, and what is wrong with it, of the texts in its columns."""
        columns, troubles = self._row, list[tuple[TroubleKind, str]]()
        texts = dict(zip(self.columns, given, strict=True))
        state = columns.states.get(plain_code(texts[columns.state]))
        if state is None:
            troubles.append((TroubleKind.UNKNOWN_STATE, columns.state))
        order = texts[columns.order]
        is_order = order.isascii() and order.isdigit() and len(order) <= 4
        if not is_order:
            troubles.append((TroubleKind.NO_ORDER, columns.order))
        moving_out, trouble = read_date(texts[columns.moving_out], self._dates)
        if trouble:
            troubles.append((trouble, columns.moving_out))
        for each in columns.only:
            if not each.is_known(texts[each.column]):
                troubles.append((TroubleKind.UNKNOWN_STATE, each.column))
        return Standing(
            state or State.REMOVED,
            int(order) if is_order else MOST_ORDER,
            plain_code(texts[columns.foreign]) in columns.foreign_is,
            not all(each.is_met_by(texts[each.column]) for each in columns.closed_unless),
            moving_out,
            troubles,
        )


class RowReader:
    """Reads the rows of one file; `header` gives the columns their places."""

    def __init__(self, layout: Layout, header: Sequence[str], asked: frozenset[str]) -> None:
        self.layout = layout
        self.header = header
        self.places: Mapping[str, int] = {name: place for place, name in enumerate(header)}
        found = layout.wanted(asked)
        self.facts = tuple(each for each in found if not self.places.keys().isdisjoint(each.columns))
        # Those only foreigners have come last: of the others' rows they are left off.
        in_order = sorted(self.facts, key=lambda fact: fact.only_foreign)
        self._readings = [self._known_facts(each) for each in in_order]
        self._for_all = sum(not each.only_foreign for each in self.facts)
        standing = StandingReader(layout)
        self._standing = Known(standing.columns, self.places, standing.read)
        self._wanted = Known([each.column for each in layout.row.only], self.places, self._are_wanted)
        self._household = Known([layout.row.household], self.places, _read_household)
        self._number = self.places[layout.row.number]

    def _known_facts(self, fact: FactColumns) -> Known[Reading]:
        reader = FactReader(fact, self.places, self.layout.form.dates)
        return Known(reader.columns, self.places, reader.read)

    @property
    def dropped(self) -> tuple[str, ...]:
        """The columns of which nothing is kept."""
        kept = {*self.layout.row.columns, *(column for fact in self.facts for column in fact.columns)}
        return tuple(name for name in self.header if name not in kept)

    def wanted(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Return those that are the newest of their person and not deleted; one that does not tell is wanted."""
        if not self.layout.row.only:
            return rows
        known, width = self._wanted, len(self.header)
        return [row for row in rows if len(row.values) != width or known[known.cells(row.values)]]

    def _are_wanted(self, texts: Sequence[str]) -> bool:
        pairs = zip(self.layout.row.only, texts, strict=True)
        return all(each.is_met_by(text) or not each.is_known(text) for each, text in pairs)

    def read(self, rows: Sequence[Row]) -> list[Read]:
        """Return of each its resident, None if it is refused, and everything that is wrong with it.

        Column after column: the same work on many rows at once takes two thirds of the time.
        """
        width = len(self.header)
        whole = [row for row in rows if len(row.values) == width]
        values = [row.values for row in whole]
        found = map(
            self._joined,
            whole,
            [read_number(each[self._number].strip(_BLANKS), TroubleKind.NO_NUMBER) for each in values],
            self._household.of(values),
            self._standing.of(values),
            zip(*(known.of(values) for known in self._readings), strict=True),
        )
        return [*found, *(self._refused(row) for row in rows if len(row.values) != width)]

    def _refused(self, row: Row) -> Read:
        is_short = len(row.values) < len(self.header)
        kind = TroubleKind.FEWER_VALUES if is_short else TroubleKind.MORE_VALUES
        return row, None, [Trouble(kind, row.line)]

    def _joined(
        self, row: Row, number: Found, household: Found, standing: Standing, readings: Sequence[Reading]
    ) -> Read:
        (plain, wrong), (home, wrong_home) = number, household
        troubles = [*standing.troubles]
        if wrong:
            troubles.append((wrong, self.layout.row.number))
        if wrong_home:
            troubles.append((wrong_home, self.layout.row.household))
        facts: dict[str, str] = {}
        for found, doubts in readings if standing.is_foreign else readings[: self._for_all]:
            facts |= found
            if doubts:
                troubles += doubts
        placed = self._placed(row, troubles) if troubles else ()
        if troubles and any(kind.refuses for kind, _ in troubles):
            return row, None, placed
        state, order, _, is_closed, moving_out, _ = standing
        return row, Resident(plain, home, state, order, facts, is_closed, moving_out), placed

    def _placed(self, row: Row, troubles: Sequence[tuple[TroubleKind, str]]) -> Sequence[Trouble]:
        return [Trouble(kind, row.line, self.places[column] + 1, column) for kind, column in troubles]

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

    def _value(self, row: Row, column: str) -> str:
        return row.values[self.places[column]].strip(_BLANKS)


def _read_household(texts: Sequence[str]) -> Found:
    return read_number(texts[0], TroubleKind.NO_HOUSEHOLD)


def needed_columns(layout: Layout, asked: frozenset[str]) -> Iterator[str]:
    """Yield every column a file must have: of a fact all, unless it may do without."""
    yield from layout.row.columns
    for fact in layout.wanted(asked):
        if not fact.is_optional:
            yield from fact.columns
