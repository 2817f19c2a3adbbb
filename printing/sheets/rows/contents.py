"""What a cell holds: a text, an address with postal code and building, digits in cells, fixed words."""

from dataclasses import dataclass
from math import ceil
from typing import ClassVar

from printing.drawing.fit import LEADING
from printing.drawing.ink import HEADROOM
from printing.sheets.boxes import FLOOR, CombBox, TextBox
from printing.sheets.parts import MM, Align, Area
from printing.sheets.rows.look import INNER, LABEL_SIZE, PAD, ROW, Placed, inset, label, part
from printing.sheets.values import Show

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
