"""Lengths and places: millimetres for people, points for PDF, and where the ink lands on paper."""

from dataclasses import dataclass, replace
from typing import Literal

MM = 72 / 25.4
"""Points in a millimetre."""


Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on page number `page` (from 1)."""

    page: int
    x: float
    y: float
    w: float
    h: float

    def moved(self, x: float, y: float) -> "Area":
        return replace(self, x=self.x + x, y=self.y + y)


MARK = 20.0
"""Where the first mark of the calibration page stands, in mm from the left and the top edge."""

SPAN_X, SPAN_Y = 150.0, 200.0
"""How far the other marks of the calibration page are from it."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Millimetres to the right and down, and factors around the top left corner of the paper."""

    right: float = 0.0
    down: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0

    def then(self, other: "Placement") -> "Placement":
        """This placement, e.g. the sheet's, and after it the other, e.g. the printer's."""
        return Placement(
            other.right + other.scale_x * self.right,
            other.down + other.scale_y * self.down,
            other.scale_x * self.scale_x,
            other.scale_y * self.scale_y,
        )

    def operators(self, page_height: float) -> str:
        """The PDF operator that places a page `page_height` mm high; nothing if the paper needs no help."""
        if self == AS_DRAWN:
            return ""
        up = page_height * MM * (1 - self.scale_y) - self.down * MM
        return f"{self.scale_x:.5f} 0 0 {self.scale_y:.5f} {self.right * MM:.3f} {up:.3f} cm\n"


AS_DRAWN = Placement()


def placement_from_measures(left: float, top: float, across: float, along: float) -> Placement:
    """What puts a printer right that printed the calibration page, drawn without placement, like this.

    `left` and `top` are the distances of the first mark from the paper's edges (20 mm if all is well), `across` and
    `along` those between the marks (150 and 200 mm). All must be larger than zero.
    """
    stretch_x, stretch_y = across / SPAN_X, along / SPAN_Y
    return Placement(
        right=MARK - left / stretch_x,
        down=MARK - top / stretch_y,
        scale_x=1 / stretch_x,
        scale_y=1 / stretch_y,
    )
