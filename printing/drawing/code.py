"""The QR for the back office: staff there scan the paper instead of typing it again."""

import re

import zxingcpp

from printing.drawing.ink import Ink, Rect
from printing.errors import PrintingError, Reason
from printing.sheets.geometry import MM

SMALLEST_MODULE = 0.3
"""Millimetres; smaller squares do not survive a copier (ISO/IEC 18004 leaves it to the scanner)."""


def code_ink(content: str, rect: Rect) -> Ink:
    """The QR (error correction M) in the rectangle, as one vector path. Raises PrintingError if it would be too fine."""
    rows = qr_rows(content)
    module = min(rect.w, rect.h) / len(rows)
    if module < SMALLEST_MODULE * MM:
        raise PrintingError(Reason.CODE_TOO_LONG)
    runs = [(len(rows) - 1 - y, *run.span()) for y, row in enumerate(rows) for run in _DARK.finditer(row)]
    squares = "".join([f"{start} {y} {end - start} 1 re\n" for y, start, end in runs])
    path = f"q {module:.4f} 0 0 {module:.4f} {rect.x:.2f} {rect.y + rect.h - module * len(rows):.2f} cm\n{squares}f Q\n"
    return Ink("sheet.code", "受付コード", path=path, alt="役場用のQRコード")


def qr_rows(content: str) -> list[bytes]:
    """The modules from the top, 0 for dark, without the quiet zone. Raises PrintingError if no QR can hold it."""
    try:
        made = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    except ValueError:
        raise PrintingError(Reason.CODE_TOO_LONG) from None
    image = made.to_image(scale=1, add_quiet_zones=False)
    side, dots = image.shape[0], bytes(image)  # type: ignore[call-overload]
    return [dots[at * side : (at + 1) * side] for at in range(side)]


_DARK = re.compile(b"\0+")
