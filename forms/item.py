"""An item of the shared vocabulary: one thing asked, named once for all procedures."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

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

    def choice(self, code: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.code == code), None)

    def field(self, name: str) -> "Item | None":
        return next((field for field in self.fields if field.name == name), None)
