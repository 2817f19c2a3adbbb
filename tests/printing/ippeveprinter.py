"""CUPS's own IPP printer for tests, and PDFs to print on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from printing.ipp import JobProgress, Patience, PrintCode
from tools.virtual_printer import Paper, VirtualPrinter

__all__ = ["A4_POINTS", "HASTY", "Listener", "Paper", "VirtualPrinter", "make_pdf", "virtual_printer"]

A4_POINTS = (210 / 25.4 * 72, 297 / 25.4 * 72)
HASTY = Patience(before_sending=5.0, without_change=20.0, while_silent=3.0, after_cancel=10.0, between_looks=0.05)


@contextmanager
def virtual_printer(folder: Path, seconds_per_page: float = 0.05) -> Iterator[VirtualPrinter]:
    """A printer on a free port of its own, with paper, switched off again at the end."""
    with VirtualPrinter(folder / "printer", seconds_per_page=seconds_per_page) as printer:
        yield printer


def make_pdf(pages: int = 1, *, landscape: bool = False) -> bytes:
    """An A4 document made by ReportLab, each page with its number."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4_POINTS[::-1] if landscape else A4_POINTS)
    for number in range(1, pages + 1):
        canvas.drawString(72, 72, f"page {number} of {pages}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


class Listener:
    """Remembers what the person at the desk would have been told."""

    def __init__(self) -> None:
        self.progress: list[JobProgress] = []

    def __call__(self, progress: JobProgress) -> None:
        self.progress.append(progress)

    @property
    def codes(self) -> list[PrintCode]:
        """The codes in order, each once in a row."""
        codes = [each.code for each in self.progress]
        return [code for i, code in enumerate(codes) if i == 0 or code != codes[i - 1]]
