"""Conditions on how an exercise has ended, over what is in the practice database since it began. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol, Self

from forms.mistake import MistakeKind
from forms.tomlfile import Table
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
