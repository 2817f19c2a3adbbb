"""An item of the shared vocabulary: one thing asked, named once for all procedures."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How an item is asked, checked, packed into a ticket and shown. The value types are in `forms.answers`."""

    NAME = "name"
    """Text; family and given name parted by U+3000, exactly as typed or read from the card."""
    KANA = "kana"
    """Text in full-width katakana; family and given parted by U+3000 (戸籍法 and 住民基本台帳法, 2025-05-26)."""
    DATE = "date"
    """`YYYY-MM-DD`; month or day `00` where the item allows an unknown one."""
    ADDRESS = "address"
    """Text, never rewritten (GIF DS-433 連結表記)."""
    POSTAL_CODE = "postal_code"
    """Seven digits without hyphen (GIF 連絡先)."""
    PHONE = "phone"
    """Digits with hyphens, `0123-45-6789` (GIF 連絡先)."""
    CHOICE = "choice"
    """One code of `choices`."""
    CHOICES = "choices"
    """Several codes of `choices`, in their order there."""
    YES_NO = "yes_no"
    COUNT = "count"
    """A whole number from `least` to `most`."""
    MONEY = "money"
    """Yen."""
    DIGITS = "digits"
    """Digits kept as text because leading zeros count, e.g. an account number."""
    TEXT = "text"
    """One line, at most `longest` characters as a reader counts them."""
    PEOPLE = "people"
    """Rows of `fields`, at most `most` of them."""
    CONSENT = "consent"
    """`True` or nothing. Never taken over from another procedure."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: `code` in data, `ask` for the resident, `label` on official paper."""

    code: str
    ask: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing asked. `ask` is the resident's wording, `label` the official one.

    `reuse` is false for what one procedure must not take from another (consent, purpose, what is wanted).
    `unknown_day` allows dates whose day or month nobody knows, `past` refuses days after today. `required` marks the
    fields every person of a PEOPLE item must have. `autocomplete` is the WHATWG HTML field name.
    """

    name: str
    kind: Kind
    ask: str
    label: str
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    fields: "tuple[Item, ...]" = ()
    reuse: bool = True
    least: int = 0
    most: int = 99
    longest: int = 60
    unknown_day: bool = False
    past: bool = False
    required: bool = False
    unit: str = ""
    autocomplete: str = ""

    def choice(self, code: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.code == code), None)

    def field(self, name: str) -> "Item | None":
        return next((field for field in self.fields if field.name == name), None)
