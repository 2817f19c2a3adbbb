"""Scenarios to practise on: what the clerk is told, how it begins, and how it must have ended; read from TOML files."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar, Protocol, Self

from forms import Application, Catalogue, Mistake, MistakeKind, Table, collect, raise_all, read_toml, samples
from forms.guide.eventfile import event_files
from kiosk.office import Office
from kiosk.overlay import SCENARIOS, SHIPPED
from kiosk.settings.values import read_words
from kiosk.store import AuditEntry, AuditEvent, Details, Visit, VisitStatus, WayIn

MOST_TIMES = 99
NOTHING: Mapping[str, str | int] = {}


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened in an exercise: entries of the audit log in their order, and its visits as they stand now."""

    entries: tuple[AuditEntry, ...]
    visits: tuple[Visit, ...]


class Condition(Protocol):
    """One thing that must hold. `KEY` is the key of its table in the file."""

    KEY: ClassVar[str]

    @classmethod
    def read(cls, table: Table) -> Self:
        """Return the condition a table of the file states; mistakes are noted there."""
        ...

    def holds(self, happened: Happened) -> bool:
        """Return whether it holds."""
        ...


@dataclass(frozen=True, slots=True)
class Sight:
    """Which entries of the audit log are meant: an event, and details that must be just so."""

    event: AuditEvent
    details: Mapping[str, str | int]

    def count(self, entries: Iterable[AuditEntry]) -> int:
        """Return how many of the entries are meant."""
        return sum(each.event == self.event and self.details.items() <= each.details.items() for each in entries)


@dataclass(frozen=True, slots=True)
class VisitEnds:
    """One visit stands as it should, begun as it should, and none is left open beside it."""

    KEY: ClassVar[str] = "visit"
    status: VisitStatus
    way_in: WayIn | None = None
    procedure: str = ""

    @classmethod
    def read(cls, table: Table) -> Self:
        """Return the condition of `visit = "finished"`, with `way_in` and `procedure` where they matter."""
        status = table.choice(cls.KEY, VisitStatus)
        way_in = table.choice("way_in", WayIn) if table.has("way_in") else None
        return cls(status, way_in, table.text("procedure", ""))

    def holds(self, happened: Happened) -> bool:
        """Return whether the visits are so."""
        left = [each for each in happened.visits if each.status.is_open and not self._is_meant(each)]
        return not left and any(self._is_meant(each) for each in happened.visits)

    def _is_meant(self, visit: Visit) -> bool:
        is_for = not self.procedure or self.procedure in {id for id, _ in visit.procedures}
        return visit.status is self.status and self.way_in in (None, visit.way_in) and is_for


@dataclass(frozen=True, slots=True)
class Happens:
    """Something stands in the audit log, so often."""

    KEY: ClassVar[str] = "happens"
    sight: Sight
    least: int = 1
    most: int = MOST_TIMES

    @classmethod
    def read(cls, table: Table) -> Self:
        """Return the condition of `happens = "card_refused"`, with `with`, `least` and `most`."""
        least = table.integer("least", 1, least=1, most=MOST_TIMES)
        return cls(_sight(table, cls.KEY), least, table.integer("most", MOST_TIMES, least=least, most=MOST_TIMES))

    def holds(self, happened: Happened) -> bool:
        """Return whether it happened so often."""
        return self.least <= self.sight.count(happened.entries) <= self.most


@dataclass(frozen=True, slots=True)
class Never:
    """Something does not stand in the audit log."""

    KEY: ClassVar[str] = "never"
    sight: Sight

    @classmethod
    def read(cls, table: Table) -> Self:
        """Return the condition of `never = "sheets_printed"`, with `with`."""
        return cls(_sight(table, cls.KEY))

    def holds(self, happened: Happened) -> bool:
        """Return whether it did not happen."""
        return self.sight.count(happened.entries) == 0


CONDITIONS: tuple[type[Condition], ...] = (VisitEnds, Happens, Never)


def read_condition(table: Table) -> Condition | None:
    """Return the one condition of a table; None where there is none, which is noted."""
    keys = "、".join(each.KEY for each in CONDITIONS)
    found = [each for each in CONDITIONS if table.has(each.KEY)]
    if len(found) != 1:
        table.drop(MistakeKind.MISSING_KEY, CONDITIONS[0].KEY, f"{keys} のどれか1つ")
        return None
    return found[0].read(table)


def _sight(table: Table, key: str) -> Sight:
    event, inner = table.choice(key, AuditEvent), table.table("with")
    known = Details.__annotations__
    details: dict[str, str | int] = {}
    for name in inner.keys():  # noqa: SIM118 - no mapping
        found = inner.plain(name)
        if name not in known:
            inner.note(MistakeKind.UNKNOWN_KEY, name, "、".join(known))
        elif isinstance(found, tuple):
            inner.wrong_type(name, "文字か整数")
        else:
            details[name] = found
    return Sight(event, details)


ID = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)
LONGEST_MINUTES = 60
MOST_YEN = 1_000_000


