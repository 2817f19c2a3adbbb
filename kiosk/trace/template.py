"""The town's own form: its bytes and the size of its pages as they are seen."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf

from kiosk.trace.errors import TraceError, TraceReason
from printing.drawing.static import template_size
from printing.errors import PrintingError
from printing.sheets.reading import LONGEST_SIDE, MOST_PAGES

LARGEST_TEMPLATE = 50_000_000
SHORTEST_SIDE = 20.0


@dataclass(frozen=True, slots=True)
class Template:
    """`sizes` are width and height of each page in mm, after rotation."""

    name: str
    pdf: bytes
    sizes: tuple[tuple[float, float], ...]

    @property
    def page_count(self) -> int:
        return len(self.sizes)

    @property
    def mark(self) -> str:
        """Short and different for different files."""
        return hashlib.sha256(self.pdf).hexdigest()[:12]


def read_template(file: Path) -> Template:
    """Raises TraceError (not_a_pdf, too_large, too_many_pages, bad_size) or OSError."""
    with file.open("rb") as opened:
        pdf = opened.read(LARGEST_TEMPLATE + 1)
    if len(pdf) > LARGEST_TEMPLATE:
        raise TraceError(TraceReason.TOO_LARGE, detail=file.name)
    count = _page_count(pdf, file.name)
    try:
        sizes = tuple(template_size(file, number) for number in range(1, count + 1))
    except PrintingError:
        raise TraceError(TraceReason.NOT_A_PDF, detail=file.name) from None
    for width, height in sizes:
        if not all(SHORTEST_SIDE <= side <= LONGEST_SIDE for side in (width, height)):
            raise TraceError(TraceReason.BAD_SIZE, detail=f"{width:.0f}×{height:.0f}mm")
    return Template(file.name, pdf, sizes)


def _page_count(pdf: bytes, name: str) -> int:
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            count = len(opened.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError, RecursionError):
        raise TraceError(TraceReason.NOT_A_PDF, detail=name) from None
    if not 1 <= count <= MOST_PAGES:
        raise TraceError(TraceReason.TOO_MANY_PAGES, detail=str(count))
    return count
