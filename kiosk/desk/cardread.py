"""What a desk knows of a card that was read, beside the facts of its holder."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cardreader import CardHolder
from cardreader.card import CardType
from cardreader.cards import CARD_TYPES


@dataclass(frozen=True, slots=True)
class CardRead:
    """`kind` is empty while no card was read; `expires` is its last day (YYYY-MM-DD) where the card says so."""

    kind: str = ""
    expires: str = ""

    @classmethod
    def of(cls, holder: CardHolder) -> "CardRead":
        """Return what is kept of a card beside its holder's facts."""
        return cls(holder.kind, holder.expires)

    def __bool__(self) -> bool:
        return bool(self.kind)

    @property
    def card(self) -> CardType | None:
        """The kind of card, with its sentences; None for one that this program no longer reads."""
        return next((card for card in CARD_TYPES if card.kind == self.kind), None)

    def is_over(self, today: date) -> bool:
        """Return whether the card says that its last day is past."""
        return bool(self.expires) and self.expires < today.isoformat()

    def papers(self, today: date) -> Iterator[str]:
        """Return the codes of the papers that the card is as a proof of identity: none once it is over."""
        if self.card is not None and not self.is_over(today):
            yield self.card.paper
