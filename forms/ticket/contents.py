"""What a ticket holds, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from forms.answers import Answers
from forms.item import Item

LONGEST_VALIDITY = timedelta(days=90)
"""No ticket lives longer, so a replaced key can be destroyed after that time at the latest."""

JAPANESE = "ja"


@dataclass(frozen=True, slots=True)
class TicketContents:
    """The open ticket. Times are aware; the ticket keeps whole minutes in UTC.

    `language` is the BCP 47 tag of the screens the resident used. `procedures` are (id, version) as chosen.
    """

    issued: datetime
    expires: datetime
    procedures: tuple[tuple[str, int], ...]
    answers: Answers
    language: str = JAPANESE


@dataclass(frozen=True, slots=True)
class Ticket:
    """The sealed ticket: one text of digits for each QR code, one or two of them."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One place in the ticket: the key of the answer (see `forms.answers.OWN`) and the item that types it."""

    key: str
    item: Item


TicketSchema = Sequence[SchemaField]


class ProcedureLookup(Protocol):
    """The catalogue as the codec sees it. Each method raises LookupError for what the catalogue does not have.

    The schema of a set of (id, version) must never change once published: same fields, same order, same kinds.
    Choices and the fields of PEOPLE may only be added at the end.
    """

    def number_of(self, procedure: str) -> int:
        """Return the short number that stands for the procedure's id, never given to another procedure."""
        ...

    def id_of(self, number: int) -> str: ...

    def schema_for(self, procedures: Sequence[tuple[str, int]]) -> TicketSchema:
        """Return the fields of these procedures in exactly these versions, each key once."""
        ...
