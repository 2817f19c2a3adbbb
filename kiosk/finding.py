"""What the morning round finds of one part of an installation."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from forms import DataMistake
from forms.ticket.keys import KeysError
from kiosk.settings import SettingsError
from kiosk.store import StoreError
from printing import PrintingError


class Health(StrEnum):
    """How well a part is."""

    GOOD = "good"
    CAUTION = "caution"
    """The desk works, with less."""
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the round found of one part."""

    part: str
    health: Health
    sentence: str


def look_at(part: str, look: Callable[[], str]) -> Finding:
    """Return what `look` says of the part, or why it could not."""
    try:
        return Finding(part, Health.GOOD, look())
    except DataMistake as error:
        more = f"（ほかに{len(error.mistakes) - 1}か所）" if error.mistakes[1:] else ""
        return Finding(part, Health.BAD, f"{error}{more}")
    except (KeysError, PrintingError, StoreError, SettingsError) as error:
        return Finding(part, Health.BAD, f"{error.sentence}{error.next_step}")
