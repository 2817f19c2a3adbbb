"""The look all row sheets share: measures of a Japanese town form, and labels that shrink or break to fit."""

from dataclasses import dataclass, field, replace
from typing import Protocol

from printing.drawing.fit import Room, fit
from printing.fonts import label_repertoire
from printing.sheets.boxes import Box
from printing.sheets.parts import MM, Area, Drawing, Label, LabelAlign, Line

MARGIN = 15.0
"""Millimetres left and right."""
PAD = 2.2
"""Between a rule and what stands beside it."""
LABEL_WIDTH = 26.0
"""Of the first label in every row, so that the labels of a form stand in one column."""
ROW, NAME_ROW, KANA_ROW = 8.0, 10.0, 5.4
HEADING, GAP = 5.6, 2.0
"""The grey bar above a section, and the space between sections."""

OUTER, INNER, HAIR = 0.8, 0.5, 0.25
"""Weights of rules, in points."""
GREY = 0.88

LABEL_SIZE, SMALL, TINIEST = 9.0, 7.5, 5.5


NARROWEST = 5.0
"""Of what a cell holds; less is no room for anybody's answer."""


class TooLong(Exception):
    """Words, or the field they name, that have no room; `words` are named to whoever wrote them."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


@dataclass(slots=True)
class Placed:
    """What has been laid out so far."""

    drawings: list[Drawing] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)


class Band(Protocol):
    """Something as wide as the form or as one cell of it: says its height in mm, and is put into an area."""

    @property
    def rigid(self) -> bool:
        """Whether it keeps its height when the rows of a page shrink or grow."""

    def height(self, width: float) -> float:
        """The least comfortable height for this width."""

    def place(self, area: Area, placed: Placed) -> None:
        """Raises TooLong if fixed words find no room."""


def label(
    area: Area,
    text: str,
    size: float = LABEL_SIZE,
    align: LabelAlign = "left",
    *,
    bold: bool = False,
    grey: float = 0.0,
    floor: float = TINIEST,
) -> Label:
    """The words in the area, smaller or on several lines where need be. Raises TooLong."""
    floor = min(floor, size)
    room = Room(area.w * MM, area.h * MM, size, floor, max(1, int(area.h * MM / floor)))
    fitted = fit(text, room, label_repertoire())
    if fitted is None:
        raise TooLong(text)
    lines = [line.strip("\u3000 ") for line in fitted.lines]
    if align == "spread" and len(lines) > 1:
        align = "center"
    return Label(area, "\n".join(lines), fitted.size, align, bold, grey)


def width_of(text: str, size: float) -> float:
    """Of one line of label type, in mm; a little more, for bold type and rounding."""
    return label_repertoire().width(text) * size / 1000 / MM + 0.2


def inset(area: Area, x: float, y: float = 0.0) -> Area:
    """The area with `x` taken off left and right, `y` above and below."""
    return replace(area, x=area.x + x, y=area.y + y, w=area.w - 2 * x, h=area.h - 2 * y)


def part(area: Area, x: float = 0.0, y: float = 0.0, w: float | None = None, h: float | None = None) -> Area:
    """A piece of the area, from its top left corner; without `w` or `h` up to its end."""
    width, height = area.w - x if w is None else w, area.h - y if h is None else h
    return Area(area.page, area.x + x, area.y + y, width, height)


def upright(area: Area, x: float, weight: float = INNER) -> Line:
    """A rule down through the area, `x` from its left."""
    return Line(Area(area.page, area.x + x, area.y, 0, area.h), weight)


def level(area: Area, y: float, weight: float = INNER, *, dashed: bool = False) -> Line:
    """A rule across the area, `y` from its top."""
    return Line(Area(area.page, area.x, area.y + y, area.w, 0), weight, dashed)
