"""Which papers show who stands at the counter, and when they are enough. All of it is the town's data.

Paper insurance cards ended on 2024-12-02, and more kinds come and go: the list is `identification.toml`, not code.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from forms import Answers, holds
from forms.journey import Journey
from forms.mistake import MistakeKind
from forms.procedure import Identification, Procedure
from forms.tomlfile import Table, read_toml

IDENTIFICATION_FILE = "identification.toml"


class Group(StrEnum):
    """How much one paper counts (戸籍法施行規則11条の2)."""

    PHOTO = "photo"
    OTHER = "other"
    INTERVIEW = "interview"


GROUP_TITLES = {Group.PHOTO: "1点でよいもの", Group.OTHER: "2点要るもの", Group.INTERVIEW: "聞き取り"}


@dataclass(frozen=True, slots=True)
class IdKind:
    """One kind of paper; offered from `since` to `until`, both days included."""

    code: str
    label: str
    group: Group
    since: date = date.min
    until: date = date.max


@dataclass(frozen=True, slots=True)
class IdRule:
    """Enough if one combination of `enough` is reached."""

    sentence: str
    enough: tuple[Mapping[Group, int], ...]


@dataclass(frozen=True, slots=True)
class IdPapers:
    """The kinds a town accepts, in the order of the screen, and the rules."""

    kinds: tuple[IdKind, ...]
    rules: Mapping[Identification, IdRule]

    def offered(self, today: date) -> tuple[IdKind, ...]:
        return tuple(kind for kind in self.kinds if kind.since <= today <= kind.until)

    def known(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the codes that exist, once each, in the order of the list."""
        wanted = set(codes)
        return tuple(kind.code for kind in self.kinds if kind.code in wanted)

    def rules_for(self, procedures: Iterable[Procedure], answers: Answers, today: date) -> tuple[IdRule, ...]:
        """Every rule the visit must satisfy, the same one only once."""
        wanted = dict.fromkeys(wanted_by(procedure, answers, today) for procedure in procedures)
        return tuple(self.rules[rule] for rule in wanted if rule is not Identification.NONE)

    def are_enough(
        self, codes: Iterable[str], procedures: Iterable[Procedure], answers: Answers, today: date
    ) -> bool:
        """Whether the papers shown satisfy every procedure of the visit."""
        shown = set(codes)
        points = Counter(kind.group for kind in self.kinds if kind.code in shown)
        return all(
            any(all(points[group] >= count for group, count in each.items()) for each in rule.enough)
            for rule in self.rules_for(procedures, answers, today)
        )


def wanted_by(procedure: Procedure, answers: Answers, today: date) -> Identification:
    """Return what the procedure asks for, as strictly as what is wanted makes it."""
    stricter = procedure.rules.photo_only_when
    if stricter is not None and holds(stricter, Journey((procedure,), answers, today).seen_by(procedure), today):
        return Identification.PHOTO_ONLY
    return procedure.rules.identification


def read_identification(file: Path) -> IdPapers:
    """From the town's `identification.toml`. Raises DataMistake with every mistake."""
    root = read_toml(file)
    kinds, rules = root.table("kinds"), root.table("rules")
    papers = IdPapers(
        kinds=tuple(_kind(code, kinds.table(code)) for code in kinds.keys()),  # noqa: SIM118 - no mapping
        rules={rule: _rule(rules, rule) for rule in Identification if rule is not Identification.NONE},
    )
    rules.finish()
    root.finish()
    return papers


def _kind(code: str, table: Table) -> IdKind:
    kind = IdKind(
        code=code,
        label=table.text("label"),
        group=table.choice("group", Group),
        since=table.day("since") if table.has("since") else date.min,
        until=table.day("until") if table.has("until") else date.max,
    )
    table.finish()
    return kind


def _rule(rules: Table, name: str) -> IdRule:
    table = rules.table(name)
    if not rules.has(name):
        rules.note(MistakeKind.MISSING_KEY, name, "本人確認の決まり")
        return IdRule("", ())
    rule = IdRule(table.text("sentence"), tuple(_combination(entry) for entry in table.tables("enough")))
    table.finish()
    if not rule.enough:
        table.note(MistakeKind.MISSING_KEY, "enough", "1つ以上の組み合わせ")
    return rule


def _combination(table: Table) -> Mapping[Group, int]:
    points = {group: table.integer(group, least=1, most=9) for group in Group if table.has(group)}
    table.finish()
    return points
