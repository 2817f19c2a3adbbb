"""The My Number card through PC/SC: four items, never the number. Knows no Flask."""

from cardreader.cardtypes import CardKind
from cardreader.holder import CardHolder, Sex
from cardreader.pin import PIN_LENGTH, Pin
from cardreader.reading import list_readers, read_card, tries_left
from cardreader.reasons import EXPLANATIONS, CardError, CardReason, Explanation
from cardreader.states import ReaderState, ReaderStatus
from cardreader.watcher import CardWatcher

__all__ = [
    "EXPLANATIONS",
    "PIN_LENGTH",
    "CardError",
    "CardHolder",
    "CardKind",
    "CardReason",
    "CardWatcher",
    "Explanation",
    "Pin",
    "ReaderState",
    "ReaderStatus",
    "Sex",
    "list_readers",
    "read_card",
    "tries_left",
]
