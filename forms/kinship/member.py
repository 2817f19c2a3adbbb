"""The people of a household, and what somebody has said about two of them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from forms.kinship.relation import Relation, Step

Sex = Literal["male", "female"]
DAYS_OF_A_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class Born:
    """The first and the last day a person may be born on; one day where the date is whole."""

    first: date
    last: date

    def years_before(self, other: "Born") -> tuple[float, float]:
        """The least and the most years this person is older than the other; negative when younger."""
        least = (other.first - self.last).days / DAYS_OF_A_YEAR
        most = (other.last - self.first).days / DAYS_OF_A_YEAR
        return least, most


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the household with the register's word to its head; no word for one who lives apart.

    `birth` is an ISO date, `00` for an unknown month or day, or None. `surname` as on paper; empty when unknown.
    """

    id: str
    relation: Relation | None
    sex: Sex | None = None
    birth: str | None = None
    surname: str = ""

    @property
    def known_sex(self) -> str | None:
        """The stated sex, or the one the word tells."""
        return self.sex or (self.relation.sex if self.relation else None)

    @property
    def born(self) -> Born | None:
        """The days the birth may have been on, or None where nothing is known (a day only the register has, too)."""
        return born(self.birth) if self.birth else None


def born(iso: str) -> Born | None:
    """The days an ISO date with unknown parts may mean; None for a text that is no date of the calendar."""
    try:
        year, month, day = (int(part) for part in iso.split("-"))
        last_month = month or 12
        last = date(year, last_month, day or monthrange(year, last_month)[1])
        return Born(date(year, month or 1, day or 1), last)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody has said: `who` is the `is_` of `of` ("美咲 is the 妻 of 健一").

    `who` is None for "nobody of these people". With `is_denied` the opposite was said: who is not the child of `of`.
    """

    of: str
    is_: Step
    who: str | None
    is_denied: bool = False
