"""An address by touch: a street of the town and the house number on a pad, or another town by its postal code.

Each step is a press inside the question, kept in its hidden inputs: so it works without JavaScript and comes back
after a call or another language. Whoever wants to may write the address instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from forms import Inputs, Problem, ProblemCode
from kiosk.desk.workplace import workplace
from kiosk.town.streets import Place, find_places
from kiosk.web.inputs import PLACE, first_typed

WAY, ROW, CODE, NUMBER = "!way", "!row", "!code", "!number"
"""Suffixes of the inputs: what was pressed first, the row of the 五十音 that streets begin with, the postal code, the
house number."""

TOWN, ELSEWHERE, WRITTEN = "town", "elsewhere", "written"
PRESSED = {"way:": WAY, "row:": ROW, "place:": PLACE}
"""What the name of an action begins with, and the input it sets."""
BELOW = {WAY: (ROW, CODE, PLACE, NUMBER), ROW: (PLACE, NUMBER), PLACE: (NUMBER,)}
"""What is no longer so once an earlier step is taken anew."""

MOST_STREETS = 24
"""On one screen; more of them are found by the row of their reading."""
ROWS = ("あいうえお", "かきくけこがぎぐげご", "さしすせそざじずぜぞ", "たちつてとだぢづでど", "なにぬねの",
        "はひふへほばびぶべぼぱぴぷぺぽ", "まみむめも", "やゆよ", "らりるれろ", "わをん")  # fmt: skip
"""五十音, each row named by its first sign."""


class Step(StrEnum):
    """What an address is asked for next."""

    WHERE = "where"
    ROW = "row"
    STREET = "street"
    CODE = "code"
    NUMBER = "number"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class AddressByTouch:
    """One question for an address, with what was pressed and typed so far."""

    key: str
    inputs: Inputs

    @property
    def step(self) -> Step:
        way = self.typed(WAY)
        if way == WRITTEN or (not way and (self.typed() or not self.streets)):
            return Step.WRITTEN
        if self.typed(PLACE):
            return Step.NUMBER
        if way == ELSEWHERE:
            return Step.CODE
        if way != TOWN:
            return Step.WHERE
        return Step.ROW if len(self.streets) > MOST_STREETS and not self.typed(ROW) else Step.STREET

    @property
    def streets(self) -> tuple[Place, ...]:
        """All of the town, in the order of their readings as far as one postal code goes."""
        lists = workplace().office.streets.values()
        return tuple(dict.fromkeys(place for places in lists for place in places))

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows that some street begins with."""
        return tuple(row[0] for row in ROWS if any(_begins(place, row) for place in self.streets))

    @property
    def places(self) -> tuple[Place, ...]:
        """What can be chosen at this step."""
        match self.step:
            case Step.STREET:
                row = next((row for row in ROWS if row[0] == self.typed(ROW)), "")
                return tuple(place for place in self.streets if not row or _begins(place, row))
            case Step.CODE:
                return find_places(self.typed(CODE))
        return ()

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """Name and value of the inputs that this step does not show."""
        shown = {Step.CODE: CODE, Step.NUMBER: NUMBER}.get(self.step)
        return tuple(
            (self.key + part, self.typed(part)) for part in (WAY, ROW, CODE, PLACE, NUMBER) if part != shown
        )

    def typed(self, part: str = "") -> str:
        return first_typed(self.inputs, self.key + part)

    def after(self, action: str) -> Inputs | None:
        """Return the inputs once the button was pressed; None if it is none of this question's."""
        begins = next((begins for begins in PRESSED if action.startswith(begins)), None)
        if begins is None:
            return None
        part, value = PRESSED[begins], action.removeprefix(begins)
        if part == PLACE and value not in {
            place.address for place in (*self.streets, *find_places(self.typed(CODE)))
        }:
            return self.inputs
        gone = {self.key + each for each in BELOW[part]}
        left = {name: typed for name, typed in self.inputs.items() if name not in gone}
        if (part, value) == (WAY, WRITTEN):
            left[self.key] = (self.whole,)
        return {**left, self.key + part: (value,)}

    @property
    def whole(self) -> str:
        """The address as far as it is known."""
        return self.typed() if self.step is Step.WRITTEN else f"{self.typed(PLACE)}{self.typed(NUMBER).strip()}"

    def problems(self, *, required: bool) -> tuple[Problem, ...]:
        """Return what is missing at this step before one can go on."""
        match self.step:
            case Step.NUMBER if not self.typed(NUMBER).strip():
                return (
                    Problem(
                        self.key,
                        ProblemCode.MISSING,
                        "番地を入力してください。ないときは「文字で書く」を押してください。",
                    ),
                )
            case Step.CODE if not self.places and (required or self.typed(CODE)):
                return (Problem(self.key, ProblemCode.NO_POSTAL_CODE, "郵便番号は7桁の数字で入力してください。"),)
        return ()

    @property
    def settled(self) -> Inputs | None:
        """Return the inputs with the address they make, None while a place is still to be chosen."""
        if self.step is Step.CODE and self.places:
            return None
        return {**self.inputs, self.key: (self.whole,)} if self.step is Step.NUMBER else self.inputs


def _begins(place: Place, signs: Iterable[str]) -> bool:
    """Whether the reading, in brackets behind the name, begins with one of the signs."""
    return place.label.rpartition("（")[2][:1] in signs
