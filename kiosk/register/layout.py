"""How a town's CSV files are read: which column means what, in which codes and dates (`register.toml`)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from forms import MistakeKind, Table, person, read_toml, shipped_vocabulary
from kiosk.overlay import REGISTER, SHIPPED

WINDOW = timedelta(minutes=10)
"""The time in which look-ups are counted."""


class Encoding(StrEnum):
    """The declared encodings; nothing is ever guessed."""

    UTF_8 = "utf-8"
    CP932 = "cp932"


class Separator(StrEnum):
    """What stands between two values."""

    COMMA = ","
    TAB = "tab"

    @property
    def sign(self) -> str:
        """The character itself."""
        return "\t" if self is Separator.TAB else ","


class DateForm(StrEnum):
    """How a date is written."""

    HYPHENS = "YYYY-MM-DD"
    SLASHES = "YYYY/MM/DD"
    DIGITS = "YYYYMMDD"
    ERA = "和暦"
    """昭和33年2月17日, S33.02.17, 3330217, also with the register's words (頃, 上旬, 不詳)."""


class FactKind(StrEnum):
    """How the values of a fact become what an application holds."""

    TEXT = "text"
    KANA = "kana"
    DATE = "date"
    CODE = "code"
    RELATION = "relation"
    POSTAL_CODE = "postal_code"


class State(StrEnum):
    """Whether somebody lives here (住民状態)."""

    RESIDENT = "resident"
    MOVED_OUT = "moved_out"
    DEAD = "dead"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written."""

    encoding: Encoding
    separator: Separator
    dates: tuple[DateForm, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A column, the values it must have one of, and those it may have otherwise; any other is a mistake."""

    column: str
    values: tuple[str, ...]
    others: tuple[str, ...] = ()

    def is_met_by(self, value: str) -> bool:
        """Whether the value is one of those; 01 is 1."""
        return plain_code(value) in self.values

    def is_known(self, value: str) -> bool:
        """Whether anything is laid down for the value."""
        return self.is_met_by(value) or plain_code(value) in self.others


def plain_code(value: str) -> str:
    """Return a code of the file without blanks and leading zeros."""
    value = value.strip()
    return value.lstrip("0") or "0" if value else ""


@dataclass(frozen=True, slots=True)
class FactColumns:
    """Where one fact of a person stands: joined from several columns, otherwise the first that is filled."""

    fact: str
    kind: FactKind
    join: tuple[str, ...]
    between: str
    otherwise: tuple[str, ...]
    unknown: str
    era: str
    """The column of the era, where the day itself has only a year of two digits."""
    codes: Mapping[str, str]
    """What the file's codes mean."""
    is_required: bool
    is_optional: bool
    """Whether the file may lack the columns altogether."""
    only_foreign: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.join, *self.otherwise, *filter(None, (self.unknown, self.era)))


