"""What a case costs, as what is kept of it: keys, counts and yen."""

from forms import Place, fee_lines
from forms.fees import apart
from kiosk.desk.case import Case
from kiosk.office import Office, today
from kiosk.store.charges import Charge


def charges_of(case: Case, office: Office) -> list[Charge]:
    """Return a charge for each line of the bill; what only the office can count has no amount."""
    lines = fee_lines(case.journey(today()), office.fees, case.place)
    return [Charge(line.procedure, line.key, line.count, line.total) for line in lines]


def other_prices(office: Office, place: Place) -> list[tuple[str, int]]:
    """Return name and price today of what no procedure charges by itself."""
    fees = apart(office.fees, office.catalogue.current.values())
    return [(fee.name, price.at(place)) for fee in fees if (price := fee.price_on(today()))]
