"""The kinds of card this program can read. What is not in this list never gets past the guard.

A card is of the first kind whose application it has: what is more than a My Number card comes before it. A new
kind is its own module and a row here.
"""

from cardreader.card import CardType
from cardreader.drivinglicence import DrivingLicence, MynaLicence
from cardreader.mynumbercard import MyNumberCard, SpecifiedResidenceCard
from cardreader.residencecard import ResidenceCard, SpecialPermanentResidentCertificate
from cardreader.residencecard2 import SecondResidenceCard, SecondSpecialPermanentResidentCertificate

CARD_TYPES: tuple[CardType, ...] = (
    SpecifiedResidenceCard(),
    MynaLicence(),
    MyNumberCard(),
    DrivingLicence(),
    ResidenceCard(),
    SpecialPermanentResidentCertificate(),
    SecondResidenceCard(),
    SecondSpecialPermanentResidentCertificate(),
)
