"""The value layer of a page as PDF operators, with a tag around the ink of each box."""

from collections.abc import Sequence

from printing.fonts import JobFont
from printing.ink import Ink
from printing.pdf.tags import Tag

FONT = "V"
"""The name of the value font in the resources of a page."""


def value_layer(inks: Sequence[Ink], font: JobFont) -> tuple[str, list[Tag]]:
    """The operators and the tags, whose position is the marked-content number."""
    parts: list[str] = []
    tags: list[Tag] = []
    for ink in inks:
        if ink.margin:
            parts.append(f"/Artifact <</Type/Pagination>> BDC\n{_types(ink, font)}EMC\n")
            continue
        kind = "P" if ink.types else "Figure" if ink.alt else "Artifact"
        if kind == "Artifact":
            parts.append(f"/Artifact BMC\n{ink.path}EMC\n")
            continue
        parts.append(f"/{kind} <</MCID {len(tags)}>> BDC\n{ink.path}{_types(ink, font)}EMC\n")
        tags.append(Tag(kind, ink.label, ink.alt))
    return "".join(parts), tags


def _types(ink: Ink, font: JobFont) -> str:
    if not ink.types:
        return ""
    shown: list[str] = []
    size = None
    for line in ink.types:
        if line.size != size:
            size = line.size
            shown.append(f"/{FONT} {size:.4g} Tf ")
        shown.append(f"1 0 0 1 {line.x:.2f} {line.y:.2f} Tm <{font.encode(line.text)}> Tj\n")
    return f"BT\n{''.join(shown)}ET\n"
