"""Codes in pictures and scanned papers: PNG, JPEG, TIFF of many pages, PDF from a copier, or typed by a scanner."""

from collections.abc import Iterator
from itertools import islice

import zxingcpp
from PIL import Image

from kiosk.backoffice.code import BackOfficeError, BackOfficeReason, is_paper_code
from kiosk.pictures import BrokenPictureError, HugePictureError, PictureBounds, grey_frames

LARGEST_FILE = 200_000_000
BOUNDS = PictureBounds(pixels=120_000_000)
"""A3 at 600 dots per inch has 70 million."""

MOST_PAGES = 1_000
MOST_LINES = 10_000
DOTS_PER_INCH = 300
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP")
QR_ONLY = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))


def split_codes(content: bytes) -> tuple[str, ...]:
    """Return one code a line, as a scanner of the keyboard type sends them. Raise BackOfficeError(too_large)."""
    lines = content.decode("utf-8", errors="replace").splitlines()
    if len(lines) > MOST_LINES:
        raise BackOfficeError(BackOfficeReason.TOO_LARGE)
    return tuple(line.strip() for line in lines if line.strip())


def find_codes(content: bytes, name: str) -> tuple[str, ...]:
    """Return the codes of sheets on all pages, each once, in the order of the pages. Other codes are passed over.

    Raise BackOfficeError: too_large, not_a_picture, no_code_found.
    """
    if len(content) > LARGEST_FILE:
        raise BackOfficeError(BackOfficeReason.TOO_LARGE, name)
    pages = _draw_pdf_pages(content, name) if content[:1024].find(b"%PDF-") >= 0 else _open_pictures(content, name)
    found = tuple(dict.fromkeys(text for page in pages for text in _read_codes(page)))
    if not found:
        raise BackOfficeError(BackOfficeReason.NO_CODE_FOUND, name)
    return found


def _read_codes(page: Image.Image) -> Iterator[str]:
    for code in zxingcpp.read_barcodes(page, formats=QR_ONLY):
        if code.text.isascii() and code.text.isdigit() and is_paper_code(code.text):
            yield code.text


def _draw_pdf_pages(content: bytes, name: str) -> Iterator[Image.Image]:
    import pypdfium2  # only who scans needs it; whoever prints imports this package too

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        raise BackOfficeError(BackOfficeReason.NOT_A_PICTURE, name) from None
    try:
        if len(document) > MOST_PAGES:
            raise BackOfficeError(BackOfficeReason.TOO_LARGE, name)
        for number in range(len(document)):
            page = document[number]
            scale = DOTS_PER_INCH / 72
            if page.get_width() * page.get_height() * scale * scale > BOUNDS.pixels:
                raise BackOfficeError(BackOfficeReason.TOO_LARGE, name)
            yield page.render(scale=scale, grayscale=True).to_pil()
    finally:
        document.close()


def _open_pictures(content: bytes, name: str) -> Iterator[Image.Image]:
    frames = grey_frames(content, FORMATS, BOUNDS)
    try:
        yield from islice(frames, MOST_PAGES)
        if next(frames, None) is not None:
            raise BackOfficeError(BackOfficeReason.TOO_LARGE, name)
    except BrokenPictureError:
        raise BackOfficeError(BackOfficeReason.NOT_A_PICTURE, name) from None
    except HugePictureError:
        raise BackOfficeError(BackOfficeReason.TOO_LARGE, name) from None
