"""Fees: unit price times count, with dates of effect, free reasons, counter and kiosk price.

The town's `fees.toml`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from forms import answers, condition, item, references, tomlfile
from forms.journey import Journey
from forms.mistake import Mistake, MistakeKind
from forms.procedure import FeeRule, Procedure
from forms.vocabulary import Vocabulary


class Place(StrEnum):
    """Where the fee is paid: lobby terminals may be cheaper."""

    COUNTER = "counter"
    LOBBY = "lobby"


class CountedBy(StrEnum):
    """Who knows how many units there are."""

    ANSWERS = "answers"
    OFFICE = "office"
    """Only the office: what is charged are parcels, houses or pages that it has to look up first."""


@dataclass(frozen=True, slots=True)
class Price:
    """Yen for one unit from a day on."""

    since: date
    counter: int
    lobby: int

    def at(self, place: Place) -> int:
        return self.lobby if place is Place.LOBBY else self.counter


@dataclass(frozen=True, slots=True)
class Fee:
    """One fee of the town, with the prices it has had."""

    key: str
    name: str
    prices: tuple[Price, ...]
    """Newest first."""
    counted: CountedBy = CountedBy.ANSWERS
    free: condition.Condition | None = None
    """When the town's own ordinance asks for nothing, whatever procedure it is."""
    origin: tomlfile.Origin = field(default=tomlfile.NOWHERE, compare=False, repr=False)

    def price_on(self, day: date) -> Price | None:
        return next((price for price in self.prices if price.since <= day), None)


Fees = Mapping[str, Fee]


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of the bill: `unit` and `total` in yen; `count` is None while only the office can tell it."""

    procedure: str
    name: str
    count: int | None
    unit: int
    key: str = ""
    """Of the fee, in the town's `fees.toml`."""

    @property
    def total(self) -> int | None:
        """None while it depends on what only the office can tell; what is free is free whatever the count."""
        if not self.unit:
            return 0
        return None if self.count is None else self.count * self.unit


def total_of(lines: Iterable[FeeLine]) -> int | None:
    """Return what the lines cost together; None while one of them is not settled."""
    totals = [line.total for line in lines]
    known = [total for total in totals if total is not None]
    return sum(known) if len(known) == len(totals) else None


def read_fees(file: Path, town: Path | None = None) -> Fees:
    """Return all fees of the file, each in the words of the town's own file where there is one.

    Raise DataMistake with everything that is wrong in a file.
    """
    fees = _fees(tomlfile.read_toml(file))
    return {**fees, **_fees(tomlfile.read_toml(town))} if town and town.is_file() else fees


def _fees(root: tomlfile.Table) -> dict[str, Fee]:
    fees = {key: _fee(key, root.table(key)) for key in root.keys()}  # noqa: SIM118 - a Table is no mapping
    root.finish()
    return fees


def apart(fees: Fees, procedures: Iterable[Procedure]) -> tuple[Fee, ...]:
    """Return the fees that no procedure charges by itself: staff look them up and charge them by hand."""
    charged = {rule.key for procedure in procedures for rule in procedure.fees}
    return tuple(fee for fee in fees.values() if fee.key not in charged)


def missing_prices(fees: Fees, procedures: Iterable[Procedure], today: date) -> tuple[Mistake, ...]:
    """Return what the procedures charge and the town has no price for today.

    Each is named where a procedure first asks for a fee that does not exist, or in the list of fees if it begins
    only later. Without a price it would just be left off the bill.
    """
    found: dict[str, Mistake] = {}
    for rule in (rule for procedure in procedures for rule in procedure.fees):
        fee = fees.get(rule.key)
        if fee is None:
            found.setdefault(rule.key, rule.origin.mistake(MistakeKind.UNKNOWN_FEE, "key", rule.key))
        elif fee.price_on(today) is None:
            found[rule.key] = fee.origin.mistake(MistakeKind.MISSING_KEY, "price", "since が今日までの値段")
    return tuple(found.values())


def free_mistakes(fees: Fees, procedures: Iterable[Procedure], vocabulary: Vocabulary) -> tuple[Mistake, ...]:
    """Return what `free` of a fee says of answers that no procedure with this fee asks for."""
    known: dict[str, dict[str, item.Item]] = {}
    for procedure in procedures:
        for rule in procedure.fees:
            known.setdefault(rule.key, {}).update(references.known_items(procedure, vocabulary))
    return tuple(
        mistake
        for key, items in known.items()
        if (fee := fees.get(key)) is not None and fee.free is not None
        for mistake in references.check_condition(fee.free, "free", fee.origin, items)
    )


def fee_lines(journey: Journey, fees: Fees, place: Place) -> tuple[FeeLine, ...]:
    """Return what the visit costs, a line a fee of a procedure that applies; free ones cost 0.

    A procedure without a line costs nothing in this case.
    """
    asked = {ask.key for ask in journey.asks}
    lines: list[FeeLine] = []
    for procedure in journey.chosen:
        seen = journey.seen_by(procedure) if procedure.fees else {}
        for rule in procedure.fees:
            fee = fees.get(rule.key)
            price = fee.price_on(journey.today) if fee else None
            # What nobody is asked to count is not wanted.
            is_wanted = not rule.count or rule.count in seen or journey.key_of(rule.count, procedure) in asked
            if fee and price and is_wanted and condition.holds(rule.when, seen, journey.today):
                unit = 0 if _is_free(rule, fee, seen, journey.today) else price.at(place)
                lines.append(
                    FeeLine(procedure.id, fee.name, _count(rule, fee, seen, journey.today), unit, fee.key)
                )
    return tuple(lines)


def _count(rule: FeeRule, fee: Fee, seen: answers.Answers, today: date) -> int | None:
    if fee.counted is CountedBy.OFFICE or (
        rule.office_counts is not None and condition.holds(rule.office_counts, seen, today)
    ):
        return None
    count = seen.get(rule.count) if rule.count else 1
    return count if isinstance(count, int) else None


def _is_free(rule: FeeRule, fee: Fee, seen: answers.Answers, today: date) -> bool:
    return any(free is not None and condition.holds(free, seen, today) for free in (rule.free, fee.free))


def _fee(key: str, table: tomlfile.Table) -> Fee:
    prices: dict[date, Price] = {}
    for entry in table.tables("price"):
        price = _price(entry)
        if price.since in prices:
            entry.note(MistakeKind.DUPLICATE, "since", price.since.isoformat())
        prices[price.since] = price
    if not table.tables("price"):
        table.note(MistakeKind.MISSING_KEY, "price", "いつからいくらか")
    fee = Fee(
        key,
        table.text("name"),
        tuple(prices[since] for since in sorted(prices, reverse=True)),
        table.choice("counted", CountedBy, CountedBy.ANSWERS),
        condition.read_condition(table, "free") if table.has("free") else None,
        table.origin,
    )
    table.finish()
    return fee


def _price(table: tomlfile.Table) -> Price:
    counter = table.integer("counter", most=1_000_000)
    price = Price(table.day("since"), counter, table.integer("lobby", counter, most=1_000_000))
    table.finish()
    return price
