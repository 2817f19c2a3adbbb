"""Writes a page of the office's own (日計表, 監査記録の控え …) line by line, from the top down."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from printing.fonts import LABEL_BOLD_FONT, LABEL_FONT, font_file

PLAIN, BOLD = "page", "page-bold"
A4 = (210 * mm, 297 * mm)
EDGE = 16 * mm
LINE_GREY = (0.7, 0.7, 0.72)
PRACTICE = "練習"


class PageWriter:
    """Writes from the top down, page after page; `y` is where the next line stands."""

    def __init__(self, title: str, mark: str = "", *, numbered: bool = False) -> None:
        _register_fonts()
        self.out = BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4, invariant=True)
        self.canvas.setTitle(title)
        self.width, self.height = A4
        self.mark, self.numbered = mark, numbered
        self.head: tuple[Sequence[str], Sequence[float]] | None = None
        """The head of the table that is being written: it stands on each further page again."""
        self._begin()

    def _begin(self) -> None:
        """Begin a page; what it must not be taken for stands across it."""
        self.y = self.height - 22 * mm
        self.is_fresh = True
        self.across(self.mark, self.height / 2)
        if self.numbered:
            self.canvas.setFont(PLAIN, 8)
            self.canvas.drawCentredString(self.width / 2, 7 * mm, f"－ {self.canvas.getPageNumber()} －")

    def across(self, words: str, middle: float) -> None:
        """Write large and grey across the middle."""
        self.canvas.saveState()
        self.canvas.setFillColorRGB(*LINE_GREY)
        self.canvas.translate(self.width / 2, middle)
        self.canvas.rotate(20)
        self.canvas.setFont(BOLD, 64)
        self.canvas.drawCentredString(0, 0, words)
        self.canvas.restoreState()

    def cut(self, height: float) -> None:
        """Draw where the paper is cut."""
        self.canvas.saveState()
        self.canvas.setDash(2, 3)
        self.canvas.line(0, height, self.width, height)
        self.canvas.restoreState()

    def text(self, x: float, words: str, size: float = 10, *, bold: bool = False, end: bool = False) -> None:
        self.canvas.setFont(BOLD if bold else PLAIN, size)
        (self.canvas.drawRightString if end else self.canvas.drawString)(x, self.y, words)

    def centre(self, words: str, size: float) -> None:
        self.canvas.setFont(BOLD, size)
        self.canvas.drawCentredString(self.width / 2, self.y, words)

    def down(self, millimetres: float) -> None:
        self.y -= millimetres * mm
        self.need(12)

    def need(self, millimetres: float) -> None:
        """Begin a new page unless there is so much room."""
        if self.y < millimetres * mm:
            self.canvas.showPage()
            self._begin()

    def heading(self, words: str, *beside: str) -> None:
        self.text(EDGE, words, 18, bold=True)
        for line in beside:
            self.text(self.width - EDGE, line, 10, end=True)
            self.down(5)
        self.rule(1.2)
        self.down(8)

    def section(self, words: str) -> None:
        self.head = None
        self.need(45)
        self.down(3)
        self.text(EDGE, words, 12, bold=True)
        self.down(7)

    def row(self, cells: Sequence[str], ends: Sequence[float], *, bold: bool = False) -> None:
        """Write the first cell from the left, the others ending so many millimetres from it."""
        if self.is_fresh and self.head and cells != self.head[0]:
            self.columns(*self.head)
        self.is_fresh = False
        room = (ends[0] - 18) * mm if ends else self.width
        self.text(EDGE, fitted(cells[0], room), bold=bold)
        for words, end in zip(cells[1:], ends, strict=True):
            self.text(EDGE + end * mm, words, bold=bold, end=True)
        self.canvas.setStrokeColorRGB(*LINE_GREY)
        self.canvas.setLineWidth(0.4)
        self.canvas.line(EDGE, self.y - 2 * mm, self.width - EDGE, self.y - 2 * mm)
        self.down(6.5)

    def columns(self, cells: Sequence[str], ends: Sequence[float]) -> None:
        """Begin a table with the heads of its columns."""
        self.head = cells, ends
        self.row(cells, ends, bold=True)

    def rule(self, width: float = 0.5) -> None:
        self.canvas.setStrokeColorRGB(0, 0, 0)
        self.canvas.setLineWidth(width)
        self.canvas.line(EDGE, self.y, self.width - EDGE, self.y)

    def seals(self, *names: str) -> None:
        """Draw boxes for the seals of who is responsible."""
        for at, name in enumerate(names):
            x = self.width - EDGE - (len(names) - at) * 24 * mm
            self.canvas.setLineWidth(0.5)
            self.canvas.rect(x, self.y - 22 * mm, 24 * mm, 22 * mm)
            self.canvas.line(x, self.y - 6 * mm, x + 24 * mm, self.y - 6 * mm)
            self.canvas.setFont(PLAIN, 8)
            self.canvas.drawCentredString(x + 12 * mm, self.y - 4.3 * mm, name)
        # Often the last thing of a paper: what follows looks for room itself.
        self.y -= 30 * mm

    def saved(self) -> bytes:
        self.canvas.save()
        return self.out.getvalue()


def fitted(words: str, room: float) -> str:
    """Return the words as far as they go into the column; a fee is called by its beginning."""
    while len(words) > 1 and pdfmetrics.stringWidth(words, PLAIN, 10) > room:
        words = words[:-2] + "…"
    return words


@cache
def _register_fonts() -> None:
    pdfmetrics.registerFont(ttfonts.TTFont(PLAIN, font_file(LABEL_FONT), asciiReadable=0))
    pdfmetrics.registerFont(ttfonts.TTFont(BOLD, font_file(LABEL_BOLD_FONT), asciiReadable=0))
