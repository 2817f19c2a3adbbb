"""Pictures: pages of a PDF drawn as such, and how Pillow says that one is broken."""

import struct
import threading
from io import BytesIO

import pypdfium2
from PIL import Image, UnidentifiedImageError

from printing import PrintingError, Reason

MALFORMED = (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, LookupError, struct.error)


DOTS_PER_INCH = 150
CLEAR, WHITE = (255, 255, 255, 0), (255, 255, 255, 255)
QUICKLY = 1
"""PNG compression: the pictures go no further than this PC."""

_one_at_a_time = threading.Lock()


def page_picture(pdf: bytes, number: int, *, clear: bool = False, dpi: int = DOTS_PER_INCH) -> bytes:
    """Return page `number` (from 1) as PNG, the paper transparent if `clear`.

    Raise PrintingError(template_unreadable) if pdfium cannot read the file: what lies under the boxes is not ours.
    """
    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            raise PrintingError(Reason.TEMPLATE_UNREADABLE, detail="PDF") from None
        try:
            bitmap = document[number - 1].render(scale=dpi / 72, fill_color=CLEAR if clear else WHITE)
            return _png(bitmap.to_pil())
        finally:
            document.close()


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", compress_level=QUICKLY)
    return file.getvalue()
