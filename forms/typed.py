"""From what a person typed for one item to its value, or to a problem the person can mend; and back."""

from forms.answers import UNKNOWN, Value
from forms.inputs import Inputs, Typed, first
from forms.item import Item
from forms.problem import Problem, Refused

NOT_KNOWN = "!unknown"
"""Suffix of the input that says "not known yet"."""


def value_typed(
    item: Item, typed: Typed, prefix: str = "", *, may_be_unknown: bool = False
) -> Value | Problem | None:
    """Return the value of the item in what was typed; None if nothing was.

    Inputs are named `prefix + item.name`, compound kinds add `.family`/`.given` and
    `.era`/`.year`/`.month`/`.day`. UNKNOWN only where it may be.
    """
    name = prefix + item.name
    if may_be_unknown and first(typed, name + NOT_KNOWN) == "yes":
        return UNKNOWN
    try:
        return item.kind.read(item, typed, name)
    except Refused as refused:
        return Problem(name, refused.code, refused.sentence, refused.values, name + refused.input)


def inputs_of(item: Item, value: Value | None, prefix: str = "") -> Inputs:
    """Return every input of the item; reading them back with `value_typed` gives the same value."""
    name = prefix + item.name
    if value is UNKNOWN:
        return {name + NOT_KNOWN: ("yes",)}
    return {} if value is None else item.kind.inputs(item, value, name)
