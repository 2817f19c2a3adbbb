"""What the first page says of a procedure before anybody begins: its price, its minutes, the ways around it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import ceil

from forms import Basis, Journey, Place, Procedure, person
from kiosk.office import Office
from kiosk.settings import Way

SECONDS_PER_QUESTION = 15
"""Estimated: reading a question and typing an answer on a phone, some of them a tap, some an address."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure on the list: `prices` in yen for one, `minutes` to fill it in, and the ways around it."""

    procedure: Procedure
    prices: tuple[int, ...]
    minutes: int
    ways: tuple[Way, ...]


class Offers:
    """The offers of one office."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def of(self, procedure: Procedure, day: date) -> Offer:
        """Return what to say of a procedure on this day."""
        found = (self._office.fees[rule.key].price_on(day) for rule in procedure.fees)
        prices = sorted({price.at(Place.COUNTER) for price in found if price})
        ways = tuple(way for way in self._office.settings.ways if procedure.id in way.procedures)
        return Offer(procedure, tuple(prices), count_minutes(procedure, day), ways)

    def every(self, day: date, but: Collection[str] = ()) -> Iterator[Offer]:
        """Yield all current procedures but these."""
        current = self._office.catalogue.current.values()
        return (self.of(procedure, day) for procedure in current if procedure.id not in but)

    def most_wanted(self, day: date) -> tuple[Offer, ...]:
        """Return what the town puts first."""
        first = self._office.settings.prefill.first
        found = (self._office.catalogue.current.get(id) for id in first)
        return tuple(self.of(procedure, day) for procedure in found if procedure)


@lru_cache(maxsize=2048)
def count_minutes(procedure: Procedure, day: date) -> int:
    """Return how long it takes somebody who asks for themselves; worked out once a day, also for several towns."""
    pages = Journey((procedure,), {person.WHOM: Basis.SELF.value}, day).path
    return max(1, ceil(sum(len(page.asks) for page in pages) * SECONDS_PER_QUESTION / 60))
