"""Identity cards through PC/SC: what a form asks of their holder, and never the 個人番号. Knows no Flask."""

from cardreader.card import CardHolder, Sex
from cardreader.errors import CardError, CardReason
from cardreader.guard import Pin
from cardreader.reading import CardAsked, list_readers, read_card, tries_left
from cardreader.watcher import CardWatcher, ReaderState, ReaderStatus

__all__ = [
    "CardAsked",
    "CardError",
    "CardHolder",
    "CardReason",
    "CardWatcher",
    "Pin",
    "ReaderState",
    "ReaderStatus",
    "Sex",
    "list_readers",
    "read_card",
    "tries_left",
]
