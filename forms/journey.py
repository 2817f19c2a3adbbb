"""The journey: what to ask one person for all chosen procedures together, each thing once, in a sensible order.

A procedure lists its questions in pages. For several procedures the pages of the same id are merged, and an item
already asked is not asked again: one answer serves them all. What one procedure must not take from another
(`Item.reuse` is false: consent, purpose, what is wanted) is asked for each and kept under a key of its own,
`purpose@resident_record_copy`. Pages and questions whose condition does not hold for the answers given so far are
left out, so the journey grows and shrinks as the person answers; a condition sees only answers to questions that
stand before it and are shown, so what was answered on a page that has gone decides nothing any more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from forms.answers import OWN, Answers, Row, Value, rows_of
from forms.condition import holds
from forms.people import narrowed, selected, with_fields
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
    """The pages to ask, given the answers so far. Procedures with lower numbers come first; the first that has a
    wording of its own for a question gives it."""
    pages: dict[str, JourneyPage] = {}
    page_of_key: dict[str, str] = {}
    for procedure in sorted(procedures, key=lambda procedure: procedure.number):
        shown, _ = _shown(procedure, answers, today)
        for page in procedure.pages:
            _add(pages, page_of_key, procedure, page, shown.get(page.id, ()))
    return tuple(_narrow(page) for page in sorted(pages.values(), key=_rank) if page.asks)


def answers_for(procedure: Procedure, answers: Answers, today: date) -> Answers:
    """The answers as one procedure sees them: plain item names, its own shown answers only, and the filled ones."""
    _, seen = _shown(procedure, answers, today)
    for fill in procedure.fills:
        if holds(fill.when, seen, today) and (value := _filled(fill, seen, today)) is not None:
            seen[fill.item] = (*rows_of(seen.get(fill.item)), *rows_of(value)) if rows_of(value) else value
    return seen


def relevant(procedures: Sequence[Procedure], answers: Answers, today: date) -> Answers:
    """Only the answers that the journey asks for: what a condition has hidden does not leave the phone."""
    asks = [ask for page in journey(procedures, answers, today) for ask in page.asks if ask.key in answers]
    found = ((ask.key, narrowed(ask.ask.item, answers[ask.key])) for ask in asks)
    return {key: value for key, value in found if value is not None}


def key_of(ask: Ask, procedure: Procedure) -> str:
    return ask.item.name if ask.item.reuse else f"{ask.item.name}{OWN}{procedure.id}"


def _shown(
    procedure: Procedure, answers: Answers, today: date
) -> tuple[dict[str, tuple[Ask, ...]], dict[str, Value]]:
    """The questions whose conditions hold, by page, and the answers they got."""
    shown: dict[str, tuple[Ask, ...]] = {}
    seen: dict[str, Value] = {}
    for page in procedure.pages:
        if not holds(page.when, seen, today):
            continue
        for ask in page.asks:
            if not holds(ask.when, seen, today):
                continue
            shown[page.id] = (*shown.get(page.id, ()), ask)
            answer = answers.get(key_of(ask, procedure))
            value = None if answer is None else narrowed(with_fields(ask.item, ask.fields), answer)
            if value is not None:
                seen[ask.item.name] = value
    return shown, seen


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
            asks[position] = JourneyAsk(known.key, _merged(known.ask, new.ask), (*known.serves, *new.serves))
            return replace(page, asks=tuple(asks))
    return replace(page, asks=(*asks, new))


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
        may_be_unknown=one.may_be_unknown and other.may_be_unknown,
    )


def _narrow(page: JourneyPage) -> JourneyPage:
    asks = (
        replace(each, ask=replace(each.ask, item=with_fields(each.ask.item, each.ask.fields)))
        for each in page.asks
    )
    return replace(page, asks=tuple(asks))


def _rank(page: JourneyPage) -> int:
    return COMMON_PAGES.index(page.id) if page.id in COMMON_PAGES else len(COMMON_PAGES)


def _filled(fill: Fill, seen: Answers, today: date) -> Value | None:
    if fill.value:
        return fill.value
    if fill.source:
        value = seen.get(fill.source)
        people = selected(value, fill.where, today)
        if fill.field:
            return people[0].get(fill.field) if people else None
        return (people or None) if rows_of(value) else value
    row: Row = {field: value for field, source in fill.row if isinstance(value := seen.get(source), str | int)}
    return (row,) if row else None
