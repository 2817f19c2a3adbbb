"""What the cells of a form need to know of it, and how they find their items."""

from dataclasses import dataclass

from forms.item import Item, Kind
from forms.mistake import MistakeKind
from forms.tomlfile import Table
from forms.vocabulary import Vocabulary
from printing.readingparts import Reading


@dataclass(frozen=True, slots=True)
class Context:
    """What cells need to know of their form."""

    reading: Reading
    vocabulary: Vocabulary
    heading: str

    def named(self, label: str) -> str:
        """How staff are told which box is meant: 「請求する方の氏名」."""
        plain = label.replace("\n", "")
        return f"{self.heading}の{plain}" if self.heading and plain not in self.heading else plain


def read_item(table: Table, key: str, context: Context) -> Item:
    """The item named by `key`, which must be in the vocabulary."""
    return known_item(table, key, table.text(key), context)


def known_item(table: Table, key: str, name: str, context: Context) -> Item:
    """The item of this name. Refuses `key` if there is none, or if it is answered for several people."""
    item = context.vocabulary.get(name)
    if item is None:
        table.refuse(MistakeKind.UNKNOWN_ITEM, key, name)
    if item.kind is Kind.PEOPLE:
        table.refuse(MistakeKind.NOT_ALLOWED, key, f'1人ずつの表: people = "{name}"')
    return item
