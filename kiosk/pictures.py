"""Pictures from outside, decoded one at a time and within bounds, and pages of a PDF drawn as such."""

import struct
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from PIL import Image, ImageSequence, UnidentifiedImageError

from printing import PrintingError, Reason

_MALFORMED = (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, LookupError, struct.error)
"""How Pillow says that a picture is broken."""


_decoder = ThreadPoolExecutor(1, "decoder")
"""One picture at a time, whoever sends it; one thread, because each keeps memory it has used once."""


class BrokenPictureError(Exception):
    """What was sent is no picture, or is not whole."""


class HugePictureError(Exception):
    """The picture would take more memory than it is worth: 80 bytes of PNG can unpack to gigabytes."""


@dataclass(frozen=True, slots=True)
class PictureBounds:
    """What is decoded at all, looked at before anything is: pixels, and the longer side of a frame."""

    pixels: int
    side: int = 12_000


def grey_frames(
    data: bytes, formats: tuple[str, ...], bounds: PictureBounds, *, side: int | None = None
) -> Iterator[Image.Image]:
    """Yield the frames of a picture in grey, made smaller than `side` where that is given.

    How the camera was held is not looked at: a QR is read in any direction. Raise BrokenPictureError or
    HugePictureError.
    """
    try:
        with Image.open(BytesIO(data), formats=formats) as opened:
            for frame in ImageSequence.Iterator(opened):
                yield _decoder.submit(_grey, frame, bounds, side).result()
    except _MALFORMED:
        raise BrokenPictureError from None
    except (Image.DecompressionBombError, MemoryError):
        raise HugePictureError from None


def _grey(frame: Image.Image, bounds: PictureBounds, side: int | None) -> Image.Image:
    if max(frame.size) > bounds.side or frame.width * frame.height > bounds.pixels:
        raise HugePictureError
    if side is not None:
        # A JPEG is decoded no larger than needed.
        frame.draft("L", (side, side))
    grey = frame.convert("L")
    if side is not None:
        grey.thumbnail((side, side))
    return grey


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
