"""Outlines of single characters on a canvas, for what no font of the labels can set as type."""

from functools import cache

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from printing.fonts import Glyph, label_repertoire


def draw_outline(canvas: Canvas, glyph: Glyph, x: float, baseline: float, size: float) -> None:
    """Fills the glyph's outline with its left end at `x`, in the canvas's colour."""
    face = label_repertoire().faces[glyph.face]
    scale = size / face.metrics.units
    canvas.saveState()
    canvas.transform(scale, 0, 0, scale, x, baseline)
    path = canvas.beginPath()
    font = _font(str(face.path))
    glyphs = font.getGlyphSet()
    glyphs[font.getGlyphName(glyph.number)].draw(_CanvasPen(glyphs, path))
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


@cache
def _font(path: str) -> TTFont:
    return TTFont(path, lazy=True)


class _CanvasPen(BasePen):  # type: ignore[misc]  # fontTools says nothing about its types
    """Writes outlines into a path of ReportLab."""

    def __init__(self, glyphs: object, path: PDFPathObject) -> None:
        super().__init__(glyphs)
        self.path = path

    def _moveTo(self, at: tuple[float, float]) -> None:  # noqa: N802 - the pen's protocol
        self.path.moveTo(*at)

    def _lineTo(self, at: tuple[float, float]) -> None:  # noqa: N802
        self.path.lineTo(*at)

    def _curveToOne(  # noqa: N802
        self, one: tuple[float, float], two: tuple[float, float], at: tuple[float, float]
    ) -> None:
        self.path.curveTo(*one, *two, *at)

    def _closePath(self) -> None:  # noqa: N802
        self.path.close()
