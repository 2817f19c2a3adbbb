"""Cards made of software that plug into the real PC/SC service, for tests, demo and training.

Not a mock: the reader, the service and pyscard are the real ones; only the card is not. Nothing here
is used when a real card is read.
"""

from cardreader.virtual.card import VirtualCard, run_virtual_card
from cardreader.virtual.chip import Chip, FileChip, MyNumberChip, Temper
from cardreader.virtual.licence import LicenceChip
from cardreader.virtual.person import LengthForm, VirtualPerson, load_person, shipped_persons
from cardreader.virtual.residence import ResidenceChip
from cardreader.virtual.service import VirtualReaderService

CHIPS: dict[str, type[MyNumberChip | LicenceChip | ResidenceChip]] = {
    "my_number_card": MyNumberChip,
    "driving_licence": LicenceChip,
    "residence_card": ResidenceChip,
}
"""The cards a person may have, by the kind that reads them."""

__all__ = [
    "CHIPS",
    "Chip",
    "FileChip",
    "LengthForm",
    "LicenceChip",
    "MyNumberChip",
    "ResidenceChip",
    "Temper",
    "VirtualCard",
    "VirtualPerson",
    "VirtualReaderService",
    "load_person",
    "run_virtual_card",
    "shipped_persons",
]
