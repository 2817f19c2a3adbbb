"""A role: what a person is in a procedure (立場): who comes, who asks, whom it is about, who receives.

`roles.toml` names the roles once. A procedure says in its `[role.…]` tables where each of its roles comes from,
and which facts it needs of whoever plays it. On which ground the visitor acts is the `Basis`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from forms import condition, kinds, mistake, person, tomlfile
from forms.item import Choice, Item

ROLES_FILE = Path(__file__).parent / "roles.toml"
VISITOR, CLAIMANT, HEAD_ROLE, MOVERS = "visitor", "claimant", "head", "movers"
BOND = "bond"
"""The fact in which a visitor says in their own words what they are to whoever asked them."""
LEGAL_KIND = "legal.kind"
"""As what a legal representative acts."""
ORGANISATION, ORGANISATION_NAME, ORGANISATION_REASON = "organisation", "organisation.name", "organisation.reason"
SEAT = tuple(f"{ORGANISATION}.{fact}" for fact in ("postal_code", "address", "building", "head"))
"""Where an organisation is, and who stands for it."""
OF_ORGANISATION = (
    ORGANISATION_NAME,
    f"{ORGANISATION}.kana",
    *SEAT,
    f"{ORGANISATION}.phone",
    f"{ORGANISATION}.number",
    ORGANISATION_REASON,
)
GROUND = (LEGAL_KIND, *OF_ORGANISATION)
"""Everything that is asked about the ground on which somebody comes."""
BASIS = "basis"
"""The item under which conditions and sheets see the basis."""


class Basis(StrEnum):
    """On what ground the visitor acts; what must be brought follows from it."""

    SELF = "self"
    HEAD = "head"
    """As head of the household for its members (住民基本台帳法26条)."""
    HOUSEHOLD = "household"
    """As a member of the same household, without a letter (住民基本台帳法12条)."""
    LETTER = "letter"
    """With a letter of authority (委任状)."""
    TOKEN = "token"  # noqa: S105 - no password
    """With the token in hand, e.g. the 印鑑登録証."""
    LEGAL = "legal"
    """As parent of a minor or as guardian (法定代理人)."""
    ORGANISATION = "organisation"
    """For an organisation with a right or duty of its own (住民基本台帳法12条の3, 戸籍法10条の2)."""
    FREE = "free"
    """Anybody may."""


BASES = (
    Choice(Basis.SELF, "本人", "本人"),
    Choice(Basis.HEAD, "世帯主", "世帯主"),
    Choice(Basis.HOUSEHOLD, "同じ世帯の家族", "同一世帯員"),
    Choice(Basis.LETTER, "代理人", "代理人"),
    Choice(Basis.TOKEN, "登録証を預かった人", "代理人（登録証持参）"),
    Choice(Basis.LEGAL, "法定代理人", "法定代理人"),
    Choice(Basis.ORGANISATION, "会社・法人", "法人の担当者"),
    Choice(Basis.FREE, "どなたでも", "届出人"),
)
"""The bases as sheets and staff read them."""


GROUNDS: Mapping[Basis, tuple[str, ...]] = {
    Basis.LETTER: (ORGANISATION_NAME,),
    Basis.LEGAL: (LEGAL_KIND, ORGANISATION_NAME, *SEAT),
    Basis.ORGANISATION: OF_ORGANISATION,
}
"""What is asked about the ground itself: as what a legal representative acts, and for which organisation somebody does."""


class Source(StrEnum):
    """Where the people of a role come from."""

    VISITOR = "visitor"
    CLAIMANT = "claimant"
    WHOM = "whom"
    """Whom the visitor named first: themselves, people of their household, or who asked them to come."""
    ASKED = "asked"
    """Chosen among the visitor's or claimant's household by a question of its own."""
    HOUSEHOLD = "household"
    """All of the household, the person at its centre first."""
    FAMILY = "family"
    """The household without the person at its centre."""
    HEAD = "head"
    SPOUSE = "spouse"
    """Of the claimant, by kinship."""
    CHILDREN = "children"
    """Of the claimant, by kinship."""
    DECEASED = "deceased"
    AGENT = "agent"
    """Who will come with a letter of authority: the visitor if they come so, else somebody named for it."""


FROM_FAMILY = frozenset({Source.ASKED, Source.HOUSEHOLD, Source.FAMILY, Source.SPOUSE, Source.CHILDREN})
"""Sources that need to know the household."""

OF_KIN = frozenset({Source.SPOUSE, Source.CHILDREN})
"""Sources that follow from kinship; where it is not certain, a question names the people."""


class Usual(StrEnum):
    """Whom a question proposes."""

    ALL = "all"
    FIRST = "first"
    CHILD = "child"
    """Whoever is young enough for the role's `age_to`."""
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class FactNeed:
    """One fact a role needs, in the words of the procedure if it has its own."""

    item: Item
    """The vocabulary's item for the fact, `person.name`."""
    required: bool = False
    ask: str = ""
    hint: str = ""
    when: condition.Condition = condition.ALWAYS
    origin: tomlfile.Origin = field(default=tomlfile.NOWHERE, compare=False, repr=False)

    fact: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fact", self.item.name.removeprefix(person.FACT))


