"""Chosen codes as places in the item's list of choices, which only ever grows at its end."""

from collections.abc import Sequence

from forms.item import Item
from forms.ticket.reason import TicketError, TicketReason

LARGEST_MASK = 53
"""Choices; a longer list is written as places."""


def pack_choice(item: Item, value: object) -> int:
    for place, choice in enumerate(item.choices):
        if choice.code == value:
            return place
    raise TicketError(TicketReason.BAD_CONTENTS)


def unpack_choice(item: Item, packed: object) -> str:
    if isinstance(packed, int) and not isinstance(packed, bool) and 0 <= packed < len(item.choices):
        return item.choices[packed].code
    raise TicketError(TicketReason.BAD_CONTENTS)


def pack_choices(item: Item, value: object) -> int | list[int]:
    """A mask with bit n for the nth choice; a list of places where order or number allow no mask."""
    if not isinstance(value, tuple):
        raise TicketError(TicketReason.BAD_CONTENTS)
    places = [pack_choice(item, code) for code in value]
    if places == sorted(set(places)) and (not places or places[-1] < LARGEST_MASK):
        return sum(1 << place for place in places)
    return places


def unpack_choices(item: Item, packed: object) -> tuple[str, ...]:
    if isinstance(packed, list):
        return tuple(unpack_choice(item, place) for place in packed)
    return tuple(unpack_choice(item, place) for place in _places(packed))


def _places(mask: object) -> Sequence[int]:
    if not isinstance(mask, int) or isinstance(mask, bool) or not 0 <= mask < 1 << LARGEST_MASK:
        raise TicketError(TicketReason.BAD_CONTENTS)
    return [place for place in range(mask.bit_length()) if mask >> place & 1]
