"""PDF pages as pictures: what lies under the boxes, and the sample over it. pdfium is not safe in threads: one at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pypdfium2
from PIL import Image

from kiosk.trace.errors import TraceError, TraceReason

DOTS_PER_INCH = 150
CLEAR, WHITE = (255, 255, 255, 0), (255, 255, 255, 255)
QUICKLY = 1
"""PNG compression: the picture goes no further than this PC."""

_one_at_a_time = threading.Lock()


def page_picture(pdf: bytes, number: int, *, clear: bool = False, dpi: int = DOTS_PER_INCH) -> bytes:
    """Page `number` (from 1) as PNG; `clear` leaves the paper transparent. Raises TraceError(not_a_pdf)."""
    file = BytesIO()
    with page_image(pdf, number, clear=clear, dpi=dpi) as image:
        image.save(file, "PNG", compress_level=QUICKLY)
    return file.getvalue()


@contextmanager
def page_image(pdf: bytes, number: int, *, clear: bool = False, dpi: int = DOTS_PER_INCH) -> Iterator[Image.Image]:
    """The same as a picture in memory, grey unless `clear`."""
    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            raise TraceError(TraceReason.NOT_A_PDF, detail="") from None
        try:
            bitmap = document[number - 1].render(scale=dpi / 72, fill_color=CLEAR if clear else WHITE)
            image = bitmap.to_pil().copy()
        finally:
            document.close()
    with image:
        yield image