@dataclass(frozen=True, slots=True)
class RoleName:
    """A role as `roles.toml` names it."""

    name: str
    label: str
    ask: str
    many: bool
    facts: tuple[str, ...] = ()
    """What whoever plays it is asked in every procedure that says nothing else, as a procedure would write it."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role of one procedure. `seen_from` is the role from which the kinship word of its people is told."""

    name: str
    source: Source
    facts: tuple[FactNeed, ...]
    many: bool = False
    ask: str = ""
    hint: str = ""
    usual: Usual = Usual.ALL
    least: int = 0
    most: int = 20
    age_from: int = 0
    age_to: int = 999
    family: str = ""
    """The title of the household's page where this role needs to know the household."""
    page: str = ""
    """Where the question who plays it stands; on the page of all such questions when empty."""
    is_known: bool = False
    """Whether the usual people are taken without asking, unless somebody changes them on the review."""
    school_year: bool = False
    """`age_to` counts until the end of the school year (31 March after the birthday)."""
    unborn: bool = False
    """Whether a child that is only expected may play it too: its birthday may lie ahead."""
    seen_from: str = CLAIMANT
    when: condition.Condition = condition.ALWAYS
    origin: tomlfile.Origin = field(default=tomlfile.NOWHERE, compare=False, repr=False)

    def need(self, fact: str) -> FactNeed | None:
        return next((need for need in self.facts if need.fact == fact), None)


Roles = Mapping[str, RoleName]


@cache
def known_roles() -> Roles:
    """Return the roles of `roles.toml` by name."""
    root = tomlfile.read_toml(ROLES_FILE)
    roles: dict[str, RoleName] = {}
    for name in root.keys():  # noqa: SIM118 - a Table is no mapping
        table = root.table(name)
        label = table.text("label")
        roles[name] = RoleName(
            name, label, table.text("ask", label), table.boolean("many", False), table.texts("facts", ())
        )
        table.finish()
    root.finish()
    return roles


def role_items(vocabulary: Mapping[str, Item]) -> dict[str, Item]:
    """Return the items under which procedures and sheets speak of the facts of each role.

    They are called `claimant.name`, or `children` with a field for each fact where several people may play it.
    """
    facts = {
        item.name.removeprefix(person.FACT): item
        for item in vocabulary.values()
        if item.name.startswith(person.FACT)
    }
    word = Item(person.WORD, kinds.TEXT, "続柄", "続柄", longest=40)
    items: dict[str, Item] = {}
    for role in known_roles().values():
        if role.many:
            fields = tuple(replace(item, name=fact) for fact, item in facts.items())
            items[role.name] = Item(
                role.name, kinds.PEOPLE, role.ask, role.label, fields=(*fields, word), most=20, role=role.name
            )
            continue
        for fact, item in {**facts, person.WORD: word}.items():
            name = f"{role.name}.{fact}"
            items[name] = replace(item, name=name, role=role.name, fact=fact)
    rows = tuple(
        replace(item, name=fact, required=fact == "name", hint="")
        for fact, item in facts.items()
        if fact in person.ROW_FACTS
    )
    number = Item(person.ROW_ID, kinds.TEXT, "番号", "番号", longest=3)
    items[person.FAMILY] = Item(person.FAMILY, kinds.PEOPLE, "家族", "家族", fields=(*rows, number), most=20)
    items[BASIS] = Item(BASIS, kinds.CHOICE, "来た方", "来た方", choices=BASES)
    return {name: item for name, item in items.items() if name not in vocabulary}


