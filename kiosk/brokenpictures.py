"""How Pillow says that a picture, or what it tells of itself (EXIF), is broken."""

import struct

from PIL import UnidentifiedImageError

MALFORMED = (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, LookupError, struct.error)
