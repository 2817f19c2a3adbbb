"""What a case costs: as what is kept of it, and as what is still to be paid at the till."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from forms import Place, fee_lines
from forms.fees import apart
from kiosk.clock import day_in_japan
from kiosk.desk.case import Case, Cases
from kiosk.office import Office, today
from kiosk.store import Store, Visit, charges
from kiosk.till.payment import Entry, VisitNumber


def charges_of(case: Case, office: Office) -> list[charges.Charge]:
    """Return a charge for each line of the bill; what only the office can count has no amount."""
    lines = fee_lines(case.journey(today()), office.fees, case.place)
    return [charges.Charge(line.procedure, line.key, line.count, line.total) for line in lines]


def other_prices(office: Office, place: Place) -> list[tuple[str, int]]:
    """Return name and price today of what no procedure charges by itself."""
    fees = apart(office.fees, office.catalogue.current.values())
    return [(fee.name, price.at(place)) for fee in fees if (price := fee.price_on(today()))]


@dataclass(frozen=True, slots=True)
class Due:
    """One fee to be paid; `most` is None where the cashier counts."""

    procedure: str
    fee: str
    most: int | None
    unit: int

    @property
    def code(self) -> str:
        """Return what a form says of it, to notice when it is not the same any more."""
        return f"{self.procedure}:{self.fee}:{self.unit}"


@dataclass(frozen=True, slots=True)
class Bill:
    """What a visit still has to pay, and what was paid for it."""

    visit: Visit
    dues: tuple[Due, ...]
    entries: tuple[Entry, ...]

    @property
    def total(self) -> int | None:
        """Return what is left to pay; None while somebody has to count."""
        counted = [due.most * due.unit for due in self.dues if due.most is not None]
        return sum(counted) if len(counted) == len(self.dues) else None

    @property
    def paid(self) -> int:
        return sum(entry.amount for entry in self.entries)

    @property
    def standing(self) -> tuple[Entry, ...]:
        """Return the payments that were not taken back."""
        void = {entry.voids for entry in self.entries}
        return tuple(entry for entry in self.entries if entry.voids is None and entry.id not in void)


def number_of(visit: Visit) -> VisitNumber:
    """Return by what the till knows a visit."""
    return VisitNumber(day_in_japan(visit.opened_at), visit.receipt_number)


def bill_of(case: Case, office: Office, entries: tuple[Entry, ...]) -> Bill:
    """Return the bill of an open visit, at the prices of today where it was asked for."""
    lines = fee_lines(case.journey(today()), office.fees, case.place)
    dues = [Due(line.procedure, line.key, line.count, line.unit) for line in lines if line.unit]
    return Bill(case.visit, _left(dues, entries), entries)


def read_bill(visit: Visit, cases: Cases, office: Office, store: Store, entries: tuple[Entry, ...]) -> Bill:
    """Return the bill of a visit; of a finished one from the charges that were kept. Raise StoreError."""
    if visit.status.is_open:
        return bill_of(cases.read(visit.id), office, entries)
    dues = [
        due
        for charge in charges.read_charges(store, visit.id)
        if (due := _kept(charge, visit, office)) is not None
    ]
    return Bill(visit, _left(dues, entries), entries)


def _kept(charge: charges.Charge, visit: Visit, office: Office) -> Due | None:
    fee = office.fees.get(charge.fee)
    price = fee.price_on(day_in_japan(visit.opened_at)) if fee else None
    if charge.count and charge.amount is not None:
        unit = charge.amount // charge.count
    elif charge.amount is None and price is not None:
        unit = price.lobby if visit.mode == "lobby" else price.counter
    else:
        unit = 0
    return Due(charge.procedure, charge.fee, charge.count, unit) if unit else None


def _left(dues: Iterable[Due], entries: Iterable[Entry]) -> tuple[Due, ...]:
    """Return the dues without what was paid, waived or both; what the cashier counts is paid with the first payment."""
    paid: dict[tuple[str, str], int] = {}
    for entry in entries:
        for line in entry.payment.lines:
            key = (line.procedure, line.fee)
            paid[key] = paid.get(key, 0) + entry.sign * line.count
    left = []
    for due in dues:
        done = paid.get((due.procedure, due.fee), 0)
        if due.most is None:
            left += [due] if done <= 0 else []
            continue
        taken = min(due.most, max(0, done))
        paid[due.procedure, due.fee] = done - taken
        left += [replace(due, most=due.most - taken)] if due.most > taken else []
    return tuple(left)
