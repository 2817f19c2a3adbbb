"""Small sheets for tests, and what three PDF readers make of a printed file."""

import subprocess
from pathlib import Path

import pypdfium2

from printing.sheets.boxes import Box, TextBox
from printing.sheets.parts import Area, Page
from printing.sheets.sheet import Sheet

A4 = Page(210, 297)


def sheet_of(*boxes: Box, pages: tuple[Page, ...] = (A4,), title: str = "試験の様式") -> Sheet:
    return Sheet("trial", title, pages, (), boxes)


def text_box(item: str = "name", *, w: float = 160, h: float = 10, y: float = 20, lines: int = 1) -> TextBox:
    return TextBox(Area(1, 20, y, w, h), item, "氏名", lines=lines)


def poppler_text(pdf: bytes, folder: Path) -> str:
    return _run("pdftotext", "-raw", str(_saved(pdf, folder)), "-")


def mupdf_text(pdf: bytes, folder: Path) -> str:
    return _run("mutool", "draw", "-q", "-F", "txt", str(_saved(pdf, folder)))


def pdfium_text(pdf: bytes) -> str:
    return "\n".join(pdfium_pages(pdf))


def pdfium_pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    finally:
        document.close()


def words(text: str) -> str:
    """The text without white space: readers show U+3000 and the gaps between boxes as they like."""
    return "".join(text.split())


def qpdf_finds_nothing(pdf: bytes, folder: Path) -> bool:
    return "No syntax or stream encoding errors" in _run("qpdf", "--check", str(_saved(pdf, folder)))


def _saved(pdf: bytes, folder: Path) -> Path:
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    return file


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode("utf-8")
