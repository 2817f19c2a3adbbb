"""The font of a job's values as PDF objects: a Type 0 font with a CIDFontType2 (ISO 32000-1 §9.7)."""

from printing.fonts import JobFont
from printing.pdf.document import Document

NAME = b"KIOSKA+IPAmjMincho"


def put_value_font(document: Document, number: int, font: JobFont) -> None:
    """Writes the font, with all characters the job has used, as object `number`."""
    metrics = font.repertoire.metrics
    scale = 1000 / metrics.units
    ascent, descent = round(metrics.ascent * scale), round(metrics.descent * scale)
    file = font.file()
    embedded = document.add_stream(file, b"/Length1 %d" % len(file))
    descriptor = document.add(
        b"<</Type/FontDescriptor/FontName/%b/Flags 6/FontBBox[-200 %d 1200 %d]/ItalicAngle 0/Ascent %d/Descent %d"
        b"/CapHeight %d/StemV 80/FontFile2 %d 0 R>>" % (NAME, descent, ascent, ascent, descent, ascent, embedded)
    )
    descendant = document.add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor %d 0 R/CIDToGIDMap/Identity/DW 1000/W[%b]>>"
        % (NAME, descriptor, _widths(font.widths()))
    )
    to_unicode = document.add_stream(font.to_unicode())
    document.put(
        number,
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (NAME, descendant, to_unicode),
    )


def _widths(widths: list[int]) -> bytes:
    return b"".join([b"%d[%d]" % (code, width) for code, width in enumerate(widths, start=1) if width != 1000])
