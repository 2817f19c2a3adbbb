"""The digits of a ticket's QR in a camera frame or an uploaded picture."""

from io import BytesIO

import zxingcpp
from PIL import Image, ImageOps

from kiosk.brokenpictures import MALFORMED
from kiosk.desk.reasons import DeskError, DeskReason

LARGEST_PICTURE = 12_000_000
"""Bytes; a photo of today's phones stays below."""

LARGEST_FRAME = 1_500_000
MOST_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
LONGEST_SIDE = 2400
"""More pixels cost time and no QR of ours needs them."""

MOST_CODES = 4


def digits_in_picture(data: bytes, *, largest: int = LARGEST_PICTURE) -> tuple[str, ...]:
    """The texts of all QR codes that hold digits only; none for a picture without such a code.

    Raises DeskError for what is no picture, or one too large to look at.
    """
    if len(data) > largest:
        raise DeskError(DeskReason.PICTURE_TOO_LARGE)
    picture = _grey(data)
    only_qr = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
    found = zxingcpp.read_barcodes(picture, formats=only_qr)
    # Other codes on a poster or a shelf must never be taken for a ticket.
    return tuple(dict.fromkeys(code.text for code in found[:MOST_CODES] if _is_digits(code.text)))


def _grey(data: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise DeskError(DeskReason.PICTURE_TOO_LARGE)
            opened.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
            turned = ImageOps.exif_transpose(opened).convert("L")
    except MALFORMED:
        raise DeskError(DeskReason.NO_PICTURE) from None
    except (Image.DecompressionBombError, MemoryError):
        raise DeskError(DeskReason.PICTURE_TOO_LARGE) from None
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return turned


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
