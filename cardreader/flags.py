"""From the service's state flags to what a watched reader is doing."""

import itertools

from cardreader.pcsc import holds_card, insertion_count, is_usable
from cardreader.states import ReaderState, ReaderStatus


class Insertions:
    """Numbers insertions for the whole program; the service's own count starts anew with it."""

    _numbers = itertools.count(1)

    def __init__(self) -> None:
        self._last: tuple[str, int] | None = None
        self._number = 0

    def number(self, reader: str, count: int) -> int:
        """The number of the card in `reader`, whose changes the service has counted up to `count`."""
        if (reader, count) != self._last:
            self._last, self._number = (reader, count), next(self._numbers)
        return self._number


def state_of(readers: dict[str, int], insertions: Insertions) -> ReaderState:
    """The state of these readers together (name → flags): a card in any of them counts."""
    usable = {name: flags for name, flags in readers.items() if is_usable(flags)}
    for name, flags in usable.items():
        if holds_card(flags):
            number = insertions.number(name, insertion_count(flags))
            return ReaderState(ReaderStatus.CARD_PRESENT, name, number)
    if usable:
        return ReaderState(ReaderStatus.EMPTY, next(iter(usable)))
    return ReaderState(ReaderStatus.NO_READER)
