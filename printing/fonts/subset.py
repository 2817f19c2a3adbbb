"""A small TrueType font of a few glyphs, as PDF embeds it for a CIDFontType2 (ISO 32000-1 §9.9)."""

import struct
from collections.abc import Sequence
from itertools import accumulate, pairwise

from printing.fonts.face import Metrics
from printing.fonts.outline import Outline, checksum, unhinted
from printing.fonts.sfnt import big_endian

SHORT_LIMIT = 2 * 0x10000
"""Bytes of outlines from which on `loca` needs its long format."""


def subset_font(outlines: Sequence[Outline], metrics: Metrics) -> bytes:
    """The font file. Glyph numbers are positions in `outlines`; a composite's parts must be numbered so already."""
    records = [outline.data for outline in outlines]
    count, (loca, is_long) = len(outlines), offsets_of(records)
    glyf_sum = sum([outline.checksum for outline in outlines]) & 0xFFFFFFFF
    return sfnt_file({
        b"glyf": b"".join(records),
        b"head": head_with(metrics.head, is_long=is_long),
        b"hhea": metrics.hhea[:34] + struct.pack(">H", count),
        b"hmtx": b"".join([outline.metric for outline in outlines]),
        b"loca": loca,
        b"maxp": metrics.maxp[:4] + struct.pack(">H", count) + metrics.maxp[6:],
    }, glyf_sum)  # fmt: skip


def offsets_of(records: Sequence[bytes]) -> tuple[bytes, bool]:
    """The `loca` table of glyph records padded to even lengths, and whether it is in the long format."""
    ends = [0, *accumulate(map(len, records))]
    if ends[-1] < SHORT_LIMIT:
        return struct.pack(f">{len(ends)}H", *[end // 2 for end in ends]), False
    return struct.pack(f">{len(ends)}L", *ends), True


def head_with(head: bytes, *, is_long: bool) -> bytes:
    """The `head` table for that format of `loca`, without the checksum of the whole file, which nobody reads."""
    return head[:8] + b"\0\0\0\0" + head[12:50] + struct.pack(">H", is_long) + head[52:]


def sfnt_file(tables: dict[bytes, bytes], glyf_sum: int | None = None) -> bytes:
    """A font file of these tables (ISO/IEC 14496-22 §4). `glyf_sum` is the checksum of `glyf`, if it is known."""
    power = len(tables).bit_length() - 1
    header = struct.pack(">LHHHH", 0x10000, len(tables), 16 << power, power, 16 * (len(tables) - (1 << power)))
    offset, entries, bodies = 12 + 16 * len(tables), [], []
    for tag, table in sorted(tables.items()):
        body = table + b"\0" * (-len(table) % 4)
        known = glyf_sum if tag == b"glyf" else None
        entries.append(struct.pack(">4sLLL", tag, checksum(body) if known is None else known, offset, len(table)))
        bodies.append(body)
        offset += len(body)
    return b"".join([header, *entries, *bodies])


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
