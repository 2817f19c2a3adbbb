"""A small TrueType font of a few glyphs, as PDF embeds it for a CIDFontType2 (ISO 32000-1 §9.9)."""

import struct
from array import array
from collections.abc import Sequence

from printing.fonts.face import Metrics
from printing.fonts.outline import Outline


def subset_font(outlines: Sequence[Outline], metrics: Metrics) -> bytes:
    """The font file. Glyph numbers are positions in `outlines`; a composite's parts must be numbered so already."""
    count = len(outlines)
    ends = array("I", [0])
    for outline in outlines:
        ends.append(ends[-1] + len(outline.data))
    hmtx = b"".join([struct.pack(">Hh", outline.advance, outline.bearing) for outline in outlines])
    return sfnt_file({
        b"glyf": b"".join([outline.data for outline in outlines]),
        b"head": metrics.head[:8] + b"\0\0\0\0" + metrics.head[12:50] + b"\0\1" + metrics.head[52:],
        b"hhea": metrics.hhea[:34] + struct.pack(">H", count),
        b"hmtx": hmtx,
        b"loca": struct.pack(f">{count + 1}L", *ends),
        b"maxp": metrics.maxp[:4] + struct.pack(">H", count) + metrics.maxp[6:],
    })  # fmt: skip


def sfnt_file(tables: dict[bytes, bytes]) -> bytes:
    """A font file of these tables (ISO/IEC 14496-22 §4)."""
    power = len(tables).bit_length() - 1
    header = struct.pack(">LHHHH", 0x10000, len(tables), 16 << power, power, 16 * (len(tables) - (1 << power)))
    offset, entries, bodies = 12 + 16 * len(tables), [], []
    for tag, table in sorted(tables.items()):
        body = table + b"\0" * (-len(table) % 4)
        entries.append(struct.pack(">4sLLL", tag, _checksum(body), offset, len(table)))
        bodies.append(body)
        offset += len(body)
    return b"".join([header, *entries, *bodies])


def _checksum(body: bytes) -> int:
    total: int = sum(struct.unpack(f">{len(body) // 4}L", body))
    return total & 0xFFFFFFFF
