"""Cards made of software that plug into the real PC/SC service, for tests, demo and training.

Not a mock: the reader, the service and pyscard are the real ones; only the card is not. Nothing here
is used when a real card is read.
"""

from collections.abc import Callable

from cardreader.virtual.card import VirtualCard, run_virtual_card
from cardreader.virtual.chip import Chip, FileChip, MyNumberChip, Temper
from cardreader.virtual.licence import LicenceChip, MynaLicenceChip
from cardreader.virtual.person import LengthForm, VirtualPerson, load_person, shipped_persons
from cardreader.virtual.residence import ResidenceChip, SpecifiedResidenceChip
from cardreader.virtual.service import VirtualReaderService

CHIPS: dict[str, Callable[[VirtualPerson], Chip]] = {
    "my_number_card": MyNumberChip,
    "driving_licence": LicenceChip,
    "residence_card": ResidenceChip,
    "my_number_card_with_licence": MynaLicenceChip,
    "specified_residence_card": SpecifiedResidenceChip,
}
"""The cards a person may have, by the kind that reads them."""

__all__ = [
    "CHIPS",
    "Chip",
    "FileChip",
    "LengthForm",
    "LicenceChip",
    "MyNumberChip",
    "MynaLicenceChip",
    "ResidenceChip",
    "SpecifiedResidenceChip",
    "Temper",
    "VirtualCard",
    "VirtualPerson",
    "VirtualReaderService",
    "load_person",
    "run_virtual_card",
    "shipped_persons",
]
