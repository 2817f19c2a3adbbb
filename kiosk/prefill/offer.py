"""What the first page says of a procedure before anybody begins: its price, its minutes, the ways around it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from forms.fees import Place
from forms.guide import LifeEvent
from forms.journey import Journey
from forms.person import WHOM
from forms.procedure import Procedure
from forms.role import Basis
from kiosk.office import Office
from kiosk.settings import Way
from kiosk.town.said import fold
from kiosk.web import words

SECONDS_PER_QUESTION = 15
"""Estimated: reading a question and typing an answer on a phone, some of them a tap, some an address."""

SHORTEST_SCATTERED = 2
LONGEST_SHORT = 30


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure on the list: `prices` in yen for one, `minutes` to fill it in, and the ways around it."""

    procedure: Procedure
    prices: tuple[int, ...]
    minutes: int
    ways: tuple[Way, ...]


class Offers:
    """The offers of one office. How long a procedure takes is worked out once."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._minutes: dict[str, int] = {}

    def of(self, procedure: Procedure, day: date) -> Offer:
        """Return what to say of a procedure on this day."""
        found = (self._office.fees[rule.key].price_on(day) for rule in procedure.fees)
        prices = sorted({price.at(Place.COUNTER) for price in found if price})
        ways = tuple(way for way in self._office.settings.ways if procedure.id in way.procedures)
        if procedure.id not in self._minutes:
            self._minutes[procedure.id] = count_minutes(procedure, day)
        return Offer(procedure, tuple(prices), self._minutes[procedure.id], ways)

    def every(self, day: date, but: Collection[str] = ()) -> Iterator[Offer]:
        """Yield all current procedures but these."""
        current = self._office.catalogue.current.values()
        return (self.of(procedure, day) for procedure in current if procedure.id not in but)

    def search(self, wanted: str, day: date) -> tuple[Offer, ...]:
        """Return those in whose titles the word is, in Japanese or the person's language, or that it is said for.

        Where there are none, those whose description has it.
        """
        offered = tuple(self.every(day)) if wanted else ()
        titled = [each for each in offered if fits(wanted, _both(each.procedure.short, each.procedure.title))]
        said = {id for each in self._office.said if each.is_meant_by(wanted) for id in each.procedures}
        titled += [each for each in offered if each.procedure.id in said and each not in titled]
        return tuple(titled or (each for each in offered if fits(wanted, _both(each.procedure.lead))))

    def events(self, wanted: str) -> tuple[LifeEvent, ...]:
        """Return the life events in whose titles the word is, and those it is said for."""
        said = {id for each in self._office.said if each.is_meant_by(wanted) for id in each.events}
        every = self._office.guide.events.values()
        return tuple(each for each in every if wanted and (each.id in said or fits(wanted, _both(each.title))))

    def most_wanted(self, day: date) -> tuple[Offer, ...]:
        """Return what the town puts first."""
        first = self._office.settings.prefill.first
        found = (self._office.catalogue.current.get(id) for id in first)
        return tuple(self.of(procedure, day) for procedure in found if procedure)


def _both(*texts: str) -> tuple[str, ...]:
    return (*texts, *(words(text) for text in texts))


def count_minutes(procedure: Procedure, day: date) -> int:
    """Return how long it takes somebody who asks for themselves."""
    pages = Journey((procedure,), {WHOM: Basis.SELF.value}, day).path
    return max(1, ceil(sum(len(page.asks) for page in pages) * SECONDS_PER_QUESTION / 60))


def fits(wanted: str, texts: Sequence[str]) -> bool:
    """Return whether the searched word is in one of the texts.

    In a short text its characters may stand apart: 印鑑証明 finds 印鑑登録証明書, 引越し finds 引っ越し.
    """
    sought = fold(wanted)
    folded = [fold(text) for text in texts]
    if not sought or any(sought in text for text in folded):
        return bool(sought)
    short = (text for text in folded if len(text) <= LONGEST_SHORT)
    return len(sought) >= SHORTEST_SCATTERED and any(_in_order(sought, text) for text in short)


def _in_order(sought: str, text: str) -> bool:
    rest = iter(text)
    return not sought.isascii() and all(sign in rest for sign in sought)
