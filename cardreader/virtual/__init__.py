"""A My Number card made of software that plugs into the real PC/SC service, for tests, demo and training.

Not a mock: the reader, the service and pyscard are the real ones; only the card is not. Nothing here
is used when a real card is read.
"""

from cardreader.virtual.card import VirtualCard, run_virtual_card
from cardreader.virtual.chip import Chip, FileChip, MyNumberChip, Temper
from cardreader.virtual.person import LengthForm, VirtualPerson, load_person, shipped_persons
from cardreader.virtual.service import VirtualReaderService

__all__ = [
    "Chip",
    "FileChip",
    "LengthForm",
    "MyNumberChip",
    "Temper",
    "VirtualCard",
    "VirtualPerson",
    "VirtualReaderService",
    "load_person",
    "run_virtual_card",
    "shipped_persons",
]
