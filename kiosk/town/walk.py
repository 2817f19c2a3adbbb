"""The way through the town hall: which counters, in which order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from forms.procedure import Procedure
from kiosk.settings import Section, Settings


@dataclass(frozen=True, slots=True)
class Stop:
    """A counter on the way, and what is done there."""

    section: Section
    procedures: tuple[Procedure, ...]


def find_stops(procedures: Iterable[Procedure], settings: Settings) -> tuple[Stop, ...]:
    """Return the counters in the order in which people pass them, each once."""
    stops: dict[str, tuple[Procedure, ...]] = {}
    for procedure in in_walking_order(procedures, settings.paper.walk):
        stops[procedure.desk] = (*stops.get(procedure.desk, ()), procedure)
    return tuple(Stop(settings.section(desk), there) for desk, there in stops.items())


FACTS = tuple(field.name for field in fields(Section) if field.name not in ("name", "place"))


def find_shared_facts(stops: Sequence[Stop]) -> frozenset[str]:
    """Return which facts are the same at all of them: they are said once."""
    return frozenset(fact for fact in FACTS if len({getattr(stop.section, fact) for stop in stops}) == 1)


def in_walking_order(procedures: Iterable[Procedure], walk: Sequence[str]) -> tuple[Procedure, ...]:
    """Return the procedures as people pass their counters, so that nobody comes to one twice.

    Counters that `walk` does not name follow, the one with the smallest number of a procedure first.
    """
    by_number = sorted(procedures, key=lambda procedure: procedure.number)
    stops = list(dict.fromkeys((*walk, *(procedure.desk for procedure in by_number))))
    return tuple(sorted(by_number, key=lambda procedure: stops.index(procedure.desk)))
