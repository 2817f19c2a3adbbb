"""What a cell holds: a text, an address with postal code and building, digits in cells, fixed words."""

from dataclasses import dataclass, field, replace
from math import ceil
from typing import ClassVar, Protocol

from printing.drawing.fit import LEADING, Room, fit
from printing.drawing.ink import HEADROOM
from printing.fonts import label_repertoire
from printing.sheets.boxes import FLOOR, Box, CombBox, TextBox
from printing.sheets.parts import MM, Align, Area, Drawing, Label, LabelAlign, Line
from printing.sheets.values import Show

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


POSTAL, ADDRESS, BUILDING = 4.6, 7.4, 5.4
READABLE = 9.5
"""Type size, in points, at which long texts are meant to be read; it decides how many lines are kept free."""
MOST_LINES = 4
LINE = 4.1
COMB_PITCH, NARROWEST_COMB, COMB_HEIGHT = 6.0, 2.5, 6.4


@dataclass(frozen=True, slots=True)
class Text:
    """`longest` characters may come; 0 if the height does not depend on them. `most` lines are kept free for them."""

    item: str
    label: str
    size: float = 11.0
    show: Show = "text"
    align: Align = "left"
    least: float = ROW
    longest: int = 0
    most: int = MOST_LINES
    rigid: ClassVar[bool] = False

    def height(self, width: float) -> float:
        a_line = max(1.0, (width - 2 * PAD) * MM / READABLE)
        lines = min(self.most, ceil(self.longest / a_line))
        return max(self.least, lines * LINE + 2.4 if lines > 1 else 0.0)

    def place(self, area: Area, placed: Placed) -> None:
        placed.boxes.append(text_box(area, self.item, self.label, self.size, self.show, self.align))


@dataclass(frozen=True, slots=True)
class Address:
    """Postal code above, building below, where the form asks for them."""

    item: str
    label: str
    postal: str = ""
    building: str = ""
    least: float = 0.0
    rigid: ClassVar[bool] = False

    def height(self, width: float) -> float:
        rows = (POSTAL if self.postal else 0.6) + ADDRESS + (BUILDING if self.building else 1.6)
        return max(rows + 0.6, self.least)

    def place(self, area: Area, placed: Placed) -> None:
        inside = inset(area, 0, 0.3)
        upper, lower = self._share(POSTAL, area), self._share(BUILDING, area)
        top = upper if self.postal else 0.0
        bottom = lower if self.building else 0.0
        if self.postal:
            box = part(inside, w=min(40.0, area.w), h=top)
            placed.boxes.append(text_box(box, self.postal, f"{self.label}の郵便番号", 9.0))
        middle = part(inside, y=top, h=inside.h - top - bottom)
        placed.boxes.append(text_box(middle, self.item, self.label, 11.0))
        if self.building:
            box = part(inside, y=inside.h - bottom)
            placed.boxes.append(text_box(box, self.building, f"{self.label}の方書", 10.0))

    def _share(self, wanted: float, area: Area) -> float:
        return wanted * area.h / self.height(area.w)


@dataclass(frozen=True, slots=True)
class Comb:
    """One character a cell; the cells are as wide as a hand writes them, or narrower, or none where there is no room."""

    item: str
    label: str
    cells: int
    show: Show = "text"
    align: Align = "right"
    rigid: ClassVar[bool] = False

    def height(self, width: float) -> float:
        return ROW

    def place(self, area: Area, placed: Placed) -> None:
        room = comb_room(area, self.cells)
        if room.w < self.cells * NARROWEST_COMB:
            placed.boxes.append(text_box(area, self.item, self.label, 11.0, self.show))
            return
        box = CombBox(room, self.item, self.label, self.show, 11.0, FLOOR, self.cells, self.align)
        placed.drawings += box.drawings()
        placed.boxes.append(box)


@dataclass(frozen=True, slots=True)
class Words:
    """Words the form always has, in a cell of their own or across the whole form."""

    text: str
    size: float = LABEL_SIZE
    least: float = ROW
    rigid: ClassVar[bool] = False

    def height(self, width: float) -> float:
        a_line = max(1.0, (width - 2 * PAD) * MM / self.size)
        lines = sum(max(1, ceil(len(line) / a_line)) for line in self.text.split("\n"))
        return max(self.least, lines * self.size * 1.3 / MM + 2.0)

    def place(self, area: Area, placed: Placed) -> None:
        placed.drawings.append(label(inset(area, PAD), self.text, self.size))


def text_box(
    area: Area,
    item: str,
    name: str,
    size: float,
    show: Show = "text",
    align: Align = "left",
    floor: float = FLOOR,
) -> TextBox:
    """With as many lines as the area holds at the smallest type."""
    lines = max(1, int(((area.h - 2 * HEADROOM) * MM / floor - 1) / LEADING + 1))
    return TextBox(area, item, name, show, min(size, area.h * MM), min(floor, area.h * MM), lines, align)


def comb_room(area: Area, cells: int) -> Area:
    """Where the cells stand in the area, on the left and in the middle of its height."""
    width = min(cells * COMB_PITCH, area.w - 2 * PAD)
    height = min(COMB_HEIGHT, area.h - 2 * INNER)
    return Area(area.page, area.x + PAD, area.y + (area.h - height) / 2, width, height)
