"""What a watched reader is doing."""

from dataclasses import dataclass
from enum import StrEnum


class ReaderStatus(StrEnum):
    STARTING = "starting"
    NO_SERVICE = "no_service"
    NO_READER = "no_reader"
    EMPTY = "empty"
    CARD_PRESENT = "card_present"
    READING = "reading"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class ReaderState:
    """A snapshot. `reader` names the reader with the card (or the first one); `insertion` is a number
    that differs for every card put in, so that a swapped card is never taken for the one before."""

    status: ReaderStatus
    reader: str | None = None
    insertion: int = 0
