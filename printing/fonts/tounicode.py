"""The map that gives text back from a PDF (ISO 32000-1 §9.10.3 ToUnicode CMaps)."""

from collections.abc import Sequence

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


def to_unicode(clusters: Sequence[str]) -> bytes:
    """The CMap in which code n stands for clusters[n - 1], written in UTF-16 (surrogates beyond the BMP)."""
    lines = [
        b"<%04X> <%b>\n" % (code, cluster.encode("utf-16-be", "replace").hex().upper().encode())
        for code, cluster in enumerate(clusters, start=1)
    ]
    blocks = [lines[at : at + _BLOCK] for at in range(0, len(lines), _BLOCK)]
    return _HEAD + b"".join(b"%d beginbfchar\n%bendbfchar\n" % (len(b), b"".join(b)) for b in blocks) + _TAIL
