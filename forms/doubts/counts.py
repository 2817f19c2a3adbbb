"""Doubts about how many copies are wanted."""

from collections.abc import Iterator

from forms import kinds
from forms.answers import codes_of, rows_of
from forms.doubts.doubt import Doubt
from forms.doubts.says import Says
from forms.journey import Journey

FEW = 10


def many_copies(journey: Journey) -> Iterator[Doubt]:
    """Nobody wants so many of one certificate, but who mistypes."""
    for ask in journey.asks:
        count = journey.value(ask)
        if ask.ask.item.kind is kinds.COUNT and isinstance(count, int) and count >= FEW:
            yield Doubt(ask.key, Says.MANY, (count,), ask.key)


def fewer_than_wanted(journey: Journey) -> Iterator[Doubt]:
    """A copy of the tax certificates is of one kind, one year and one person."""
    for procedure in journey.procedures:
        if procedure.id != "income_certificate":
            continue
        seen = journey.seen_by(procedure)
        kinds_wanted, years = (len(codes_of(seen.get(item))) for item in ("tax.kinds", "tax.years"))
        wanted = kinds_wanted * years * max(1, len(rows_of(seen.get("subject"))))
        count = seen.get("tax.count")
        if isinstance(count, int) and count < wanted:
            key = journey.key_of("tax.count", procedure)
            yield Doubt(key, Says.FEWER, (count, wanted), key)
