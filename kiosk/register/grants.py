"""Who may see what: a section, some procedures, some facts, from when until when, approved by whom (`grants.toml`)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from forms import Catalogue, MistakeKind, Table, person, read_toml
from kiosk.settings.values import read_words

GRANTS_FILE = "grants.toml"


@dataclass(frozen=True, slots=True)
class Grant:
    """One decision of the town."""

    section: str
    desks: frozenset[str]
    procedures: frozenset[str]
    facts: frozenset[str]
    first_day: date
    last_day: date
    approved_by: str

    def covers(self, desk: str, procedures: Collection[str], day: date) -> bool:
        """Whether it lets this desk look on that day, for at least one of these procedures."""
        is_time = self.first_day <= day <= self.last_day
        return is_time and desk in self.desks and not self.procedures.isdisjoint(procedures)


def granted_facts(grants: Collection[Grant], desk: str, procedures: Collection[str], day: date) -> frozenset[str]:
    """Return the facts that the desk may see for these procedures on that day; none without a grant."""
    covering = (grant.facts for grant in grants if grant.covers(desk, procedures, day))
    return frozenset().union(*covering)


def read_grants(file: Path, catalogue: Catalogue, desks: Collection[str]) -> tuple[Grant, ...]:
    """Return what the town has decided; nothing if there is no such file. Raise DataMistake."""
    if not file.is_file():
        return ()
    root = read_toml(file)
    grants = root.each("grant", lambda table: _grant(table, catalogue, desks))
    root.finish()
    return grants


def _grant(table: Table, catalogue: Catalogue, desks: Collection[str]) -> Grant:
    grant = Grant(
        section=read_words(table, "section"),
        desks=_names(table, "desks", desks, MistakeKind.NOT_ALLOWED),
        procedures=_names(table, "procedures", catalogue.current, MistakeKind.UNKNOWN_PROCEDURE),
        facts=_facts(table, catalogue),
        first_day=table.day("from"),
        last_day=table.day("until"),
        approved_by=read_words(table, "approved_by"),
    )
    if grant.last_day < grant.first_day:
        table.note(MistakeKind.OUT_OF_RANGE, "until", "from より後の日")
    table.finish()
    return grant


def _names(table: Table, key: str, known: Collection[str], kind: MistakeKind) -> frozenset[str]:
    found = table.texts(key)
    for name in found:
        if name not in known:
            table.note(kind, key, name if kind is MistakeKind.UNKNOWN_PROCEDURE else "、".join(known))
    return frozenset(found)


def _facts(table: Table, catalogue: Catalogue) -> frozenset[str]:
    found = table.texts("facts")
    for fact in found:
        if person.FACT + fact not in catalogue.vocabulary:
            table.note(MistakeKind.UNKNOWN_ITEM, "facts", person.FACT + fact)
    return frozenset(found)
