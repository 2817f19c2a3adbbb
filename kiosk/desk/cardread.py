"""What a desk knows of a card that was read, beside the facts of its holder."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cardreader import CardHolder, cards
from cardreader.card import CardType, Picture, Signature


@dataclass(frozen=True, slots=True)
class CardRead:
    """`kind` is empty while no card was read; `expires` is its last day (YYYY-MM-DD) where the card says so."""

    kind: str = ""
    expires: str = ""
    signature: Signature = Signature.UNCHECKED
    licence_until: str = ""

    @classmethod
    def of(cls, holder: CardHolder) -> "CardRead":
        """Return what is kept of a card beside its holder's facts."""
        return cls(holder.kind, holder.expires, holder.signature, holder.licence_until)

    def __bool__(self) -> bool:
        return bool(self.kind)

    @property
    def card(self) -> CardType | None:
        """The kind of card, with its sentences; None for one that this program no longer reads."""
        return next((card for card in cards.CARD_TYPES if card.kind == self.kind), None)

    def is_over(self, today: date) -> bool:
        """Return whether the card says that its last day is past."""
        return bool(self.expires) and self.expires < today.isoformat()

    def papers(self, today: date, *, is_own_number: bool) -> Iterator[str]:
        """Return the codes of the papers that the card is: none once it is over or forged.

        `is_own_number`: whose number is written is whose card it is, so that it proves the number as well.
        """
        if self.card is None or self.is_over(today) or self.signature is Signature.BROKEN:
            return
        yield self.card.paper
        if is_own_number and self.card.number_paper:
            yield self.card.number_paper


KEPT_SECONDS = 900.0
MOST_KEPT = 4


class CardPictures:
    """The pictures of cards whose names nobody has typed yet: in memory alone, for a quarter of an hour."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, tuple[Picture, ...]]] = {}

    def keep(self, visit_id: str, pictures: tuple[Picture, ...]) -> None:
        """Keep the pictures of the card read last for a visit, in place of an earlier one's."""
        with self._lock:
            self._kept.pop(visit_id, None)
            if pictures:
                self._kept[visit_id] = (time.monotonic() + KEPT_SECONDS, pictures)
            while len(self._kept) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]

    def of(self, visit_id: str) -> tuple[Picture, ...]:
        """Return what is kept for the visit."""
        now = time.monotonic()
        with self._lock:
            self._kept = {id: each for id, each in self._kept.items() if each[0] > now}
            return self._kept[visit_id][1] if visit_id in self._kept else ()

    def forget(self, visit_id: str) -> None:
        """Forget the pictures of a visit that is over."""
        self.keep(visit_id, ())
