"""The part of a face that one job uses, as a font of its own."""

import struct
from collections.abc import Sequence
from itertools import accumulate, pairwise

from printing.errors import PrintingError, Reason
from printing.fonts.face import Metrics, Outline, big_endian, checksum, unhinted
from printing.fonts.repertoire import BOX, Repertoire, clusters, has_selector, selector_of, silent

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


MOST_CODES = 50_000
"""A TrueType font ends at 65,535 glyphs, and parts of composites come on top."""


class JobFont(dict[str, str]):
    """cluster → its code in this job as four hexadecimal digits, given at first use.

    Each typed cluster has its own code, even where two share a shape, so that text taken out is the text typed in.
    Raises PrintingError(too_much_text) for more clusters than a font can have glyphs.
    """

    def __init__(self, repertoire: Repertoire) -> None:
        super().__init__()
        self.repertoire = repertoire

    def __missing__(self, cluster: str) -> str:
        if len(self) >= MOST_CODES:
            raise PrintingError(Reason.TOO_MUCH_TEXT, detail=f"{MOST_CODES:,}種類より多い文字")
        code = f"{len(self) + 1:04X}"
        self[cluster] = code
        return code

    def encode(self, text: str) -> str:
        """The text as codes, for a hexadecimal PDF string.

        A variation sequence is two codes, its glyph and a selector without ink or width: mupdf loses a selector that
        shares a code with its base.
        """
        if not has_selector(text):
            return "".join(map(self.__getitem__, clusters(text)))
        pieces = clusters(text)
        return "".join(self[piece] + (self[silent(piece[1])] if selector_of(piece) else "") for piece in pieces)

    def widths(self) -> list[int]:
        """The width of each code from 1, in thousandths of the type size."""
        return [self.repertoire[cluster].width for cluster in self]

    def to_unicode(self) -> bytes:
        return map_to_unicode([self.repertoire[cluster].utf16 for cluster in self])

    def file(self) -> bytes:
        """The embedded font: the empty box as glyph 0, then each code's glyph, then parts of composites."""
        glyphs = [(0, BOX), *((glyph.face, glyph.number) for glyph in map(self.repertoire.__getitem__, self))]
        outlines = [self.repertoire.outline(*glyph) for glyph in glyphs]
        if any([outline.parts for outline in outlines]):
            outlines = self._with_parts(glyphs, outlines)
        return subset_font(outlines, self.repertoire.metrics)

    def _with_parts(self, glyphs: list[tuple[int, int]], outlines: list[Outline]) -> list[Outline]:
        complete: list[Outline] = []
        for (face, _), outline in zip(glyphs, outlines, strict=False):  # both lists grow while we walk
            data = bytearray(outline.data)
            for offset, part in outline.parts:
                struct.pack_into(">H", data, offset, len(glyphs))
                glyphs.append((face, part))
                outlines.append(self.repertoire.outline(face, part))
            complete.append(Outline.of(bytes(data), outline.metric))
        return complete


_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_TAIL = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_BLOCK = 100
"""The most entries a bfchar block may have."""


def map_to_unicode(texts: Sequence[str]) -> bytes:
    """Return the map that gives text back from a PDF (ISO 32000-1 §9.10.3 ToUnicode CMaps).

    Code n stands for the n-th text, given by `utf16`.
    """
    lines = [f"<{code:04X}> <{text}>\n" for code, text in enumerate(texts, start=1)]
    blocks = [lines[at : at + _BLOCK] for at in range(0, len(lines), _BLOCK)]
    body = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return _HEAD + body.encode("ascii") + _TAIL
