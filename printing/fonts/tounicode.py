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


def to_unicode(texts: Sequence[str]) -> bytes:
    """The CMap in which code n stands for the n-th text, given by `utf16`."""
    lines = [f"<{code:04X}> <{text}>\n" for code, text in enumerate(texts, start=1)]
    blocks = [lines[at : at + _BLOCK] for at in range(0, len(lines), _BLOCK)]
    body = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return _HEAD + body.encode("ascii") + _TAIL


def utf16(text: str) -> str:
    """The text in hexadecimal UTF-16, with surrogates beyond the BMP."""
    return text.encode("utf-16-be", "replace").hex()
