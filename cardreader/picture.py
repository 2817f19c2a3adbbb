"""Pictures on cards: small TIFFs of printed text in black and white, turned into PNG for a screen."""

import io
from dataclasses import dataclass, field

from PIL import Image, UnidentifiedImageError

from cardreader.errors import CardError, CardReason

WIDEST, HIGHEST = 3000, 2000
_FORMATS = ("TIFF",)


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a card's face, as a PNG; the repr shows its title only."""

    title: str
    png: bytes = field(repr=False)


def read_tiff(title: str, tiff: bytes) -> Picture:
    """Return the picture in a TIFF of black and white dots. Raises CardError(CARD_UNREADABLE) for any other."""
    try:
        with Image.open(io.BytesIO(tiff), formats=_FORMATS) as image:
            if image.width > WIDEST or image.height > HIGHEST or image.mode != "1":
                raise CardError(CardReason.CARD_UNREADABLE)
            written = io.BytesIO()
            image.save(written, "PNG")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, KeyError, EOFError):
        # The decoder says in many ways that this is no picture.
        raise CardError(CardReason.CARD_UNREADABLE) from None
    return Picture(title, written.getvalue())