@dataclass(frozen=True, slots=True)
class RowColumns:
    """What is not a fact to be filled in: who it is, in which household, whether to be read at all."""

    number: str
    household: str
    order: str
    state: str
    foreign: str
    foreign_is: tuple[str, ...]
    moving_out: str
    states: Mapping[str, State]
    only: tuple[Filter, ...]
    closed_unless: tuple[Filter, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All that a file must have."""
        named = (self.number, self.household, self.order, self.state, self.foreign, self.moving_out)
        return (*named, *(each.column for each in (*self.only, *self.closed_unless)))


@dataclass(frozen=True, slots=True)
class ProtectedColumns:
    """How the file of protected persons (支援措置対象者) is read."""

    form: Form
    number: str
    ends: str
    only: tuple[Filter, ...]
    ended: tuple[Filter, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All that a file must have."""
        return (self.number, self.ends, *(each.column for each in (*self.only, *self.ended)))


@dataclass(frozen=True, slots=True)
class Use:
    """Whether and how much the register is used."""

    is_on: bool
    look_ups: int
    """Of one member of staff within WINDOW."""
    misses: int
    """In a row, within WINDOW."""
    is_at_lobby: bool = False
    """Whether whoever puts down their card at a lobby may fill in what it knows of them and of those they live with."""


@dataclass(frozen=True, slots=True)
class Layout:
    """All of `register.toml`."""

    use: Use
    form: Form
    row: RowColumns
    facts: tuple[FactColumns, ...]
    protected: ProtectedColumns

    def wanted(self, asked: frozenset[str]) -> tuple[FactColumns, ...]:
        """Return the facts to keep: those some procedure asks for, and what identifies a person."""
        return tuple(each for each in self.facts if each.fact in asked | IDENTIFYING)


NEVER_KEPT = ("住民票コード", "基礎年金番号")
"""Columns that no fact may be read from, whatever a town writes."""
IDENTIFYING = frozenset({"name", "kana", "birth_date"})


def town_layout(config: Path) -> Layout:
    """Return the layout of a town's config folder. Raise DataMistake with every mistake of its file."""
    own = config / REGISTER
    return read_layout(own if own.is_file() else None)


def read_layout(own: Path | None = None) -> Layout:
    """Return what is shipped, each table and each fact of it replaced by the town's own where its file has one.

    Raise DataMistake with every mistake of the file.
    """
    shipped = read_toml(SHIPPED / REGISTER)
    root = read_toml(own) if own else shipped

    def table(name: str) -> Table:
        return root.table(name) if root.has(name) else shipped.table(name)

    facts = {each.fact: each for source in (shipped, root) for each in _facts(source.table("fact"))}
    layout = Layout(
        use=_use(table("use")),
        form=_form(table("file"), has_dates=True),
        row=_row(table("row")),
        facts=tuple(facts.values()),
        protected=_protected(table("protected")),
    )
    root.finish()
    return layout


def _use(table: Table) -> Use:
    use = Use(
        is_on=table.boolean("on", False),
        look_ups=table.integer("look_ups_in_ten_minutes", 30, least=1, most=1000),
        misses=table.integer("misses_in_a_row", 5, least=1, most=100),
        is_at_lobby=table.boolean("lobby", False),
    )
    table.finish()
    return use


def _form(table: Table, *, has_dates: bool) -> Form:
    dates = table.texts("dates", tuple(DateForm)) if has_dates else tuple(DateForm)
    for word in dates:
        if word not in tuple(DateForm):
            table.note(MistakeKind.NOT_ALLOWED, "dates", "、".join(DateForm))
    form = Form(
        table.choice("encoding", Encoding, Encoding.UTF_8),
        table.choice("separator", Separator, Separator.COMMA),
        tuple(each for each in DateForm if each in dates),
    )
    if has_dates:
        table.finish()
    return form


def _row(table: Table) -> RowColumns:
    row = RowColumns(
        number=table.text("number"),
        household=table.text("household"),
        order=table.text("order"),
        state=table.text("state"),
        foreign=table.text("foreign"),
        foreign_is=tuple(map(plain_code, table.texts("foreign_is"))),
        moving_out=table.text("moving_out"),
        states=dict(_codes(table.table("states"), tuple(State))),
        only=_filters(table, "only"),
        closed_unless=_filters(table, "closed_unless"),
    )
    table.finish()
    return row


def _codes(table: Table, allowed: tuple[State, ...]) -> Iterator[tuple[str, State]]:
    for state in allowed:
        yield from ((plain_code(code), state) for code in table.texts(state, ()))
    table.finish()


def _filters(table: Table, key: str) -> tuple[Filter, ...]:
    found = []
    for entry in table.tables(key):
        found.append(
            Filter(
                entry.text("column"),
                tuple(map(plain_code, entry.texts("is"))),
                tuple(map(plain_code, entry.texts("otherwise", ()))),
            )
        )
        entry.finish()
    return tuple(found)


def _facts(table: Table) -> Iterator[FactColumns]:
    vocabulary = shipped_vocabulary()
    for fact in table.keys():  # noqa: SIM118 - no mapping
        entry = table.table(fact)
        if person.FACT + fact not in vocabulary:
            table.note(MistakeKind.UNKNOWN_ITEM, fact, person.FACT + fact)
        yield _fact(fact, entry)
    table.finish()


def _fact(fact: str, table: Table) -> FactColumns:
    codes = table.table("codes")
    item = shipped_vocabulary().get(person.FACT + fact)
    meanings = {plain_code(text): code for code in codes.keys() for text in codes.texts(code)}  # noqa: SIM118
    for code in codes.keys():  # noqa: SIM118
        if item is not None and item.choice(code) is None:
            codes.note(MistakeKind.UNKNOWN_CHOICE, code, code)
    found = FactColumns(
        fact=fact,
        kind=table.choice("kind", FactKind, FactKind.TEXT),
        join=table.texts("join", ()),
        between=table.text("between", ""),
        otherwise=table.texts("otherwise", ()),
        unknown=table.text("unknown", ""),
        era=table.text("era", ""),
        codes=meanings,
        is_required=table.boolean("required", False),
        is_optional=table.boolean("optional", False),
        only_foreign=table.boolean("only_foreign", False),
    )
    for column in (*found.join, *found.otherwise):
        if column in NEVER_KEPT:
            table.note(MistakeKind.NOT_ALLOWED, "otherwise", "、".join(NEVER_KEPT) + " のほかの列")
    if not (found.join or found.otherwise):
        table.note(MistakeKind.MISSING_KEY, "otherwise", "列の名前の並び")
    table.finish()
    return found


def _protected(table: Table) -> ProtectedColumns:
    found = ProtectedColumns(
        form=_form(table, has_dates=False),
        number=table.text("number"),
        ends=table.text("ends"),
        only=_filters(table, "only"),
        ended=_filters(table, "ended"),
    )
    table.finish()
    return found
