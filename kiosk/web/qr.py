"""The ticket's digits as a QR: numeric mode, error correction M, white margin of four modules (ISO/IEC 18004)."""

from io import BytesIO
from typing import Literal

from PIL import Image
from qrcode import constants
from qrcode.main import QRCode
from qrcode.util import QRData

NUMERIC: Literal[1] = 1
BYTES: Literal[4] = 4
"""The mode indicators of the standard."""

MASK: Literal[3] = 3
"""The mask pattern of every code.

The standard lets the encoder try all eight and weigh them, which takes four fifths of the time and is for texts
with a pattern of their own. Sealed digits have none, and decoders read one mask as well as another.
"""

MARGIN = 4
TEST_DIGITS = "0" + "1234567890" * 12
"""To try a scanner with. Begins with 0, so that it can never be taken for a ticket."""

PNG_PIXELS = 8
"""Pixels a module, so that a saved picture can be shown and printed sharply."""


def qr_modules(text: str) -> list[list[bool]]:
    """Return rows of modules, dark is true, margin included. Raise ValueError unless `text` is digits only."""
    if not text.isascii() or not text.isdigit():
        raise ValueError("a ticket is digits only")
    code = QRCode(error_correction=constants.ERROR_CORRECT_M, border=MARGIN, mask_pattern=MASK)
    code.add_data(QRData(text, mode=NUMERIC))
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def link_modules(address: str, digits: str) -> list[list[bool]]:
    """Return an address that ends in many digits, as dense as one screen shows another: error correction L."""
    code = QRCode(error_correction=constants.ERROR_CORRECT_L, border=MARGIN)
    code.add_data(QRData(address.encode(), mode=BYTES))
    code.add_data(QRData(digits, mode=NUMERIC))
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def text_modules(text: str) -> list[list[bool]]:
    """Return any text as a QR for another device's camera: error correction M."""
    code = QRCode(error_correction=constants.ERROR_CORRECT_M, border=MARGIN)
    code.add_data(QRData(text.encode(), mode=BYTES))
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def qr_path(modules: list[list[bool]]) -> str:
    """Return the dark modules as SVG path data, one unit a module, one run a rectangle."""
    runs: list[str] = []
    for y, row in enumerate(modules):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    return "".join(runs)


def qr_svg(text: str) -> str:
    """Return a picture file of its own, black on white."""
    modules = qr_modules(text)
    size = len(modules)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size * PNG_PIXELS}" '
        f'height="{size * PNG_PIXELS}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
        f'<path d="{qr_path(modules)}"/></svg>\n'
    )


def qr_png(text: str, pixels: int = PNG_PIXELS) -> bytes:
    """Return a PNG file, one bit a pixel, `pixels` a module."""
    modules = qr_modules(text)
    size = len(modules)
    image = Image.new("1", (size, size), 1)
    image.putdata([0 if dark else 1 for row in modules for dark in row])
    file = BytesIO()
    image.resize((size * pixels, size * pixels), Image.Resampling.NEAREST).save(file, "PNG", optimize=True)
    return file.getvalue()