def read_roles(table: tomlfile.Table, vocabulary: Mapping[str, Item]) -> tuple[Role, ...]:
    """Return the `[role.…]` tables of a procedure, in their order.

    The visitor's usual facts are added unless the procedure has its own. Raise DataMistake.
    """
    roles = [_role(name, table.table(name), vocabulary) for name in table.keys()]  # noqa: SIM118
    if roles and all(role.name != VISITOR for role in roles):
        facts = tuple(_need(word, vocabulary) for word in known_roles()[VISITOR].facts)
        roles.append(Role(VISITOR, Source.VISITOR, facts))
    return tuple(roles)


def _role(name: str, table: tomlfile.Table, vocabulary: Mapping[str, Item]) -> Role:
    known = known_roles().get(name)
    if known is None:
        table.refuse(mistake.MistakeKind.NOT_ALLOWED, "", "、".join(known_roles()))
    role = Role(
        name=name,
        source=table.choice("from", Source),
        facts=tuple(_needs(table, vocabulary)),
        many=known.many,
        ask=table.text("ask", known.ask),
        hint=table.text("hint", ""),
        usual=table.choice("usual", Usual, Usual.ALL),
        least=table.integer("least", 0, most=20),
        most=table.integer("most", 20 if known.many else 1, least=1, most=20),
        age_from=table.integer("age_from", 0, most=120),
        age_to=table.integer("age_to", 999, most=999),
        family=table.text("family", ""),
        page=table.text("page", ""),
        is_known=table.boolean("known", False),
        school_year=table.boolean("school_year", False),
        unborn=table.boolean("unborn", False),
        seen_from=table.choice("seen_from", known_roles(), HEAD_ROLE if name == CLAIMANT else CLAIMANT),
        when=condition.read_condition(table),
        origin=table.origin,
    )
    table.finish()
    return role


def _needs(table: tomlfile.Table, vocabulary: Mapping[str, Item]) -> Iterator[FactNeed]:
    """`facts = ["name!", "kana"]` (! = required) and, for a wording of its own, `[[role.x.fact]]`."""
    for word in table.texts("facts", ()):
        if person.FACT + word.removesuffix("!") not in vocabulary:
            table.refuse(mistake.MistakeKind.UNKNOWN_ITEM, "facts", word)
        yield _need(word, vocabulary)
    for entry in table.tables("fact"):
        fact = entry.text("name")
        if person.FACT + fact not in vocabulary:
            entry.refuse(mistake.MistakeKind.UNKNOWN_ITEM, "name", fact)
        need = FactNeed(
            vocabulary[person.FACT + fact],
            entry.boolean("required", True),
            entry.text("ask", ""),
            entry.text("hint", ""),
            condition.read_condition(entry),
            entry.origin,
        )
        entry.finish()
        yield need


def _need(word: str, vocabulary: Mapping[str, Item]) -> FactNeed:
    return FactNeed(vocabulary[person.FACT + word.removesuffix("!")], word.endswith("!"))


def read_bases(table: tomlfile.Table) -> tuple[Basis, ...]:
    """`who = ["self", "letter"]`: on which ground somebody may come. Raise DataMistake."""
    words: Sequence[str] = table.texts("who", (Basis.SELF, Basis.LETTER))
    for word in words:
        if word not in tuple(Basis):
            table.refuse(mistake.MistakeKind.NOT_ALLOWED, "who", "、".join(Basis))
    return tuple(basis for basis in Basis if basis in words)
