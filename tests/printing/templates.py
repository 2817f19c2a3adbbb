"""Town forms for tests, drawn here: text, rules and a scan, on pages of any size and rotation."""

from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from printing.sheets.parts import MM


def drawn_form(file: Path, sizes: tuple[tuple[float, float], ...] = ((210, 297),), rotate: int = 0) -> Path:
    """A page for each size in mm as seen, a 2 mm black square 10 mm from its upper left corner; `rotate` as stored."""
    output = BytesIO()
    canvas = Canvas(output)
    for number, (width, height) in enumerate(sizes, start=1):
        stored = (height, width) if rotate % 180 else (width, height)
        canvas.setPageSize((stored[0] * MM, stored[1] * MM))
        _turn(canvas, stored, rotate)
        canvas.rect(10 * MM, (height - 12) * MM, 2 * MM, 2 * MM, stroke=0, fill=1)
        canvas.drawString(60 * MM, (height - 12) * MM, f"Form page {number}")
        canvas.showPage()
    canvas.save()
    with pikepdf.open(BytesIO(output.getvalue())) as pdf:
        for page in pdf.pages:
            page.Rotate = rotate
        pdf.save(file)
    return file


def scanned_form(file: Path) -> Path:
    """A4 as nothing but a picture, with the same square."""
    picture = Image.new("L", (1240, 1754), 255)
    per_mm = 1240 / 210
    ImageDraw.Draw(picture).rectangle((10 * per_mm, 10 * per_mm, 12 * per_mm, 12 * per_mm), fill=0)
    canvas = Canvas(str(file), pagesize=(210 * MM, 297 * MM))
    canvas.drawImage(ImageReader(picture), 0, 0, 210 * MM, 297 * MM)
    canvas.save()
    return file


def _turn(canvas: Canvas, stored: tuple[float, float], rotate: int) -> None:
    """So that what is drawn upright afterwards is seen upright once the viewer has applied /Rotate."""
    width, height = stored[0] * MM, stored[1] * MM
    if rotate == 90:
        canvas.transform(0, 1, -1, 0, width, 0)
    elif rotate == 180:
        canvas.transform(-1, 0, 0, -1, width, height)
    elif rotate == 270:
        canvas.transform(0, -1, 1, 0, 0, height)
