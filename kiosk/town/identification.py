"""Which papers show who stands at the counter, that they may act, whose number it is, and when that is enough.

All of it is data that a town may change.

Paper insurance cards ended on 2024-12-02, and more kinds come and go: the list is `identification.toml`, not code.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from forms import Basis, Identification, Journey, MistakeKind, Procedure, Shows, Table, holds, read_toml


class Group(StrEnum):
    """How much one paper counts (戸籍法施行規則11条の2), or what else it shows."""

    PHOTO = "photo"
    A = "a"
    """Of a public office, without a photo (イ): two of them, or one and another."""
    B = "b"
    """Not of a public office (ロ): only beside one of them."""
    INTERVIEW = "interview"
    AUTHORITY = "authority"
    NUMBER = "number"

    @property
    def shows(self) -> Shows:
        """What a paper of this group shows."""
        match self:
            case Group.AUTHORITY:
                return Shows.AUTHORITY
            case Group.NUMBER:
                return Shows.NUMBER
        return Shows.IDENTITY


GROUP_TITLES = {
    Group.PHOTO: "1点でよいもの",
    Group.A: "2点必要なもの（公的なもの）",
    Group.B: "公的なもの1点と合わせるもの",
    Group.INTERVIEW: "聞き取り",
    Group.AUTHORITY: "代理権の確認",
    Group.NUMBER: "番号の確認（個人番号）",
}
NEED_TITLES = {
    Shows.IDENTITY: "来た方の確認",
    Shows.AUTHORITY: GROUP_TITLES[Group.AUTHORITY],
    Shows.NUMBER: GROUP_TITLES[Group.NUMBER],
}
"""What the rules about one thing stand under."""
AUTHORITY_RULE, NUMBER_RULE = "authority", "number"
"""The rules beside that of the procedure: where somebody acts for another, and where a number is written."""
RULES = {
    Identification.ONE_OR_TWO_POINTS: Shows.IDENTITY,
    Identification.PHOTO_ONLY: Shows.IDENTITY,
    AUTHORITY_RULE: Shows.AUTHORITY,
    NUMBER_RULE: Shows.NUMBER,
}
"""What must have a rule, and what it is about."""


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
    shows: Shows

    def is_met(self, points: Mapping[Group, int]) -> bool:
        """Whether the papers shown, counted by group, reach one combination."""
        return any(all(points.get(group, 0) >= count for group, count in each.items()) for each in self.enough)


@dataclass(frozen=True, slots=True)
class IdPapers:
    """The kinds a town accepts, in the order of the screen, and the rules."""

    kinds: tuple[IdKind, ...]
    rules: Mapping[str, IdRule]

    def offered(self, today: date) -> tuple[IdKind, ...]:
        return tuple(kind for kind in self.kinds if kind.since <= today <= kind.until)

    def known(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the codes that exist, once each, in the order of the list."""
        wanted = set(codes)
        return tuple(kind.code for kind in self.kinds if kind.code in wanted)

    def rules_for(self, journey: Journey) -> tuple[IdRule, ...]:
        """Every rule the visit must satisfy, the same one only once, those about the same together."""
        wanted = dict.fromkeys(rule for procedure in journey.chosen for rule in wanted_by(procedure, journey))
        return tuple(self.rules[rule] for rule in RULES if rule in wanted)

    def are_enough(self, codes: Iterable[str], journey: Journey) -> bool:
        """Whether the papers shown satisfy every procedure of the visit."""
        points = self._points(codes)
        return all(rule.is_met(points) for rule in self.rules_for(journey))

    def shown(self, codes: Iterable[str], journey: Journey) -> frozenset[Shows]:
        """Return what the papers have shown, of what the visit must show."""
        points, rules = self._points(codes), self.rules_for(journey)
        unmet = {rule.shows for rule in rules if not rule.is_met(points)}
        return frozenset(rule.shows for rule in rules) - unmet

    def _points(self, codes: Iterable[str]) -> Mapping[Group, int]:
        shown = set(codes)
        return Counter(kind.group for kind in self.kinds if kind.code in shown)


def wanted_by(procedure: Procedure, journey: Journey) -> Iterator[str]:
    """Return the rules of the procedure, as strict as what is wanted makes them."""
    if procedure.rules.identification is Identification.NONE:
        return
    seen, stricter = journey.seen_by(procedure), procedure.rules.photo_only_when
    is_photo_only = stricter is not None and holds(stricter, seen, journey.today)
    yield Identification.PHOTO_ONLY if is_photo_only else procedure.rules.identification
    basis, has_number = journey.casts[procedure.id].basis, procedure.rules.number_box
    # Whoever hands in another's number is their agent, of the same household or not (番号法16条、同施行令12条).
    is_agent = basis in (Basis.LETTER, Basis.LEGAL, Basis.ORGANISATION) or (
        basis is Basis.HOUSEHOLD and has_number
    )
    wanted = (each.when for each in procedure.bring if each.shows is Shows.AUTHORITY)
    if is_agent or any(holds(when, seen, journey.today) for when in wanted):
        yield AUTHORITY_RULE
    if has_number:
        yield NUMBER_RULE


def read_identification(file: Path, town: Path | None = None) -> IdPapers:
    """Return what the file says, each kind and rule in the words of the town's own file where there is one.

    Raises DataMistake with every mistake in a file.
    """
    kinds, rules = _read(read_toml(file), RULES)
    if town and town.is_file():
        root = read_toml(town)
        own_kinds, own_rules = _read(root, [name for name in RULES if root.table("rules").has(name)])
        kinds, rules = {**kinds, **own_kinds}, {**rules, **own_rules}
    return IdPapers(tuple(kinds.values()), rules)


def _read(root: Table, wanted: Iterable[str]) -> tuple[dict[str, IdKind], dict[str, IdRule]]:
    kinds, rules = root.table("kinds"), root.table("rules")
    read_kinds = {code: _kind(code, kinds.table(code)) for code in kinds.keys()}  # noqa: SIM118 - no mapping
    read_rules = {name: _rule(rules, name, RULES[name]) for name in wanted}
    rules.finish()
    root.finish()
    return read_kinds, read_rules


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


def _rule(rules: Table, name: str, shows: Shows) -> IdRule:
    table = rules.table(name)
    if not rules.has(name):
        rules.note(MistakeKind.MISSING_KEY, name, "本人確認の決まり")
        return IdRule("", (), shows)
    rule = IdRule(table.text("sentence"), tuple(_combination(entry) for entry in table.tables("enough")), shows)
    table.finish()
    if not rule.enough:
        table.note(MistakeKind.MISSING_KEY, "enough", "1つ以上の組み合わせ")
    return rule


def _combination(table: Table) -> Mapping[Group, int]:
    points = {group: table.integer(group, least=1, most=9) for group in Group if table.has(group)}
    table.finish()
    return points
