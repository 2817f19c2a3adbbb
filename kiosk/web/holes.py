"""Questions drawn once: what stands around their answers is kept, and each request fills its answers in.

A question is drawn with `Hole`s where its answers would stand, cut up there, and kept for its language. Nothing
that a person has answered is ever kept: it is not there while the question is drawn, and comes in afterwards.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

from forms import kinds
from forms.answers import OWN
from kiosk.web.language import spoken
from kiosk.web.questions import Question

MOST = 3_000
"""Questions kept, of some kilobytes each; the one kept longest goes first."""

BEGIN, END = "\ufdd0", "\ufdd1"
"""Around the number of a hole; no text has these signs, which Unicode keeps for use inside programs."""

_HOLE = re.compile(f"{BEGIN}([0-9]+){END}")

Fill = Callable[[Question], str]
"""What stands in a hole, escaped."""


class Hole(str):
    """The place of something that a person has answered; it counts as filled."""

    __slots__ = ("fills", "read")

    fills: list[Fill]
    read: Callable[[Question], object]

    def __new__(cls, fills: list[Fill], read: Callable[[Question], object]) -> "Hole":
        hole = super().__new__(cls, f"{BEGIN}{len(fills)}{END}")
        hole.fills, hole.read = fills, read
        fills.append(lambda asked: escape(read(asked)))
        return hole

    def then(self, said: str) -> "Hole":
        """Return the place of these words, which stand there if what was answered is true."""
        read = self.read
        return Hole(self.fills, lambda asked: said if read(asked) else "")


def then(answered: object, said: str) -> str:
    """Return the words if what was answered is true: the one way in which a template may branch on answers."""
    return answered.then(said) if isinstance(answered, Hole) else said if answered else ""


class Blank(Question):
    """A question with holes for answers."""

    __slots__ = ("fills",)

    fills: list[Fill]

    def typed(self, part: str = "") -> str:
        return self._hole(lambda asked: asked.typed(part))

    def chosen(self, code: str) -> "Hole":  # type: ignore[override]  # true, as far as a template sees
        return self._hole(lambda asked: asked.chosen(code))

    @property
    def is_open(self) -> "Hole":  # type: ignore[override]
        return self._hole(lambda asked: asked.is_open)

    @property
    def is_in_parts(self) -> bool:
        return False

    @property
    def line(self) -> str:
        return self._hole(lambda asked: asked.line)

    @property
    def echo(self) -> str:
        return self._hole(lambda asked: asked.echo)

    def _hole(self, read: Callable[[Question], object]) -> Hole:
        return Hole(self.fills, read)


def blank(asked: Question) -> Blank:
    """Return the question without its answers."""
    made = Blank(
        asked.key,
        asked.item,
        asked.label,
        asked.hint,
        asked.required,
        codes=asked.codes,
        may_be_unknown=asked.may_be_unknown,
        address_key=asked.address_key,
        heading=asked.heading,
        usual_with=asked.usual_with,
    )
    object.__setattr__(made, "fills", [])
    return made


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question cut up at its holes: one piece more than answers, which stand between them."""

    pieces: tuple[str, ...]
    fills: tuple[Fill, ...]

    def filled(self, asked: Question) -> Markup:
        """Return the question with its answers."""
        text = [self.pieces[0]]
        for fill, piece in zip(self.fills, self.pieces[1:], strict=True):
            text += (fill(asked), piece)
        return Markup("".join(text))  # noqa: S704 - drawn by a template; what fills it is escaped


class Drawings:
    """The questions of one front, as they were drawn."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[object, ...], Drawn] = {}

    def draw(self, asked: Question, plainly: Callable[[Question], str]) -> str:
        """Return the question, as `plainly` draws it."""
        if not is_plain(asked):
            return plainly(asked)
        key = _looks(asked)
        drawn = self._drawn.get(key)
        if drawn is None:
            while len(self._drawn) >= MOST:
                self._drawn.pop(next(iter(self._drawn)), None)
            drawn = self._drawn[key] = cut(blank(asked), plainly)
        return drawn.filled(asked)


def cut(asked: Blank, plainly: Callable[[Question], str]) -> Drawn:
    """Draw a question without answers and cut it up at its holes."""
    pieces = _HOLE.split(plainly(asked))
    return Drawn(tuple(pieces[::2]), tuple(asked.fills[int(number)] for number in pieces[1::2]))


def is_plain(asked: Question) -> bool:
    """Return whether all that depends on its answers are the answers themselves.

    A mistake, addresses to choose from, a day in parts and lists of people change more. Who plays a role is chosen
    by name, and no name is kept.
    """
    kind = asked.item.kind
    if asked.problem is not None or kind is kinds.PEOPLE:
        return False
    if asked.item.choices:
        return OWN not in asked.key
    if kind is kinds.DATE:
        return not asked.is_in_parts
    return kind is not kinds.POSTAL_CODE or not asked.looked


def _looks(asked: Question) -> tuple[object, ...]:
    """Return all by which one question looks different from another."""
    item = asked.item
    return (
        spoken().code,
        asked.key,
        asked.label,
        asked.hint,
        asked.required,
        asked.codes,
        asked.may_be_unknown,
        asked.address_key,
        asked.usual_with,
        item.kind.name,
        item.hint,
        item.choices,
        item.least,
        item.most,
        item.longest,
        item.unit,
        item.unknown_day,
        item.autocomplete,
    )
