"""The sample residents: fictitious households whom samples, practice and tests share (`catalogue/residents.toml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forms.checking import is_legal
from forms.mistake import MistakeKind
from forms.person import FACT, ROW_FACTS, SHARED_HOME
from forms.tomlfile import Table, read_toml
from forms.vocabulary import shipped_vocabulary

RESIDENTS_FILE = Path(__file__).parent / "catalogue" / "residents.toml"
SHARED = (*SHARED_HOME, "phone")
"""What a household states once for all of its people."""


@dataclass(frozen=True, slots=True)
class Resident:
    """One fictitious person, with what the household shares among the facts."""

    id: str
    """Household and person, `takasaki.kenichi`."""
    facts: Mapping[str, str]

    @property
    def row(self) -> dict[str, str]:
        """The facts that are asked of everybody in a household together."""
        return {fact: value for fact, value in self.facts.items() if fact in ROW_FACTS}


@cache
def residents(file: Path = RESIDENTS_FILE) -> Mapping[str, Resident]:
    """Return everybody by household and name. Raise DataMistake with whatever no question would take."""
    root, found = read_toml(file), dict[str, Resident]()
    for household in root.keys():  # noqa: SIM118 - a Table is no mapping
        table = root.table(household)
        shared = {fact: _fact(table, fact) for fact in SHARED if table.has(fact)}
        for name in (key for key in table.keys() if table.is_table(key)):  # noqa: SIM118
            person = table.table(name)
            facts = {fact: _fact(person, fact) for fact in person.keys()}  # noqa: SIM118
            found[f"{household}.{name}"] = Resident(f"{household}.{name}", shared | facts)
        table.finish()
    root.finish()
    return found


def _fact(table: Table, fact: str) -> str:
    value, item = table.text(fact), shipped_vocabulary().get(FACT + fact)
    if item is None:
        table.note(MistakeKind.UNKNOWN_ITEM, fact, fact)
    elif not is_legal(item, value):
        table.note(MistakeKind.BAD_SAMPLE, fact, f"{fact}: {value}")
    return value
