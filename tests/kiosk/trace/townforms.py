"""Forms as a town may have them, drawn here: with ruled boxes, turned, and as a scanned picture."""

from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
A4 = (210.0, 297.0)
NAME = (60.0, 50.0, 130.0, 12.0)
ADDRESS = (60.0, 62.0, 130.0, 12.0)
COMB = (60.0, 80.0, 84.0, 8.0)
TICK = (30.0, 100.0, 4.0, 4.0)
ROWS = (20.0, 120.0, 170.0, 32.0)


def ruled_form(file: Path, pages: int = 1) -> Path:
    """Two labelled fields, twelve comb cells, a square to tick and a table of four rows, on each page."""
    canvas = Canvas(str(file), pagesize=(A4[0] * MM, A4[1] * MM))
    for _ in range(pages):
        _rect(canvas, 20, 50, 40, 12)
        _rect(canvas, *NAME)
        _rect(canvas, 20, 62, 40, 12)
        _rect(canvas, *ADDRESS)
        for cell in range(12):
            _rect(canvas, COMB[0] + cell * 7, COMB[1], 7, COMB[3])
        _rect(canvas, *TICK)
        _rect(canvas, *ROWS)
        for row in range(1, 4):
            _line(canvas, 20, 120 + 8 * row, 190, 120 + 8 * row)
        _line(canvas, 90, 120, 90, 152)
        canvas.drawString(22 * MM, (A4[1] - 57) * MM, "Name")
        canvas.showPage()
    canvas.save()
    return file


def barred_form(file: Path) -> Path:
    """The field NAME drawn as word processors do: four thin filled bars."""
    canvas = Canvas(str(file), pagesize=(A4[0] * MM, A4[1] * MM))
    x, y, w, h = NAME
    for bar in ((x, y, w, 0.2), (x, y + h, w, 0.2), (x, y, 0.2, h), (x + w, y, 0.2, h)):
        canvas.rect(bar[0] * MM, (A4[1] - bar[1] - bar[3]) * MM, bar[2] * MM, bar[3] * MM, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    return file


def turned_form(file: Path, degrees: int) -> Path:
    """The ruled form on a page that is shown turned, and whose box does not begin at 0."""
    with pikepdf.open(ruled_form(file), allow_overwriting_input=True) as opened:
        page = opened.pages[0]
        page.contents_add(opened.make_stream(b"q 1 0 0 1 30 40 cm\n"), prepend=True)
        page.contents_add(opened.make_stream(b"\nQ"))
        page.mediabox = pikepdf.Array([30, 40, 30 + A4[0] * MM, 40 + A4[1] * MM])
        page.obj.Rotate = degrees
        opened.save(file)
    return file


def scanned_form(file: Path) -> Path:
    """One picture and nothing else."""
    picture = Image.new("L", (1240, 1754), 250)
    pen = ImageDraw.Draw(picture)
    dots = 1240 / 210
    x, y, w, h = NAME
    pen.rectangle((x * dots, y * dots, (x + w) * dots, (y + h) * dots), outline=40, width=3)
    scan = BytesIO()
    picture.save(scan, "PDF", resolution=150)
    file.write_bytes(scan.getvalue())
    return file


def _rect(canvas: Canvas, x: float, y: float, w: float, h: float) -> None:
    canvas.rect(x * MM, (A4[1] - y - h) * MM, w * MM, h * MM)


def _line(canvas: Canvas, x: float, y: float, to_x: float, to_y: float) -> None:
    canvas.line(x * MM, (A4[1] - y) * MM, to_x * MM, (A4[1] - to_y) * MM)
