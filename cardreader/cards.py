"""The kinds of card this program can read. What is not in this list never gets past the guard.

A card is of the first kind whose application it has: what is more than a My Number card comes before it. A new
kind is its own module and a row here.
"""

from cardreader import card, drivinglicence, mynumbercard, residencecard, residencecard2

CARD_TYPES: tuple[card.CardType, ...] = (
    mynumbercard.SpecifiedResidenceCard(),
    drivinglicence.MynaLicence(),
    mynumbercard.MyNumberCard(),
    drivinglicence.DrivingLicence(),
    residencecard.ResidenceCard(),
    residencecard.SpecialPermanentResidentCertificate(),
    residencecard2.SecondResidenceCard(),
    residencecard2.SecondSpecialPermanentResidentCertificate(),
)
