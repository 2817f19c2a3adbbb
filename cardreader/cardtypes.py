"""The kinds of card this package can read, as data. The only place that says which files may be selected.

Adding a kind (the next-generation card, say) means adding a row; the reading code stays as it is.
"""

from dataclasses import dataclass
from enum import StrEnum


class CardKind(StrEnum):
    MY_NUMBER_CARD = "my_number_card"


@dataclass(frozen=True, slots=True)
class HolderTags:
    """BER tags of the four items and of the template around them."""

    template: int
    name: int
    address: int
    birth_date: int
    sex: int


@dataclass(frozen=True, slots=True)
class CardType:
    """One application on one kind of card: what is selected, verified and read."""

    kind: CardKind
    application: bytes
    pin_file: int
    holder_file: int
    holder_tags: HolderTags

    @property
    def selectable_files(self) -> frozenset[int]:
        return frozenset({self.pin_file, self.holder_file})


# 券面事項入力補助AP. Its EF 0001 holds the 個人番号, which the same PIN opens: it must not appear
# here, because 番号法 (行政手続における特定の個人を識別するための番号の利用等に関する法律) allows
# nobody to read it for filling in a form.
MY_NUMBER_CARD = CardType(
    kind=CardKind.MY_NUMBER_CARD,
    application=bytes.fromhex("D3921000310001010408"),
    pin_file=0x0011,
    holder_file=0x0002,
    holder_tags=HolderTags(template=0xFF20, name=0xDF22, address=0xDF23, birth_date=0xDF24, sex=0xDF25),
)

CARD_TYPES: tuple[CardType, ...] = (MY_NUMBER_CARD,)
