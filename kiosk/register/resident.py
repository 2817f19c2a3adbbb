"""A resident as the register has them: who, in which household, and the facts that some procedure asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import cbor2

from forms import Value, person
from kiosk.register.layout import State

PADDED_TO = 64
"""Sealed rows have lengths in steps of this, so that none is known by the length of its name."""
_PADDING = bytes(PADDED_TO)

MOST_ORDER = 9999


@dataclass(frozen=True, slots=True)
class Resident:
    """One row of the register. Whoever is `is_closed` is never shown, and nobody who is with them."""

    number: str = field(repr=False)
    """Without zeros before it, as `plain_code` has them; the household's too."""
    household: str = field(repr=False)
    state: State
    order: int
    facts: Mapping[str, str] = field(repr=False)
    """By the names of the vocabulary without `person.`."""
    is_closed: bool = False
    moving_out: str = ""
    """ISO; empty where nobody moves."""

    @property
    def birth_date(self) -> str:
        """ISO, empty where the register does not know it."""
        return self.facts.get("birth_date", "")

    @property
    def badges(self) -> "tuple[Badge, ...]":
        """What a list must say beside the name."""
        found = [OF_STATE[self.state]] if self.state in OF_STATE else []
        return (*found, Badge.MOVING_OUT) if self.moving_out and not found else tuple(found)

    @property
    def surname(self) -> str:
        """The part of the reading before the first space."""
        return self.facts.get("kana", "").partition(person.BETWEEN)[0]

    def packed(self) -> bytes:
        """Return the row as padded CBOR."""
        plain = [
            self.number,
            self.household,
            self.state.value,
            self.order,
            self.facts,
            self.is_closed,
            self.moving_out,
        ]
        contents = cbor2.dumps(plain)
        length = len(contents)
        return b"%b%b%b" % (length.to_bytes(4), contents, _PADDING[: -(length + 4) % PADDED_TO])


class Badge(StrEnum):
    """What staff must see beside a name; the value is said on screens."""

    MOVED_OUT = "転出"
    DEAD = "死亡"
    REMOVED = "消除"
    MOVING_OUT = "転出予定"


OF_STATE = {State.MOVED_OUT: Badge.MOVED_OUT, State.DEAD: Badge.DEAD, State.REMOVED: Badge.REMOVED}


def resident_of(packed: bytes) -> Resident:
    """Return the resident of a packed row; what was sealed with our own key is as we wrote it."""
    length = int.from_bytes(packed[:4])
    number, household, state, order, facts, is_closed, moving_out = cbor2.loads(packed[4 : 4 + length])
    return Resident(number, household, State(state), order, facts, is_closed, moving_out)


def answers_of(resident: Resident) -> dict[str, Value]:
    """Return the facts as an application holds them."""
    return dict(resident.facts)
