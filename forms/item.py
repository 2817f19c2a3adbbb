"""An item of the shared vocabulary: one thing asked, named once for all procedures; and reading what was typed for it."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from forms import answers, inputs, told

if TYPE_CHECKING:
    from forms.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: `code` in data, `ask` for the resident, `label` on official paper."""

    code: str
    ask: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing asked.

    `kind` is one of `forms.kinds`, `ask` the resident's wording, `label` the official one.

    `reuse` is false for what one procedure must not take from another (consent, what is wanted); `overrulable` is
    asked once for all, but a procedure may have an answer of its own (purpose).
    `unknown_day` allows dates whose day or month nobody knows, `past` refuses days after today. `required` marks
    the fields every person of a PEOPLE item must have, `may_be_unknown` those of them that may be left for the
    counter. `autocomplete` is the WHATWG HTML field name.
    """

    name: str
    kind: "Kind"
    ask: str
    label: str
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    fields: "tuple[Item, ...]" = ()
    reuse: bool = True
    overrulable: bool = False
    least: int = 0
    most: int = 99
    longest: int = 60
    unknown_day: bool = False
    past: bool = False
    required: bool = False
    may_be_unknown: bool = False
    unit: str = ""
    autocomplete: str = ""
    role: str = ""
    """Of a fact of a person: whose, as the procedure sees it (`claimant`); empty for what is no fact."""
    fact: str = ""
    _others: "dict[str, Item]" = field(default_factory=dict, init=False, repr=False, compare=False)

    def named(self, name: str) -> "Item":
        """Return the item under another name; each page asks for the same ones again."""
        if name == self.name:
            return self
        if name not in self._others:
            self._others[name] = replace(self, name=name)
        return self._others[name]

    def choice(self, code: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.code == code), None)

    def field(self, name: str) -> "Item | None":
        return next((field for field in self.fields if field.name == name), None)


NOT_KNOWN = "!unknown"
"""Suffix of the input that says "not known yet"."""


def value_typed(
    item: Item, typed: inputs.Typed, prefix: str = "", *, may_be_unknown: bool = False
) -> answers.Value | told.Problem | None:
    """Return the value of the item in what was typed; None if nothing was.

    Inputs are named `prefix + item.name`, compound kinds add `.family`/`.given` and
    `.era`/`.year`/`.month`/`.day`. UNKNOWN only where it may be.
    """
    name = prefix + item.name
    if may_be_unknown and inputs.first(typed, name + NOT_KNOWN) == "yes":
        return answers.UNKNOWN
    try:
        return item.kind.read(item, typed, name)
    except told.Refused as refused:
        return told.Problem(name, refused.code, refused.sentence, refused.values, name + refused.input)


def inputs_of(item: Item, value: answers.Value | None, prefix: str = "") -> inputs.Inputs:
    """Return every input of the item; reading them back with `value_typed` gives the same value."""
    name = prefix + item.name
    if value is answers.UNKNOWN:
        return {name + NOT_KNOWN: ("yes",)}
    return {} if value is None else item.kind.inputs(item, value, name)
