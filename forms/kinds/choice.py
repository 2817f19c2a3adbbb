"""Answers that are chosen: one or several of a list, yes or no, a consent."""

from collections.abc import Sequence

from forms.answers import Value, codes_of
from forms.inputs import Inputs, Typed, clean, first
from forms.item import Item
from forms.kinds.kind import BETWEEN, Kind, Wording
from forms.ticket.packed import Packed, TextReader, TextWriter
from forms.ticket.reason import TicketError, TicketReason
from forms.told import ProblemCode, Refused

YES, NO = "はい", "いいえ"
LARGEST_MASK = 53
"""Choices; in a ticket a longer list is written as places."""
SHORT_CHOICES = 10
"""Characters of all choices together that find room in half a row."""
MOST_TICKS = 10
"""More choices than this are written out rather than ticked."""


class Choice(Kind):
    """One code of `choices`."""

    name = "choice"
    is_chosen = has_choices = is_tapped = is_for_guides = True
    is_typed = False
    macro = "radios"
    cell = "ticks"

    def read(self, item: Item, typed: Typed, name: str) -> Value | None:
        code = first(typed, name)
        if code and item.choice(code) is None:
            raise Refused(ProblemCode.UNKNOWN_CHOICE, "選択肢から選んでください。")
        return code or None

    def shown(self, item: Item, value: Value, wording: Wording) -> str:
        found = (item.choice(code) for code in codes_of(value))
        return wording.words(BETWEEN).join(wording.words(wording.choice(each)) for each in found if each)

    def pack(self, item: Item, value: object, texts: TextWriter) -> Packed:
        return _place_of(item, value)

    def unpack(self, item: Item, packed: object, texts: TextReader) -> Value:
        return _code_at(item, packed)

    def example(self, item: Item) -> Value:
        return item.choices[0].code

    def marks(self, item: Item) -> tuple[tuple[str, str], ...]:
        return tuple((choice.code, choice.label) for choice in item.choices)

    def fits_half_row(self, item: Item) -> bool:
        is_text = len(item.choices) > MOST_TICKS
        return is_text or sum(len(choice.label) + 1 for choice in item.choices) <= SHORT_CHOICES


class Choices(Choice):
    """Several codes of `choices`, in their order there."""

    name = "choices"
    value_type = tuple
    macro = "checkboxes"
    is_measured = True

    def read(self, item: Item, typed: Typed, name: str) -> Value | None:
        sent = {clean(value) for value in typed.get(name, ())} - {""}
        if any(item.choice(code) is None for code in sent):
            raise Refused(ProblemCode.UNKNOWN_CHOICE, "選択肢から選んでください。")
        return tuple(choice.code for choice in item.choices if choice.code in sent) or None

    def inputs(self, item: Item, value: Value, name: str) -> Inputs:
        return {name: codes_of(value)}

    def pack(self, item: Item, value: object, texts: TextWriter) -> Packed:
        """Return a mask with bit n for the nth choice; a list of places where order or number allow no mask."""
        if not isinstance(value, tuple):
            raise TicketError(TicketReason.BAD_CONTENTS)
        places = [_place_of(item, code) for code in value]
        if places == sorted(set(places)) and (not places or places[-1] < LARGEST_MASK):
            return sum(1 << place for place in places)
        return places

    def unpack(self, item: Item, packed: object, texts: TextReader) -> tuple[str, ...]:
        places: Sequence[object] = packed if isinstance(packed, list) else _places_in(packed)
        return tuple(_code_at(item, place) for place in places)

    def example(self, item: Item) -> Value:
        return tuple(choice.code for choice in item.choices)

    def fits_half_row(self, item: Item) -> bool:
        return False


class YesNo(Kind):
    """Yes or no, side by side."""

    name = "yes_no"
    value_type = bool
    is_chosen = is_tapped = is_for_guides = True
    is_typed = False
    macro = "yes_no"
    cell = "ticks"

    def read(self, item: Item, typed: Typed, name: str) -> Value | None:
        return {"yes": True, "no": False}.get(first(typed, name))

    def inputs(self, item: Item, value: Value, name: str) -> Inputs:
        return {name: ("yes" if value else "no",)}

    def shown(self, item: Item, value: Value, wording: Wording) -> str:
        return wording.words(YES if value else NO)

    def pack(self, item: Item, value: object, texts: TextWriter) -> Packed:
        return self._checked(value)

    def unpack(self, item: Item, packed: object, texts: TextReader) -> Value:
        return self._checked(packed)

    def example(self, item: Item) -> Value:
        return True

    def marks(self, item: Item) -> tuple[tuple[str, str], ...]:
        return (("yes", YES), ("no", NO))

    def fits_half_row(self, item: Item) -> bool:
        return True

    def _checked(self, value: object) -> bool:
        if isinstance(value, bool):
            return value
        raise TicketError(TicketReason.BAD_CONTENTS)


class Consent(YesNo):
    """`True` or nothing. Never taken over from another procedure."""

    name = "consent"
    is_tapped = is_for_guides = False
    macro = "consent"

    def read(self, item: Item, typed: Typed, name: str) -> Value | None:
        return True if first(typed, name) == "yes" else None

    def marks(self, item: Item) -> tuple[tuple[str, str], ...]:
        return (("yes", item.label),)

    def fits_half_row(self, item: Item) -> bool:
        return False

    def _checked(self, value: object) -> bool:
        if value is True:
            return True
        raise TicketError(TicketReason.BAD_CONTENTS)


def _place_of(item: Item, code: object) -> int:
    """Return the place of the code; a list of choices only ever grows at its end, so a place keeps its meaning."""
    for place, choice in enumerate(item.choices):
        if choice.code == code:
            return place
    raise TicketError(TicketReason.BAD_CONTENTS)


def _code_at(item: Item, place: object) -> str:
    if isinstance(place, int) and not isinstance(place, bool) and 0 <= place < len(item.choices):
        return item.choices[place].code
    raise TicketError(TicketReason.BAD_CONTENTS)


def _places_in(mask: object) -> Sequence[int]:
    if not isinstance(mask, int) or isinstance(mask, bool) or not 0 <= mask < 1 << LARGEST_MASK:
        raise TicketError(TicketReason.BAD_CONTENTS)
    return [place for place in range(mask.bit_length()) if mask >> place & 1]
