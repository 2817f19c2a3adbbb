"""A row of cells: a label on the left of each, rules between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from printing.rows.look import (
    INNER,
    LABEL_SIZE,
    LABEL_WIDTH,
    NARROWEST,
    SMALL,
    Band,
    Placed,
    TooLong,
    inset,
    label,
    level,
    part,
    upright,
    width_of,
)
from printing.sheet import Area

NARROWEST_LABEL = 13.0
MINOR_GROWTH = 1.3
"""A minor part grows no further when its cell has to be higher."""
LABEL_LINE, SMALLEST_LINE = 4.0, 0.75
"""Height of a line of a label; and down to which part of its size a label stays on one line."""
WIDEST_SHARE = 0.5
"""Of a cell, that its label may take."""


@dataclass(frozen=True, slots=True)
class Part:
    """A label and what belongs to it. `minor` is set in small type (フリガナ)."""

    label: str
    content: Band
    minor: bool = False

    def height(self, width: float, side: float) -> float:
        """`width` is what the content has, `side` what the label has."""
        lines = sum(
            1 + (width_of(line, LABEL_SIZE * SMALLEST_LINE) > side - 6.0) for line in self.label.split("\n")
        )
        return max(self.content.height(width), lines * LABEL_LINE + 1.0 if lines > 1 and side else 0.0)


@dataclass(frozen=True, slots=True)
class Cell:
    """Usually one part; a name has its フリガナ as a part above. `share` is its width beside the other cells."""

    parts: tuple[Part, ...]
    share: float = 1.0

    def label_width(self, width: float, *, is_first: bool) -> float:
        texts = [line for each in self.parts for line in each.label.split("\n")]
        longest = max((width_of(text, LABEL_SIZE) for text in texts), default=0.0)
        if not any(texts):
            return 0.0
        wished = LABEL_WIDTH if is_first else min(LABEL_WIDTH, max(NARROWEST_LABEL, longest + 5.0))
        return min(wished, width * WIDEST_SHARE)

    def heights(self, width: float, side: float) -> list[float]:
        return [each.height(width, side) for each in self.parts]


@dataclass(frozen=True, slots=True)
class CellsRow:
    """All cells are as high as the highest; `least` is the height somebody asked for."""

    cells: tuple[Cell, ...]
    least: float = 0.0

    @property
    def rigid(self) -> bool:
        return any(each.content.rigid for cell in self.cells for each in cell.parts)

    def height(self, width: float) -> float:
        return max(
            self.least, *(sum(cell.heights(room - side, side)) for cell, room, side in self._columns(width))
        )

    def place(self, area: Area, placed: Placed) -> None:
        x = 0.0
        for position, (cell, width, side) in enumerate(self._columns(area.w)):
            if position:
                placed.drawings.append(upright(area, x))
            _place_cell(cell, part(area, x=x, w=width), side, placed)
            x += width

    def _columns(self, width: float) -> Sequence[tuple[Cell, float, float]]:
        """Each cell with its width and the width of its label."""
        whole = sum(cell.share for cell in self.cells)
        widths = [width * cell.share / whole for cell in self.cells]
        return [
            (cell, each, cell.label_width(each, is_first=position == 0))
            for position, (cell, each) in enumerate(zip(self.cells, widths, strict=True))
        ]


def _place_cell(cell: Cell, area: Area, side: float, placed: Placed) -> None:
    if area.w - side < NARROWEST:
        raise TooLong(cell.parts[-1].label)
    heights = cell.heights(area.w - side, side)
    y, minor = 0.0, sum(height for each, height in zip(cell.parts, heights, strict=True) if each.minor)
    growth = min(area.h / sum(heights), MINOR_GROWTH)
    for position, (each, height) in enumerate(zip(cell.parts, heights, strict=True)):
        major = (area.h - minor * growth) * height / (sum(heights) - minor)
        row = part(area, y=y, h=height * growth if each.minor else major)
        if position:
            placed.drawings.append(level(area, y, INNER))
        if side:
            placed.drawings.append(upright(row, side))
            _place_label(part(row, w=side), each, placed)
        each.content.place(part(row, x=side), placed)
        y += row.h


def _place_label(area: Area, each: Part, placed: Placed) -> None:
    if each.label:
        size = SMALL if each.minor else LABEL_SIZE
        room = inset(area, min(3.0, area.w * 0.1), 0.0 if each.minor else 0.6)
        placed.drawings.append(label(room, each.label, size, "spread" if "\n" not in each.label else "center"))
