"""A small TrueType font file without its hinting: printers do not use it, and it is 40 % of the outlines."""

import struct
from itertools import pairwise

from printing.fonts.outline import unhinted
from printing.fonts.sfnt import big_endian
from printing.fonts.subset import head_with, offsets_of, sfnt_file

_NEEDED = {b"cmap", b"hhea", b"hmtx", b"maxp"}
"""What else a simple TrueType font in a PDF needs (ISO 32000-1 §9.9)."""


def without_hinting(font: bytes) -> bytes:
    """The same font, every glyph under the same number."""
    tables = _tables(font)
    glyf, is_long = memoryview(tables[b"glyf"]), struct.unpack_from(">h", tables[b"head"], 50)[0]
    offsets = list(big_endian("I" if is_long else "H", memoryview(tables[b"loca"])))
    scale = 1 if is_long else 2
    records = [_even(unhinted(glyf[a * scale : b * scale])[0]) for a, b in pairwise(offsets)]
    loca, is_long = offsets_of(records)
    kept = {tag: table for tag, table in tables.items() if tag in _NEEDED}
    return sfnt_file(
        kept | {b"head": head_with(tables[b"head"], is_long=is_long), b"loca": loca, b"glyf": b"".join(records)}
    )


def _even(data: bytes) -> bytes:
    return data + b"\0" * (len(data) % 2)


def _tables(font: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">H", font, 4)
    entries = struct.iter_unpack(">4sLLL", font[12 : 12 + 16 * count])
    return {tag: font[offset : offset + length] for tag, _, offset, length in entries}
