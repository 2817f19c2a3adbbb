"""The card's holder: the four items (基本4情報) and nothing else."""

import datetime
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from cardreader import ber
from cardreader.cardtypes import CardKind, CardType
from cardreader.reasons import CardError, CardReason

LONGEST_NAME = 400
LONGEST_ADDRESS = 1000

_BIRTH_DATE = re.compile(rb"([0-9]{4})(0[0-9]|1[0-2])([0-2][0-9]|3[01])")


class Sex(StrEnum):
    """Sex as the card codes it (JIS X 0303, ISO/IEC 5218); an unlisted code reads as unknown."""

    MALE = "male"
    FEMALE = "female"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


SEX_CODES = {b"1": Sex.MALE, b"2": Sex.FEMALE, b"9": Sex.NOT_APPLICABLE, b"0": Sex.UNKNOWN}


@dataclass(frozen=True, slots=True)
class CardHolder:
    """Whose card it is. Texts are exactly the card's, never normalised.

    `birth_date` is YYYY-MM-DD; a month or day nobody knows is 00 ("1955-00-00").
    The repr shows the kind of card only, so that a log line cannot give the person away.
    """

    kind: CardKind
    name: str = field(repr=False)
    address: str = field(repr=False)
    birth_date: str = field(repr=False)
    sex: Sex = field(repr=False)

    @property
    def birthday(self) -> datetime.date | None:
        """The birth date as a date, or None when it is not a whole day of the calendar."""
        try:
            return datetime.date.fromisoformat(self.birth_date)
        except ValueError:
            return None

    def as_json(self) -> dict[str, str]:
        return {
            "kind": self.kind.value,
            "name": self.name,
            "address": self.address,
            "birth_date": self.birth_date,
            "sex": self.sex.value,
        }


def parse_holder(card_type: CardType, data: bytes) -> CardHolder:
    """The holder from the bytes of the card's four-item file.

    The offsets the file also carries (DF21) are not used: the tags say the same and cannot lie.
    Raises CardError(CARD_UNREADABLE) when an item is missing or is not what it should be.
    """
    tags = card_type.holder_tags
    outer = ber.elements(data)
    if not outer or outer[0].tag != tags.template:
        raise _unreadable()
    items: dict[int, bytes] = {}
    for element in ber.elements(outer[0].value):
        items.setdefault(element.tag, element.value)
    name = _text(items.get(tags.name), LONGEST_NAME)
    if not name.strip():
        raise _unreadable()
    return CardHolder(
        kind=card_type.kind,
        name=name,
        address=_text(items.get(tags.address), LONGEST_ADDRESS),
        birth_date=_birth_date(items.get(tags.birth_date)),
        sex=SEX_CODES.get(items.get(tags.sex, b"0"), Sex.UNKNOWN),
    )


def _text(value: bytes | None, longest: int) -> str:
    try:
        text = (value if value is not None else b"\xff").decode("utf-8")
    except UnicodeDecodeError:
        raise _unreadable() from None
    if len(text) > longest or any(unicodedata.category(character) == "Cc" for character in text):
        raise _unreadable()
    return text


def _birth_date(value: bytes | None) -> str:
    matched = _BIRTH_DATE.fullmatch(value or b"")
    if matched is None:
        raise _unreadable()
    # Not checked against the calendar: family registers do hold days such as 30 February.
    return "-".join(part.decode("ascii") for part in matched.groups())


def _unreadable() -> CardError:
    return CardError(CardReason.CARD_UNREADABLE)
