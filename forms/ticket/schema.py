"""Which answers a ticket may carry and in which order: the only thing the codec knows about procedures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from forms.item import Item


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
