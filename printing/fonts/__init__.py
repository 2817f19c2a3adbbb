"""Fonts: from typed characters to embedded glyphs, and back to the typed characters."""

from printing.fonts.face import LABEL_BOLD_FONT, LABEL_FONT, font_file
from printing.fonts.jobfont import JobFont
from printing.fonts.repertoire import Fault, Glyph, Repertoire, clusters, label_repertoire, value_repertoire

__all__ = [
    "LABEL_BOLD_FONT",
    "LABEL_FONT",
    "Fault",
    "Glyph",
    "JobFont",
    "Repertoire",
    "clusters",
    "font_file",
    "label_repertoire",
    "value_repertoire",
]
