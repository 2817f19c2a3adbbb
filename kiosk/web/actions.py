"""Buttons inside a page that change what is typed without leaving it: so they work without JavaScript."""

from dataclasses import dataclass

from forms import Inputs, JourneyAsk, JourneyPage, kinds
from kiosk.town.streets import find_places
from kiosk.web.inputs import LOOK, PLACE, brought_back, first_typed, one_less, one_more
from kiosk.web.questions import address_key


@dataclass(frozen=True, slots=True)
class PageChange:
    """The inputs after a button was pressed, and the element to go to."""

    inputs: Inputs
    anchor: str


def apply_action(page: JourneyPage, inputs: Inputs, action: str) -> PageChange | None:
    """Return what `action`, the pressed button's value, changes; None when it is no button of this kind.

    `postal:KEY` looks up addresses, `use:KEY:ADDRESS` takes one (`use:KEY:` the one chosen in the list). `add:KEY`
    and `remove:KEY:N` change a list of persons, `restore:KEY` brings back who was removed last. KEY is the
    answer's key.
    """
    verb, _, rest = action.partition(":")
    key, _, operand = rest.partition(":")
    ask = next((ask for ask in page.asks if ask.key == key), None)
    if ask is None:
        return None
    match verb, ask.ask.item.kind:
        case "postal", kinds.POSTAL_CODE:
            return _look(page, ask, inputs)
        case "use", kinds.POSTAL_CODE:
            return _use(ask, inputs, operand)
        case "add", kinds.PEOPLE:
            return PageChange(*one_more(ask, inputs))
        case "remove", kinds.PEOPLE if operand.isascii() and operand.isdigit() and len(operand) < 4:
            return PageChange(one_less(ask, inputs, int(operand)), f"f-{key}")
        case "restore", kinds.PEOPLE:
            return PageChange(brought_back(ask, inputs), f"f-{key}")
    return None


def _look(page: JourneyPage, ask: JourneyAsk, inputs: Inputs) -> PageChange:
    """Put a single address straight into an empty field; otherwise the person chooses."""
    target = address_key(ask.key)
    found = find_places(first_typed(inputs, ask.key))
    if len(found) == 1 and not first_typed(inputs, target) and any(other.key == target for other in page.asks):
        return _use(ask, inputs, found[0].address)
    return PageChange(inputs | {ask.key + LOOK: ("yes",)}, f"f-{ask.key}")


def _use(ask: JourneyAsk, inputs: Inputs, address: str) -> PageChange:
    target = address_key(ask.key)
    address = address or first_typed(inputs, ask.key + PLACE)
    left = {name: values for name, values in inputs.items() if name not in (ask.key + LOOK, ask.key + PLACE)}
    if address not in [place.address for place in find_places(first_typed(inputs, ask.key))]:
        return PageChange(left, f"f-{ask.key}")
    return PageChange(left | {target: (address,)}, f"f-{target}")
