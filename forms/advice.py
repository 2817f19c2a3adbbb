"""What a resident must know beside the answers: what to bring, and the notices that hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forms.answers import Answers
from forms.condition import holds
from forms.journey import JourneyPage, answers_for
from forms.procedure import Notice, Procedure


@dataclass(frozen=True, slots=True)
class Advice:
    """A notice that holds for one procedure. `items` are what it is about: the item it names and the one whose answer
    filled that item in where nobody is asked for it. Empty texts stand for no item."""

    notice: Notice
    items: tuple[str, ...]


def things_to_bring(procedures: Sequence[Procedure], answers: Answers, today: date) -> tuple[str, ...]:
    """Return what to bring in this very case, each thing once."""
    texts: list[str] = []
    for procedure in procedures:
        seen = answers_for(procedure, answers, today) if procedure.bring else {}
        texts += [thing.text for thing in procedure.bring if holds(thing.when, seen, today)]
    return tuple(dict.fromkeys(texts))


def notices(procedures: Sequence[Procedure], answers: Answers, today: date) -> tuple[Advice, ...]:
    """Return the notices that hold for these answers, in the order of the procedures."""
    found: list[Advice] = []
    for procedure in procedures:
        seen = answers_for(procedure, answers, today) if procedure.notices else {}
        found += [
            Advice(notice, _items(procedure, notice, seen, today))
            for notice in procedure.notices
            if holds(notice.when, seen, today)
        ]
    return tuple(found)


def notices_beside(advice: Sequence[Advice], page: JourneyPage) -> tuple[Notice, ...]:
    """Return the notices that name an item asked on this page, each once."""
    asked = {ask.ask.item.name for ask in page.asks}
    return tuple(dict.fromkeys(each.notice for each in advice if each.notice.item in asked))


def _items(procedure: Procedure, notice: Notice, seen: Answers, today: date) -> tuple[str, ...]:
    item = notice.item or (next(iter(notice.when.items)) if len(notice.when.items) == 1 else "")
    fills = (fill for fill in procedure.fills if fill.item == item and holds(fill.when, seen, today))
    return (item, *(fill.source for fill in fills if fill.source))
