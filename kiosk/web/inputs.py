"""The inputs of a page as a form sends them, named by the keys of the answers."""

from dataclasses import replace

from werkzeug.datastructures import MultiDict

from forms.answers import Answers
from forms.inputs import LARGEST_TYPED, Inputs
from forms.item import Item
from forms.journeypage import JourneyAsk, JourneyPage
from forms.typed import inputs_of

LONGEST_NAME = 200
MOST_INPUTS = 1_000
MOST_VALUES = 60
DOUBT, CONFIRM = "doubt", "confirm"
"""Name of the hidden inputs with the marks of doubts that are shown; the button that says that it is right so."""

NOT_TYPED = {"csrf_token", "action", "shown", DOUBT}

SHOWN = "shown"
"""Name of the hidden inputs that say which questions stood on the page that was sent."""

ROWS = "!rows"
"""Suffix of the hidden input that says how many persons of a list are shown."""

GONE = "!gone"
"""Suffix of the hidden inputs that keep the person taken out of a list last."""

LOOK = "!look"
"""Suffix of the mark that the addresses of a postal code were asked for."""

PLACE = "!place"
"""Suffix of the list of addresses to choose from."""


def form_inputs(form: MultiDict[str, str]) -> Inputs:
    """Return what a form sent, bounded in every way, without the CSRF token and the pressed button."""
    names = [name for name in form if name not in NOT_TYPED and len(name) <= LONGEST_NAME][:MOST_INPUTS]
    return {name: tuple(value[:LARGEST_TYPED] for value in form.getlist(name)[:MOST_VALUES]) for name in names}


def page_inputs(page: JourneyPage, answers: Answers) -> Inputs:
    """Return the inputs of a page as its answers so far fill them."""
    inputs: Inputs = {}
    for ask in page.asks:
        inputs |= inputs_of(keyed(ask), answers.get(ask.key))
    return inputs


def keyed(ask: JourneyAsk) -> Item:
    """Return the item named by its answer's key, so that two procedures may ask the same item on one page."""
    return replace(ask.ask.item, name=ask.key)


def belongs(name: str, key: str) -> bool:
    """Return whether the input of this name belongs to the answer of this key."""
    return name == key or name.startswith((f"{key}.", f"{key}!"))


def first_typed(inputs: Inputs, name: str) -> str:
    """Return the first value of an input, empty where there is none."""
    values = inputs.get(name, ())
    return values[0] if values else ""


def row_count(inputs: Inputs, key: str, most: int, least: int = 1) -> int:
    """Return how many persons of a list to show: as many as there are inputs for, or as were added."""
    counted = first_typed(inputs, key + ROWS)
    shown = int(counted) if counted.isascii() and counted.isdigit() and len(counted) <= 3 else 0
    numbers = (name.removeprefix(f"{key}.").split(".")[0] for name in inputs if name.startswith(f"{key}."))
    typed = [int(number) + 1 for number in numbers if number.isascii() and number.isdigit() and len(number) <= 3]
    return max(least, min(most, max([shown, *typed])))


def fewest_rows(required: bool) -> int:
    """Return how many persons a list shows at least: an optional list begins empty.

    A required one shows its first person at once.
    """
    return 1 if required else 0
