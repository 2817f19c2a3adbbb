"""Drawing what is always on a sheet with ReportLab: labels, rules and frames."""

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from typing import assert_never

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from printing.errors import PrintingError, Reason
from printing.fit import MIDDLE
from printing.fonts import LABEL_BOLD_FONT, LABEL_FONT, font_file, label_repertoire
from printing.measure import MM
from printing.sheet import Drawing, Frame, Label, Line, Sheet

PLAIN, BOLD = "KioskLabel", "KioskLabelBold"
LINE_PITCH = 1.25


def draw_pages(sheet: Sheet) -> bytes:
    """A PDF of the sheet's pages without template and values. Raises PrintingError for a character no label font has."""
    _register_fonts()
    output = BytesIO()
    canvas = Canvas(output, pageCompression=0, invariant=1, initialFontName=PLAIN)  # type: ignore[arg-type]
    for number, page in enumerate(sheet.pages, start=1):
        canvas.setPageSize((page.width * MM, page.height * MM))
        draw_all(canvas, page.height, (drawing for drawing in sheet.drawings if drawing.area.page == number))
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def draw_all(canvas: Canvas, page_height: float, drawings: Iterable[Drawing]) -> None:
    """Draws on the current page, `page_height` in mm."""
    for drawing in drawings:
        match drawing:
            case Label():
                _draw_label(canvas, page_height, drawing)
            case Line():
                _draw_line(canvas, page_height, drawing)
            case Frame():
                _draw_frame(canvas, page_height, drawing)
            case _:
                assert_never(drawing)


@cache
def _register_fonts() -> None:
    for name, file in ((PLAIN, LABEL_FONT), (BOLD, LABEL_BOLD_FONT)):
        pdfmetrics.registerFont(TTFont(name, font_file(file), asciiReadable=0))


def _draw_label(canvas: Canvas, page_height: float, label: Label) -> None:
    font = BOLD if label.bold else PLAIN
    _refuse_unprintable(label.text)
    canvas.setFillGray(label.grey)
    lines = label.text.split("\n")
    middle = (page_height - label.area.y - label.area.h / 2) * MM
    top = middle + (len(lines) - 1) / 2 * LINE_PITCH * label.size
    for number, line in enumerate(lines):
        baseline = top - number * LINE_PITCH * label.size - MIDDLE * label.size
        _draw_line_of_type(canvas, label, line, font, baseline)


def _draw_line_of_type(canvas: Canvas, label: Label, line: str, font: str, baseline: float) -> None:
    left, width = label.area.x * MM, label.area.w * MM
    spare = width - pdfmetrics.stringWidth(line, font, label.size)
    text = canvas.beginText()
    text.setFont(font, label.size)
    is_spread = label.align == "spread" and len(line) > 1
    share = 0.0 if is_spread else {"right": 1.0, "center": 0.5, "spread": 0.5}.get(label.align, 0.0)
    text.setTextOrigin(left + spare * share, baseline)
    text.setCharSpace(spare / (len(line) - 1) if is_spread else 0)  # the space would stay on for later labels
    text.textOut(line)
    canvas.drawText(text)


def _draw_line(canvas: Canvas, page_height: float, line: Line) -> None:
    canvas.setLineWidth(line.weight)
    canvas.setDash([1.5, 1.5] if line.dashed else [])
    area = line.area
    canvas.line(
        area.x * MM, (page_height - area.y) * MM, (area.x + area.w) * MM, (page_height - area.y - area.h) * MM
    )


def _draw_frame(canvas: Canvas, page_height: float, frame: Frame) -> None:
    area = frame.area
    canvas.setLineWidth(frame.weight)
    canvas.setDash([1.5, 1.5] if frame.dashed else [])
    canvas.setFillGray(frame.fill)
    canvas.rect(
        area.x * MM, (page_height - area.y - area.h) * MM, area.w * MM, area.h * MM,
        stroke=int(frame.weight > 0), fill=int(frame.fill < 1),
    )  # fmt: skip


def _refuse_unprintable(text: str) -> None:
    fonts = label_repertoire()
    missing = [character for character in text if character != "\n" and fonts[character].fault]
    if missing:
        raise PrintingError(Reason.LABEL_UNPRINTABLE, "".join(missing))
