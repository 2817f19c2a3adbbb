"""A word across a whole page, as outlines that hide nothing: practice paper must never pass for a real form."""

from functools import cache
from math import cos, hypot, radians, sin

from fontTools.misc.transform import Transform
from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from printing.drawing.ink import Ink
from printing.fonts import LABEL_BOLD_FONT, font_file
from printing.sheets.geometry import MM

GREY, WEIGHT = 0.6, 1.5
SLOPE = 45.0
"""Degrees."""
SHARE = 0.52
"""Of the page's diagonal."""
LABEL = "透かし"


@cache
def watermark(word: str, width: float, height: float) -> Ink:
    """The word from the lower left to the upper right of a page of this size in mm."""
    outlines, advance, em = _outlines(word)
    scale = hypot(width, height) * MM * SHARE / max(1, advance)
    turn = radians(SLOPE)
    middle = Transform(1, 0, 0, 1, width * MM / 2, height * MM / 2).transform(
        Transform(cos(turn) * scale, sin(turn) * scale, -sin(turn) * scale, cos(turn) * scale, 0, 0)
    )
    a, b, c, d, e, f = middle.translate(-advance / 2, -em * 0.38)
    matrix = f"{a:.5f} {b:.5f} {c:.5f} {d:.5f} {e:.2f} {f:.2f} cm"
    return Ink("", LABEL, path=f"q {matrix} {GREY} G {WEIGHT / scale:.2f} w 1 j {outlines}S Q\n")


@cache
def _outlines(word: str) -> tuple[str, int, int]:
    """PDF path operators in the font's units, the width of the word, and the units of one em."""
    with TTFont(font_file(LABEL_BOLD_FONT), lazy=True) as font:
        glyphs, names = font.getGlyphSet(), font.getBestCmap()
        pen, advance = _PathPen(glyphs), 0
        for character in word:
            name = names.get(ord(character), ".notdef")
            glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1, advance, 0)))
            advance += glyphs[name].width
        return "".join(pen.path), advance, int(font["head"].unitsPerEm)


class _PathPen(BasePen):  # type: ignore[misc]  # fontTools says nothing about its types
    """Writes outlines as PDF path operators (ISO 32000-1 §8.5.2)."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.path: list[str] = []

    def _moveTo(self, at: tuple[float, float]) -> None:  # noqa: N802 - the pen's protocol
        self.path.append(f"{at[0]:.0f} {at[1]:.0f} m ")

    def _lineTo(self, at: tuple[float, float]) -> None:  # noqa: N802
        self.path.append(f"{at[0]:.0f} {at[1]:.0f} l ")

    def _curveToOne(  # noqa: N802
        self, one: tuple[float, float], two: tuple[float, float], at: tuple[float, float]
    ) -> None:
        self.path.append(" ".join(f"{x:.0f} {y:.0f}" for x, y in (one, two, at)) + " c ")

    def _closePath(self) -> None:  # noqa: N802
        self.path.append("h ")