@dataclass(frozen=True, slots=True)
class TillStart:
    """A till that was opened in the morning and has taken these amounts in cash."""

    float_yen: int
    taken: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """How an exercise begins: with the ticket of a resident, or without one; and what is broken."""

    resident: Application | None = None
    is_of_another_town: bool = False
    has_card: bool = False
    """The resident lays a card for practice on the reader."""
    has_register: bool = False
    """The practice hall has a register, with somebody protected in it."""
    is_printer_dead: bool = False
    is_print_cut: bool = False
    """The visit is open already, and the power went in the middle of its printing."""
    till: TillStart | None = None


@dataclass(frozen=True, slots=True)
class End:
    """A condition in words, and what to think of where it does not hold."""

    words: str
    hint: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether one end is reached."""

    end: End
    holds: bool


@dataclass(frozen=True, slots=True)
class Scenario:
    """One exercise. `lesson` is told once it is passed."""

    id: str
    title: str
    order: int
    minutes: int
    told: tuple[str, ...]
    lesson: str
    start: Start
    ends: tuple[End, ...]

    def check(self, happened: Happened) -> tuple[Finding, ...]:
        """Return of each end whether it is reached by what happened."""
        return tuple(Finding(end, end.condition.holds(happened)) for end in self.ends)


def read_scenarios(folder: Path, catalogue: Catalogue, town: Path | None = None) -> Mapping[str, Scenario]:
    """Return every scenario by its id, in the order in which they are offered. A file of the town's stands in the place of
    the shipped one of its name, an empty one takes it away. Raise DataMistake with the mistakes of all files."""
    mistakes: list[Mistake] = []
    files = event_files(folder, town)
    read = (collect(mistakes, partial(read_scenario, file, catalogue)) for file in files)
    found = [scenario for scenario in read if scenario]
    raise_all(mistakes)
    return {each.id: each for each in sorted(found, key=lambda each: (each.order, each.id))}


def scenarios_of(office: Office) -> Mapping[str, Scenario]:
    """Return the scenarios of a town: those shipped, and its own. Raise DataMistake."""
    return read_scenarios(SHIPPED / SCENARIOS, office.catalogue, office.settings.folder / SCENARIOS)


def read_scenario(file: Path, catalogue: Catalogue) -> Scenario:
    """Return one scenario. Raise DataMistake with what is wrong in the file."""
    root = read_toml(file)
    ends = [_end(table, catalogue) for table in root.tables("end")]
    scenario = Scenario(
        id=file.stem,
        title=read_words(root, "title"),
        order=root.integer("order", 100),
        minutes=root.integer("minutes", least=1, most=LONGEST_MINUTES),
        told=root.texts("told"),
        lesson=root.text("lesson"),
        start=_start(root.table("start"), catalogue),
        ends=tuple(end for end in ends if end is not None),
    )
    if not ID.fullmatch(scenario.id):
        root.note(MistakeKind.NOT_ALLOWED, "title", "ファイルの名前は英小文字と数字と _（例 other_town.toml）")
    if not scenario.told:
        root.note(MistakeKind.WRONG_TYPE, "told", "1つ以上の文")
    if not ends:
        root.note(MistakeKind.MISSING_KEY, "end", "どう終わればよいかを1つ以上")
    root.finish()
    return scenario


def _end(table: Table, catalogue: Catalogue) -> End | None:
    words, hint, condition = read_words(table, "words"), read_words(table, "hint"), read_condition(table)
    procedure = table.text("procedure", "")
    if procedure and catalogue.for_residents.newest(procedure) is None:
        table.note(MistakeKind.UNKNOWN_PROCEDURE, "procedure", procedure)
    table.finish()
    return None if condition is None else End(words, hint, condition)


def _start(table: Table, catalogue: Catalogue) -> Start:
    found = Start(
        resident=_resident(table, catalogue),
        is_of_another_town=table.boolean("another_town", False),
        has_card=table.boolean("card", False),
        has_register=table.boolean("register", False),
        is_printer_dead=table.boolean("printer_dead", False),
        is_print_cut=table.boolean("print_cut", False),
        till=_till(table.table("till")) if table.is_table("till") else None,
    )
    if found.resident is None and (found.is_of_another_town or found.is_print_cut):
        table.note(MistakeKind.MISSING_KEY, "procedure", "来た人が何の手続に来たか")
    table.finish()
    return found


def _resident(table: Table, catalogue: Catalogue) -> Application | None:
    """Who comes: a sample of the procedure, or answers of the scenario's own that are written as a sample is."""
    id, sample, answers = table.text("procedure", ""), table.text("sample", "typical"), table.table("answers")
    if not id:
        return None
    procedure = catalogue.for_residents.newest(id)
    if procedure is None:
        table.drop(MistakeKind.UNKNOWN_PROCEDURE, "procedure", id)
        return None
    if answers.keys():
        # What is wrong in it is collected in the same file.
        return collect([], lambda: samples.sample_of(procedure, answers))
    if sample not in samples.sample_names(procedure):
        table.note(MistakeKind.NOT_ALLOWED, "sample", "、".join(samples.sample_names(procedure)))
        return None
    return samples.read_sample(procedure, sample)


def _till(table: Table) -> TillStart:
    float_yen, taken = table.integer("float", most=MOST_YEN), table.numbers("taken", least=1, most=MOST_YEN)
    table.finish()
    return TillStart(float_yen, tuple(int(each) for each in taken))
