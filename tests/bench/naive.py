"""The yardstick: ReportLab as its manual shows it, with the same font, parsed once."""

from functools import cache
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from printing.drawing.margin import qr_rows
from printing.fonts import font_file
from printing.sheets.parts import MM
from tests.bench.form import CODE, FRAMES, LABELS, VALUES, label_place, value_place

FONT = "Naive"


def draw_naively() -> bytes:
    """The reference form, everything anew."""
    _register_font()
    output = BytesIO()
    canvas = Canvas(output, pagesize=(210 * MM, 297 * MM), pageCompression=1)
    canvas.setTitle(LABELS[0])
    for x, y, w, h in FRAMES:
        canvas.rect(x * MM, (297 - y - h) * MM, w * MM, h * MM)
    canvas.setFont(FONT, 9)
    for number, text in enumerate(LABELS):
        x, y = label_place(number)
        canvas.drawString(x * MM, (297 - y - 4) * MM, text)
    canvas.setFont(FONT, 11)
    for number, text in enumerate(VALUES):
        x, y = value_place(number)
        canvas.drawString(x * MM, (297 - y - 5) * MM, text)
    _draw_code(canvas)
    canvas.save()
    return output.getvalue()


@cache
def _register_font() -> None:
    pdfmetrics.registerFont(TTFont(FONT, font_file("ipamjm.ttf")))


def _draw_code(canvas: Canvas) -> None:
    qr_rows.cache_clear()
    rows = qr_rows(CODE)
    module = 20 * MM / len(rows)
    for y, row in enumerate(rows):
        for x, dot in enumerate(row):
            if not dot:
                canvas.rect(170 * MM + x * module, 289 * MM - y * module, module, module, stroke=0, fill=1)
