"""The journey: what to ask one person for all chosen procedures together, each thing once, in a sensible order.

A procedure lists its questions in pages. For several procedures the pages of the same id are merged, and an item
already asked is not asked again: one answer serves them all. What one procedure must not take from another
(`Item.reuse` is false: consent, purpose, what is wanted) is asked for each and kept under a key of its own,
`purpose@resident_record_copy`. Pages and questions whose condition does not hold for the answers given so far are
left out, so the journey grows and shrinks as the person answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from forms.answers import OWN, Answers, Row, Value
from forms.condition import holds
from forms.procedure import Ask, Fill, Page, Procedure

COMMON_PAGES = (
    "visitor",
    "deceased",
    "applicant",
    "proxy",
    "move",
    "household",
    "family_register",
    "spouse",
    "children",
)
"""Pages that stand first, in this order, whichever procedures are chosen."""


@dataclass(frozen=True, slots=True)
class JourneyAsk:
    """One question of the journey; `key` is where its answer is kept, `serves` the procedures that need it."""

    key: str
    ask: Ask
    serves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JourneyPage:
    id: str
    title: str
    lead: str
    asks: tuple[JourneyAsk, ...]

    @property
    def serves(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(id for ask in self.asks for id in ask.serves))


def journey(procedures: Sequence[Procedure], answers: Answers, today: date) -> tuple[JourneyPage, ...]:
    """The pages to ask, given the answers so far."""
    pages: dict[str, JourneyPage] = {}
    page_of_key: dict[str, str] = {}
    for procedure in procedures:
        seen = answers_for(procedure, answers, today)
        for page in procedure.pages:
            if holds(page.when, seen, today):
                asks = [ask for ask in page.asks if holds(ask.when, seen, today)]
                _add(pages, page_of_key, procedure, page, asks)
    return tuple(sorted((page for page in pages.values() if page.asks), key=_rank))


def answers_for(procedure: Procedure, answers: Answers, today: date) -> Answers:
    """The answers as one procedure sees them: plain item names, its own answers only, and the filled ones."""
    mine = {key_of(ask, procedure): ask.item.name for ask in procedure.asks()}
    seen = {name: answers[key] for key, name in mine.items() if key in answers}
    for fill in procedure.fills:
        if holds(fill.when, seen, today) and (value := _filled(fill, seen)) is not None:
            seen[fill.item] = value
    return seen


def relevant(procedures: Sequence[Procedure], answers: Answers, today: date) -> Answers:
    """Only the answers that the journey asks for: what a condition has hidden does not leave the phone."""
    keys = [ask.key for page in journey(procedures, answers, today) for ask in page.asks]
    return {key: answers[key] for key in keys if key in answers}


def key_of(ask: Ask, procedure: Procedure) -> str:
    return ask.item.name if ask.item.reuse else f"{ask.item.name}{OWN}{procedure.id}"


def _add(
    pages: dict[str, JourneyPage],
    page_of_key: dict[str, str],
    procedure: Procedure,
    page: Page,
    asks: Iterable[Ask],
) -> None:
    own = all(not ask.item.reuse for ask in page.asks)
    id = f"{page.id}{OWN}{procedure.id}" if own else page.id
    pages.setdefault(id, JourneyPage(id, page.title, page.lead, ()))
    for ask in asks:
        key = key_of(ask, procedure)
        at = page_of_key.setdefault(key, id)
        pages[at] = _with_ask(pages[at], JourneyAsk(key, ask, (procedure.id,)))


def _with_ask(page: JourneyPage, new: JourneyAsk) -> JourneyPage:
    """Adds the question, or notes that it serves one more procedure."""
    asks = list(page.asks)
    for position, known in enumerate(asks):
        if known.key == new.key:
            ask = replace(known.ask, required=known.ask.required or new.ask.required)
            asks[position] = JourneyAsk(known.key, ask, (*known.serves, *new.serves))
            return replace(page, asks=tuple(asks))
    return replace(page, asks=(*asks, new))


def _rank(page: JourneyPage) -> int:
    return COMMON_PAGES.index(page.id) if page.id in COMMON_PAGES else len(COMMON_PAGES)


def _filled(fill: Fill, seen: Answers) -> Value | None:
    if fill.source:
        return seen.get(fill.source)
    row: Row = {field: value for field, source in fill.row if isinstance(value := seen.get(source), str | int)}
    return (row,) if row else None
