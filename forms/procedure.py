"""A procedure: what a resident wants done, what is asked for it, and the rules the law makes.

All of it is data.
"""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from forms import answers, crosscheck, tomlfile
from forms.condition import ALWAYS, Condition
from forms.item import Choice, Item
from forms.role import Basis, Role


class Mark(StrEnum):
    """What a sheet asks for beside the answers: a signature (住民基本台帳法施行令26条) or a seal."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Identification(StrEnum):
    """Which papers show who stands at the counter."""

    NONE = "none"
    ONE_OR_TWO_POINTS = "one_or_two_points"
    """One photo ID of a public office, or two others (戸籍法施行規則11条の2)."""
    PHOTO_ONLY = "photo_only"


class Offered(StrEnum):
    """Who offers a procedure."""

    EVERYWHERE = "everywhere"
    COUNTER = "counter"
    """Staff alone, who have looked for it: nothing that somebody else may see later, or over a shoulder, names it."""


DISCREET_NAME = "そのほかの手続"
"""What screens and papers call a procedure that they must not name."""


class NoticeKind(StrEnum):
    """How grave a notice is."""

    INFORMATION = "information"
    CAUTION = "caution"
    REFUSAL = "refusal"
    """This cannot be done so; the notice says which way it can."""


@dataclass(frozen=True, slots=True)
class Known:
    """What an answer is while another procedure is chosen too: `value`, or the answer to the item `source`."""

    procedure: str
    value: answers.Value | None = None
    source: str = ""
    everyone: str = ""
    """A role of the other procedure that everybody who may must play."""
    when: Condition = ALWAYS
    """About answers that the procedures share."""


@dataclass(frozen=True, slots=True)
class UsualWith:
    """What a page proposes once the item `source` of the same procedure was answered with `code`."""

    source: str
    code: str
    value: answers.Value


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: an item of the vocabulary in the words of this procedure."""

    item: Item
    required: bool
    when: Condition = ALWAYS
    ask: str = ""
    """Replaces the item's own wording when not empty."""
    hint: str = ""
    offered: tuple[Choice, ...] = ()
    fields: tuple[str, ...] = ()
    """Of a PEOPLE item, the fields this procedure needs; all of them when empty."""
    usual: answers.Value | None = None
    """What a page proposes while nothing is answered."""
    usual_with: tuple[UsualWith, ...] = ()
    """What other answers propose, to be confirmed like `usual`."""
    may_be_unknown: bool = False
    """Whether a person may say "not known yet" and write it at the counter (`forms.answers.UNKNOWN`)."""
    among: str = ""
    """The question whose chosen codes are the only ones offered here."""
    known_with: tuple[Known, ...] = ()
    """From which other procedures the answer follows: it is not asked then, but can be changed."""
    origin: tomlfile.Origin = dataclasses.field(default=tomlfile.NOWHERE, compare=False, repr=False)

    @property
    def question(self) -> str:
        return self.ask or self.item.ask

    @property
    def support(self) -> str:
        return self.hint or self.item.hint


