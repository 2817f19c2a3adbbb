"""A page of the journey: questions asked on one screen, merged from what several procedures ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from forms import household, person, role, vocabulary
from forms.answers import OWN, Answers, Value
from forms.cast import Cast
from forms.procedure import Ask, Page, Procedure

IS_KNOWN = ".known"
"""How the id of a page ends whose answers follow from others: it is walked past, and opened from the review."""
ROLES = "roles"
KNOWN_ROLES = ROLES + IS_KNOWN
BEFORE = (
    person.WHOM,
    role.ORGANISATION,
    person.LATE,
    person.YOU,
    person.ASKER,
    person.AGENT,
    person.FAMILY,
    ROLES,
    KNOWN_ROLES,
    *person.SLOTS[len(person.ALONE) :],
    "move",
    "family_register",
)
"""Pages that stand first, in this order, whichever procedures are chosen."""
TITLES = {
    person.WHOM: "だれの手続か",
    role.ORGANISATION: "会社・法人のこと",
    person.LATE: "亡くなった方のこと",
    person.YOU: "あなたのこと",
    person.ASKER: "頼んだ方のこと",
    person.AGENT: "頼まれる人のこと",
    person.FAMILY: "家族",
    ROLES: "どなたの分か",
}
TOGETHER = ("wanted", "consent")
"""Pages on which every procedure's own questions stand together."""


@dataclass(frozen=True, slots=True)
class JourneyAsk:
    """One question of the journey; `key` is where its answer is kept, `serves` the procedures that need it."""

    key: str
    ask: Ask
    serves: tuple[str, ...]
    heading: str = ""
    """The procedure's short name, where questions of several stand on one page."""
    known: Value | None = None
    """What the answer is unless somebody says otherwise: it follows from other answers."""
    known_from: str = ""
    """The short name of the procedure it follows from."""

    def usual_after(self, answers: Answers) -> Value | None:
        """Return what another answer proposes: the procedure's own answer to that item, else the one for all."""
        own = self.key.partition(OWN)[2]
        for one in self.ask.usual_with:
            if answers.get(f"{one.source}{OWN}{own}", answers.get(one.source)) == one.code:
                return one.value
        return None


@dataclass(frozen=True, slots=True)
class JourneyPage:
    """Questions on one screen. `title` is a gettext key; `name` fills its place for a person's name."""

    id: str
    title: str
    lead: str
    asks: tuple[JourneyAsk, ...]
    name: str = ""

    @property
    def serves(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(id for ask in self.asks for id in ask.serves))

    @property
    def is_known(self) -> bool:
        """Whether every answer follows from others: the page is a line of the review, shown only to be changed."""
        return all(ask.known is not None for ask in self.asks)


class Pages:
    """The pages while they are put together."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[JourneyPage, dict[str, JourneyAsk]]] = {}
        """Each page without its questions, and these by key."""
        self._page_of_key: dict[str, str] = {}

    def begin(self, id: str, title: str, lead: str, name: str = "") -> None:
        """Say what stands at the top of a page before its first question."""
        if id not in self.found:
            self.found[id] = JourneyPage(id, title, lead, (), name), {}

    def add(self, id: str, ask: JourneyAsk, title: str | tuple[str, str] = "", lead: str = "") -> None:
        """Add the question to the page, or note that it serves one more procedure."""
        words, name = title if isinstance(title, tuple) else (title or TITLES.get(id, id), "")
        self.begin(id, words, lead, name)
        asks = self.found[self._page_of_key.setdefault(ask.key, id)][1]
        known = asks.get(ask.key)
        asks[ask.key] = ask if known is None else _serving_both(known, ask)

    def finish(self) -> tuple[JourneyPage, ...]:
        """Return the pages on which something is asked, in their order."""
        found = sorted(self.found.values(), key=lambda each: _rank(each[0]))
        return tuple(_narrow(page, list(asks.values())) for page, asks in found if asks)

    def drop_idle(self) -> None:
        """Leave out the page of one of the household on which nothing must be answered."""
        for id, (_, asks) in list(self.found.items()):
            if id not in (*person.ALONE, person.WHOM) and not any(ask.ask.required for ask in asks.values()):
                del self.found[id]
                for key in asks:
                    self._page_of_key.pop(key, None)

    def add_page(self, procedure: Procedure, page: Page, asks: Iterable[JourneyAsk]) -> None:
        """Add the questions of a procedure's page; a page of its own unless it shares a question with others."""
        own = page.id not in TOGETHER and all(not ask.item.reuse for ask in page.asks)
        id = f"{page.id}{OWN}{procedure.id}" if own else page.id
        self.begin(id, page.title, page.lead)
        for ask in asks:
            is_own = ask.ask.item.overrulable and OWN in ask.key
            heading = ask.heading if is_own or (page.id in TOGETHER and not ask.ask.item.reuse) else ""
            at = id if ask.known is None else f"{id}{IS_KNOWN}"
            self.add(at, ask if ask.heading == heading else replace(ask, heading=heading), page.title)


def key_of(ask: Ask, procedure: Procedure, cast: Cast | None = None) -> str:
    """Where the answer is kept: under the person for a fact, under item and procedure for what is not shared."""
    if ask.item.fact:
        return f"{cast.person(ask.item.role) if cast else ask.item.role}.{ask.item.fact}"
    return ask.item.name if ask.item.reuse else f"{ask.item.name}{OWN}{procedure.id}"


def _serving_both(known: JourneyAsk, new: JourneyAsk) -> JourneyAsk:
    """The question, which serves one more procedure."""
    return replace(known, ask=_merged(known.ask, new.ask), serves=(*known.serves, *new.serves))


def _merged(one: Ask, other: Ask) -> Ask:
    """Required if either needs it, offering what either offers, with the fields of both; unknown if both allow it."""
    words = one if one.ask or not other.ask else other
    return replace(
        one,
        ask=words.ask,
        hint=words.hint or one.hint or other.hint,
        required=one.required or other.required,
        offered=tuple(dict.fromkeys((*one.offered, *other.offered))),
        fields=(*one.fields, *other.fields) if one.fields and other.fields else (),
        may_be_unknown=_may_be_unknown([each for each in (one, other) if each.required]),
    )


def _may_be_unknown(required: Sequence[Ask]) -> bool:
    """Whether the answer may wait in every procedure that requires it."""
    return bool(required) and all(ask.may_be_unknown for ask in required)


def _narrow(page: JourneyPage, asks: list[JourneyAsk]) -> JourneyPage:
    """The page with these questions and the fields their procedures need; a person's facts in the order of the
    vocabulary."""
    narrowed = [_with_its_fields(each) for each in asks]
    if page.id in person.SLOTS:
        order = _places()
        narrowed.sort(key=lambda each: order[each.ask.item.name])
    return JourneyPage(page.id, page.title, page.lead, tuple(narrowed), page.name)


@cache
def _places() -> dict[str, int]:
    return {name: place for place, name in enumerate(vocabulary.shipped_vocabulary())}


def _with_its_fields(asked: JourneyAsk) -> JourneyAsk:
    if not asked.ask.fields:
        return asked
    item = household.with_fields(asked.ask.item, asked.ask.fields)
    return asked if item is asked.ask.item else replace(asked, ask=replace(asked.ask, item=item))


def _rank(page: JourneyPage) -> int:
    id = page.id if page.id in BEFORE else page.id.removesuffix(IS_KNOWN)
    if id in TOGETHER:
        return len(BEFORE) + 1 + TOGETHER.index(id)
    return BEFORE.index(id) if id in BEFORE else len(BEFORE)
