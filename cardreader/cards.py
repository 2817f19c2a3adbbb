"""The kinds of card this program can read. What is not in this list never gets past the guard.

A new kind is its own module and a row here, and its name in the sentences of `errors.WORDS` that say which cards
can be read (NO_CARD, SEVERAL_CARDS, OTHER_CARD).
"""

from cardreader.card import CardType
from cardreader.drivinglicence import DrivingLicence
from cardreader.mynumbercard import MyNumberCard
from cardreader.residencecard import ResidenceCard, SpecialPermanentResidentCertificate
from cardreader.residencecard2 import SecondResidenceCard, SecondSpecialPermanentResidentCertificate

CARD_TYPES: tuple[CardType, ...] = (
    MyNumberCard(),
    DrivingLicence(),
    ResidenceCard(),
    SpecialPermanentResidentCertificate(),
    SecondResidenceCard(),
    SecondSpecialPermanentResidentCertificate(),
)