@dataclass(frozen=True, slots=True)
class Page:
    """Questions asked together. Pages of the same id are merged when several procedures are asked at once."""

    id: str
    title: str
    asks: tuple[Ask, ...]
    lead: str = ""
    when: Condition = ALWAYS
    label: str = ""
    """The heading on official paper; the title when empty."""
    origin: tomlfile.Origin = dataclasses.field(default=tomlfile.NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fill:
    """An answer the paper needs but nobody is asked for, because other answers contain it.

    `source` gives the item to copy, of people only those that meet `where`; or, with `field`, that field of the
    first of them. For a PEOPLE item `row` gives one person's fields instead. Several fills of one PEOPLE item add
    up, in their order.
    """

    item: str
    when: Condition
    source: str = ""
    row: tuple[tuple[str, str], ...] = ()
    where: Condition = ALWAYS
    field: str = ""
    value: str = ""
    """A code of a choice, where this procedure means by another procedure's answer one of its own."""
    origin: tomlfile.Origin = dataclasses.field(default=tomlfile.NOWHERE, compare=False, repr=False)


class Shows(StrEnum):
    """What a paper that is brought shows to the staff, who tick it off at the counter."""

    NOTHING = ""
    IDENTITY = "identity"
    """Who stands here."""
    AUTHORITY = "authority"
    """That they may act for somebody else (代理権)."""
    NUMBER = "number"
    """Somebody's 個人番号 (番号法16条)."""


@dataclass(frozen=True, slots=True)
class Bring:
    """Something to bring, when the condition holds."""

    text: str
    when: Condition = ALWAYS
    """Only what is known on the phone decides."""
    shows: Shows = Shows.NOTHING
    origin: tomlfile.Origin = dataclasses.field(default=tomlfile.NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person must know before or at the counter; `item` is the field it concerns, if any."""

    kind: NoticeKind
    text: str
    when: Condition
    item: str = ""
    origin: tomlfile.Origin = dataclasses.field(default=tomlfile.NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class FeeRule:
    """Which fee of `fees.toml`, how many units, when it applies at all and when it is free.

    `office_counts` is when the office has to look up first how many units there are.
    """

    key: str
    count: str = ""
    """Item whose number multiplies the unit price; one unit when empty."""
    free: Condition | None = None
    office_counts: Condition | None = None
    when: Condition = ALWAYS
    origin: tomlfile.Origin = dataclasses.field(default=tomlfile.NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the law says about the paper and the person who brings it."""

    signature: Mark = Mark.REQUIRED
    seal: Mark = Mark.NONE
    identification: Identification = Identification.ONE_OR_TWO_POINTS
    photo_only_when: Condition | None = None
    """Where the law is stricter for some requests (戸籍法120条の2: 広域交付)."""
    number_box: bool = False
    """The sheet has 個人番号 boxes; they stay blank and are written at the counter (番号法)."""
    deadline_days: int = 0
    deadline_from: str = ""
    first_day_counts: bool = False
    """The day itself is the first of them (戸籍法43条)."""
    organisation_itself: bool = False
    """An organisation asks about itself (its own taxes), not about somebody it has a right against."""


@dataclass(frozen=True, slots=True)
class Consent:
    """Who may read `pages` of a carried sheet: the sections ticked in the answer to `item`."""

    item: str
    pages: tuple[str, ...]
    origin: tomlfile.Origin = dataclasses.field(default=tomlfile.NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Carried:
    """A sheet whose code opens a visit in the next section, for so many days from the day it was printed."""

    days: int
    consents: tuple[Consent, ...]


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure in one published version."""

    id: str
    number: int
    """Short id inside tickets; never given to another procedure."""
    version: int
    title: str
    short: str
    group: str
    desk: str
    law: str
    pages: tuple[Page, ...]
    folder: Path
    offered: Offered = Offered.EVERYWHERE
    lead: str = ""
    rules: Rules = Rules()
    who: tuple[Basis, ...] = (Basis.SELF, Basis.LETTER)
    """On which grounds somebody may come."""
    roles: tuple[Role, ...] = ()
    fees: tuple[FeeRule, ...] = ()
    fills: tuple[Fill, ...] = ()
    bring: tuple[Bring, ...] = ()
    notices: tuple[Notice, ...] = ()
    checks: tuple[crosscheck.CrossCheck, ...] = ()
    carried: Carried | None = None
    """None where the code on the sheet is the office's alone."""
    unprinted: frozenset[str] = frozenset()
    """Items asked only to find the way, and fields of people (`spouse.sex`): the paper does not show them."""
    to_check: tuple[str, ...] = ()
    """What the office should compare with the law in force and with its own rules, because no source was seen."""
    sources: tuple[str, ...] = ()
    """Addresses of public pages that the sheet and its rules were compared with."""
    origin: tomlfile.Origin = dataclasses.field(default=tomlfile.NOWHERE, compare=False, repr=False)

    @property
    def is_discreet(self) -> bool:
        return self.offered is Offered.COUNTER

    @property
    def shown_name(self) -> str:
        """What a screen may call it that somebody else can see."""
        return DISCREET_NAME if self.is_discreet else self.short

    def asks(self) -> Iterator[Ask]:
        for page in self.pages:
            yield from page.asks

    def role(self, name: str) -> Role | None:
        return next((role for role in self.roles if role.name == name), None)

    def item(self, name: str) -> Item | None:
        return next((ask.item for ask in self.asks() if ask.item.name == name), None)
