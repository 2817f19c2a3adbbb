"""What a print adds to a page, in points from the lower left corner: the step between planning and PDF operators."""

from typing import NamedTuple

from printing.drawing.fit import LEADING, MIDDLE, Fitted, Room
from printing.sheets.parts import MM, Align, Area

PADDING = 1.2
"""Millimetres kept free left and right inside a box, so that no text touches a rule."""

HEADROOM = 0.7
"""Millimetres kept free above and below: capitals with accents and cedillas rise and hang out of their line."""


class Type(NamedTuple):
    """One line of type from its baseline's start. Like rectangles and rooms one is made for every box with ink, and a
    tuple takes a third of the time."""

    x: float
    y: float
    size: float
    text: str


class Ink(NamedTuple):
    """The ink of one box. `path` are PDF path operators; `alt` says in words what a path means. `margin` is ink that
    tells pages apart and is not read aloud with each of them."""

    item: str
    label: str
    types: tuple[Type, ...] = ()
    path: str = ""
    alt: str = ""
    margin: bool = False


class Rect(NamedTuple):
    """An area in points from the lower left corner of its page."""

    x: float
    y: float
    w: float
    h: float

    @classmethod
    def of(cls, area: Area, page_height: float) -> "Rect":
        return cls(area.x * MM, (page_height - area.y - area.h) * MM, area.w * MM, area.h * MM)


def room_in(rect: Rect, size: float, floor: float, lines: int = 1) -> Room:
    """What a box of this inside offers to a text."""
    return Room(rect.w - 2 * PADDING * MM, rect.h - 2 * HEADROOM * MM, size, floor, lines, even=True)


def set_type(fitted: Fitted, rect: Rect, align: Align) -> tuple[Type, ...]:
    """The lines in the rectangle, vertically in its middle."""
    middle = rect.y + rect.h / 2 + (len(fitted.lines) - 1) / 2 * LEADING * fitted.size - MIDDLE * fitted.size
    left, spare = rect.x + PADDING * MM, rect.w - 2 * PADDING * MM
    share = {"right": 1.0, "center": 0.5}.get(align, 0.0)
    return tuple(
        Type(left + max(0.0, spare - width) * share, middle - number * LEADING * fitted.size, fitted.size, line)
        for number, (line, width) in enumerate(zip(fitted.lines, fitted.widths, strict=True))
    )


def tick(rect: Rect) -> str:
    """A tick that fills the rectangle."""
    x, y, w, h = rect.x, rect.y, rect.w, rect.h
    return (
        f"{max(0.8, h * 0.13):.2f} w 1 J 1 j {x + w * 0.12:.2f} {y + h * 0.52:.2f} m "
        f"{x + w * 0.40:.2f} {y + h * 0.18:.2f} l {x + w * 0.92:.2f} {y + h * 0.92:.2f} l S\n"
    )


MARK_SIDE, MARK_LEFT = 3.0, 6.0
"""Of the small ▲, in mm, and where it stands from the left edge of the page: few printers print nearer."""


def frame(rect: Rect) -> str:
    """The outline of the rectangle."""
    return f"0.5 w {rect.x:.2f} {rect.y:.2f} {rect.w:.2f} {rect.h:.2f} re S\n"


def margin_mark(rect: Rect) -> str:
    """A small ▲ in the left margin, beside the middle of the rectangle."""
    left, side = MARK_LEFT * MM, MARK_SIDE * MM
    low = rect.y + rect.h / 2 - side / 2
    return f"{left:.2f} {low:.2f} m {left + side:.2f} {low:.2f} l {left + side / 2:.2f} {low + side:.2f} l h f\n"


_ROUND = 0.5523
"""Control points of the four Bézier curves nearest to a circle."""


def circle(rect: Rect) -> str:
    """An ellipse in the rectangle."""
    rx, ry = rect.w / 2, rect.h / 2
    cx, cy, kx, ky = rect.x + rx, rect.y + ry, rx * _ROUND, ry * _ROUND
    return (
        f"1 w {cx + rx:.2f} {cy:.2f} m "
        f"{cx + rx:.2f} {cy + ky:.2f} {cx + kx:.2f} {cy + ry:.2f} {cx:.2f} {cy + ry:.2f} c "
        f"{cx - kx:.2f} {cy + ry:.2f} {cx - rx:.2f} {cy + ky:.2f} {cx - rx:.2f} {cy:.2f} c "
        f"{cx - rx:.2f} {cy - ky:.2f} {cx - kx:.2f} {cy - ry:.2f} {cx:.2f} {cy - ry:.2f} c "
        f"{cx + kx:.2f} {cy - ry:.2f} {cx + rx:.2f} {cy - ky:.2f} {cx + rx:.2f} {cy:.2f} c h S\n"
    )
