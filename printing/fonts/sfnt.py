"""The table directory of a TrueType file, read in place: the 45 MB of outlines are never copied."""

import mmap
import struct
import sys
from array import array
from pathlib import Path

from printing.errors import PrintingError, Reason


class Sfnt:
    """A TrueType font file mapped into memory (ISO/IEC 14496-22 §4)."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._bytes = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            self._places = _directory(self._bytes)
        except (OSError, ValueError, struct.error):
            raise PrintingError(Reason.FONT_UNREADABLE, path.name) from None

    def table(self, tag: str) -> memoryview:
        """The bytes of one table, as a view. Raises KeyError if the font lacks it."""
        offset, length = self._places[tag]
        return self._bytes[offset : offset + length]


def big_endian(kind: str, data: memoryview) -> "array[int]":
    """An array of the struct type `kind` from big-endian bytes."""
    numbers = array(kind, data.tobytes())
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _directory(data: memoryview) -> dict[str, tuple[int, int]]:
    (count,) = struct.unpack_from(">H", data, 4)
    entries = struct.iter_unpack(">4sLLL", data[12 : 12 + 16 * count])
    return {tag.decode("latin-1"): (offset, length) for tag, _, offset, length in entries}
