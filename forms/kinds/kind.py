"""What every kind of question knows: how it is typed, shown, carried in a ticket and set on paper."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from forms.answers import Value
from forms.inputs import Inputs, Typed
from forms.item import Choice, Item
from forms.ticket.packed import Packed, TextReader, TextWriter
from forms.wareki import wareki

BETWEEN = "、"


def label_of(choice: Choice) -> str:
    """Return the official wording of a choice."""
    return choice.label


@dataclass(frozen=True, slots=True)
class Wording:
    """In whose words an answer is said; the official ones unless told otherwise.

    `words` translates one Japanese text, `day` writes an ISO date, `choice` names a choice.
    """

    words: Callable[[str], str] = str
    day: Callable[[str], str] = wareki
    choice: Callable[[Choice], str] = label_of


OFFICIAL = Wording()


class Kind(ABC):
    """One kind of question; a subclass says what is special about it.

    `Item.kind` is one of `forms.kinds.KINDS`.
    """

    name: str
    """As data files and the ticket's description call it."""

    value_type: type = str
    """The Python type of its values."""
    usual_longest = 40
    """Characters, where the vocabulary does not say."""
    usual_most = 99
    """The largest number, or the most persons, where the vocabulary does not say."""

    is_chosen = False
    """Whether it is answered by choosing, so that a missing answer is told so."""
    has_choices = False
    """Whether the vocabulary lists its choices."""
    is_tapped = False
    """Whether a tap answers it: the lobby asks it even where no answer is needed."""
    is_typed = True
    """Whether a person wrote it freely, so that a spreadsheet might take it for a formula."""
    is_for_guides = False
    """Whether the guide may ask it: without much typing, and its answer can decide something."""

    macro: str
    """The macro of `kit/fields.html` that asks it."""
    first_part = ""
    """What is added to the answer's key for the input that its label leads to."""

    cell = "text"
    """How its cell is usually set on paper: text, ticks, comb or address."""
    column_share = 1.0
    """How wide its column in a table of people is beside the others."""
    is_measured = False
    """Whether its cell on paper gets room for `Item.longest` characters."""

    def __repr__(self) -> str:
        return self.name

    @abstractmethod
    def read(self, item: Item, typed: Typed, name: str) -> Value | None:
        """Return the value in the inputs called `name…`, None if nothing was typed.

        Raise Refused if it is wrong.
        """

    def inputs(self, item: Item, value: Value, name: str) -> Inputs:
        """Return the inputs that `read` reads as this value again."""
        return {name: (str(value),)}

    def shown(self, item: Item, value: Value, wording: Wording) -> str:
        """Return the value in somebody's words."""
        return str(value)

    @abstractmethod
    def pack(self, item: Item, value: object, texts: TextWriter) -> Packed:
        """Return the value as a ticket carries it (docs/ticket-format.md §2). Raise TicketError(bad_contents)."""

    @abstractmethod
    def unpack(self, item: Item, packed: object, texts: TextReader) -> Value:
        """Return the value again. Raise TicketError(bad_contents)."""

    @abstractmethod
    def example(self, item: Item) -> Value:
        """Return a legal answer for samples and trials."""

    def marks(self, item: Item) -> tuple[tuple[str, str], ...]:
        """Return code and official words of each box that paper may offer to tick; none if there is nothing to."""
        return ()

    def fits_half_row(self, item: Item) -> bool:
        """Return whether half a row of a form is enough room."""
        return False
