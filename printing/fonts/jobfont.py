"""The one font of values in a print job: it grows a code for each character that the sheets use."""

import struct
from collections.abc import Sequence

from printing.errors import PrintingError, Reason
from printing.fonts.clusters import clusters, has_selector, selector_of, silent
from printing.fonts.outline import Outline
from printing.fonts.repertoire import BOX, Repertoire
from printing.fonts.subset import subset_font

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
