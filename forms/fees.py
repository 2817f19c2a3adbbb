"""Fees: unit price times count, with dates of effect, free reasons, counter and kiosk price.

The town's `fees.toml`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from forms.answers import Answers
from forms.condition import holds
from forms.journey import Journey
from forms.mistake import Mistake, MistakeKind
from forms.procedure import FeeRule, Procedure
from forms.tomlfile import NOWHERE, Origin, Table, read_toml


class Place(StrEnum):
    """Where the fee is paid: lobby terminals may be cheaper."""

    COUNTER = "counter"
    LOBBY = "lobby"


@dataclass(frozen=True, slots=True)
class Price:
    """Yen for one unit from a day on."""

    since: date
    counter: int
    lobby: int


@dataclass(frozen=True, slots=True)
class Fee:
    """One fee of the town, with the prices it has had."""

    key: str
    name: str
    prices: tuple[Price, ...]
    """Newest first."""
    origin: Origin = field(default=NOWHERE, compare=False, repr=False)

    def price_on(self, day: date) -> Price | None:
        return next((price for price in self.prices if price.since <= day), None)


Fees = Mapping[str, Fee]


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of the bill: `unit` and `total` in yen."""

    procedure: str
    name: str
    count: int
    unit: int

    @property
    def total(self) -> int:
        return self.count * self.unit


def read_fees(file: Path) -> Fees:
    """Return all fees of the town. Raise DataMistake with everything that is wrong in the file."""
    root = read_toml(file)
    fees = {key: _fee(key, root.table(key)) for key in root.keys()}  # noqa: SIM118 - a Table is no mapping
    root.finish()
    return fees


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


def fee_lines(journey: Journey, fees: Fees, place: Place) -> tuple[FeeLine, ...]:
    """Return what the visit costs, a line a fee of a procedure; free ones cost 0."""
    lines: list[FeeLine] = []
    for procedure in journey.chosen:
        seen = journey.seen_by(procedure) if procedure.fees else {}
        found = (_line(procedure, rule, seen, fees, place, journey.today) for rule in procedure.fees)
        lines += [line for line in found if line is not None]
    return tuple(lines)


def _line(
    procedure: Procedure, rule: FeeRule, seen: Answers, fees: Fees, place: Place, today: date
) -> FeeLine | None:
    fee = fees.get(rule.key)
    price = fee.price_on(today) if fee else None
    count = seen.get(rule.count) if rule.count else 1
    if fee is None or price is None or not isinstance(count, int) or not holds(rule.when, seen, today):
        return None
    is_free = rule.free is not None and holds(rule.free, seen, today)
    unit = price.lobby if place is Place.LOBBY else price.counter
    return FeeLine(procedure.id, fee.name, count, 0 if is_free else unit)


def _fee(key: str, table: Table) -> Fee:
    prices: dict[date, Price] = {}
    for entry in table.tables("price"):
        price = _price(entry)
        if price.since in prices:
            entry.note(MistakeKind.DUPLICATE, "since", price.since.isoformat())
        prices[price.since] = price
    if not table.tables("price"):
        table.note(MistakeKind.MISSING_KEY, "price", "いつからいくらか")
    newest_first = tuple(prices[since] for since in sorted(prices, reverse=True))
    fee = Fee(key, table.text("name"), newest_first, table.origin)
    table.finish()
    return fee


def _price(table: Table) -> Price:
    counter = table.integer("counter", most=1_000_000)
    price = Price(table.day("since"), counter, table.integer("lobby", counter, most=1_000_000))
    table.finish()
    return price
