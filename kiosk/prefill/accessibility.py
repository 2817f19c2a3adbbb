"""ウェブアクセシビリティ方針・試験結果 (JIS X 8341-3:2016, WCAG 2.2): what was tested, and whom to tell."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from flask import Blueprint, render_template

from forms import Table, read_toml, wareki

FILE = Path(__file__).parent / "accessibility.toml"

routes = Blueprint("accessibility", __name__)


class How(StrEnum):
    """How a criterion was looked at."""

    MACHINE = "machine"
    PART = "part"
    PERSON = "person"
    ABSENT = "absent"


HOW_WORDS = {
    How.MACHINE: "機械で確かめた",
    How.PART: "一部を機械で確かめた",
    How.PERSON: "人がこれから確かめる",
    How.ABSENT: "該当する部分がない",
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """`jis` is true for what JIS X 8341-3:2016 has; the others came with WCAG 2.1 and 2.2."""

    number: str
    level: str
    jis: bool
    title: str
    how: How
    note: str


@dataclass(frozen=True, slots=True)
class Results:
    """`findings` of the machine on all `screens`, in each of the `looks` and `languages`."""

    tested: date
    screens: tuple[str, ...]
    looks: tuple[str, ...]
    languages: tuple[str, ...]
    findings: int
    criteria: tuple[Criterion, ...]

    def count(self, how: How) -> int:
        """Return how many criteria were looked at like this."""
        return sum(each.how is how for each in self.criteria)


@routes.get("/accessibility")
def accessibility() -> str:
    """Show the policy and the results."""
    found = read_results()
    return render_template(
        "prefill/accessibility.html",
        results=found,
        tested=wareki.both(found.tested.isoformat()),
        how_words=HOW_WORDS,
        counts=[(words, found.count(how)) for how, words in HOW_WORDS.items()],
    )


@cache
def read_results() -> Results:
    """Return what `accessibility.toml` says. Raise DataMistake if it is wrong."""
    root = read_toml(FILE)
    machine = root.table("machine")
    results = Results(
        tested=machine.day("tested"),
        screens=machine.texts("screens"),
        looks=machine.texts("looks"),
        languages=machine.texts("languages"),
        findings=machine.integer("findings"),
        criteria=root.each("criteria", _criterion),
    )
    root.check()
    return results


def _criterion(table: Table) -> Criterion:
    return Criterion(
        number=table.text("number"),
        level=table.choice("level", ("A", "AA")),
        jis=table.boolean("jis"),
        title=table.text("title"),
        how=table.choice("how", How),
        note=table.text("note"),
    )
