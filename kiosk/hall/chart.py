"""Columns of a chart as places in a drawing, for screens (SVG) and paper (PDF) alike. The table beside it says the same."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

GAP = 0.25
"""Between two columns, of the place of one."""
NICE = (1, 2, 3, 4, 5, 10)


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `y` is its upper edge, counted from the top."""

    label: str
    words: str
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns in a field of this size, and the value of its upper edge."""

    width: float
    height: float
    top: float
    columns: tuple[Column, ...]


def draw_chart(rows: Sequence[tuple[str, float, str]], width: float = 600, height: float = 180) -> Chart:
    """Return the chart of label, value and words of each column."""
    top = _nice(max((value for _, value, _ in rows), default=0))
    place = width / max(1, len(rows))
    columns = tuple(
        Column(
            label,
            words,
            place * (at + GAP / 2),
            height * (1 - value / top),
            place * (1 - GAP),
            height * value / top,
        )
        for at, (label, value, words) in enumerate(rows)
    )
    return Chart(width, height, top, columns)


def _nice(value: float) -> float:
    """Return the next round number that is not smaller."""
    if value <= 0:
        return 1.0
    ten = 10.0 ** math.floor(math.log10(value))
    return next(factor * ten for factor in NICE if factor * ten >= value)
